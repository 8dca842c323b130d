"""Pure decisions about reports: no Django, no database; days passed in."""

from dataclasses import dataclass
from datetime import date

from liem.base.errors import UserError
from liem.intake.states import TRANSITIONS, Kind, State
from liem.law.calendar import WorkingCalendar
from liem.law.deadlines import last_day
from liem.law.limits import Limits, Rule

BEFORE_ACCEPTANCE: dict[str, str] = {
    Kind.REFLECTION: "reflection.handle",
    Kind.RECOMMENDATION: "reflection.handle",
    Kind.COMPLAINT: "complaint.accept",
    Kind.DENUNCIATION: "denunciation.intake",
    Kind.CRIME_REPORT: "crime_report.transfer",
    Kind.REFUSED_TO_PAY: "reflection.handle",
    Kind.UNDECIDED: "petition.handle",
}
AFTER_ACCEPTANCE: dict[str, str] = {
    Kind.REFLECTION: "reflection.handle",
    Kind.RECOMMENDATION: "reflection.handle",
    Kind.COMPLAINT: "complaint.resolve_first",
    Kind.DENUNCIATION: "denunciation.resolve",
    Kind.CRIME_REPORT: "crime_report.resolve",
    Kind.REFUSED_TO_PAY: "reflection.handle",
}
"""Which rule of the law's tables runs, by kind. Good service has no clock."""


@dataclass(frozen=True)
class Clock:
    """The limit that runs for a report: its rule (with article and confidence) and its last day, where it has one."""

    rule: Rule
    last_day: date | None

    def is_late(self, on: date) -> bool:
        return self.last_day is not None and on > self.last_day


def clock(
    kind: str, received_on: date, accepted_on: date | None, limits: Limits, calendar: WorkingCalendar
) -> Clock | None:
    """The limit that runs now; ``None`` where none does.

    :param received_on: the day it came in, or came in again: who reopens a report is owed an answer anew.
    """
    rule_id = (AFTER_ACCEPTANCE if accepted_on else BEFORE_ACCEPTANCE).get(kind)
    if rule_id is None:
        return None
    try:
        rule = limits.rule(rule_id, on=received_on)
        start = accepted_on if accepted_on and rule.starts_at == "accepted" else received_on
        return Clock(rule, last_day(rule, start, calendar) if rule.is_known else None)
    except UserError:
        return None


def why_not_move(state: str, to: State) -> str | None:
    """Why a report in ``state`` cannot become ``to``, or ``None``."""
    if to in TRANSITIONS[State(state)]:
        return None
    return f"a report that is {state} cannot become {to.value}"
