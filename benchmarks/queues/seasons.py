"""When more is asked for than usual: by the day of the week, the season, a fever of land, and one rushed month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.queues.arrays import Floats
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.workdays import Period
from numpy.random import Generator

_WEEK = np.array([1.25, 1.05, 1, 0.95, 0.9, 0.5, 0])
"""From Monday; on a Saturday only where it is worked."""
_DAY_SPREAD = 0.08
_FEVER, _FEVER_DAYS, _FEVER_UNITS = 1.8, (30, 50), 3
_FEVER_FIELDS = ("land", "land_use_right", "construction")
_SCHOOL, _SCHOOL_MONTHS, _SCHOOL_FIELDS = 1.6, [6, 7, 8], ("education", "civil_status")
_YEAR_END, _LAST_MONTH, _YEAR_END_FIELDS = 1.35, 12, ("business", "social", "construction_investment")
_RUSH = 2.0
"""Times as much as usual, as are those above."""


@dataclass(frozen=True)
class Seasons:
    period: Period
    usual: Floats
    """Weight of each day."""
    fever: slice
    """Days of it."""
    fever_units: set[int]
    rushed_month: int
    """From 0."""
    rushed_field: str

    def weights(self, unit: int, procedure: int) -> Floats:
        """Of days, which sum to one."""
        field, weights = PROCEDURES[procedure].field, self.usual.copy()
        if field in _FEVER_FIELDS and unit in self.fever_units:
            weights[self.fever] *= _FEVER
        if field in _SCHOOL_FIELDS:
            weights[np.isin(self.period.calendar_months, _SCHOOL_MONTHS)] *= _SCHOOL
        if field in _YEAR_END_FIELDS:
            weights[self.period.calendar_months == _LAST_MONTH] *= _YEAR_END
        if field == self.rushed_field:
            weights[self.period.months_since_start == self.rushed_month] *= _RUSH
        return weights / weights.sum()


def draw_seasons(rng: Generator, period: Period, units: int) -> Seasons:
    usual = _WEEK[period.weekdays] * np.exp(rng.normal(0, _DAY_SPREAD, len(period)))
    fields = sorted({procedure.field for procedure in PROCEDURES})
    begins, length = int(rng.integers(20, len(period) - 60)), int(rng.integers(*_FEVER_DAYS))
    fever_units = set(rng.choice(range(1, units), max(2, units // _FEVER_UNITS), replace=False).tolist())
    rushed_month = int(rng.integers(1, period.months))
    rushed_field = fields[rng.integers(len(fields))]
    return Seasons(period, usual, slice(begins, begins + length), fever_units, rushed_month, rushed_field)
