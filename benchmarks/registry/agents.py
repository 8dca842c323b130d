"""Agents who hand in dossiers for others: notaries, brokers, companies and couriers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Floats, Ints, Objects
from benchmarks.registry.catalogue import BUSINESS, CONSTRUCTION, LAND, OFFICES
from benchmarks.registry.chance import Streams, log_normal
from benchmarks.registry.units import Units

DOSSIERS_PER_AGENT, FEWEST, MOST, MORE_OR_LESS = 180, 120, 420, (0.8, 1.2)
LARGER_HALF = 2
"""Of the agents; the agent of a pair is one of it."""
KINDS, KIND_SHARES = ["VPCC", "MGBDS", "CTDV", "CN-BCCI"], [0.22, 0.33, 0.38, 0.07]
OFFICE_SHARES = [0.68, 0.22, 0.10]
SIZE_SPREAD = 1.1
LARGER_HALF = 2
CARE, CARE_SPREAD, PACE, PACE_SPREAD = -0.35, 0.30, -0.03, 0.08


@dataclass
class Agents:
    """Agents are known by their places; arrays go by them."""

    ids: Objects
    size: Floats
    """Share of the dossiers that come through agents, against the others of the office."""
    careless: Floats
    """Added to the logarithm of how much is asked of their dossiers."""
    slow: Floats
    """Added to the logarithm of the time their dossiers take."""
    office: Ints
    home: Ints
    """Unit they hand in at most."""
    second_home: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def largest(self, part: int, office: int | None = None) -> list[int]:
        """The larger half, third or so of all, and of those the ones of an office."""
        largest = np.argsort(-self.size)[: len(self) // part]
        return [int(agent) for agent in largest if office is None or self.office[agent] == office]

    def of(self, office: int) -> Ints:
        return np.flatnonzero(self.office == office)


def draw_agents(streams: Streams, units: Units, dossiers: int) -> Agents:
    count = int(np.clip(dossiers / DOSSIERS_PER_AGENT, FEWEST, MOST) * streams.world.uniform(*MORE_OR_LESS))
    rng = streams.agents
    kind = rng.choice(len(KINDS), count, p=KIND_SHARES)
    size = log_normal(rng, 1, SIZE_SPREAD, count)
    careless, slow = rng.normal(CARE, CARE_SPREAD, count), rng.normal(PACE, PACE_SPREAD, count)
    office = rng.choice(len(OFFICES), count, p=OFFICE_SHARES)
    teams = {BUSINESS: units.business, CONSTRUCTION: units.construction}
    home = [int(rng.choice(units.branches)) if one == LAND else teams[one] for one in office]
    return Agents(
        ids=np.array([f"{KINDS[one]}-{number:03d}" for number, one in enumerate(kind, 1)]),
        size=size,
        careless=careless,
        slow=slow,
        office=office,
        home=np.array(home),
        second_home=np.array([int(rng.choice(units.branches)) for _ in range(count)]),
    )
