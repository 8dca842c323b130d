"""The superiors: a deputy head checks the draft and may return it, a leader of the department signs."""

from __future__ import annotations

from benchmarks.centre.acts import How, Raised
from benchmarks.centre.case import Case
from benchmarks.centre.catalogue import DEPARTMENTS, SIGNS_BY_DELEGATION
from benchmarks.centre.people import Official, Role
from benchmarks.centre.wording import APOLOGY, REFUSED, RETURNED
from benchmarks.centre.workdays import DAY, WORKDAYS

HURRIES = 0.93
"""Share of urgent drafts that superiors hurry with."""
CHECKED_BY_THE_HEAD, BESIDE_ONE_DEPUTY = 0.06, 0.28
"""Share the head checks in the deputies' stead; where there is one only, the second share comes first."""
MOST_RETURNED = 2.2
"""Bound of the factor by which a lack of thoroughness brings drafts back."""
OWN_LEADER, WAITS_FOR_THE_SITTING = 0.7, 0.7
"""Share signed by the leader in charge of the team; share of what is not urgent that waits for a day of signing."""
GROUNDS_GIVEN = 0.93
ANNOUNCED_AT_ONCE, NO_TIME_LEFT = 0.85, 420
"""Share; with fewer minutes left all are announced at once."""
MOVED_DAY_ENTERED = 0.5
SIGNING_WEEKDAYS = (1, 4)
SIGNING_MINUTE = 380
"""Of the day."""
LEADER_SITS, SITS_DAYS = Raised(honest=0.06, planted=0.33), (0.3, 5)
"""Share, and working days beyond the promised one."""


def check(case: Case) -> Official:
    """The draft is checked, corrected once perhaps and checked again; returns who let it pass."""
    deputy = _look_over(case)
    care = min(MOST_RETURNED, case.specialist.habits.thoroughness**-0.3)
    share = case.procedure.return_rate * care * deputy.habits.strictness
    if case.chance.happens(share * (deputy.factor if deputy.how == How.RETURNS else 1)):
        _return(case, deputy)
        deputy = _look_over(case)
    return deputy


def _look_over(case: Case) -> Official:
    chance, urgent = case.chance, case.urgent
    deputy = _who_checks(case)
    usual = chance.around(0.035 * case.limit * DAY + 60, 0.7) * deputy.habits.pace
    hurried = max(30, min(DAY * 0.5, case.left * 0.45))
    case.work(deputy, min(usual, hurried) if urgent and chance.happens(HURRIES) else usual)
    return deputy


def _who_checks(case: Case) -> Official:
    """A deputy head; the head now and then, more often where there is one deputy only."""
    chance, head = case.chance, case.head
    deputies = case.centre.office.deputies[case.place]
    by_head = (len(deputies) == 1 and chance.happens(BESIDE_ONE_DEPUTY)) or chance.happens(CHECKED_BY_THE_HEAD)
    chosen = head if by_head else chance.choice(deputies)
    if chosen.away_for(case.now) > DAY:
        return next((o for o in [*deputies, head] if o.away_for(case.now) <= DAY), head)
    return chosen


def _return(case: Case, deputy: Official) -> None:
    chance, specialist = case.chance, case.specialist
    case.log_in_team(case.now, "returned_for_correction", deputy, reason=chance.choice(RETURNED))
    usual = chance.around(0.05 * case.limit * DAY + 60, 0.6)
    case.work(specialist, max(40, min(usual, max(120, case.left * 0.7))))
    case.now = case.entered_at(specialist, case.now)
    case.log_in_team(case.now, "appraised", specialist)


def decide(case: Case, checked_by: Official) -> None:
    if case.team.code == SIGNS_BY_DELEGATION:
        signer = checked_by
    else:
        case.log_in_team(case.now, "checked", checked_by)
        signer = _signer(case)
        case.work(signer, _time_to_sign(case, signer))
    activity = "refused" if case.refused else "approved"
    reason = REFUSED if case.refused and case.chance.happens(GROUNDS_GIVEN) else None
    log = case.log_in_department if signer.role == Role.LEADER else case.log_in_team
    log(case.now, activity, signer, reason=reason)


def _signer(case: Case) -> Official:
    leaders = case.centre.office.leaders[case.procedure.department]
    first, second = leaders if case.place % 2 == 0 else reversed(leaders)
    chosen, other = (first, second) if case.chance.happens(OWN_LEADER) else (second, first)
    return other if chosen.away_for(case.now) else chosen


def _time_to_sign(case: Case, signer: Official) -> float:
    chance = case.chance
    need = chance.around(0.025 * case.limit * DAY + 70, 0.7) * signer.habits.pace
    if case.urgent and chance.happens(HURRIES):
        need = min(need, max(20, case.left * chance.uniform(0.2, 0.8)))
    elif signer.signing_days and chance.happens(WAITS_FOR_THE_SITTING):
        sitting = _next_sitting(case.now)
        need = max(need, sitting - case.now) if sitting < case.due - 440 else need
    if signer.how == How.LEADER_SITS and chance.happens(LEADER_SITS.at(case.strength)):
        need = max(need, case.left + chance.uniform(*SITS_DAYS) * DAY)
    return need


def _next_sitting(minute: float) -> float:
    day = int((minute + 60) // DAY)
    while WORKDAYS[day].weekday() not in SIGNING_WEEKDAYS:
        day += 1
    return day * DAY + SIGNING_MINUTE


def announce(case: Case) -> None:
    """The result goes back to the counter; where the day was missed, with a letter of apology as a rule."""
    chance, due = case.chance, case.due
    at_once = chance.happens(ANNOUNCED_AT_ONCE) or case.left < NO_TIME_LEFT
    case.now += chance.uniform(5, 60) if at_once else chance.uniform(100, 400)
    if case.now > due and chance.happens(DEPARTMENTS[case.team.department].apology_share):
        _apologise(case, due - chance.uniform(10, 200))
    case.log_in_team(case.now, "result_ready", case.specialist)
    case.dossier.late = case.now > due + 1e-6


def _apologise(case: Case, at: float) -> None:
    if at <= case.assigned:
        return
    case.log_in_team(at, "apology_issued", case.specialist, reason=APOLOGY)
    if case.chance.happens(MOVED_DAY_ENTERED):
        case.log_in_team(at + 2, "due_changed", case.specialist)
