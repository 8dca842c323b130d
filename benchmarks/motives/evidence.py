"""How far each wrongdoer shows, in dossiers: against honest officials with the same procedures."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from benchmarks.motives.arrays import Bools, Floats, Ints, sums
from benchmarks.motives.deeds import held_by, victims_of
from benchmarks.motives.history import History
from benchmarks.motives.planting import Plant
from benchmarks.motives.ways import WAYS, Task, Trace
from benchmarks.motives.world import World

SHOWS = 3
"""Evidence from which a plant can be found; below it is faint."""
LEAST_SPREAD = 0.2
"""Of honest habits, as a share of the expected number: so much is always reckoned with."""
CONTINUITY = 0.25
"""Added to the variance: with hardly anything expected, chance alone is not nothing."""
_SETTLED_BEFORE = 3
"""Dossiers of the last working days have had no time to show anything."""
_PRIOR = 8
"""Dossiers of the mean that are added to those of each procedure."""
_ENOUGH_EXPECTED = 1.5
"""Of an official from whom the spread of honest habits is learned."""


@dataclass
class Evidence:
    """``strength`` is in standard deviations beyond honest; ``_all`` is over all dossiers, victims and others alike."""

    n: int
    expected: float
    excess: float
    strength: float
    n_all: int
    strength_all: float
    habit_spread: float


def settled(world: World) -> Bools:
    return world.dossiers.day <= world.period.last - _SETTLED_BEFORE


def weigh(world: World, real: History, honest: History) -> dict[Plant, Evidence]:
    return {plant: _weigh(world, real, honest, plant) for plant in world.plants if plant.task is not None}


def excess_strength(excess: float, variance: float, spread: float, expected: float) -> float:
    return excess / math.sqrt(variance + (spread * expected) ** 2 + CONTINUITY)


def habit_spread(happened: Floats, expected: Floats, variance: Floats, known: Bools) -> float:
    """By moments: how much more honest officials differ than chance lets them."""
    beyond = ((happened - expected) ** 2 - variance)[known].sum() / max((expected[known] ** 2).sum(), 1e-9)
    return math.sqrt(max(beyond, LEAST_SPREAD**2))


def _weigh(world: World, real: History, honest: History, plant: Plant) -> Evidence:
    everybody = np.ones(len(world.dossiers), bool)
    of_victims = _Measure(world, real, honest, plant, world.groups[plant.victims])
    of_all = _Measure(world, real, honest, plant, everybody)
    n, expected, excess, strength = of_victims.of(victims_of(world, plant))
    held = held_by(world, plant)
    n_all, _, _, strength_all = of_all.of(held & of_all.possible)
    return Evidence(n, expected, excess, strength, n_all, strength_all, of_victims.spread)


class _Measure:
    """Rates of a trace among the honest, by procedure, over a group of dossiers."""

    def __init__(self, world: World, real: History, honest: History, plant: Plant, group: Bools) -> None:
        way, dossiers = WAYS[plant.how], world.dossiers
        self.settled, self.shown = settled(world), real.traces[:, way.trace]
        self.possible: Bools = dossiers.fee > 0 if way.trace == Trace.OVERCHARGED else np.ones(len(dossiers), bool)
        holders = dossiers.holders(way.task)
        compared = group & ~np.isin(holders, list(world.lookalikes.apart)) & self.settled & self.possible
        if way.task == Task.INTAKE:
            compared &= ~dossiers.by_system
        shown = honest.traces[:, way.trace].astype(float)
        self.rate = self._rates(dossiers.procedure, compared, shown, len(world.procedures))
        self.spread = self._spread(holders[compared], compared, shown, len(world.staff))

    def of(self, dossiers: Bools) -> tuple[int, float, float, float]:
        """Dossiers, expected, excess and strength."""
        counted = dossiers & self.settled
        rate = self.rate[counted]
        expected = float(rate.sum())
        excess = float(self.shown[counted].sum()) - expected
        variance = float((rate * (1 - rate)).sum())
        return int(counted.sum()), expected, excess, excess_strength(excess, variance, self.spread, expected)

    def _rates(self, procedure: Ints, compared: Bools, shown: Floats, procedures: int) -> Floats:
        mean = shown[compared].mean() if compared.any() else 0
        happened = sums(shown[compared], procedure[compared], procedures)
        count = np.bincount(procedure[compared], minlength=procedures)
        return ((happened + _PRIOR * mean) / (count + _PRIOR))[procedure]

    def _spread(self, holders: Ints, compared: Bools, shown: Floats, officials: int) -> float:
        rate = self.rate[compared]
        happened, expected, variance = (
            sums(values, holders, officials) for values in (shown[compared], rate, rate * (1 - rate))
        )
        return habit_spread(happened, expected, variance, expected >= _ENOUGH_EXPECTED)
