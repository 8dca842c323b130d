"""The documents a procedure ends with: what they rest on, who signed them, and what a review finds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns
from benchmarks.towns.outcome import Outcome
from benchmarks.towns.round import Round
from benchmarks.towns.signing import Signing
from benchmarks.towns.ways import How

REVIEWED, REVIEWED_AFTER_DAYS = 0.45, 20
UNLAWFUL, DEAD_BASIS, OWN_SIGNATURE, MOST = 0.03, 0.012, 0.004, 0.5
PLANTED_UNLAWFUL, PLANTED_DEAD_BASIS, PLANTED_OWN_SIGNATURE = 0.16, 0.10, 0.08
"""Added at full strength."""
DEAD_BASIS_NOTICED, OWN_SIGNATURE_NOTICED = 0.6, 0.7
"""Chance that a review finds the document unlawful for it."""


@dataclass
class Papers(Columns):
    issued: Bools
    reviewed: Bools
    dead_basis: Bools
    own_signature: Bools
    """The drafter signed it himself."""
    unlawful: Bools
    """As the review found."""


def issue(run: Round, signing: Signing, outcome: Outcome) -> Papers:
    end, appraiser = run.world.calendar.days, run.dossiers.appraiser
    issuing = run.of_procedure(lambda p: p.issues) > 0
    issued = issuing & ~outcome.refused & ~outcome.withdrawn & (signing.signed < end)
    reviewed = issued & (run.chances() < REVIEWED) & (signing.signed < end - REVIEWED_AFTER_DAYS)
    habit = np.exp(run.habits.unlawful[appraiser])
    unlawful = np.clip(UNLAWFUL * habit, 0, MOST)
    on_dead_basis = np.clip(DEAD_BASIS * habit, 0, MOST)
    by_drafter = np.full(len(appraiser), OWN_SIGNATURE)
    for how, chance, more in (
        (How.CONTRARY_DOCUMENTS, unlawful, PLANTED_UNLAWFUL),
        (How.DEAD_BASIS, on_dead_basis, PLANTED_DEAD_BASIS),
        (How.INCOMPETENT_SIGNATURE, by_drafter, PLANTED_OWN_SIGNATURE),
    ):
        for plant in run.wrongdoing.of(how):
            chance[appraiser == plant.official] += run.wrongdoing.amount(plant, more)
    dead_basis = issued & (run.chances() < on_dead_basis)
    own_signature = issued & (run.chances() < by_drafter)
    noticed = (
        (run.chances() < unlawful)
        | (dead_basis & (run.chances() < DEAD_BASIS_NOTICED))
        | (own_signature & (run.chances() < OWN_SIGNATURE_NOTICED))
    )
    return Papers(issued, reviewed, dead_basis, own_signature, reviewed & noticed)
