"""How long a result lies ready before the applicant has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Columns, Floats
from benchmarks.towns.round import Round
from benchmarks.towns.signing import Signing
from benchmarks.towns.ways import How

LEAST, MEAN = 0.02, 0.9
HABIT_COUNTS = 0.6
"""Most of it is up to the applicants, and not to who hands over."""
FORGOTTEN, FORGOTTEN_MEAN = 0.045, 5
HELD = 0.095
"""Share, of those who hold results, at full strength."""
HELD_LEAST, HELD_MORE = 5.2, (1.6, 4)


@dataclass
class Handover(Columns):
    days: Floats
    finished: Floats


def hand_over(run: Round, signing: Signing) -> Handover:
    dossiers, rng, count = run.dossiers, run.rng, len(run.dossiers)
    collecting = run.world.units.leanings.collecting[dossiers.unit]
    days = rng.exponential(MEAN, count) * np.exp(collecting + HABIT_COUNTS * run.habits.releasing[dossiers.releaser])
    days = days + np.where(run.chances() < FORGOTTEN, rng.exponential(FORGOTTEN_MEAN, count), 0) + LEAST
    for plant in run.wrongdoing.of(How.HELD_RESULTS):
        held = (dossiers.releaser == plant.official) & (run.chances() < run.wrongdoing.amount(plant, HELD))
        days[held] = HELD_LEAST + rng.gamma(*HELD_MORE, count)[held]
    return Handover(days, signing.ready + days)
