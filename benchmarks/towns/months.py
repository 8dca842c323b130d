"""How months differ in the whole province."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Floats

BEYOND = 12
"""Months after the records' end, into which open dossiers reach."""
VOLUME_SPREAD, ASKING_SPREAD, PACE_SPREAD = 0.12, 0.06, 0.05


@dataclass(frozen=True)
class Months:
    volume: Floats
    """A factor; the others are on the logarithmic scale."""
    asking: Floats
    pace: Floats


def draw_months(rng: np.random.Generator, months: int) -> Months:
    count = months + BEYOND
    return Months(
        volume=np.exp(rng.normal(0, VOLUME_SPREAD, count)),
        asking=rng.normal(0, ASKING_SPREAD, count),
        pace=rng.normal(0, PACE_SPREAD, count),
    )
