"""What is decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns
from benchmarks.towns.intake import Intake
from benchmarks.towns.requests import Requests
from benchmarks.towns.round import Round
from benchmarks.towns.ways import How

REFUSED, REFUSED_WHERE_LACKING, MOST_REFUSED = 0.026, 0.03, 0.3
UNFOUNDED = 0.05
"""Refused without ground by those who do so, at full strength."""
WITHDRAWN = 0.011


@dataclass
class Outcome(Columns):
    refused: Bools
    unfounded: Bools
    """Refused though nothing was wrong with it."""
    withdrawn: Bools


def decide(run: Round, intake: Intake, requests: Requests) -> Outcome:
    """What was refused once is not refused again."""
    appraiser = run.dossiers.appraiser
    still_lacking = intake.overlooked & ~requests.found
    chance = REFUSED * np.exp(run.habits.refusing[appraiser]) + REFUSED_WHERE_LACKING * still_lacking
    refused = run.chances() < np.clip(chance, 0, MOST_REFUSED) * (not run.refiled)
    unfounded = np.zeros(len(appraiser), bool)
    if not run.refiled:
        for plant in run.wrongdoing.of(How.REFUSE_THEN_APPROVE):
            his = (appraiser == plant.official) & ~refused
            unfounded |= his & (run.chances() < run.wrongdoing.amount(plant, UNFOUNDED))
    refused |= unfounded
    return Outcome(refused, unfounded, ~refused & (run.chances() < WITHDRAWN))
