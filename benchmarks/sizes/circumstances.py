"""What makes honest work look odd: a limit that changes, a rush, local customs, days of signing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.sizes.catalogue import OFF_LIST_PAPERS, PLACE_OF_PAPER
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.procedures import Procedures
from benchmarks.sizes.units import Units
from benchmarks.sizes.workdays import Calendar
from numpy.random import Generator

CHANGED_FROM, CHANGED_BETWEEN, CHANGED_SHARE, CHANGED_LEAST = 10, (0.35, 0.65), 0.6, 5
"""A limit of ten days or more is cut to six tenths, in the middle of the records."""
BY_MONTH = (Deed.INCOMPLETE, Deed.LATE, Deed.EXTRA)
"""In these, months differ."""
MONTHS_DRAWN, MONTH_SPREAD, RUSH = 40, 0.08, 1.5
CUSTOM_LEAST = 3
"""Officials of a commune with a custom."""
CUSTOM_ASKED = 0.6
"""How often a paper is asked for that is customary there."""
SECOND_CUSTOM_FROM = 3
"""So many departments; with fewer, one of them would be too much of the whole."""
BATCH = 0.12
"""Share of the units that sign on certain days only."""


@dataclass(frozen=True)
class LimitChange:
    procedure: int
    day: int
    limit: int


@dataclass(frozen=True)
class Circumstances:
    limit_change: LimitChange
    by_month: dict[Deed, Floats]
    rush_month: int
    custom_commune: int
    custom_department: int
    """``NOBODY`` where there is none."""
    custom_procedure: int
    """Of the department; the commune asks in all procedures."""
    custom_paper: int
    batch_units: list[int]

    @property
    def custom_units(self) -> set[int]:
        return {self.custom_commune, self.custom_department} - {NOBODY}

    def customary(self, unit: Ints, procedure: Ints) -> Bools:
        return (unit == self.custom_commune) | (procedure == self.custom_procedure)

    def limit(self, procedures: Procedures, procedure: Ints, day: Ints) -> Ints:
        change = self.limit_change
        changed = (procedure == change.procedure) & (day >= change.day)
        return np.where(changed, change.limit, procedures.limit[procedure])


def draw_circumstances(rng: Generator, calendar: Calendar, units: Units, procedures: Procedures) -> Circumstances:
    limit_change = _draw_limit_change(rng, calendar, procedures)
    by_month = {deed: np.exp(MONTH_SPREAD * rng.normal(size=MONTHS_DRAWN)) for deed in BY_MONTH}
    rush_month = int(rng.integers(1, calendar.last_month))
    by_month[Deed.LATE][rush_month] *= RUSH
    with_custom = [unit for unit in units.communes if units.stays(unit) and units.sizes[unit] >= CUSTOM_LEAST]
    custom_commune = int(rng.choice(with_custom or units.communes[:1]))
    second = units.departments >= SECOND_CUSTOM_FROM
    custom_department = int(rng.integers(units.departments)) if second else NOBODY
    custom_paper = PLACE_OF_PAPER[str(rng.choice(OFF_LIST_PAPERS))]
    custom_procedure = int(rng.choice(np.flatnonzero(procedures.unit == custom_department))) if second else NOBODY
    batch_units = [unit for unit in range(units.local) if rng.random() < BATCH and units.stays(unit)]
    return Circumstances(
        limit_change=limit_change,
        by_month=by_month,
        rush_month=rush_month,
        custom_commune=custom_commune,
        custom_department=custom_department,
        custom_procedure=custom_procedure,
        custom_paper=custom_paper,
        batch_units=batch_units or [int(rng.integers(units.departments))],
    )


def _draw_limit_change(rng: Generator, calendar: Calendar, procedures: Procedures) -> LimitChange:
    procedure = int(rng.choice(np.flatnonzero(procedures.limit >= CHANGED_FROM)))
    first, last = (int(share * calendar.recorded) for share in CHANGED_BETWEEN)
    day = int(rng.integers(first, last))
    return LimitChange(procedure, day, max(CHANGED_LEAST, int(procedures.all[procedure].limit * CHANGED_SHARE)))
