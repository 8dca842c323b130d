"""At the counter: whether something is missing, and whether the clerk sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats
from benchmarks.towns.round import Round
from benchmarks.towns.ways import How

OF_BUSINESSES, LACKING_BY_CHANNEL, OVERLOOKED_BY_CHANNEL = 0.25, (0, 0.1, 0.2), (0, 0.15, 0.3)
"""On the logarithmic scale: more is missing, and overlooked, of what does not come over the counter."""
MOST_LACKING, MOST_OVERLOOKED = 0.9, 0.95
OVERLOOKED = 0.23
PLANTED_OVERLOOKED = {How.LETS_INCOMPLETE_THROUGH: 0.97, How.NO_GUIDANCE_NO_CHECK: 0.62}
MOST_PLANTED_OVERLOOKED = 0.97
SILENT = 0.8
"""Chance that somebody planted leaves out a step of guidance."""
MINUTES, MINUTES_SPREAD, CAREFUL_TAKES_LONGER = 2.0, 0.5, -0.5
"""Logarithm of an ordinary look, how looks differ, and what a clerk's habit adds."""
EXPLAINING_TAKES = 1.5
HURRIED_SHARE, HURRIED = 0.6, 0.4
"""Whoever does not check needs, for so many of the dossiers, only this part of the time."""


@dataclass
class Intake(Columns):
    overlooked: Bools
    """Something is missing, and nobody saw it."""
    caught: Bools
    minutes: Floats
    """From the receipt to the slip."""
    silent: Floats
    """Chance that a step of guidance is left out on purpose."""


def take_in(run: Round) -> Intake:
    dossiers, leanings = run.dossiers, run.world.units.leanings
    lacking_chance = run.of_procedure(lambda p: p.lacking) * np.exp(
        leanings.lacking[dossiers.unit]
        + run.care
        + OF_BUSINESSES * dossiers.business
        + run.by_channel(LACKING_BY_CHANNEL)
    )
    lacking = (run.chances() < np.clip(lacking_chance, 0, MOST_LACKING)) & ~dossiers.complete
    overlooked_chance = OVERLOOKED * np.exp(
        run.habits.overlooking[dossiers.clerk]
        + leanings.overlooking[dossiers.unit]
        + run.by_channel(OVERLOOKED_BY_CHANNEL)
    )
    overlooked_chance = np.clip(overlooked_chance, 0, MOST_OVERLOOKED)
    silent = _look_away(run, overlooked_chance)
    overlooked = lacking & (run.chances() < overlooked_chance)
    caught = lacking & ~overlooked
    return Intake(overlooked, caught, _minutes(run, caught), silent)


def _look_away(run: Round, overlooked_chance: Floats) -> Floats:
    """Raises the chance of planted clerks, and returns that of leaving out guidance."""
    strength, silent = run.wrongdoing.strength, np.zeros(len(run.dossiers))
    for how, target in PLANTED_OVERLOOKED.items():
        for plant in run.wrongdoing.of(how):
            his = run.dossiers.clerk == plant.official
            raised = min(MOST_PLANTED_OVERLOOKED, target * plant.intensity)
            overlooked_chance[his] += strength * (raised - overlooked_chance[his])
            if how == How.NO_GUIDANCE_NO_CHECK:
                silent[his] = SILENT * strength
    return silent


def _minutes(run: Round, caught: Bools) -> Floats:
    habit = run.habits.overlooking[run.dossiers.clerk] * CAREFUL_TAKES_LONGER
    minutes = (
        np.exp(run.rng.normal(MINUTES, MINUTES_SPREAD, len(caught)))
        * np.exp(habit)
        * np.where(caught, EXPLAINING_TAKES, 1)
    )
    for how in PLANTED_OVERLOOKED:
        for plant in run.wrongdoing.of(how):
            his = run.dossiers.clerk == plant.official
            minutes[his & (run.chances() < HURRIED_SHARE * run.wrongdoing.strength)] *= HURRIED
    return minutes
