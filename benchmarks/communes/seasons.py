"""When in the year, and on which days of the week, people come."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.communes.procedures import DRY, FLAT, NEW, NEW_FROM_DAY, SCHOOL, TET, WINTER, Procedure
from benchmarks.communes.workdays import FIRST, LAST, WORKDAYS, month

OPEN_DAYS = range(FIRST, LAST + 1)

_BY_WEEKDAY = [1.18, 1.02, 1.0, 0.97, 0.88, 0.6]
_BY_MONTH = {
    FLAT: [1.0] * 12,
    WINTER: [0.9, 0.9, 0.9, 1, 1.05, 1.15, 1.2, 1.2, 1.05, 0.95, 0.9, 0.9],
    TET: [0.9, 0.8, 0.9, 1, 1.15, 1.4, 1.3, 0.7, 1.1, 1, 0.9, 0.9],
    SCHOOL: [1.35, 1.5, 1.2, 0.9, 0.85, 0.85, 0.9, 0.7, 0.9, 1, 1.15, 1.35],
    DRY: [0.7, 0.85, 0.95, 1, 1.1, 1.3, 1.15, 0.55, 1.2, 1.2, 1.1, 1],
    NEW: [0, 0, 0, 0, 0, 0, 0.6, 0.7, 1.3, 1.3, 1.1, 1],
}
"""From July to June."""
_WEEKEND = timedelta(days=3)
_AFTER_HOLIDAYS = 1.25
"""The first day after a closure longer than a weekend."""


def day_weights(procedure: Procedure) -> list[float]:
    """How many dossiers each of ``OPEN_DAYS`` brings, against the other days."""
    return [_weight(procedure, day) for day in OPEN_DAYS]


def _weight(procedure: Procedure, day: int) -> float:
    if procedure.season == NEW and day < NEW_FROM_DAY:
        return 0
    usual = _BY_WEEKDAY[WORKDAYS[day].weekday()] * _BY_MONTH[procedure.season][month(day)]
    closed_before = WORKDAYS[day] - WORKDAYS[day - 1] > _WEEKEND
    return usual * (_AFTER_HOLIDAYS if closed_before else 1)
