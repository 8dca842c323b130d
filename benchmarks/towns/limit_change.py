"""One procedure gets a shorter limit in the middle of the records."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from benchmarks.towns.columns import Ints
from benchmarks.towns.place import Place

LONG_ENOUGH, SHORTEST = 7, 4
"""Working days, before and after."""
CHANGED_BETWEEN = (0.35, 0.6)
"""Share of the records' days."""
FACTORS = (0.6, 0.7, 0.75)


class LimitChange(NamedTuple):
    procedure: int
    day: int
    limit: int
    """From that day on."""


def draw_limit_change(rng: np.random.Generator, place: Place) -> LimitChange:
    able = [i for i, procedure in enumerate(place.procedures) if procedure.limit >= LONG_ENOUGH]
    chosen = int(rng.choice(able))
    day = int(place.calendar.days * rng.uniform(*CHANGED_BETWEEN))
    return LimitChange(chosen, day, max(SHORTEST, round(place.procedures[chosen].limit * rng.choice(FACTORS))))


def limits(place: Place, change: LimitChange, procedure: Ints, day: Ints) -> Ints:
    """The limit of each dossier by the day of its receipt."""
    usual = np.array([p.limit for p in place.procedures])[procedure]
    return np.where((procedure == change.procedure) & (day >= change.day), change.limit, usual)
