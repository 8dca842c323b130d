"""What comes next in a matter: one step, by when, and by which article. From the table of moves and the clocks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from liem.base.clock import local
from liem.base.errors import UserError
from liem.cases import checklist, clocks, deeds, rules
from liem.cases.checklist import Check
from liem.cases.models import Deadline, Matter
from liem.cases.on_file import OnFile
from liem.cases.states import Capacity, Kind, Standing, Status, Verb, verbs_from
from liem.law.calendar import WorkingCalendar
from liem.law.limits import Limits, Rule

V = Verb
_ENDS_VERIFYING = frozenset({V.CONCLUDE, V.ANSWER})
_ASIDE = frozenset({V.REFUSE, V.SUSPEND, V.TERMINATE, V.REOPEN})
"""Moves that are no step forward: one may take them, nobody is sent there."""
_BEFORE: dict[str, str] = {V.NOTIFY: "person", V.HEAR: "person"}
"""What must be on the file before a verb is possible."""


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
    file: OnFile,
    *,
    law: Limits,
    calendar: WorkingCalendar,
    now: datetime,
    reads: bool = True,
) -> NextStep | None:
    """The step that serves the clock due first, or the next move where no clock counts; ``None``: nothing is owed.

    ``reads``: whether the file is theirs to read; to others the register alone says where it goes next.
    """
    if not reads:  # whether somebody is named is content: the register says that the step is theirs, not whose
        file = replace(file, persons=[rules.Person(0, Capacity.STAFF)])
    checks = checklist.checks(one, file) if reads else []
    possible = {act.code for act in deeds.possible(one, file)}
    counting = sorted((row for row in deadlines if row.is_counting), key=lambda row: _due_first(row, one))
    verb, row = _chosen(one, counting, checks, possible, file)
    if not verb:
        return None
    rule = _rule(law, row, one) if row else None
    basis = "; ".join(rule.legal_basis) if rule else rules.law_of(one.kind, verb if verb in Verb else "")
    return NextStep(verb, row, rule, basis, _days_left(row, calendar, now))


def _rule(law: Limits, row: Deadline, one: Matter) -> Rule | None:
    try:
        return law.rule(row.rule, local(one.received_at).date())
    except UserError:  # no text of that rule held then
        return None


def _due_first(row: Deadline, one: Matter) -> tuple[bool, datetime, int]:
    return row.due_at is None, row.due_at or one.received_at, row.pk


def _chosen(
    one: Matter, counting: Sequence[Deadline], checks: Sequence[Check], possible: Collection[str], file: OnFile
) -> tuple[str, Deadline | None]:
    first = counting[0] if counting else None
    if file.crime_unsent:  # the law says at once
        return V.CRIME_SENT, next((row for row in counting if "crime_signs" in row.rule), first)
    if not one.is_open:
        return _after_handing_on(possible, file), None
    if not one.handler:
        return "assign", first
    if one.status == Status.SUSPENDED:
        return V.RESUME, first
    for row in counting:
        verb = _serving(one, row, checks, possible)
        if verb:
            return verb, row
    if file.remedies_owed and V.CLOSE in possible:
        return "remedy_done", None
    return next(iter(_forward(one, possible)), ""), None


def _after_handing_on(possible: Collection[str], file: OnFile) -> str:
    """A file that is with another body: its receipt, or what the investigating body tells, and then its end."""
    if file.crime_unanswered and "crime_step" in possible:
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
