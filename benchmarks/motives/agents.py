"""Agents who hand in dossiers for others, each at home in a few units; some specialise in one procedure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.motives.lookalikes import Lookalikes
from benchmarks.motives.procedures import Procedure
from benchmarks.motives.staff import Staff
from benchmarks.motives.units import COMMUNE_COUNT, DEPARTMENT_COUNT, Units
from numpy.random import Generator

_COUNT = (26, 38)
_INCOMPLETE, _INCOMPLETE_SPREAD, _INCOMPLETE_OF_SPECIALISED = 0.6, 0.25, 0.35
"""Their dossiers lack less than those of other people."""
_HOMES_IN_COMMUNES = 2
_SPECIALISED, _LEAST_VOLUME, _LEAST_SIZE = 3, 1.5, 1.6
_ID_STYLES = ["DV{:03d}", "agent-{:02d}", "UQ.{:04d}"]


class Speciality(NamedTuple):
    procedure: int
    desk: int
    """The appraiser to whom the dossiers of the agent mostly come."""


@dataclass
class Agent:
    id: str
    size: float
    incomplete: float
    """Times the usual share."""
    homes: set[int]
    speciality: Speciality | None = None


def draw_agents(
    rng: Generator, units: Units, procedures: list[Procedure], staff: Staff, lookalikes: Lookalikes
) -> list[Agent]:
    agents = [_draw_agent(rng, units.id_style, place) for place in range(int(rng.integers(*_COUNT)))]
    frequent = [
        place
        for place, procedure in enumerate(procedures)
        if procedure.of_department and procedure.volume > _LEAST_VOLUME
    ]
    for place in rng.choice(len(agents), _SPECIALISED, replace=False):
        agent = agents[place]
        procedure = int(rng.choice(frequent))
        desks = staff.with_procedure(procedure)
        plain = [desk for desk in desks if desk not in lookalikes.apart]
        agent.speciality = Speciality(procedure, int(rng.choice(plain or desks)))
        agent.incomplete, agent.size = _INCOMPLETE_OF_SPECIALISED, max(agent.size, _LEAST_SIZE)
        lookalikes.add_regular(int(place), agent.speciality.desk)
    return agents


def _draw_agent(rng: Generator, id_style: int, place: int) -> Agent:
    size = float(rng.gamma(1.2, 1) + 0.15)
    incomplete = math.exp(rng.normal(math.log(_INCOMPLETE), _INCOMPLETE_SPREAD))
    departments = rng.choice(DEPARTMENT_COUNT, 1).tolist()
    communes = (DEPARTMENT_COUNT + rng.choice(COMMUNE_COUNT, _HOMES_IN_COMMUNES, replace=False)).tolist()
    return Agent(_ID_STYLES[id_style].format(place * 3 + 11), size, incomplete, {*departments, *communes})
