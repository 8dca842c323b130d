"""The specialist's own work up to the appraisal: how much is left, what delays it, and who takes over."""

from __future__ import annotations

from benchmarks.centre.acts import How, Raised
from benchmarks.centre.case import Case
from benchmarks.centre.catalogue import CONSTRUCTION, LAND
from benchmarks.centre.pauses import suspend
from benchmarks.centre.people import Official
from benchmarks.centre.wording import PAUSED_NEAR_LIMIT
from benchmarks.centre.workdays import DAY

IN_TIME = 0.97
"""Of the dossiers that would be late, so many are hurried through."""
STUCK, HARD_STUCK = 0.036, 1.3
"""Share of the dossiers honestly late, and its factor for hard procedures."""
LONG_ABSENCE = 6 * DAY
RESCUED = 0.85
"""Of the urgent dossiers whose specialist is on leave, so many go to a colleague."""
VISITED, VISITED_SHARE = (LAND, CONSTRUCTION), 0.06
LEAST_WORK, HURRIED_WORK = 40, 45
"""Minutes."""
HURRIED, PATIENT, PATIENT_HURRIED = (0.82, 1.0), (0.68, 0.95), (0.8, 0.95)
"""When it is done, as shares of the time available."""
PASSED_ON_WORK = (0.4, 0.9)
"""Share of the work left that a colleague needs."""

HELD_BACK, HELD_DAYS = Raised(honest=0.055, planted=0.34), (0.8, 9)
"""Share, and the fewest and most working days beyond the promised one, fewer under a short limit."""
HELD_SELECTIVELY, INTO_THE_SLACK = Raised(honest=0.161, planted=0.713), (0.35, 0.7)
"""Share, and how much of the time for superiors is used up: on the last day, but hardly late."""
PAUSED, PAUSED_BEFORE_DAYS, PAUSED_DAYS = Raised(honest=0.03, planted=0.25), (0.1, 1.8), (3, 12)
AFTER_THE_PAUSE = (60, 400)
"""Minutes of work."""
AGENTS_HELD = 0.2
"""The selective one spares four of five dossiers of agents."""


def appraise(case: Case) -> None:
    """Do what is left of the work, or let a colleague do it."""
    left, done_by, done = _finish_work(case)
    case.specialist, case.now = done_by, done
    case.dossier.handler = done_by.id
    done_by.keep_until(done)
    if case.chance.happens(VISITED_SHARE) and case.procedure.department in VISITED:
        case.log_in_team(done - min(60, left * 0.3), "field_visit", done_by)
    if not (done_by.habits.unlogged and case.chance.happens(done_by.habits.unlogged)):
        case.log_in_team(done, "appraised", done_by)


def _finish_work(case: Case) -> tuple[float, Official, float]:
    """The minutes of work left, who does it in the end, and when it is done."""
    available = case.due - case.slack - case.now
    left = _held_back(case, _work_left(case, available), available)
    if case.specialist.how == How.PAUSE_NEAR_LIMIT and case.chance.happens(PAUSED.at(case.strength)):
        left = _pause_near_limit(case)
    if case.chance.happens(STUCK * case.specialist.habits.lateness * (HARD_STUCK if case.procedure.hard else 1)):
        beyond = case.slack * 0.7 + case.chance.around(0.12 * case.limit + 0.8, 0.7) * DAY
        left = max(left, available + beyond)
    done = case.entered_at(case.specialist, case.specialist.done_at(case.now, left))
    return left, *_take_over(case, left, available, done)


def _work_left(case: Case, available: float) -> float:
    """Minutes; most see to it that the day is kept."""
    chance, patient = case.chance, case.specialist.to_deadline
    left = max(LEAST_WORK, case.need - case.done)
    if left > available and chance.happens(IN_TIME):
        if patient:
            return max(HURRIED_WORK, available * chance.uniform(*PATIENT_HURRIED))
        return max(min(left, HURRIED_WORK), available * chance.uniform(*HURRIED))
    if patient:
        return max(HURRIED_WORK, available * chance.uniform(*PATIENT))
    return left


def _held_back(case: Case, left: float, available: float) -> float:
    chance, how = case.chance, case.specialist.how
    if how == How.SELECTIVE_HOLD:
        chosen = case.agent is None or chance.happens(AGENTS_HELD)
        if chosen and chance.happens(HELD_SELECTIVELY.at(case.strength)):
            return max(left, available + case.slack * chance.uniform(*INTO_THE_SLACK))
    if how == How.LATE and chance.happens(HELD_BACK.at(case.strength)):
        fewest, most = HELD_DAYS
        days = chance.uniform(fewest, min(most, 2 + 0.6 * case.limit))
        return max(left, available + case.slack * 0.6 + days * DAY)
    return left


def _pause_near_limit(case: Case) -> float:
    """Stop the clock without need shortly before the day; returns the minutes left after that."""
    chance = case.chance
    start = max(case.now + 30, case.due - chance.uniform(*PAUSED_BEFORE_DAYS) * DAY)
    reason = chance.choice(PAUSED_NEAR_LIMIT)
    suspend(case, start, start + chance.uniform(*PAUSED_DAYS) * DAY, reason)
    return chance.uniform(*AFTER_THE_PAUSE)


def _take_over(case: Case, left: float, available: float, done: float) -> tuple[Official, float]:
    """Who finishes the work, and when: a colleague where the specialist is away for long, has left or it is urgent."""
    specialist, now = case.specialist, case.now
    cover = case.centre.office.covers.get(specialist.id)
    if done - now > left + LONG_ABSENCE and cover and not specialist.uncovered:
        absent = min((start for start, _ in specialist.absences if start >= now - DAY), default=now)
        return _passed_on(case, cover, max(now, absent) + case.chance.uniform(0.3, 2) * DAY, left)
    if now < specialist.leaves <= done and specialist.successor:
        passed = specialist.leaves + case.chance.uniform(0.2, 1.5) * DAY
        return _passed_on(case, specialist.successor, passed, left)
    latest = case.due - case.slack * 0.8
    stalled = done - now > left + 60 and not specialist.uncovered and left < available + case.slack * 0.3
    if stalled and done > latest and case.chance.happens(RESCUED):
        return _urgently_passed_on(case, left, latest, done)
    return specialist, done


def _passed_on(case: Case, colleague: Official, passed: float, left: float) -> tuple[Official, float]:
    case.log_in_team(passed, "forwarded", case.head)
    return colleague, colleague.done_at(passed, left * case.chance.uniform(*PASSED_ON_WORK))


def _urgently_passed_on(case: Case, left: float, latest: float, done: float) -> tuple[Official, float]:
    specialist, now = case.specialist, case.now
    present = [
        o for o in case.specialists if o is not specialist and o.in_post(now) and not o.away_for(now + left * 0.5)
    ]
    if not present:
        return specialist, done
    colleague = case.chance.choice(present)
    passed = now + min(left * 0.5, 200)
    case.log_in_team(passed, "forwarded", case.head)
    return colleague, max(passed + 30, min(now + left, latest))
