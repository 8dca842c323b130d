"""How long the appraiser needs."""

from __future__ import annotations

import math

from benchmarks.motives.case import Case
from benchmarks.motives.chance import normal
from benchmarks.motives.throws import Throw
from benchmarks.motives.ways import How

_SYMPATHY_FELT, _SPREAD = 0.6, 0.42
_HARD, _MERGED, _NEW_LIMIT, _RUSH, _LEARNING, _NEWCOMER = 0.25, 0.2, 0.22, 0.25, 0.25, 0.2
"""Added to the logarithm."""
_ABSENCE_FELT = 0.35
_SPURRED = 0.6
"""Share of the dossiers finished before the limit that would have been late, or lain till the limit."""
_MARGIN = 0.5
_DEADLINE_WORK_FROM = 0.35
"""Share of the limit."""
_FAVOURED = 0.3
_LEAST = 0.15


def natural_pace(case: Case) -> float:
    """In working days, if nobody looked at the limit."""
    throws, habits = case.throws, case.habits(case.appraiser)
    pace = (
        case.procedure.pace
        + habits.pace
        + case.unit_habits.pace
        + _SYMPATHY_FELT * case.opposite_sympathy
        + _SPREAD * normal(throws[Throw.PACE])
    )
    for applies, slower in (
        (case.hard, _HARD),
        (case.in_merger, _MERGED),
        (case.in_changed_limit, _NEW_LIMIT),
        (case.in_rush, _RUSH),
        (case.is_learning(case.appraiser), _LEARNING),
        (case.with_newcomer, _NEWCOMER),
    ):
        if applies:
            pace += slower
    days = case.limit * math.exp(pace)
    absence = case.world.staff.officials[case.appraiser].absence
    if absence is not None and case.day < absence.start < case.day + days:
        days += (absence.end - absence.start) * _ABSENCE_FELT * throws[Throw.ABSENCE]
    return days


def pace_towards_limit(case: Case, natural: float) -> float:
    """As it becomes under the eyes of the limit, by favour or by ill will."""
    throws, limit = case.throws, case.limit
    around = throws[Throw.AROUND_LIMIT]
    spurred = throws[Throw.SPURRED] < _SPURRED
    days = natural
    if days > limit + _MARGIN and spurred:
        days = limit - 0.7 * around
    if case.appraiser in case.world.circumstances.on_deadline and days > _DEADLINE_WORK_FROM * limit and spurred:
        days = limit - 0.9 * around
    if case.deed.favoured:
        days *= _FAVOURED
    if case.appraised_by(How.SLOW_WALK):
        days = max(days, limit * (1.08 + 0.6 * around) + 1.2)
    if case.appraised_by(How.DUE_DATE_MOVED):
        days = max(days, limit * (1.05 + 0.4 * around) + 1)
    return max(days, _LEAST)
