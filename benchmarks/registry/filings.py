"""What is filed: by whom, for what, where, when and through whom, for the first time and once more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.registry.catalogue import BUSINESS, CONSTRUCTION, LAND, OFFICE_OF, OFFICES
from benchmarks.registry.world import World
from numpy.random import Generator

COUNTER, ONLINE, POST = range(3)
CHANNEL_SHARES = [0.62, 0.33, 0.05]
BUSINESS_ONLINE = 0.7
"""Share of the business dossiers that are filed online in any case."""
BY_WEEKDAY = np.array([1.2, 1.05, 1, 0.95, 0.9, 0.5, 0.5])
IN_THE_DAY, LATEST = (1.3, 1.5), 0.96
"""Shape of the hour of filing, and the latest share of the day."""
RUSHED = 0.16
"""Share of all land dossiers of the rush month that go to the flooded branch."""
THROUGH_AGENTS = np.array([0.46, 0.55, 0.38])
"""By office."""
AT_HOME, AT_SECOND_HOME = 0.58, 0.88
"""Bounds of one draw: below the first agents hand in at home, below the next at their second home."""
APPLICANTS = 1.6
"""For each dossier; some file more than once."""
COMPANIES = 0.07
"""Share of the other offices' dossiers filed by businesses."""
FILED_AT_NIGHT = 0.16
"""Share of what is filed online."""


@dataclass
class Filings:
    """One row per dossier."""

    office: Ints
    filed_at: Ints
    """Unit; its work may be done by another one after the merger."""
    unit: Ints
    """That does the work in the month of filing."""
    at: Floats
    """A moment."""
    agent: Ints
    locality: Ints
    procedure: Ints
    channel: Ints
    month: Ints
    applicant: Ints
    by_business: Bools
    earlier: Ints
    """The dossier, refused or withdrawn, that this repeats."""
    asks_factor: Floats
    """What is repeated has fewer defects."""
    kept_by: Ints
    """The appraiser who gets it again."""
    at_night: Bools

    def __len__(self) -> int:
        return len(self.at)


def draw_hour(rng: Generator, count: int) -> Floats:
    """As a share of the working day."""
    return np.clip(rng.beta(*IN_THE_DAY, count), 0, LATEST)


def file_first(rng: Generator, world: World, count: int) -> Filings:
    units, calendar = world.units, world.calendar
    office_weight = [units.weight[units.branches].sum(), units.weight[units.business], units.weight[units.construction]]
    office = rng.choice(OFFICES, count, p=office_weight)
    day = _draw_days(rng, world, count)
    month = calendar.months[day]
    filed_at = _draw_units(rng, world, office, month)
    agent = _draw_agents(rng, world, office)
    through = np.flatnonzero((agent >= 0) & (office == LAND))
    filed_at[through] = _where_agents_file(rng, world, agent[through])
    locality = np.full(count, NOBODY)
    for branch in units.branches:
        here, rows = world.localities.of(branch), np.flatnonzero(filed_at == branch)
        weight = world.localities.weight[here]
        locality[rows] = rng.choice(here, len(rows), p=weight / weight.sum())
    procedure = _draw_procedures(rng, world, office)
    channel = rng.choice(len(CHANNEL_SHARES), count, p=CHANNEL_SHARES)
    channel[(office == BUSINESS) & (rng.random(count) < BUSINESS_ONLINE)] = ONLINE
    return Filings(
        office=office,
        filed_at=filed_at,
        unit=units.successor_at[filed_at, month],
        at=day + draw_hour(rng, count),
        agent=agent,
        locality=locality,
        procedure=procedure,
        channel=channel,
        month=month,
        applicant=rng.integers(0, int(count * APPLICANTS), count),
        by_business=(office == BUSINESS) | (rng.random(count) < COMPANIES),
        earlier=np.full(count, NOBODY),
        asks_factor=np.ones(count),
        kept_by=np.full(count, NOBODY),
        at_night=(channel == ONLINE) & (rng.random(count) < FILED_AT_NIGHT),
    )


def _draw_days(rng: Generator, world: World, count: int) -> Ints:
    days = np.flatnonzero(np.arange(len(world.calendar.days)) < world.calendar.end)
    weight = world.seasons.volume[world.calendar.months[days]] * BY_WEEKDAY[world.calendar.weekdays[days]]
    return rng.choice(days, count, p=weight / weight.sum())


def _branch_shares(world: World) -> Floats:
    weight = world.units.weight[world.units.branches]
    return weight / weight.sum()


def _draw_units(rng: Generator, world: World, office: Ints, month: Ints) -> Ints:
    units = world.units
    filed_at = np.full(len(office), units.business)
    filed_at[office == CONSTRUCTION] = units.construction
    land = office == LAND
    filed_at[land] = rng.choice(units.branches, land.sum(), p=_branch_shares(world))
    filed_at[land & (month == units.rush_month) & (rng.random(len(office)) < RUSHED)] = units.rush
    return filed_at


def _draw_agents(rng: Generator, world: World, office: Ints) -> Ints:
    agent = np.full(len(office), NOBODY)
    through = rng.random(len(office)) < THROUGH_AGENTS[office]
    for one in OFFICES:
        rows = np.flatnonzero(through & (office == one))
        agent[rows] = choose_agents(rng, world, one, len(rows))
    return agent


def choose_agents(rng: Generator, world: World, office: int, count: int) -> Ints:
    agents = world.agents.of(office)
    size = world.agents.size[agents]
    return rng.choice(agents, count, p=size / size.sum())


def _where_agents_file(rng: Generator, world: World, agent: Ints) -> Ints:
    drawn = rng.random(len(agent))
    anywhere = rng.choice(world.units.branches, len(agent), p=_branch_shares(world))
    home, second_home = world.agents.home[agent], world.agents.second_home[agent]
    return np.where(drawn < AT_HOME, home, np.where(drawn < AT_SECOND_HOME, second_home, anywhere))


def _draw_procedures(rng: Generator, world: World, office: Ints) -> Ints:
    procedure = np.zeros(len(office), int)
    for one in OFFICES:
        rows, kinds = office == one, np.flatnonzero(np.array(OFFICE_OF) == one)
        share = world.procedures.share[kinds]
        procedure[rows] = rng.choice(kinds, rows.sum(), p=share / share.sum())
    return procedure
