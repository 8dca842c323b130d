"""Questions of act E, the slow way: looks at dossiers that the work explains, and relatives' dossiers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import inf

from tests.sheet.slow import CLOSING, COUNTER, DECIDING, PROCESSING, YARDSTICK, Case, Dossier, SlowOffice, instant, read

Look = tuple[str, str, int]
"""Official, dossier, and the number of the working day."""


@dataclass
class Looks:
    """Several on one day are one. Nobody asks at night, and an answer needs no copy, but for the reports about the end
    of a quarter: ``all`` tells whether somebody's question may have been the reason.
    """

    all: dict[Look, bool]
    at_night: set[Look]
    taken: set[Look]
    """Printed or exported, also for a report …"""
    copied: set[Look]
    """… and not for one."""


def looks(office: SlowOffice) -> Looks:
    known = {one.row["dossier"] for one in office.dossiers}
    rows = [(instant(row["at"]), row) for row in read(office.folder, "accesses")]
    at_once: dict[datetime, set[str]] = defaultdict(set)
    for at, row in rows:
        at_once[at].add(row["official"])
    everybody = {row["official"] for _at, row in rows}
    imported = {at for at, who in at_once.items() if len(who) >= 20 and 2 * len(who) >= len(everybody)}
    rows = [(at, row) for at, row in rows if at not in imported]
    clock_is_right = sum(_at_odd_hours(office, at) for at, _row in rows) <= 0.3 * len(rows)
    by_day: dict[bool, set[Look]] = {True: set(), False: set()}
    taken: set[Look] = set()
    copied: set[Look] = set()
    for at, row in rows:
        if row["dossier"] in known and at <= office.as_of:
            look = (row["official"], row["dossier"], office.ordinal(at.date()))
            by_day[not (clock_is_right and _at_odd_hours(office, at))].add(look)
            if row["action"] in ("print", "export"):
                taken.add(look)
                if not _reports_are_made(at.date()):
                    copied.add(look)
    every = by_day[True] | by_day[False]
    askable = {look: look in by_day[True] and look not in copied for look in every}
    return Looks(askable, by_day[False], taken, copied)


def _at_odd_hours(office: SlowOffice, at: datetime) -> bool:
    """Before 6, from 18 on, or on a day off."""
    return not (6 <= at.hour < 18 and office.working(at.date()))


def _reports_are_made(day: date) -> bool:
    """From the 10th of a quarter's last month to the 10th of the month after."""
    return (day.month in (3, 6, 9, 12) and day.day >= 10) or (day.month in (1, 4, 7, 10) and day.day <= 10)


def away(office: SlowOffice, seen: Iterable[Look]) -> set[tuple[str, int]]:
    """Working days in gaps of four or more, three times the ordinary, of officials with twenty days of traces; and
    in five days in a row with less than a quarter of what is usual, of officials with two traces a day.

    An absence of two weeks or more is prepared in the month before, and handed back in the month after.
    """
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for who, _dossier, day in seen:
        days[who][day] += 1
    for one in office.dossiers:
        for event in one.events:
            if event.official and event.at <= office.as_of:
                days[event.official][office.ordinal(event.at.date())] += 1
    found = set()
    for who, known in days.items():
        ordered = sorted(known)
        if len(ordered) < 20:
            continue
        first, last = ordered[0], ordered[-1]
        ordinary = (last - first) / (len(ordered) - 1)
        stretches = [
            (before + 1, after - 1)
            for before, after in pairwise(ordered)
            if after - before - 1 >= 4 and after - before - 1 >= 3 * ordinary
        ]
        usual = sum(known.values()) / (last - first + 1)
        low: set[int] = set()
        for start in range(first, last - 3):
            five = range(start, start + 5)
            if usual >= 2 and five[-1] <= last and sum(known[day] for day in five) < 0.25 * 5 * usual:
                low |= set(five)
        begins = sorted(day for day in low if day - 1 not in low)
        ends = sorted(day for day in low if day + 1 not in low)
        for begin, end in [*stretches, *zip(begins, ends, strict=True)]:
            beside = 22 if end - begin + 1 >= 10 else 0
            found |= {(who, day) for day in range(begin - beside, end + 1 + beside)}
    return found


class Units:
    """Units as they are now: a merged one is the one it was merged into."""

    def __init__(self, office: SlowOffice) -> None:
        rows = list(read(office.folder, "units"))
        self.successors = {row["unit"]: row["successor"] for row in rows if row["successor"]}
        self.parents = {row["unit"]: row["parent"] for row in rows if row["parent"]}

    def now(self, unit: str) -> str:
        seen: set[str] = set()
        while unit in self.successors and unit not in seen:
            seen.add(unit)
            unit = self.successors[unit]
        return unit

    def above(self, unit: str) -> str:
        """The one to which it belongs, or itself."""
        now = self.now(unit)
        return self.now(self.parents.get(now, now))


def _between_sheets(taken: Counter[tuple[str, str, int]]) -> Iterator[tuple[str, list[int]]]:
    """Of each who takes five along on a day: working days between such occasions; days no more than five after the one
    before are of the same.
    """
    days: dict[str, set[int]] = defaultdict(set)
    for (who, _unit, day), times in taken.items():
        if times >= 5:
            days[who].add(day)
    for who, known in days.items():
        yield who, [after - before for before, after in pairwise(sorted(known)) if after - before > 5]


def _after(gaps: list[int], period: int) -> bool:
    """Four occasions or more, seven of ten of them about a period after the one before."""
    near = sum(0.7 * period <= gap <= 1.3 * period for gap in gaps)
    return len(gaps) >= 3 and near >= 0.7 * len(gaps)


class Reasons:
    """What the records tell of who had to do with which dossier."""

    def __init__(self, office: SlowOffice, seen: Looks) -> None:
        self.office, self.units, self.seen, self.absent = office, Units(office), seen, away(office, seen.all)
        self.homes = {who: (self.units.now(unit), role) for who, (unit, role) in office.homes().items()}
        self.applicants: dict[tuple[str, str], set[str]] = defaultdict(set)
        """Dossiers of an applicant in which an official had a hand."""
        self.decides: set[tuple[str, str, str]] = set()
        """Official, unit and procedure: who decides as a rule, or what others worked on."""
        for one in office.dossiers:
            hands = office.hands(one)
            working = {who for who, (role, _held) in hands.items() if role == PROCESSING}
            for who, (role, _held) in hands.items():
                self.applicants[one.row["applicant"], who].add(one.row["dossier"])
                if role == DECIDING and (self.homes[who][1] == DECIDING or working - {who}):
                    self.decides.add((who, self.units.now(one.row["unit"]), one.row["procedure"]))
        self.involved: dict[str, set[str]] = defaultdict(set)
        for row in read(office.folder, "events"):
            if row.get("unit"):
                self.involved[row["dossier"]].add(self.units.now(row["unit"]))
        self.posts = self._posts()
        self.own_posts: dict[str, set[str]] = defaultdict(set)
        """The units to which an official was ever assigned."""
        for row in office.officials:
            self.own_posts[row["official"]].add(self.units.now(row["unit"]))
        self.dossiers = {one.row["dossier"]: one for one in office.dossiers}
        self.sheets = self._sheets()

    def _posts(self) -> dict[tuple[str, str], list[tuple[float, float]]]:
        """From when until when an official was assigned to a unit, and so to the one above it."""
        posts: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for row in self.office.officials:
            first = self.office.ordinal(date.fromisoformat(row["from"])) if row["from"] else -inf
            last = self.office.ordinal(date.fromisoformat(row["to"])) if row["to"] else inf
            for unit in {self.units.now(row["unit"]), self.units.above(row["unit"])}:
                posts[row["official"], unit].append((first, last))
        return posts

    def _sheets(self) -> set[tuple[str, str, int]]:
        """Officials, units and days of their reports: three dossiers or more by day of a unit in which they have
        worked, where there are regular days with five; and days with five of others, where there are no more than
        three occasions.
        """
        worked = {
            (who, self.units.now(one.row["unit"])) for one in self.dossiers.values() for who in self.office.hands(one)
        }
        taken: Counter[tuple[str, str, int]] = Counter()
        of_others: Counter[tuple[str, str, int]] = Counter()
        for who, name, day in self.seen.taken - self.seen.at_night:
            one = self.dossiers[name]
            unit = self.units.now(one.row["unit"])
            if (who, unit) in worked and self.can_be(one, day):
                taken[who, unit, day] += 1
                of_others[who, unit, day] += who not in self.office.hands(one)
        regular = {who for who, gaps in _between_sheets(taken) if any(_after(gaps, period) for period in (22, 66))}
        seldom = {who for who, gaps in _between_sheets(of_others) if len(gaps) <= 2}
        return {
            key
            for key, times in taken.items()
            if (times >= 3 and key[0] in regular) or (of_others[key] >= 5 and key[0] in seldom)
        }

    def can_be(self, one: Dossier, day: int) -> bool:
        """Nobody opens what is filed more than ten days later."""
        return day >= self.office.ordinal(one.received.date()) - 10

    def explain(self, one: Dossier, look: Look) -> bool:
        return self.ground(one, look) or self._possible(one, look)

    def ground(self, one: Dossier, look: Look) -> bool:
        """What the records show."""
        who, name, day = look
        unit, home = self.units.now(one.row["unit"]), self.homes[who][0]
        return (
            self._own_work(one, who, day)
            or (who, unit, one.row["procedure"]) in self.decides
            or (home != unit and home in self.involved[name])
            or (self.seen.all[look] and self._has_moved(one, who, day))
            or self._nobody_is_named(one, day)
            or (look in self.seen.taken - self.seen.at_night and (who, unit, day) in self.sheets)
            or self._covers(one, who, day)
        )

    def _possible(self, one: Dossier, look: Look) -> bool:
        """What they do not show, and may have been."""
        who, name, day = look
        asked = self.seen.all[look] and self._is_asked_about(one, who, day)
        return asked or bool(self.applicants[one.row["applicant"], who] - {name})

    def _own_work(self, one: Dossier, who: str, day: int) -> bool:
        mine = [self.office.ordinal(event.at.date()) for event in one.events if event.official == who]
        came = min([*mine, self.office.ordinal(one.received.date())])
        return bool(mine) and came - 10 <= day <= max(mine) + 30

    def _is_asked_about(self, one: Dossier, who: str, day: int) -> bool:
        """Under way, or done within ten days, in the unit of most of their dossiers or one assigned by that day, or
        taken in by the counter of such a unit.
        """
        ended, unit = self.office.clock(one).ended or self.office.as_of, self.units.now(one.row["unit"])
        current = self.office.ordinal(one.received.date()) <= day <= self.office.ordinal(ended.date()) + 10
        counters = {
            counter
            for taker, (role, _held) in self.office.hands(one).items()
            if role == COUNTER
            for counter in self.own_posts[taker]
        }
        here = self.homes[who][0] == unit or bool(self._assigned(who, unit, day))
        return current and (here or any(self._assigned(who, counter, day) for counter in counters))

    def _has_moved(self, one: Dossier, who: str, day: int) -> bool:
        """To the unit or away from it, within the month; and it is of the two months before, or came since."""
        received, unit = self.office.ordinal(one.received.date()), self.units.now(one.row["unit"])
        moves = [moved for post in self.posts.get((who, unit), []) for moved in post]
        return any(moved <= day <= moved + 22 and received >= moved - 44 and day >= received for moved in moves)

    def _assigned(self, who: str, unit: str, day: int) -> list[float]:
        """Since when, though it may be over."""
        return [first for first, _last in self.posts.get((who, unit), []) if first <= day]

    def _nobody_is_named(self, one: Dossier, day: int) -> bool:
        """A step of that day that may have been anybody's."""
        return any(not event.official and self.office.ordinal(event.at.date()) == day for event in one.events)

    def _covers(self, one: Dossier, who: str, day: int) -> bool:
        """A colleague of the same unit with a hand in the dossier is away."""
        return any(
            other != who and self.homes[other][0] == self.homes[who][0] and (other, day) in self.absent
            for other in self.office.hands(one)
        )


def _quarter(case: Case) -> int:
    """Of the day the dossier came."""
    return (case.dossier.received.year * 12 + case.dossier.received.month - 1) // 3


def unexplained_access(office: SlowOffice) -> Iterator[Case]:
    """E1: a look of somebody who has dossiers of their own, for which no reason holds."""
    seen = looks(office)
    yield from _unexplained(office, seen, set(seen.all))


def night_looks(office: SlowOffice) -> Iterator[Case]:
    """E8: the same, where the look was at night or on a day off."""
    seen = looks(office)
    yield from _unexplained(office, seen, seen.at_night)


def copies(office: SlowOffice) -> Iterator[Case]:
    """E9: the same, where something was printed or exported, and not for a report."""
    seen = looks(office)
    yield from _unexplained(office, seen, seen.copied)


def others_dossiers(office: SlowOffice) -> Iterator[Case]:
    """E11: a look of somebody who processes, for which the records show no ground."""
    seen = looks(office)
    reasons = Reasons(office, seen)
    for case, look, _explained in _looks(office, seen, reasons):
        if case.role == PROCESSING:
            case.event = not reasons.ground(case.dossier, look)
            yield case


def _unexplained(office: SlowOffice, seen: Looks, sort: set[Look]) -> Iterator[Case]:
    for case, look, explained in _looks(office, seen, Reasons(office, seen)):
        case.event = not explained and look in sort
        yield case


def _looks(office: SlowOffice, seen: Looks, reasons: Reasons) -> Iterator[tuple[Case, Look, bool]]:
    """Every look that is looked at, and whether a reason explains it."""
    found: list[tuple[Case, Look, bool]] = []
    for look in sorted(seen.all):
        who, one = look[0], reasons.dossiers[look[1]]
        if who in reasons.homes and reasons.can_be(one, look[2]):
            home, role = reasons.homes[who]
            found.append((Case(one, who, False, role=role, unit=home), look, reasons.explain(one, look)))
    work = Counter((case.official, _quarter(case)) for case, _look, explained in found if explained)
    for case, look, explained in found:
        case.busy = work[case.official, _quarter(case)].bit_length()
        yield case, look, explained


def relatives_looked_up(office: SlowOffice) -> Iterator[Case]:
    """E10: filed by a declared relative of somebody who has dossiers of their own, and opened by that official without
    a reason. The yardstick is what whoever looks at dossiers does with those that relatives of others filed.
    """
    seen, related = looks(office), _related(office)
    reasons = Reasons(office, seen)
    opened: dict[str, list[Look]] = defaultdict(list)
    for look in seen.all:
        opened[look[1]].append(look)
    looking = {who for who, _name, _day in seen.all} & set(reasons.homes)

    def opens(who: str, one: Dossier) -> bool:
        """Without a reason."""
        theirs = [look for look in opened[one.row["dossier"]] if look[0] == who]
        return any(reasons.can_be(one, look[2]) and not reasons.explain(one, look) for look in theirs)

    strangers: Counter[str] = Counter()
    for one in office.dossiers:
        kin = related.get(one.row["agent"], set())
        them = {look[0] for look in opened[one.row["dossier"]]} & looking - kin
        strangers.update(who for who in them if opens(who, one))
    for one in office.dossiers:
        kin = related.get(one.row["agent"], set())
        for who in sorted((kin | looking) & set(reasons.homes)) if kin else ():
            home, role = reasons.homes[who]
            near, curious = int(home == reasons.units.now(one.row["unit"])), strangers[who].bit_length()
            asked = who if who in kin else who + YARDSTICK
            yield Case(one, asked, opens(who, one), role=role, unit=home, near=near, curious=curious)


def _related(office: SlowOffice) -> dict[str, set[str]]:
    """The officials who declared an agent their relative."""
    related = defaultdict(set)
    for row in read(office.folder, "relations"):
        if row["related_to"]:
            related[row["related_to"]].add(row["official"])
    return related


def relatives(office: SlowOffice) -> Iterator[Case]:
    """E3: filed by an official's declared relative, and whether that official opened or handled it."""
    related = _related(office)
    by_dossier = defaultdict(list)
    for who, name, day in looks(office).all:
        by_dossier[name].append((who, day))
    for one in office.dossiers:
        kin = related.get(one.row["agent"], set())
        if not one.row["agent"] or not kin:
            continue
        met = [day for who, day in by_dossier[one.row["dossier"]] if who in kin]
        for who, (role, _held) in office.hands(one).items():
            if who in kin and role != CLOSING:
                met.append(min(office.ordinal(event.at.date()) for event in one.events if event.official == who))
        said = {"filed_by": one.row["agent"], "met_on": _day(office, min(met)) if met else None}
        yield Case(one, "", bool(met), len(met) or None, 0, said)


def _day(office: SlowOffice, ordinal: int) -> date:
    """The working day of that number."""
    day = office.as_of.date()
    while office.ordinal(day) > ordinal or not office.working(day):
        day -= timedelta(days=1)
    return day
