"""What an office does not write down, the slow way: by unit, and by the colleagues of each official."""

from collections import defaultdict
from collections.abc import Iterable

from tests.sheet.slow import SlowOffice


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
    """Unit and paper outside the list that the others of the unit ask for much as the one does who asks for it most."""
    asking: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    outside: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in office.dossiers:
        unit = one.row["unit"]
        known = [
            (event.official, event.document, office.listed(one, event.document))
            for event in office.requests(one)
            if event.official and office.listed(one, event.document) is not None
        ]
        for who in {who for who, _paper, _listed in known}:
            asking[unit][who] += 1
        for who, paper in {(who, paper) for who, paper, listed in known if not listed}:
            outside[unit, paper][who] += 1
    return {key for key, times in outside.items() if _alike(times, asking[key[0]])}


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
