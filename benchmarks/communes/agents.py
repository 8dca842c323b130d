"""Agents who file for others, each at home in a few neighbouring units."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from benchmarks.communes.office import Lookalike, Office, Unit
from benchmarks.communes.procedures import BUSINESS, CERTIFICATION, CONSTRUCTION, LAND

_PER_OFFICIAL, _FEWEST = 0.17, 8
_BOTH = "ca hai"
_KINDS = {LAND: 0.5, BUSINESS: 0.2, _BOTH: 0.3}
_FIELDS = {LAND: (LAND, CONSTRUCTION, CERTIFICATION), BUSINESS: (BUSINESS,)}
"""What agents of a kind file."""
_SIZE_FALLS = 0.55
"""Exponent: the first agents are much larger than the last."""
_HOMES = [1, 2, 3, 4, 6, 8]
_HOME_SPREAD = 0.6
_PREPARED, _PREPARED_SPREAD = -0.12, 0.12
_LARGER = (2, 3)
"""The part of the agents, from the largest, who also work in wards, as a fraction."""
_FEWEST_LARGER = 4
_PER_WARD = 3
_USUAL_FROM, _USUAL_TO = 0.7, 1.4
_SPECIALISED, _HOMES_OF_SPECIALISED = 2, 3


@dataclass(eq=False)
class Agent:
    code: str
    kind: str
    weight: float
    """How much he files, against other agents."""
    homes: dict[Unit, float]
    """The share of each unit in what he files."""
    lacking: float
    """Added to the logarithm of the chance that something is missing."""
    specialised: bool = False
    """Better prepared and faster than others, in every unit alike."""


@dataclass
class Market:
    """The agents of a province, and who may be asked for help in a unit and a field."""

    agents: list[Agent]
    offers: dict[tuple[Unit, str], list[tuple[Agent, float]]] = field(default_factory=dict)
    """With weights, by unit and field of procedures."""

    def hire(self, rng: Random, unit: Unit, matter: str) -> Agent:
        agents, weights = zip(*self.offers[unit, matter], strict=True)
        return rng.choices(agents, weights)[0]

    def is_offered(self, unit: Unit, matter: str) -> bool:
        return bool(self.offers.get((unit, matter)))


def draw_market(rng: Random, office: Office) -> Market:
    count = max(_FEWEST, round(len(office.officials) * _PER_OFFICIAL))
    market = Market([_draw_agent(rng, number, office.units) for number in range(count)])
    _send_to_wards(rng, office, market.agents)
    for unit in office.units:
        for kind, matters in _FIELDS.items():
            there = [
                (a, a.weight * a.homes[unit]) for a in market.agents if unit in a.homes and a.kind in (kind, _BOTH)
            ]
            market.offers |= {(unit, matter): there for matter in matters}
        unit.agents = rng.uniform(_USUAL_FROM, _USUAL_TO)
    known = [a for a in market.agents if len(a.homes) >= _HOMES_OF_SPECIALISED] or market.agents
    for agent in rng.sample(known, min(_SPECIALISED, len(market.agents))):
        agent.specialised = True
        office.lookalikes.append(Lookalike("specialised_agent_fast_everywhere", "agent", agent.code))
    return market


def _draw_agent(rng: Random, number: int, units: list[Unit]) -> Agent:
    """The ``number`` counts from 0, the largest agent."""
    code = f"DV{rng.randint(1000, 9999)}-{number:02d}"
    kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
    first, homes = rng.randrange(len(units)), rng.choice(_HOMES)
    return Agent(
        code=code,
        kind=kind,
        weight=1 / (1 + number) ** _SIZE_FALLS,
        homes={units[(first + i) % len(units)]: math.exp(rng.gauss(0, _HOME_SPREAD)) for i in range(homes)},
        lacking=rng.gauss(_PREPARED, _PREPARED_SPREAD),
    )


def _send_to_wards(rng: Random, office: Office, agents: list[Agent]) -> None:
    part, whole = _LARGER
    larger = agents[: max(_FEWEST_LARGER, len(agents) * part // whole)]
    for unit in office.units:
        if unit.ward:
            for agent in rng.sample(larger, _PER_WARD):
                agent.homes.setdefault(unit, 1)
