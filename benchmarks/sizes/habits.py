"""How officials, and units as a whole, differ from each other in all they do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Floats
from benchmarks.sizes.chance import spread_around_one
from benchmarks.sizes.deeds import HABITS, Deed
from benchmarks.sizes.nature import Nature
from benchmarks.sizes.units import Units
from numpy.random import Generator


@dataclass
class Habits:
    """Factors on the rates."""

    of_officials: dict[Deed, Floats]
    of_units: dict[Deed, Floats]


def draw_habits(rng: Generator, nature: Nature, units: Units, officials: int) -> Habits:
    of_officials = {habit: spread_around_one(rng, nature.spread[habit], officials) for habit in HABITS}
    of_units = {habit: spread_around_one(rng, nature.unit_spread, units.centre + 1) for habit in HABITS}
    for factors in of_units.values():
        for merged in units.merged:
            factors[merged] = np.mean(factors[units.successor == merged])
    return Habits(of_officials, of_units)
