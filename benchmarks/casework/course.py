"""The work at the desk and its end: suspensions, the last check, opinions and visits, the decision."""

from __future__ import annotations

import math

from benchmarks.casework.case import Case, Step, Twice
from benchmarks.casework.catalogue import VISITED, WHY_CONTENT, WHY_SUSPENDED
from benchmarks.casework.office import Habits
from benchmarks.casework.pace import WINDOW
from benchmarks.casework.procedures import LONG_LIMIT
from benchmarks.casework.supplements import REQUEST, pick
from benchmarks.casework.workdays import DAY

SUSPENDED = "suspended"


def work(case: Case, habits: Habits) -> None:
    """Between the requests and the decision."""
    later, limit = case.later, case.procedure.limit
    _suspend(case)
    if _found_late(case, habits):
        _last_check(case)
    _note_late_stops(case)
    if limit >= 12 and later.consulted < 0.35:
        at = case.forwarded + case.body * 0.25
        case.log(Step(at, "consulted", case.desk_seat, reason="Lấy ý kiến cơ quan liên quan"))
    if case.procedure.field in VISITED and limit >= 7 and later.visited < 0.4:
        case.log(Step(case.forwarded + case.body * 0.45, "field_visit", case.desk_seat))


def _suspend(case: Case) -> None:
    """An honest suspension, early in the work."""
    later = case.later
    often = later.suspended < (0.10 if case.procedure.sensitive else 0.012)
    if case.procedure.limit >= 7 and often and case.hold is None:
        at = case.forwarded + case.body * (0.5 + 0.3 * later.suspended_at)
        reason, pause = pick(WHY_SUSPENDED, later.suspended_why), DAY * (2 + 12 * later.suspended_days)
        case.log(Step(at, SUSPENDED, case.desk_seat, reason=reason, pause=pause))


def _found_late(case: Case, habits: Habits) -> bool:
    """Something is found only in the last two days, honestly."""
    return (
        case.hold is None
        and case.procedure.limit >= LONG_LIMIT
        and case.available * 0.8 < case.total
        and case.later.last_check < 0.03 * habits.of["lastday"][case.handler]
        and not case.favoured
    )


def _last_check(case: Case) -> None:
    later = case.later
    case.total = max(case.total, case.available - DAY)
    at = case.available - 30 - (WINDOW - 60) * later.waived
    pause = DAY * (1.5 + 5 * case.dice.stop_days)
    if later.wording < 0.35:
        reason = pick(WHY_SUSPENDED, later.suspended_why)
        case.log(Step(at, SUSPENDED, case.desk_seat, reason=reason, pause=pause))
        return
    reason = pick(WHY_CONTENT, case.dice.wording)
    case.log(Step(at, REQUEST, case.desk_seat, case.paper(), reason, pause=pause))
    case.facts["req"] = Twice(True, True)


def _note_late_stops(case: Case) -> None:
    honestly = case.procedure.limit >= LONG_LIMIT and any(
        step.activity in (REQUEST, SUSPENDED)
        and case.available - WINDOW <= step.at <= case.available
        and step.at != case.hold
        for step in case.steps
    )
    case.facts["lastday"] = Twice(honestly, honestly or case.hold is not None)


def end(case: Case) -> None:
    """Withdrawn, refused or granted."""
    later = case.later
    if later.ending < 0.012:
        _withdraw(case)
        return
    refused = later.ending < 0.012 + 0.022 * math.exp(0.4 * case.difficulty)
    case.outcome = "refused" if refused else "granted"
    last = max(step.at for step in case.steps)
    appraised = max(case.forwarded + 0.82 * case.body, last + 0.1 * (case.total - last))
    rest = case.total - appraised
    case.log(Step(appraised, "appraised", case.desk_seat))
    if later.returned < 0.03:
        reason = "Sửa dự thảo kết quả"
        case.log(
            Step(appraised + 0.35 * rest, "returned_for_correction", case.head_seat, reason=reason),
            Step(appraised + 0.5 * rest, "appraised", case.desk_seat),
        )
    grounds = "Không đủ điều kiện theo quy định" if refused and later.wording < 0.95 else None
    case.log(
        Step(appraised + 0.75 * rest, "refused" if refused else "approved", case.head_seat, reason=grounds),
        Step(appraised + 0.93 * rest, "result_ready", case.clerk_seat),
        Step(case.total, "finished", case.clerk_seat),
    )


def _withdraw(case: Case) -> None:
    case.outcome = "withdrawn"
    at = case.forwarded + case.body * (0.2 + 0.6 * case.later.withdrawn_at)
    case.steps = [step for step in case.steps if step.at < at]
    case.total = at + 3
    case.log(
        Step(at, "withdrawn", case.clerk_seat, reason="Theo đề nghị của người nộp"),
        Step(case.total, "finished", case.clerk_seat),
    )
