"""The statutory clock: from dated facts and dated law to the instant a matter is due. No database, no present time.

A limit in days or months ends at midnight after its last day (Civil Code 2015, art. 148): :attr:`Due.at` is that
midnight, and whoever acts before it is in time. The rule is chosen by the first day of receipt and stays; a hand-over
lets the limit run anew for the body that receives the matter, under the same law.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.law.calendar import WorkingCalendar
from liem.law.deadlines import same_day_later
from liem.law.limits import Extension, Rule

OFFICE_HOURS = ((time(8), time(12)), (time(13), time(17)))
"""Eight working hours a day. The law gives the number alone; each province sets the hours: an assumption, shown."""

State = Literal["not_started", "running", "standing_still", "unknown"]
Reason = Literal[
    "ground",
    "before_start",
    "after_due",
    "reversed",
    "beyond_ceiling",
    "too_often",
    "needs_earlier",
    "no_such_extension",
]
"""Why the clock takes no notice of a stop or an extension."""


@dataclass(frozen=True, order=True)
class Stop:
    """The clock was stopped on ``since`` on a ``ground`` (an event of the law's data) and went on on ``until``."""

    since: date
    ground: str
    until: date | None = None


@dataclass(frozen=True, order=True)
class Grant:
    """An extension decided on a day: which one of the rule's (``code``), by how much (``None``: all it allows)."""

    decided_on: date
    code: str
    amount: int | None = None


@dataclass(frozen=True)
class Facts:
    """What happened, in any order. ``started``: the instant of the rule's starting event for the present body."""

    started: datetime | None
    stops: tuple[Stop, ...] = ()
    grants: tuple[Grant, ...] = ()
    handed_over: tuple[date, ...] = ()
    """Days on which another body received the matter from the one before."""


@dataclass(frozen=True)
class Due:
    """The answer. ``at``: the first instant that is late; ``last_day``: the last day that is in time."""

    rule: Rule
    started: datetime | None
    state: State
    last_day: date | None = None
    at: datetime | None = None
    nominal: date | None = None
    """The last day before it was moved on to a working day."""
    stopped: tuple[Stop, ...] = ()
    """Stops that counted, clipped and closed where a ceiling ended them."""
    granted: tuple[tuple[Grant, Extension], ...] = ()
    ignored: tuple[tuple[Stop | Grant, Reason], ...] = ()

    @property
    def confidence(self) -> str:
        """How well the rule is known; the number is no better than it."""
        return self.rule.confidence


@dataclass
class _Reckoning:
    """A limit while the facts are laid on it, the earliest first."""

    rule: Rule
    start: date
    calendar: WorkingCalendar
    stopped: list[Stop] = field(default_factory=list)
    granted: list[tuple[Grant, Extension]] = field(default_factory=list)
    ignored: list[tuple[Stop | Grant, Reason]] = field(default_factory=list)

    def lay(self, fact: Stop | Grant) -> None:
        reason = self._why_not_stop(fact) if isinstance(fact, Stop) else self._why_not_grant(fact)
        if reason:
            self.ignored.append((fact, reason))
        elif isinstance(fact, Stop):
            self.stopped.append(self._clipped(fact))
        else:
            extension = _extension(self.rule, fact.code)
            assert extension is not None  # noqa: S101 -- _why_not_grant has refused it
            self.granted.append((fact, extension))

    def _why_not_stop(self, stop: Stop) -> Reason | None:
        if stop.ground not in self.rule.stops:
            return "ground"
        if stop.until is not None and stop.until < stop.since:
            return "reversed"
        if stop.until is not None and stop.until <= self.start:
            return "before_start"
        return "after_due" if self._has_passed(stop.since) else None

    def _why_not_grant(self, grant: Grant) -> Reason | None:
        extension = _extension(self.rule, grant.code)
        if extension is None:
            return "no_such_extension"
        if grant.decided_on < self.start:
            return "before_start"
        if self._has_passed(grant.decided_on):
            return "after_due"
        return why_not_grant(extension, grant, [earlier for _grant, earlier in self.granted])

    def _has_passed(self, day: date) -> bool:
        last = self.last_day()
        return last is not None and day > last[0]

    def _clipped(self, stop: Stop) -> Stop:
        since = max(stop.since, self.start)
        ceiling = self.rule.stop_ceiling(stop.ground)
        latest = None if ceiling is None else stop.since + timedelta(days=ceiling)
        ends = [day for day in (stop.until, latest) if day is not None]
        return Stop(since, stop.ground, min(ends, default=None))

    def last_day(self) -> tuple[date, date] | None:
        """The last day and the day it would be if no office closed; ``None`` while the clock stands still."""
        gaps = merged(self.stopped)
        if any(until is None for _since, until in gaps):
            return None
        standing = sum(self._length(since, until) for since, until in gaps if until)
        resumed = max((until for _since, until in gaps if until), default=self.start)
        return max(self._end(span, standing, resumed) for span in self._spans())

    def _length(self, since: date, until: date) -> int:
        by_work = self.rule.unit == "working_day"
        return self.calendar.working_days_between(since, until) if by_work else (until - since).days

    def _spans(self) -> list[list[tuple[int, str]]]:
        """The limit before and after each extension: amounts with their units, all counted from the start."""
        spans = [[(self.rule.value, str(self.rule.unit))]]
        for grant, extension in self.granted:
            amount = (extension.value if grant.amount is None else grant.amount, str(extension.unit))
            spans.append([amount] if extension.how == "up_to" else [*spans[-1], amount])
        return spans

    def _end(self, span: list[tuple[int, str]], standing: int, resumed: date) -> tuple[date, date]:
        """A clock that was stopped while it waited for an office to open does not end before it goes on again."""
        sums = {unit: sum(amount for amount, one in span if one == unit) for _amount, unit in span}
        if self.rule.unit == "working_day":
            nominal = max(self.calendar.add_working_days(self.start, sums["working_day"] + standing), resumed)
            return self.calendar.on_or_after(nominal), nominal
        nominal = same_day_later(self.start, sums.get("month", 0)) + timedelta(days=sums.get("day", 0) + standing)
        nominal = max(nominal, resumed)
        return self.calendar.on_or_after(nominal), nominal


def due(rule: Rule, facts: Facts, calendar: WorkingCalendar) -> Due:
    """When ``rule`` is due under ``facts``. The order in which facts are given does not matter.

    Stops and extensions that the law does not let count are in ``ignored``, each with its reason.

    :raises UserError: for a rule that is no limit of time.
    """
    started = _effective_start(rule, facts)
    if rule.unit not in ("working_day", "day", "month", "hour", "working_hour", "at_once"):
        raise UserError(f"the rule {rule.id} is no limit of time ({rule.unit})")
    if started is None:
        return Due(rule, None, "not_started")
    if not rule.is_known:
        return Due(rule, started, "unknown")
    if rule.unit in ("hour", "working_hour", "at_once"):
        return _from_the_moment(rule, started, facts, calendar)
    reckoning = _Reckoning(rule, started.date(), calendar)
    handed = max(facts.handed_over, default=date.min)
    facts_told: list[Stop | Grant] = [*facts.stops, *facts.grants]
    for fact in sorted(facts_told, key=_order):
        if _order(fact)[0] < handed:
            reckoning.ignored.append((fact, "before_start"))
        else:
            reckoning.lay(fact)
    answer = Due(
        rule,
        started,
        "standing_still",
        stopped=tuple(reckoning.stopped),
        granted=tuple(reckoning.granted),
        ignored=tuple(reckoning.ignored),
    )
    last = reckoning.last_day()
    return (
        answer
        if last is None
        else replace(answer, state="running", last_day=last[0], nominal=last[1], at=_end_of(last[0]))
    )


def why_not_grant(extension: Extension, grant: Grant, earlier: Iterable[Extension]) -> Reason | None:
    """Why an extension cannot be granted after those ``earlier`` ones, or ``None``.

    Those without ``after`` are alternatives on one ladder ("once; twice where especially complex"): all count.
    """
    before = list(earlier)
    if grant.amount is not None and not 0 < grant.amount <= extension.value:
        return "beyond_ceiling"
    if extension.after and not any(one.code == extension.after for one in before):
        return "needs_earlier"
    counted = [one for one in before if (one.code == extension.code if extension.after else not one.after)]
    return "too_often" if len(counted) >= extension.times else None


def merged(stops: Iterable[Stop]) -> list[tuple[date, date | None]]:
    """Stops that overlap or touch, joined: time stands still once, however many grounds there are."""
    gaps: list[tuple[date, date | None]] = []
    for stop in sorted(stops, key=lambda one: one.since):
        if gaps and (gaps[-1][1] is None or stop.since <= gaps[-1][1]):
            end = None if gaps[-1][1] is None or stop.until is None else max(gaps[-1][1], stop.until)
            gaps[-1] = (gaps[-1][0], end)
        else:
            gaps.append((stop.since, stop.until))
    return gaps


def _order(fact: Stop | Grant) -> tuple[date, int, str, int, date]:
    if isinstance(fact, Stop):
        return fact.since, 0, fact.ground, 0, fact.until or date.max
    return fact.decided_on, 1, fact.code, -1 if fact.amount is None else fact.amount, date.max


def _extension(rule: Rule, code: str) -> Extension | None:
    return next((one for one in rule.extensions if one.code == code), None)


def _effective_start(rule: Rule, facts: Facts) -> datetime | None:
    """The starting event for the body that has the matter now."""
    started = None if facts.started is None else local(facts.started)
    handed = max(facts.handed_over, default=None)
    if handed is None or (started is not None and started.date() >= handed):
        return started
    if rule.starts_at == "received":
        return datetime.combine(handed, time(), VIETNAM)
    return None  # what the former body accepted or decided starts no clock of the new one


def _from_the_moment(rule: Rule, started: datetime, facts: Facts, calendar: WorkingCalendar) -> Due:
    if rule.unit == "at_once":
        at = started
    elif rule.unit == "hour":
        at = started + timedelta(hours=rule.value)
    else:
        at = _after_working_hours(started, rule.value, calendar)
    ignored: tuple[tuple[Stop | Grant, Reason], ...] = (
        *((stop, "ground") for stop in sorted(facts.stops)),
        *((grant, "no_such_extension") for grant in sorted(facts.grants, key=_order)),
    )
    return Due(rule, started, "running", at.date(), at, at.date(), ignored=ignored)


def _after_working_hours(started: datetime, hours: int, calendar: WorkingCalendar) -> datetime:
    left, day, opened = timedelta(hours=hours), started.date(), started
    while True:
        if calendar.is_working_day(day):
            for opens, closes in OFFICE_HOURS:
                begin = max(opened, datetime.combine(day, opens, VIETNAM))
                end = datetime.combine(day, closes, VIETNAM)
                if end > begin and end - begin >= left:
                    return begin + left
                left -= max(end - begin, timedelta())
        day += timedelta(days=1)
        opened = datetime.combine(day, time(), VIETNAM)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)
