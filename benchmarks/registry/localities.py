"""Localities of the branches, some of them busier than others, and which appraiser each belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Floats, Ints, Objects
from benchmarks.registry.chance import log_normal
from benchmarks.registry.people import People
from benchmarks.registry.units import Units
from numpy.random import Generator

PER_BRANCH = (20, 42)
ASKING_SPREAD, SIZE_SPREAD = 0.12, 0.5
FIRST_CODE, CODE_STEP = 26_000, 7


@dataclass
class Localities:
    """Localities are known by their places; arrays go by them."""

    ids: Objects
    branch: Ints
    asks: Floats
    """Added to the logarithm of how much is asked of dossiers from there."""
    weight: Floats
    preference: Floats
    """By locality and official: where the work is divided by locality, the most preferred of the desk gets it."""

    def of(self, branch: int) -> Ints:
        return np.flatnonzero(self.branch == branch)


def draw_localities(rng: Generator, units: Units, people: People) -> Localities:
    branch = np.array([branch for branch in units.branches for _ in range(int(rng.integers(*PER_BRANCH)))])
    count = len(branch)
    return Localities(
        branch=branch,
        asks=rng.normal(0, ASKING_SPREAD, count),
        weight=log_normal(rng, 1, SIZE_SPREAD, count),
        preference=rng.random((count, len(people))) ** (1 / people.load[None, :]),
        ids=np.array([f"{FIRST_CODE + CODE_STEP * place:05d}" for place in range(count)]),
    )
