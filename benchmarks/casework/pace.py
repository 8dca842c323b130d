"""How long a dossier takes, and when it leaves the counter."""

from __future__ import annotations

import math

from benchmarks.casework.case import Case, Step, Twice
from benchmarks.casework.office import Habits, Office
from benchmarks.casework.procedures import LONG_LIMIT
from benchmarks.casework.workdays import DAY

WINDOW = 2 * DAY
"""Minutes before the limit in which a stop of the clock is suspicious."""


def set_pace(case: Case, office: Office, habits: Habits, by_deadline: bool) -> None:
    """``by_deadline``: whoever handles it likes to finish in the last two days."""
    dice = case.dice
    total = max(_share_of_limit(case, office, habits) * case.available, 30 + 40 * dice.hurry)
    if by_deadline and total < case.available and dice.effort < 0.6 and not case.favoured:
        total = max(total, case.available - 10 - (WINDOW - 10) * dice.rest)
    late = total > case.room
    total = _with_act(case, total, late)
    case.facts["late"] = Twice(late, total > case.room)
    walk = (20 + 200 * dice.forwarded_at) * (0.3 if case.favoured else 1)
    case.forwarded = min(0.06 * total, walk) + 16
    case.total = max(total, case.forwarded + 30)
    case.body = case.total - case.forwarded
    case.log(Step(case.forwarded, "forwarded", case.clerk_seat))


def _share_of_limit(case: Case, office: Office, habits: Habits) -> float:
    """Working time as a share of the time available; an official's habit tells on lateness, hence the 0.23."""
    log = math.log(case.procedure.share) + math.log(0.92) + habits.unit_pace[case.unit] + case.crowding
    log += 0.23 * math.log(habits.of["speed"][case.handler])
    log += 0.10 * case.difficulty
    log += case.agent.pace
    log += 0.46 * case.normals.pace
    if case.handler in office.trainees:
        log += 0.10
    if case.favoured:
        log += case.strength * math.log(0.30)
    share = math.exp(log)
    if 1 < share < 1.15 and case.dice.hurried < 0.6:
        return 1 - 0.03 * case.dice.hurry - 5 / case.available
    return 2.2 + 0.3 * case.dice.hurry if share > 2.2 else share


def _with_act(case: Case, total: float, late: bool) -> float:
    """The planted lie past the limit, or the planted stop of the clock just before it."""
    dice, limit = case.dice, case.procedure.limit
    if case.handler_act == "late" and not late and dice.act < 0.265 * case.strength:
        return case.room + DAY * (1.2 + min(8, 0.8 * limit) * dice.rest)
    if case.handler_act == "clock" and limit >= LONG_LIMIT and dice.act < 0.26 * case.strength:
        hold = case.hold = case.available - 20 - (WINDOW - 40) * dice.rest
        return min(case.available - 4, max(hold + 10, hold + (case.available - hold) * (0.3 + 0.6 * dice.stop_days)))
    return total
