"""What comes next in a matter: one step, by when, and by which article. From the table of moves and the clocks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from liem.base.clock import local
from liem.cases import clocks, rules
from liem.cases.checklist import Check
from liem.cases.models import Deadline, Matter
from liem.cases.states import Kind, Standing, Status, Verb, verbs_from
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Rule

V = Verb
_ENDS_VERIFYING = frozenset({V.CONCLUDE, V.ANSWER})
_ASIDE = frozenset({V.REFUSE, V.SUSPEND, V.TERMINATE, V.REOPEN})
"""Moves that are no step forward: one may take them, nobody is sent there."""
_BEFORE: dict[str, str] = {V.NOTIFY: "person", V.HEAR: "person"}
"""What must be on the file before a verb is possible."""


@dataclass(frozen=True)
class Owed:
    """What stands open beside the clocks: remedies, a file not sent to investigators, one they have not answered."""

    remedies: int = 0
    crime_unsent: bool = False
    crime_unanswered: bool = False


@dataclass(frozen=True)
class NextStep:
    """One step: the code of its form, the clock it serves (if one counts) and the article."""

    verb: str
    clock: Deadline | None = None
    rule: Rule | None = None
    law: str = ""
    days_left: int | None = None
    """Working days to the last day, that day included; below nought: working days past it."""

    @property
    def is_late(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        return -min(self.days_left or 0, 0)


def next_step(
    one: Matter,
    deadlines: Sequence[Deadline],
    checks: Sequence[Check],
    possible: Collection[str],
    *,
    owed: Owed,
    rule_of: dict[str, Rule | None],
    calendar: WorkingCalendar,
    now: datetime,
) -> NextStep | None:
    """The step that serves the clock due first, or the next move where no clock counts; ``None``: nothing is owed.

    ``possible``: the codes of what the state of the file allows, whoever may do it; ``rule_of``: limit → its rule.
    """
    counting = sorted((row for row in deadlines if row.is_counting), key=_due_first)
    verb, row = _chosen(one, counting, checks, possible, owed)
    if not verb:
        return None
    rule = rule_of.get(row.rule) if row else None
    law = "; ".join(rule.legal_basis) if rule else rules.law_of(one.kind, verb if verb in Verb else "")
    return NextStep(verb, row, rule, law, _days_left(row, calendar, now))


def _due_first(row: Deadline) -> tuple[bool, datetime, int]:
    return row.due_at is None, row.due_at or row.matter.received_at, row.pk


def _chosen(
    one: Matter, counting: Sequence[Deadline], checks: Sequence[Check], possible: Collection[str], owed: Owed
) -> tuple[str, Deadline | None]:
    first = counting[0] if counting else None
    if owed.crime_unsent:  # the law says at once
        return V.CRIME_SENT, next((row for row in counting if "crime_signs" in row.rule), first)
    if not one.is_open:
        return _after_handing_on(possible, owed), None
    if not one.handler:
        return "assign", first
    if one.status == Status.SUSPENDED:
        return V.RESUME, first
    for row in counting:
        verb = _serving(one, row, checks, possible)
        if verb:
            return verb, row
    if owed.remedies and V.CLOSE in possible:
        return "remedy_done", None
    return next(iter(_forward(one, possible)), ""), None


def _after_handing_on(possible: Collection[str], owed: Owed) -> str:
    """A file that is with another body: its receipt, or what the investigating body tells, and then its end."""
    if owed.crime_unanswered and "crime_step" in possible:
        return "crime_step"
    return next((verb for verb in (V.TAKE_OVER, V.CLOSE) if verb in possible), "")


def _serving(one: Matter, row: Deadline, checks: Sequence[Check], possible: Collection[str]) -> str:
    """The step that meets a clock: its own verb, or, on the way to a conclusion, what is not done yet."""
    met = clocks.clock_of(one.kind, row.rule).met
    if met & _ENDS_VERIFYING:
        undone = (check.verb for check in checks if not check.done)
        return next((verb for verb in [*undone, *_forward(one, possible)] if verb in possible), "")
    for verb in Verb:
        if verb in met and _is_forward(one.kind, verb):
            if verb in possible:
                return verb
            if _BEFORE.get(verb) in possible:
                return _BEFORE[verb]
    return ""


def _forward(one: Matter, possible: Collection[str]) -> list[str]:
    return [verb for verb in verbs_from(one.kind, one.status) if verb in possible and _is_forward(one.kind, verb)]


def _is_forward(kind: str, verb: Verb) -> bool:
    return verb not in _ASIDE and (verb != V.TRANSFER or kind == Kind.CRIME_REPORT)


def _days_left(row: Deadline | None, calendar: WorkingCalendar, now: datetime) -> int | None:
    if row is None or row.due_at is None or row.standing != Standing.RUNNING:
        return None
    last, today = (local(row.due_at) - timedelta(microseconds=1)).date(), local(now).date()
    left = calendar.working_days_between(today, last)
    return min(left, -1) if today > last else max(left, 0)
