"""Agents: in which matters, how busy and how careful; the first of them brings one procedure to one desk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from benchmarks.queues.catalogue import LAND_AND_BUILDING, PROCEDURES, served_by
from benchmarks.queues.chance import factor
from benchmarks.queues.circumstances import comparable_units
from benchmarks.queues.units import Rule, Unit
from numpy.random import Generator

SPECIALISED = 0
"""Place of the agent with one desk only."""
_LEAST, _OFFICIALS_BY_AGENT = 10, 5
_VOLUME, _QUALITY, _MEAN_QUALITY, _SPECIALISED_QUALITY = 0.7, 0.3, -0.25, 0.55
"""Of missing papers, by those of applicants without an agent."""
_COMMON_WITH_AGENT = 0.3
_SIMPLE_FIELDS = ("land", "civil_status", "social", "education")
"""Where businesses have nothing to ask for."""


class Trade(StrEnum):
    LAND = "land"
    BUSINESS = "business"
    COURIER = "courier"
    SPECIALISED = "one procedure"


_DRAWN = (Trade.LAND, Trade.BUSINESS, Trade.COURIER)


@dataclass
class Agent:
    id: str
    trade: Trade
    volume: float
    quality: float

    def deals_in(self, field: str) -> bool:
        if self.trade == Trade.LAND:
            return field in LAND_AND_BUILDING
        return self.trade == Trade.COURIER or field not in _SIMPLE_FIELDS


class Speciality(NamedTuple):
    """Of the specialised agent."""

    unit: int
    procedure: int


def draw_agents(rng: Generator, units: list[Unit], officials: int) -> tuple[list[Agent], Speciality]:
    agents = []
    for place in range(max(_LEAST, round(officials / _OFFICIALS_BY_AGENT))):
        trade = _DRAWN[rng.integers(len(_DRAWN))]
        agents.append(Agent(f"DV{place + 1:03d}", trade, factor(rng, _VOLUME), factor(rng, _QUALITY, _MEAN_QUALITY)))
    speciality = _draw_speciality(rng, units)
    first = agents[SPECIALISED]
    first.trade, first.volume, first.quality = Trade.SPECIALISED, 0.0, _SPECIALISED_QUALITY
    return agents, speciality


def _draw_speciality(rng: Generator, units: list[Unit]) -> Speciality:
    """In a unit that goes by fields, so that it is always the same desks."""
    by_field = [place for place, unit in enumerate(units) if unit.rule == Rule.FIELD and unit.opened is None]
    if not by_field:
        large = comparable_units(units)
        place = large[rng.integers(len(large))]
        units[place].rule = Rule.FIELD
        by_field = [place]
    unit = by_field[rng.integers(len(by_field))]
    served = served_by(units[unit].kind)
    common = [place for place in served if PROCEDURES[place].with_agent >= _COMMON_WITH_AGENT] or served
    return Speciality(unit, common[rng.integers(len(common))])
