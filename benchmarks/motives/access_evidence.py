"""How far a pryer shows: accesses of a kind against those of peers, in proportion to all accesses."""

from __future__ import annotations

import math

import numpy as np
from benchmarks.motives.access_log import Accesses, Action
from benchmarks.motives.arrays import Bools
from benchmarks.motives.evidence import LEAST_SPREAD, Evidence, excess_strength
from benchmarks.motives.history import History
from benchmarks.motives.planting import Plant
from benchmarks.motives.ways import ACCESSES, How
from benchmarks.motives.workdays import DAY
from benchmarks.motives.world import World

_NIGHT = 72_000
"""Seconds of the day: from eight in the evening."""
_MOST_VARIANCE = 1.5
"""Of honest habits."""
_LEAST_EXPORTED = 0.0005


def weigh_accesses(world: World, history: History, accesses: Accesses | None) -> dict[Plant, Evidence]:
    if accesses is None:
        return {}
    measure = _Measure(world, history, accesses)
    return {plant: measure.weigh(plant) for plant in world.plants if plant.act == ACCESSES}


class _Measure:
    def __init__(self, world: World, history: History, accesses: Accesses) -> None:
        self.world, self.accesses = world, accesses
        involved = {(event.dossier, event.official) for event in history.events}
        pairs = zip(accesses.dossier.tolist(), accesses.official.tolist(), strict=True)
        self.without_part = np.array([pair not in involved for pair in pairs])
        # What is filed again has no place of its own among the dossiers.
        self.dossier = np.minimum(accesses.dossier, len(world.dossiers) - 1)
        self.total = np.bincount(accesses.official, minlength=len(world.staff))
        self.pryers = {plant.official for plant in world.plants if plant.act == ACCESSES}

    def weigh(self, plant: Plant) -> Evidence:
        to_victims = self.world.groups[plant.victims][self.dossier]
        expected, excess, strength, spread = self._compare(plant, to_victims)
        _, _, strength_all, _ = self._compare(plant, np.ones(len(self.accesses), bool))
        n = int(self.total[plant.official])
        return Evidence(n, expected, excess, strength, n, strength_all, spread)

    def _compare(self, plant: Plant, concerned: Bools) -> tuple[float, float, float, float]:
        """Expected, excess, strength, and the spread of honest habits."""
        of_kind = self._of_kind(plant, concerned)
        happened = np.bincount(self.accesses.official[of_kind], minlength=len(self.world.staff))
        peers = self._peers(plant)
        rate = happened[peers].sum() / self.total[peers].sum()
        if plant.how == How.BULK_EXPORTS:
            rate = max(rate, _LEAST_EXPORTED)
        expected = rate * self.total
        beyond = ((happened - expected) ** 2 - expected)[peers].sum() / max((expected[peers] ** 2).sum(), 1e-9)
        spread = math.sqrt(min(max(beyond, LEAST_SPREAD**2), _MOST_VARIANCE))
        mine = float(expected[plant.official])
        excess = float(happened[plant.official] - mine)
        return mine, excess, excess_strength(excess, mine, spread, mine), spread

    def _of_kind(self, plant: Plant, concerned: Bools) -> Bools:
        if plant.how == How.RELATIVES_AGENT:
            relative = self.world.relatives[plant.official]
            return self.without_part & (self.world.dossiers.agent[self.dossier] == relative)
        if plant.how == How.NIGHT_VIEWS:
            return (self.accesses.at % DAY >= _NIGHT) & concerned
        exported = self.accesses.action == Action.EXPORT
        return self.without_part & concerned & (exported if plant.how == How.BULK_EXPORTS else True)

    def _peers(self, plant: Plant) -> list[int]:
        """Honest officials of the same role who stand out in no way."""
        staff = self.world.staff
        of_role = staff.of(staff.officials[plant.official].role)
        return [one for one in of_role if one not in self.pryers and one not in self.world.lookalikes.apart]
