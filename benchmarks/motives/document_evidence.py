"""How far a drafter of bad documents shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.motives.arrays import Bools, Ints, sums
from benchmarks.motives.documents import Document
from benchmarks.motives.evidence import Evidence, excess_strength, habit_spread
from benchmarks.motives.planting import Plant
from benchmarks.motives.ways import DOCUMENTS, How
from benchmarks.motives.world import World

_IS_BAD: dict[How, Callable[[Document], bool]] = {
    How.DEAD_BASIS: lambda document: document.dead_basis,
    How.CONTRARY_TO_LAW: lambda document: document.found_bad,
    How.INCOMPETENT_SIGNATURE: lambda document: document.own_signature,
}
_ENOUGH_EXPECTED = 1
"""Of a drafter from whom the spread of honest habits is learned."""
_UNKNOWN_SPREAD = 0.3
"""Where there is no such drafter."""


def weigh_documents(world: World, documents: list[Document]) -> dict[Plant, Evidence]:
    plants = [plant for plant in world.plants if plant.act == DOCUMENTS]
    if not documents:
        return {}
    drafter = np.array([document.drafter for document in documents])
    dossier = np.array([document.dossier for document in documents])
    reviewed = np.array([document.review is not None for document in documents])
    apart = [*(plant.official for plant in plants), *world.lookalikes.apart]
    compared = ~np.isin(drafter, apart)
    evidence = {}
    for plant in plants:
        bad = np.array([_IS_BAD[plant.how](document) for document in documents])
        # Only a review tells what is contrary to law; the other flaws stand in the document.
        seen = reviewed if plant.how == How.CONTRARY_TO_LAW else np.ones(len(documents), bool)
        measure = _Measure(drafter, bad, compared & seen, len(world.staff))
        mine = (drafter == plant.official) & seen
        n, expected, excess, strength = measure.of(mine & world.groups[plant.victims][dossier])
        n_all, _, _, strength_all = measure.of(mine)
        evidence[plant] = Evidence(n, expected, excess, strength, n_all, strength_all, measure.spread)
    return evidence


@dataclass
class _Measure:
    drafter: Ints
    bad: Bools
    compared: Bools
    officials: int

    def __post_init__(self) -> None:
        self.rate = float(self.bad[self.compared].mean())
        drafter = self.drafter[self.compared]
        happened = sums(self.bad[self.compared], drafter, self.officials)
        expected = self.rate * np.bincount(drafter, minlength=self.officials).astype(float)
        known = expected >= _ENOUGH_EXPECTED
        self.spread = habit_spread(happened, expected, expected, known) if known.any() else _UNKNOWN_SPREAD

    def of(self, documents: Bools) -> tuple[int, float, float, float]:
        """Documents, expected, excess and strength."""
        n = int(documents.sum())
        expected = self.rate * n
        excess = float(self.bad[documents].sum() - expected)
        return n, expected, excess, excess_strength(excess, expected * (1 - self.rate), self.spread, expected)
