"""Questions of act E, the slow way: looks at dossiers that the work explains, and relatives' dossiers."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from math import inf

from tests.sheet.slow import CLOSING, DECIDING, Case, SlowOffice, instant, read

Look = tuple[str, str, int]
"""Official, dossier, and the number of the working day."""


def looks(office: SlowOffice) -> set[Look]:
    """Several on one day are one."""
    known = {one.row["dossier"] for one in office.dossiers}
    return {
        (row["official"], row["dossier"], office.ordinal(instant(row["at"]).date()))
        for row in read(office.folder, "accesses")
        if row["dossier"] in known and instant(row["at"]) <= office.as_of
    }


def away(office: SlowOffice, seen: set[Look]) -> set[tuple[str, int]]:
    """Working days in gaps of four or more, three times the ordinary, of officials with twenty days of traces."""
    days: dict[str, set[int]] = defaultdict(set)
    for who, _dossier, day in seen:
        days[who].add(day)
    for one in office.dossiers:
        for event in one.events:
            if event.official and event.at <= office.as_of:
                days[event.official].add(office.ordinal(event.at.date()))
    found = set()
    for who, known in days.items():
        ordered = sorted(known)
        if len(ordered) < 20:
            continue
        ordinary = (ordered[-1] - ordered[0]) / (len(ordered) - 1)
        for before, after in pairwise(ordered):
            gap = after - before - 1
            if gap >= 4 and gap >= 3 * ordinary:
                found |= {(who, day) for day in range(before + 1, after)}
    return found


def _quarter(case: Case) -> int:
    """Of the day the dossier came."""
    return (case.dossier.received.year * 12 + case.dossier.received.month - 1) // 3


def unexplained_access(office: SlowOffice) -> Iterator[Case]:
    """E1: a look for which none of the seven reasons holds."""
    seen, homes = looks(office), office.homes()
    dossiers = {one.row["dossier"]: one for one in office.dossiers}
    hands = {name: office.hands(one) for name, one in dossiers.items()}
    absent = away(office, seen)
    decides, theirs = set(), defaultdict(set)
    for name, did in hands.items():
        for who, (role, _held) in did.items():
            theirs[dossiers[name].row["applicant"], who].add(name)
            if role == DECIDING:
                decides.add((who, dossiers[name].row["unit"]))
    units = defaultdict(set)
    for row in read(office.folder, "events"):
        units[row["dossier"]].add(row.get("unit"))
    posts: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in office.officials:
        first = office.ordinal(date.fromisoformat(row["from"])) if row["from"] else -inf
        posts[row["official"], row["unit"]].append(
            (first, office.ordinal(date.fromisoformat(row["to"])) if row["to"] else inf)
        )
    found: list[Case] = []
    for who, name, day in sorted(seen):
        one = dossiers[name]
        unit, (home, role) = one.row["unit"], homes.get(who, (None, -1))
        mine = [office.ordinal(event.at.date()) for event in one.events if event.official == who]
        ended = office.clock(one).ended or office.as_of
        current = office.ordinal(one.received.date()) <= day <= office.ordinal(ended.date()) + 10
        covered = any(
            other and other != who and homes[other][0] == home and (other, day) in absent
            for other in (one.handler, one.intake)
        )
        explained = (
            (mine and min(mine) - 10 <= day <= max(mine) + 30)
            or (who, unit) in decides
            or (home is not None and home != unit and home in units[name])
            or (home == unit and current)
            or (current and (who, unit) in posts and any(first <= day <= last for first, last in posts[who, unit]))
            or covered
            or bool(theirs[one.row["applicant"], who] - {name})
        )
        found.append(Case(one, who, not explained, role=role, unit=home or unit))
    work = Counter((case.official, _quarter(case)) for case in found if not case.event)
    for case in found:
        case.busy = work[case.official, _quarter(case)].bit_length()
        yield case


def relatives(office: SlowOffice) -> Iterator[Case]:
    """E3: filed by an official's declared relative, and whether that official opened or handled it."""
    related = defaultdict(set)
    for row in read(office.folder, "relations"):
        related[row["related_to"]].add(row["official"])
    seen = looks(office)
    by_dossier = defaultdict(list)
    for who, name, day in seen:
        by_dossier[name].append((who, day))
    for one in office.dossiers:
        kin = related.get(one.row["agent"], set())
        if not one.row["agent"] or not kin:
            continue
        met = [day for who, day in by_dossier[one.row["dossier"]] if who in kin]
        for who, (role, _held) in office.hands(one).items():
            if who in kin and role < CLOSING:
                met.append(min(office.ordinal(event.at.date()) for event in one.events if event.official == who))
        said = {"filed_by": one.row["agent"], "met_on": _day(office, min(met)) if met else None}
        yield Case(one, "", bool(met), len(met) or None, 0, said)


def _day(office: SlowOffice, ordinal: int) -> date:
    """The working day of that number."""
    day = office.as_of.date()
    while office.ordinal(day) > ordinal or not office.working(day):
        day -= timedelta(days=1)
    return day
