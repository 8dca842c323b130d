"""Agents: those who file for others, each with a home desk and a kind of business."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from benchmarks.towns.catalogue import BUSINESS, LAND, URBAN, WARD
from benchmarks.towns.columns import Floats, Ints
from benchmarks.towns.units import Units

NOBODY = -1
FEWEST, MOST = 18, 27
FIRST_NUMBER, LAST_NUMBER = 101, 399
KINDS, KIND_SHARES = (LAND, URBAN, BUSINESS, WARD), (0.4, 0.25, 0.25, 0.1)
WORK_SPREAD = 0.45


@dataclass
class Agents:
    codes: list[str]
    kinds: list[str]
    """Of the units whose procedures each knows."""
    homes: Ints
    work: Floats
    """How much each files, against the others."""
    careful: dict[int, float] = field(default_factory=dict)
    """Whose dossiers are complete as a rule: the logarithm of how seldom something is missing."""

    def __len__(self) -> int:
        return len(self.codes)


def draw_agents(rng: np.random.Generator, units: Units) -> Agents:
    count = int(rng.integers(FEWEST, MOST + 1))
    numbers = rng.permutation(np.arange(FIRST_NUMBER, LAST_NUMBER + 1))[:count]
    kinds = [str(kind) for kind in rng.choice(KINDS, count, p=KIND_SHARES)]
    # There is one of each kind at least.
    kinds[: len(KINDS)] = KINDS
    return Agents(
        codes=[f"DV{number}" for number in numbers],
        kinds=kinds,
        homes=np.array([int(rng.choice(units.of_kind(kind))) for kind in kinds]),
        work=np.exp(rng.normal(0, WORK_SPREAD, count)),
    )
