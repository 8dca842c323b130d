"""What is brought: where, when, about what, by whom and through which agent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from benchmarks.queues.agents import SPECIALISED, Agent, Speciality
from benchmarks.queues.arrays import NONE, Bools, Floats, Ints
from benchmarks.queues.catalogue import COMMUNE, PROCEDURES, served_by
from benchmarks.queues.seasons import draw_seasons
from benchmarks.queues.units import Unit
from benchmarks.queues.workdays import HOUR, Period
from numpy.random import Generator

_UNIT_SPREAD, _PROCEDURE_SPREAD = 0.12, 0.3
_IN_COMMUNE, _IN_DEPARTMENT = 1.25, 0.8
"""Dossiers of a handler: those of communes are the smaller ones."""
_BEFORE_NOON, _MORNING, _AFTERNOON = 0.62, (7.4, 11.4), (13.4, 16.6)
_BUSINESS_FIELDS, _BUSINESS_KINDS = (
    ("business", "construction_investment", "land_lease", "environment"),
    ("xd", "tn", "yt"),
)
_OF_BUSINESS, _OF_BUSINESS_AT_DEPARTMENT, _OF_BUSINESS_ELSEWHERE = 0.75, 0.45, 0.06
_LEAST_HOMES, _MOST_HOMES = 3, 7
"""Units an agent goes to."""
_WITH_AGENT = 0.8
"""Of those who would take one: not everywhere is one to be found."""
_SPECIALISED_SHARE = 0.3
_ONLINE, _BY_POST = 0.33, 0.03


class Channel(IntEnum):
    COUNTER = 0
    ONLINE = 1
    POST = 2


@dataclass
class Arrivals:
    """In the order of time."""

    unit: Ints
    procedure: Ints
    day: Ints
    second: Ints
    """Of the day."""
    business: Bools
    agent: Ints
    channel: Ints

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True)
class Market:
    """Who may bring something, and where."""

    units: list[Unit]
    agents: list[Agent]
    speciality: Speciality

    @property
    def open_units(self) -> list[int]:
        """From the start on."""
        return [place for place, unit in enumerate(self.units) if place and unit.opened is None]


def draw_arrivals(rng: Generator, period: Period, market: Market, count: int) -> Arrivals:
    unit, procedure, day = _draw_filings(rng, period, market, count)
    early = rng.random(count) < _BEFORE_NOON
    second = np.where(early, rng.uniform(*_MORNING, count), rng.uniform(*_AFTERNOON, count)) * HOUR
    order = np.lexsort((second, day))
    unit, procedure, day = unit[order], procedure[order], day[order]
    business = rng.random(count) < np.array([_business_share(place) for place in range(len(PROCEDURES))])[procedure]
    agent = _draw_agents(rng, market, unit, procedure)
    channel = np.where(rng.random(count) < _ONLINE, Channel.ONLINE, Channel.COUNTER)
    channel[rng.random(count) < _BY_POST] = Channel.POST
    return Arrivals(unit, procedure, day, second[order].astype(int), business, agent, channel)


def _draw_filings(rng: Generator, period: Period, market: Market, count: int) -> tuple[Ints, Ints, Ints]:
    """Units, procedures and days."""
    seasons = draw_seasons(rng, period, len(market.units))
    weights = np.array([_unit_weight(rng, market.units[place]) for place in market.open_units])
    units, procedures, days = [], [], []
    for unit, of_unit in zip(market.open_units, rng.multinomial(count, weights / weights.sum()), strict=True):
        served = served_by(market.units[unit].kind)
        usual = np.array([PROCEDURES[place].weight for place in served])
        weights = usual * np.exp(rng.normal(0, _PROCEDURE_SPREAD, len(served)))
        for procedure, number in zip(served, rng.multinomial(of_unit, weights / weights.sum()), strict=True):
            units.append(np.full(number, unit))
            procedures.append(np.full(number, procedure))
            days.append(rng.choice(len(period), number, p=seasons.weights(unit, procedure)))
    return np.concatenate(units), np.concatenate(procedures), np.concatenate(days)


def _unit_weight(rng: Generator, unit: Unit) -> float:
    size = max(1, len(unit.handlers)) * np.exp(rng.normal(0, _UNIT_SPREAD))
    return size * (_IN_COMMUNE if unit.kind == COMMUNE else _IN_DEPARTMENT)


def _business_share(procedure: int) -> float:
    one = PROCEDURES[procedure]
    if one.field in _BUSINESS_FIELDS:
        return _OF_BUSINESS
    return _OF_BUSINESS_AT_DEPARTMENT if one.kind in _BUSINESS_KINDS else _OF_BUSINESS_ELSEWHERE


def _draw_agents(rng: Generator, market: Market, unit: Ints, procedure: Ints) -> Ints:
    agent = np.full(len(unit), NONE)
    homes = _draw_homes(rng, market)
    with_agent = np.array([one.with_agent for one in PROCEDURES])
    has_agent = rng.random(len(unit)) < with_agent[procedure] * _WITH_AGENT
    for place in market.open_units:
        for kind, one in enumerate(PROCEDURES):
            here = np.flatnonzero((unit == place) & (procedure == kind) & has_agent)
            able = [
                other for other, home in homes.items() if place in home and market.agents[other].deals_in(one.field)
            ]
            if len(here) and able:
                volumes: Floats = np.array([market.agents[other].volume for other in able])
                agent[here] = rng.choice(able, len(here), p=volumes / volumes.sum())
    special = np.flatnonzero((unit == market.speciality.unit) & (procedure == market.speciality.procedure))
    agent[special[rng.random(len(special)) < _SPECIALISED_SHARE]] = SPECIALISED
    return agent


def _draw_homes(rng: Generator, market: Market) -> dict[int, set[int]]:
    """Of all agents but the specialised one."""
    units, homes = market.open_units, {}
    for agent in range(SPECIALISED + 1, len(market.agents)):
        number = min(len(units), int(rng.integers(_LEAST_HOMES, _MOST_HOMES + 1)))
        homes[agent] = set(rng.choice(units, number, replace=False).tolist())
    return homes
