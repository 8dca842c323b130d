"""What an office does not write down, the slow way: by unit, and by the colleagues of each official."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from tests.sheet.slow import SlowOffice

Place = tuple[str, str]
"""Procedure and official."""


def seldom_entering(entries: Iterable[tuple[str, bool]]) -> set[str]:
    """Units that enter it in less than half of the cases in which there is something to enter."""
    known = _by_unit(entries)
    return {unit for unit, said in known.items() if sum(said) < len(said) / 2}


def never_entering(entries: Iterable[tuple[str, bool]]) -> set[str]:
    """Units that never enter it, though at the rate of those that do it would have been three times or more."""
    known = _by_unit(entries)
    elsewhere = [one for said in known.values() if any(said) for one in said]
    return {unit for unit, said in known.items() if not any(said) and len(said) * sum(elsewhere) >= 3 * len(elsewhere)}


def among_silent_colleagues(entries: Iterable[tuple[str, str, bool]]) -> set[tuple[str, str]]:
    """Unit and official whose colleagues there had three cases or more, and entered it in less than half of them."""
    known = list(entries)
    found = set()
    for unit, who in {(unit, who) for unit, who, _said in known}:
        theirs = [said for place, other, said in known if place == unit and other != who]
        if who and len(theirs) >= 3 and sum(theirs) < len(theirs) / 2:
            found.add((unit, who))
    return found


def customs(office: SlowOffice) -> set[tuple[str, str]]:
    """Unit and paper outside the list that the others of the unit at the same step ask for much as the one does who
    asks for it most; or for which one asks as a rule who is as good as alone there.
    """
    asking: dict[tuple[str, int], Counter[Place]] = defaultdict(Counter)
    outside: dict[tuple[str, int, str], Counter[Place]] = defaultdict(Counter)
    for one in office.dossiers:
        unit, hands = one.row["unit"], office.hands(one)
        known = [
            (event.official, event.document, office.listed(one, event.document))
            for event in office.requests(one)
            if event.official and office.listed(one, event.document) is not None
        ]
        for who in {who for who, _paper, _listed in known}:
            asking[unit, hands[who][0]][one.row["procedure"], who] += 1
        for who, paper in {(who, paper) for who, paper, listed in known if not listed}:
            outside[unit, hands[who][0], paper][one.row["procedure"], who] += 1
    return {
        (unit, paper)
        for (unit, role, paper), times in outside.items()
        if _alike(_of_each(times), _of_each(asking[unit, role])) or _alone(times, asking[unit, role])
    }


def _of_each(counts: Counter[Place]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for (_procedure, who), n in counts.items():
        whole[who] += n
    return whole


def _alone(times: Counter[Place], dossiers: Counter[Place]) -> bool:
    """Ten times or more and in three of ten dossiers of the procedures in which they ask, where the others have less
    than a tenth as many.
    """
    each = _of_each(times)
    most = max(each, key=lambda who: (each[who], who))
    here = {procedure for procedure, who in times if who == most}
    beside = {place: n for place, n in dossiers.items() if place[0] in here}
    own = sum(n for (_procedure, who), n in beside.items() if who == most)
    theirs = sum(beside.values()) - own
    return 10 * theirs < own and each[most] >= 10 and 10 * each[most] > 3 * own


def _alike(times: dict[str, int], dossiers: dict[str, int]) -> bool:
    """One of the others asked for it twice or more, and all of them together a third as often as the one, or oftener.

    ``times``: dossiers in which each asked for it; ``dossiers``: in which each asked for anything named.
    """
    most = max(times, key=lambda who: (times[who] / dossiers[who], who))
    if not any(n >= 2 for who, n in times.items() if who != most):
        return False
    theirs = sum(n for who, n in times.items() if who != most)
    all_of_theirs = sum(n for who, n in dossiers.items() if who != most)
    return theirs / all_of_theirs >= times[most] / dossiers[most] / 3


def _by_unit(entries: Iterable[tuple[str, bool]]) -> dict[str, list[bool]]:
    known: dict[str, list[bool]] = defaultdict(list)
    for unit, said in entries:
        known[unit].append(said)
    return known
