"""What is filed: when, where, by whom, and how hard it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import NOBODY, Bools, Columns, Floats, Ints
from benchmarks.chains.catalogue import FIELD_NAMES
from benchmarks.chains.chance import Purpose
from benchmarks.chains.circumstances import after_merger
from benchmarks.chains.offices import department_appraisers, land_appraisers
from benchmarks.chains.throws import SPREAD_THROWS, THROWS
from benchmarks.chains.units import Kind
from benchmarks.chains.world import World
from numpy.random import Generator

COMMUNE_SHARE, DEPARTMENT_SHARE, LAND_BRANCH_SHARE = 0.62, 0.34, 0.36
"""Of a commune of usual size, and of one appraiser."""
MONTHS_SPREAD, GROWTH = 0.1, 1.12
WEEKDAYS = (1.25, 1.05, 1, 0.98, 0.9)
RUSH, RUSH_MOST = 1.2, 0.3
"""So many of the usual dossiers of a month are filed in the month of the rush besides, instead of in others."""
PROCEDURES_SPREAD = 0.2
BUSINESS_AT_COMMUNE, BUSINESS, BUSINESS_IN = 0.06, 0.38, {"finance": 0.85, "household": 0.15}
DOSSIERS_PER_BUSINESS, BUSINESSES_DIFFER = 60, 0.7
FIRST_CITIZEN, CITIZENS = 10**6, 0.8
"""Citizens are numbered from there, and so many per dossier."""
AGENT_OF_BUSINESS, AGENT_AT_COMMUNE, AGENT_ELSEWHERE = 0.62, 0.20, 0.38
NO_AGENT_AFTER_ALL = 0.35
"""Weight, as is how busy agents are."""
HARD_OF_BUSINESS, HARD = 0.30, 0.18
ONLINE_OF_BUSINESS, ONLINE, BY_POST = 0.55, 0.28, 0.04
AT_COUNTER, IS_ONLINE, IS_BY_POST = 0, 1, 2
"""Channels."""
HOUR_SHAPE, HOUR_MOST = (1.6, 2.2), 0.93


@dataclass
class Filings(Columns):
    procedure: Ints
    unit: Ints
    day: Ints
    received: Floats
    business: Bools
    applicant: Ints
    agent: Ints
    hard: Bools
    channel: Ints
    clerk: Ints
    appraiser: Ints
    consulted: Ints
    checker: Ints
    signer: Ints
    releaser: Ints
    refusal: Ints
    """The dossier that was refused and is filed again here."""
    throws: Floats
    """Column: throw."""
    spread_throws: Floats


def file_dossiers(world: World) -> Filings:
    """Not yet in anybody's hands."""
    rng, count = world.stream(Purpose.FILING), world.dossiers
    unit, day = _places(rng, world, count)
    procedure = _procedures(rng, world, unit)
    field = world.procedures.field[procedure]
    business, applicant = _applicants(rng, world, unit, field)
    agent = _agents(rng, world, unit, field, business)
    hard = rng.random(count) < np.where(business, HARD_OF_BUSINESS, HARD)
    online = rng.random(count) < np.where(business, ONLINE_OF_BUSINESS, ONLINE)
    channel = np.where(online, IS_ONLINE, np.where(rng.random(count) < BY_POST, IS_BY_POST, AT_COUNTER))
    nobody = np.full(count, NOBODY)
    return Filings(
        procedure=procedure,
        unit=unit,
        day=day,
        received=day + rng.beta(*HOUR_SHAPE, count) * HOUR_MOST,
        business=business,
        applicant=applicant,
        agent=agent,
        hard=hard,
        channel=channel,
        clerk=nobody.copy(),
        appraiser=nobody.copy(),
        consulted=nobody.copy(),
        checker=nobody.copy(),
        signer=nobody.copy(),
        releaser=nobody.copy(),
        refusal=nobody.copy(),
        throws=world.stream(Purpose.COURSE).random((count, THROWS)),
        spread_throws=world.stream(Purpose.SPREAD_OF_COURSE).standard_normal((count, SPREAD_THROWS)),
    )


def _places(rng: Generator, world: World, count: int) -> tuple[Ints, Ints]:
    """Units and days."""
    calendar, rush = world.calendar, world.circumstances.rush
    shares = np.array([_share_of(world, unit) for unit in range(len(world.staff.units))])
    shares /= shares.sum()
    months = np.exp(rng.normal(0, MONTHS_SPREAD, calendar.month_count)) * np.linspace(1, GROWTH, calendar.month_count)
    recorded_months = calendar.months[: calendar.recorded]
    busy = months[np.minimum(recorded_months, calendar.month_count - 1)]
    busy = busy * np.array(WEEKDAYS)[calendar.weekdays[: calendar.recorded]]
    day = rng.choice(calendar.recorded, count, p=busy / busy.sum())
    unit = rng.choice(len(shares), count, p=shares)
    of_rush = int((unit == rush.unit).sum())
    moved = min(int(of_rush / calendar.month_count * RUSH), int(of_rush * RUSH_MOST))
    in_rush = rng.choice(np.flatnonzero(unit == rush.unit), moved, replace=False)
    day[in_rush] = rng.choice(calendar.days_of(rush.month), len(in_rush))
    return after_merger(world.circumstances.merger, unit, day), day


def _share_of(world: World, unit: int) -> float:
    one, scale = world.staff.units[unit], world.offices.scale
    if one.kind == Kind.COMMUNE:
        return one.size * COMMUNE_SHARE
    if one.kind == Kind.DEPARTMENT:
        return department_appraisers(scale) * DEPARTMENT_SHARE
    return land_appraisers(scale) * LAND_BRANCH_SHARE if one.kind == Kind.LAND_BRANCH else 0.0


def _procedures(rng: Generator, world: World, unit: Ints) -> Ints:
    procedure = np.zeros(len(unit), int)
    for one in np.unique(unit):
        of_unit = world.staff.units[one]
        known = world.procedures.of(of_unit.kind, of_unit.fields)
        usual = np.array([world.procedures.all[place].weight for place in known])
        weight = usual * rng.lognormal(0, PROCEDURES_SPREAD, len(known))
        here = np.flatnonzero(unit == one)
        procedure[here] = rng.choice(known, len(here), p=weight / weight.sum())
    return procedure


def _applicants(rng: Generator, world: World, unit: Ints, field: Ints) -> tuple[Bools, Ints]:
    count = len(unit)
    chance = np.where(world.staff.is_commune[unit], BUSINESS_AT_COMMUNE, BUSINESS)
    for name, of_field in BUSINESS_IN.items():
        chance = np.where(field == FIELD_NAMES.index(name), of_field, chance)
    business = rng.random(count) < chance
    businesses = int(count / DOSSIERS_PER_BUSINESS)
    weight = 1 / np.arange(1, businesses + 1) ** BUSINESSES_DIFFER
    companies = rng.choice(businesses, count, p=weight / weight.sum())
    citizens = FIRST_CITIZEN + rng.integers(0, int(count * CITIZENS), count)
    return business, np.where(business, companies, citizens)


def _agents(rng: Generator, world: World, unit: Ints, field: Ints, business: Bools) -> Ints:
    """By unit and field, for each is known to some agents only."""
    agents = world.agents.all
    at_commune = np.where(world.staff.is_commune[unit], AGENT_AT_COMMUNE, AGENT_ELSEWHERE)
    has_agent = rng.random(len(unit)) < np.where(business, AGENT_OF_BUSINESS, at_commune)
    agent = np.full(len(unit), NOBODY)
    for one in np.unique(unit):
        for of_field in np.unique(field[unit == one]):
            here = np.flatnonzero((unit == one) & (field == of_field) & has_agent)
            name = FIELD_NAMES[of_field]
            able = [place for place, one_of in enumerate(agents) if one in one_of.units and name in one_of.fields]
            if not able:
                continue
            weight = np.array([agents[place].busy * agents[place].units[one] for place in able] + [NO_AGENT_AFTER_ALL])
            agent[here] = np.append(able, NOBODY)[rng.choice(len(weight), len(here), p=weight / weight.sum())]
    return agent
