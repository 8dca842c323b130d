"""Which limits a matter has, from which events they run, by which they are met. Pure: events and calendar come in."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby

from liem.base.clock import VIETNAM, local
from liem.base.errors import UserError
from liem.cases.states import OPEN, Kind, Reminder, Standing, Verb
from liem.law.calendar import WorkingCalendar
from liem.law.clock import Due, Facts, Grant, Stop, due
from liem.law.limits import Limits, Rule

V = Verb
_MORNING = time(8)
REMINDED_DAYS: tuple[tuple[Reminder, int], ...] = (
    (Reminder.SOON, -5),
    (Reminder.LAST, -1),
    (Reminder.OVERDUE, 0),
    (Reminder.URGED, 3),
    (Reminder.ESCALATED, 5),
)
"""When each reminder is sent, in working days from the last day in time. A choice of this house, not of the law."""


@dataclass(frozen=True)
class Happened:
    """An event as the clock sees it: what, when, and its codes."""

    verb: str
    at: datetime
    data: dict[str, object]


@dataclass(frozen=True)
class Clock:
    """One limit of a kind. ``starts``: verbs whose latest event starts it (none: receipt); ``met``: what ends it.

    ``binds``: a step; the limit is for whoever takes it instead of accepting the matter, and for nobody else.
    """

    rule: str
    starts: frozenset[Verb]
    met: frozenset[Verb]
    remote_rule: str = ""
    binds: Verb | None = None

    def rule_id(self, remote: bool) -> str:
        return self.remote_rule if remote and self.remote_rule else self.rule


def _clock(rule: str, starts: Sequence[Verb], met: Sequence[Verb], remote_rule: str = "") -> Clock:
    return Clock(rule, frozenset(starts), frozenset(met), remote_rule)


_TAKEN_OR_NOT = (V.ACCEPT, V.REFUSE, V.TRANSFER, V.TERMINATE)
_CONCLUDED = (V.CONCLUDE, V.TERMINATE, V.TRANSFER)
_CRIME = _clock("denunciation.crime_signs", [V.CRIME_SIGN], [V.CRIME_SENT])

CLOCKS: dict[Kind, tuple[Clock, ...]] = {
    Kind.REFLECTION: (
        _clock("reflection.handle", [], [V.ANSWER, V.REFUSE, V.TRANSFER, V.TERMINATE]),
        _clock("reflection.publish", [V.ANSWER], [V.PUBLICISE]),
        _CRIME,
    ),
    Kind.COMPLAINT_FIRST: (
        _clock("complaint.accept", [], _TAKEN_OR_NOT),
        _clock("complaint.resolve_first", [V.ACCEPT, V.REOPEN], _CONCLUDED, "complaint.resolve_first_remote"),
        _clock("complaint.send_first", [V.CONCLUDE], [V.SEND]),
        _CRIME,
    ),
    Kind.COMPLAINT_SECOND: (
        _clock("complaint.accept_second", [], _TAKEN_OR_NOT),
        _clock("complaint.resolve_second", [V.ACCEPT, V.REOPEN], _CONCLUDED, "complaint.resolve_second_remote"),
        _clock("complaint.send_second", [V.CONCLUDE], [V.SEND]),
        _CRIME,
    ),
    Kind.DENUNCIATION: (
        _clock("denunciation.intake", [], _TAKEN_OR_NOT),
        Clock("denunciation.transfer", frozenset(), frozenset({V.TRANSFER}), binds=V.TRANSFER),
        _clock("denunciation.accept_notice", [V.ACCEPT], [V.NOTIFY]),
        _clock("denunciation.resolve", [V.ACCEPT, V.REOPEN], _CONCLUDED),
        _clock("denunciation.conclusion_sent", [V.CONCLUDE], [V.SEND]),
        _clock("denunciation.act_on_conclusion", [V.CONCLUDE], [V.ACT]),
        _clock("denunciation.publicise", [V.CONCLUDE], [V.PUBLICISE]),
        _CRIME,
    ),
    Kind.CRIME_REPORT: (_clock("crime_report.transfer", [], [V.TRANSFER]),),
    Kind.INSPECTION: (
        _clock("inspection.follow_up", [V.ACCEPT, V.REOPEN], [V.CONCLUDE]),
        _clock("inspection.crime_signs_during", [V.CRIME_SIGN], [V.CRIME_SENT]),
    ),
    Kind.LEAD: (_clock("lead.verify", [], [*_CONCLUDED, V.REFUSE]), _CRIME),
}
"""Every limit of every kind, in the order in which they come."""


@dataclass(frozen=True)
class Reading:
    """How one clock stands: its rule, the law's answer where there is one, since when it is met."""

    rule: Rule | None
    standing: Standing
    due: Due | None = None
    started_at: datetime | None = None
    due_at: datetime | None = None
    met_at: datetime | None = None


def clock_of(kind: str, rule_id: str) -> Clock:
    """The clock of a kind by the id of its rule, its remote variant included."""
    return next(one for one in CLOCKS[Kind(kind)] if rule_id in (one.rule, one.remote_rule))


def of_step(kind: str, verb: str) -> Clock | None:
    """The clock of a kind that binds whoever takes this step."""
    return next((one for one in CLOCKS[Kind(kind)] if one.binds == verb), None)


def facts(clock: Clock, received_at: datetime, events: Iterable[Happened]) -> Facts:
    """What the law's clock has to know."""
    told = sorted(events, key=lambda one: one.at)
    handed = tuple(local(one.at).date() for one in told if one.verb == V.TAKE_OVER)
    started = _started(clock, received_at, told)
    return Facts(started, tuple(_stops(told)), tuple(_grants(clock, told)), handed)


def read(
    clock: Clock,
    *,
    received_at: datetime,
    status: str,
    remote: bool,
    events: Sequence[Happened],
    calendar: WorkingCalendar,
    law: Limits,
) -> Reading:
    """How ``clock`` stands after ``events``. The text of the law is that of the day of first receipt."""
    told = facts(clock, received_at, events)
    try:
        rule = law.rule(clock.rule_id(remote), local(received_at).date())
    except UserError:  # no text of that rule held then: nothing is invented
        return Reading(None, Standing.GONE)
    done = _of_present_body(events)
    if clock.binds and not _took(clock.binds, done):
        return Reading(rule, Standing.NOT_STARTED)
    answer = due(rule, told, calendar)
    if answer.started is None:
        return Reading(rule, Standing.NOT_STARTED, answer)
    met = [one.at for one in done if one.verb in clock.met and local(one.at).date() >= answer.started.date()]
    by_hand = _set_by_hand(clock, remote, events)
    at = answer.at if answer.rule.is_known else by_hand
    if met:
        return Reading(rule, Standing.MET, answer, answer.started, at, min(met))
    if status not in OPEN:
        return Reading(rule, Standing.GONE, answer, answer.started, at)
    standing = Standing.RUNNING if by_hand and not answer.rule.is_known else Standing(answer.state)
    return Reading(rule, standing, answer, answer.started, at)


def _started(clock: Clock, received_at: datetime, told: Sequence[Happened]) -> datetime | None:
    if not clock.starts:
        return received_at
    starts = [one.at for one in told if one.verb in clock.starts]
    return max(starts, default=None)


def _of_present_body(events: Sequence[Happened]) -> list[Happened]:
    """Without the hand-overs by which the matter came to the body that has it: they met the limits of former ones."""
    taken = _taken_over(events)
    return [one for one in events if taken is None or one.verb != V.TRANSFER or one.at > taken]


def _taken_over(events: Sequence[Happened]) -> datetime | None:
    return max((one.at for one in events if one.verb == V.TAKE_OVER), default=None)


def _took(step: Verb, done: Sequence[Happened]) -> bool:
    """Whether the present body took ``step`` before it accepted the matter, or without."""
    taken = _taken_over(done)
    accepted = [one.at for one in done if one.verb == V.ACCEPT and (taken is None or one.at >= taken)]
    return any(one.verb == step and all(one.at < at for at in accepted) for one in done)


def _stops(told: Sequence[Happened]) -> Iterable[Stop]:
    """Suspensions, each with the resumption that follows it.

    Of a day that has both, without their hours: the end of one that lasts comes first; else one began and ended.
    """
    since: date | None = None
    for at, ones in groupby(told, key=lambda one: one.at):
        verbs, day = {one.verb for one in ones}, local(at).date()
        if since is not None and V.RESUME in verbs:
            yield Stop(since, "suspended", day)
            since = day if V.SUSPEND in verbs else None
        elif V.SUSPEND in verbs and V.RESUME in verbs:
            yield Stop(day, "suspended", day)
        elif V.SUSPEND in verbs:
            since = since or day
    if since is not None:
        yield Stop(since, "suspended")


def _grants(clock: Clock, told: Sequence[Happened]) -> Iterable[Grant]:
    for one in told:
        if one.verb == V.EXTEND and one.data.get("rule") in (clock.rule, clock.remote_rule):
            amount = one.data.get("amount")
            yield Grant(local(one.at).date(), str(one.data["code"]), None if amount is None else int(str(amount)))


def _set_by_hand(clock: Clock, remote: bool, events: Sequence[Happened]) -> datetime | None:
    days = [
        (one.at, date.fromisoformat(str(one.data["day"])))
        for one in events
        if one.verb == V.SET_DUE and one.data.get("rule") == clock.rule_id(remote)
    ]
    return end_of(max(days)[1]) if days else None


def end_of(day: date) -> datetime:
    """The first instant after ``day``."""
    return datetime.combine(day + timedelta(days=1), time(), VIETNAM)


def next_reminder(
    due_at: datetime, reminded: str, calendar: WorkingCalendar, not_before: datetime | None = None
) -> tuple[Reminder, datetime] | None:
    """The reminder after ``reminded`` and its instant; those that fell before ``not_before`` are left out."""
    last_day = (local(due_at) - timedelta(microseconds=1)).date()
    order = [step for step, _days in REMINDED_DAYS]
    for step, days in REMINDED_DAYS[order.index(Reminder(reminded)) + 1 if reminded else 0 :]:
        at = due_at if days == 0 else datetime.combine(calendar.add_working_days(last_day, days), _MORNING, VIETNAM)
        if not_before is None or at > not_before:
            return step, at
    return None


@lru_cache(maxsize=4)
def fingerprint(calendar: WorkingCalendar) -> str:
    """Which exceptional days a calendar knows: another value means that a day was declared since."""
    days = sorted(f"{one.day}{one.is_working}" for one in calendar.exceptional_days())
    return hashlib.sha256("".join(days).encode()).hexdigest()[:16]
