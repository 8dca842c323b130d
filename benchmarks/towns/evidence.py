"""How far a planted person shows: against what the same person would have shown if honest.

The same dossiers go to the same desks again and again, each time with everybody honest and everybody's habits drawn
anew; so the spread contains both chance and the difference of honest people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Floats
from benchmarks.towns.dossiers import Dossiers
from benchmarks.towns.history import History, happen
from benchmarks.towns.measures import events, exposure
from benchmarks.towns.round import Round
from benchmarks.towns.ways import Plant, Wrongdoing
from benchmarks.towns.world import TWINS, World

RUNS = 40
CHANCE_SHARE, LEAST_VARIANCE = 0.6, 0.5
"""Forty runs may by luck differ too little: the variance is at least this share of the mean, and at least this."""
SHOWS = 3.0
"""Whoever shows less cannot be told from honest people by anybody."""


@dataclass(frozen=True)
class Evidence:
    plant: Plant
    n: int
    expected: float
    excess: float
    strength: float
    """The excess in standard deviations."""

    @property
    def faint(self) -> bool:
        return self.strength < SHOWS


def weigh(world: World, dossiers: Dossiers, history: History, wrongdoing: Wrongdoing) -> list[Evidence]:
    if not wrongdoing.plants:
        return []
    honest = [_of_twins(world, dossiers, wrongdoing, run) for run in range(RUNS)]
    return [
        _evidence(world, history, plant, np.array([counts[place] for counts in honest], float))
        for place, plant in enumerate(wrongdoing.plants)
    ]


def _of_twins(world: World, dossiers: Dossiers, wrongdoing: Wrongdoing, run: int) -> list[int]:
    """The counts of the planted people in one run in which they are honest."""
    rng = world.stream(TWINS, run)
    habits = world.draw_habits(rng)
    history = happen(Round(rng, world, dossiers, habits, Wrongdoing()))
    return [events(world, history, plant) for plant in wrongdoing.plants]


def _evidence(world: World, history: History, plant: Plant, honest: Floats) -> Evidence:
    counted, expected = float(events(world, history, plant)), honest.mean()
    spread = np.sqrt(max(honest.var(ddof=1), CHANCE_SHARE * expected, LEAST_VARIANCE))
    return Evidence(
        plant=plant,
        n=exposure(history, plant),
        expected=round(expected, 2),
        excess=round(counted - expected, 2),
        strength=round((counted - expected) / spread, 2),
    )
