"""The province and all that is going to be brought to it, before anything happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.provinces.province import Province
from benchmarks.queues.agents import Agent, Speciality, draw_agents
from benchmarks.queues.arrivals import Arrivals, Market, draw_arrivals
from benchmarks.queues.chance import Purpose, stream
from benchmarks.queues.circumstances import Circumstances, befall
from benchmarks.queues.dealing import Dealing, draw_dealings
from benchmarks.queues.lookalikes import Lookalikes
from benchmarks.queues.nature import Nature, draw_nature
from benchmarks.queues.procedures import Procedures, draw_procedures
from benchmarks.queues.staff import IN_OFFICES, Official, Role, appoint, at_centre
from benchmarks.queues.units import Unit, found_units
from benchmarks.queues.workdays import Period, draw_period
from numpy.random import Generator

LEFT_TO_CHANCE = 0
"""As a size: the province is as large as it happens to be."""
_LEAST_SPREAD, _MOST_SPREAD = 0.15, 0.35
"""Of habits among officials."""
_LEAST_OFFICIALS, _MOST_OFFICIALS = 60, 130
_FEWEST_BY_OFFICIAL, _MOST_BY_OFFICIAL, _LEAST_DOSSIERS, _MOST_DOSSIERS = 330, 480, 25_000, 60_000


@dataclass(frozen=True)
class World:
    seed: int
    spread: float
    period: Period
    units: list[Unit]
    staff: list[Official]
    circumstances: Circumstances
    lookalikes: Lookalikes
    procedures: Procedures
    agents: list[Agent]
    speciality: Speciality
    arrivals: Arrivals
    nature: Nature
    dealings: dict[int, Dealing]

    def stream(self, purpose: Purpose) -> Generator:
        return stream(self.seed, purpose)

    def people(self, without: set[int]) -> list[int]:
        """Of all units but the centre."""
        return [
            place for place, official in enumerate(self.staff) if official.role in IN_OFFICES and place not in without
        ]

    def leaders(self, unit: int) -> list[int]:
        """Of a unit, or of those it is merged from."""
        merger = self.circumstances.merger
        if merger is None or unit != merger.merged:
            return self.units[unit].leaders
        return [leader for ending in merger.ending for leader in self.units[ending].leaders]

    def of_role(self, role: Role) -> list[int]:
        return [place for place, official in enumerate(self.staff) if official.role == role]


def draw_world(province: Province) -> World:
    """One stream for all of it: the order is part of the province."""
    rng = stream(province.seed, Purpose.WORLD)
    spread = float(rng.uniform(_LEAST_SPREAD, _MOST_SPREAD))
    period = draw_period(rng)
    count, dossiers = _draw_size(rng, province)
    of_centre = at_centre(count)
    units = found_units(rng, count - of_centre)
    staff = appoint(rng, units, period, of_centre, spread)
    circumstances, lookalikes = befall(rng, province.seed, period, units, staff, count)
    procedures = draw_procedures(rng, period)
    agents, speciality = draw_agents(rng, units, count)
    arrivals = draw_arrivals(rng, period, Market(units, agents, speciality), dossiers)
    nature = draw_nature(rng, period, units, staff, agents, procedures, arrivals)
    return World(
        seed=province.seed,
        spread=spread,
        period=period,
        units=units,
        staff=staff,
        circumstances=circumstances,
        lookalikes=lookalikes,
        procedures=procedures,
        agents=agents,
        speciality=speciality,
        arrivals=arrivals,
        nature=nature,
        dealings=draw_dealings(rng, units, arrivals, nature.work),
    )


def _draw_size(rng: Generator, province: Province) -> tuple[int, int]:
    """Officials and dossiers."""
    officials, dossiers = province.officials, province.dossiers
    if officials == LEFT_TO_CHANCE:
        officials = int(rng.integers(_LEAST_OFFICIALS, _MOST_OFFICIALS + 1))
    if dossiers == LEFT_TO_CHANCE:
        likely = officials * rng.uniform(_FEWEST_BY_OFFICIAL, _MOST_BY_OFFICIAL)
        dossiers = int(np.clip(likely, _LEAST_DOSSIERS, _MOST_DOSSIERS))
    return officials, dossiers
