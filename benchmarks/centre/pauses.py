"""Between request and decision: opinions of others, and lawful stops of the clock."""

from __future__ import annotations

from benchmarks.centre.case import Case
from benchmarks.centre.wording import CONSULTED, WAITING_FOR_OPINION, WAITING_FOR_PAYMENT
from benchmarks.centre.workdays import DAY

PAYMENT_PAUSE = 0.025
PAYMENT_LIMIT = 5
"""Working days; under a shorter limit nobody waits for a payment."""
PAYMENT_DAYS = 3
CONSULTED_AFTER = (0.1, 0.4)
"""Share of the work left."""
LONGEST_MEDIAN_WAIT = 4.5
"""Working days until others answer."""
WORKS_MEANWHILE = 0.3
"""Share of the wait that is not lost where the clock is not stopped."""


def suspend(case: Case, at: float, until: float, reason: str | None) -> None:
    case.now = at
    case.log_in_team(at, "suspended", case.specialist, reason=reason)
    case.log_in_team(until, "resumed", case.specialist)
    case.stop(until)


def wait_for_others(case: Case, consults: bool) -> None:
    if consults:
        _consult(case)
    elif case.chance.happens(PAYMENT_PAUSE) and case.limit >= PAYMENT_LIMIT:
        _wait_for_payment(case)


def _consult(case: Case) -> None:
    chance, specialist = case.chance, case.specialist
    part = max(20, (case.need - case.done) * chance.uniform(*CONSULTED_AFTER))
    case.work(specialist, part)
    case.done += part
    case.log_in_team(case.now, "consulted", specialist, reason=chance.choice(CONSULTED))
    wait = chance.around(min(LONGEST_MEDIAN_WAIT, 0.3 * case.limit + 0.5), 0.55) * DAY
    if not chance.happens(specialist.habits.pauses):
        case.now += wait * (1 - WORKS_MEANWHILE)
        return
    start = case.now + chance.uniform(2, 30)
    suspend(case, start, start + wait, WAITING_FOR_OPINION)
    case.now += chance.uniform(5, 60)


def _wait_for_payment(case: Case) -> None:
    in_time = case.left - 100
    case.work(case.specialist, max(60, min(case.need * case.chance.uniform(0.2, 0.9), in_time)))
    case.done = case.need * 0.6
    suspend(case, case.now, case.now + case.chance.around(PAYMENT_DAYS, 0.5) * DAY, WAITING_FOR_PAYMENT)
