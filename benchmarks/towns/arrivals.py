"""Who files what, where, when and through whom, and on whose desk it lands."""

from __future__ import annotations

import numpy as np
from benchmarks.towns.agents import NOBODY
from benchmarks.towns.assigning import assign, pick
from benchmarks.towns.catalogue import ENTRIES
from benchmarks.towns.circumstances import PROVINCIAL_RUSH
from benchmarks.towns.columns import Bools, Floats, Ints
from benchmarks.towns.dossiers import FIRST_FILING, Dossiers
from benchmarks.towns.innocents import Lookalike
from benchmarks.towns.limit_change import limits
from benchmarks.towns.staff import Role
from benchmarks.towns.world import World

BY_WEEKDAY = np.array([1.25, 1.05, 1, 0.95, 0.85])
MORNING_SHARE, MORNING_LENGTH, AFTERNOON_LENGTH = 0.6, 0.53, 0.45
"""Of the dossiers of a day, and of the day."""
EARLIEST, LATEST = 0.003, 0.97
"""In the day."""
MIX_SPREAD = 0.2
"""How units differ in what is filed there."""
CHANNEL_SHARES = (0.62, 0.32, 0.06)
AT_HOME, WITHIN_THE_KIND, ELSEWHERE = 3.0, 1.2, 0.05
"""How readily an agent files there."""
DIFFICULT_BUSINESS, DIFFICULTY_GROWS = 2.5, 1.5
"""Dossiers of businesses, and of procedures in which much is missing, go to the desk for hard ones."""
LEFT_LYING = 0.25
"""Of the dossiers of somebody absent; the rest goes to the colleague."""
BEFORE_ABSENCE, LONGEST_LYING = 4, 6
HANDED_OVER_AFTER = (0.5, 2.5)
LOAD_DAYS = 10
APPLICANTS = 0.85
"""As many as this share of the dossiers."""
LIMIT_LOOKALIKES, ENOUGH_TO_STAND_OUT = 3, 40


def draw_arrivals(rng: np.random.Generator, world: World, count: int) -> Dossiers:
    unit, day = _receipts(rng, world, count)
    received = day + _moments(rng, count)
    procedure = _procedures(rng, world, unit)
    business = rng.random(count) < np.array([p.by_businesses for p in world.procedures])[procedure]
    channel = rng.choice(len(CHANNEL_SHARES), count, p=CHANNEL_SHARES)
    agent = _agents(rng, world, unit, procedure)
    clerk = assign(rng, world, unit, procedure, day, Role.CLERK)
    appraiser = _appraisers(rng, world, unit, procedure, day, business, agent)
    covered, waited = _cover(rng, world, appraiser, day)
    return Dossiers(
        unit=unit,
        day=day,
        received=received,
        procedure=procedure,
        limit=limits(world, world.limit_change, procedure, day),
        business=business,
        channel=channel,
        agent=agent,
        clerk=clerk,
        appraiser=covered,
        first_appraiser=appraiser,
        waited=waited,
        signer=assign(rng, world, unit, procedure, day, Role.LEADER),
        releaser=assign(rng, world, unit, procedure, day, Role.RELEASER),
        load=_load(covered, day),
        applicant=rng.integers(0, int(count * APPLICANTS), count),
        refiled_from=np.full(count, FIRST_FILING),
        complete=np.zeros(count, bool),
    )


def _receipts(rng: np.random.Generator, world: World, count: int) -> tuple[Ints, Ints]:
    """Unit and day of each dossier, in the order of days."""
    circumstances, days = world.circumstances, world.calendar.days
    unit = rng.choice(len(world.units), count, p=world.units.share)
    month = world.calendar.month_of[:days]
    usual = (
        world.months.volume[month]
        * BY_WEEKDAY[world.calendar.weekday[:days]]
        * np.where(month == circumstances.provincial_rush_month, PROVINCIAL_RUSH, 1)
    )
    day = rng.choice(days, count, p=usual / usual.sum())
    in_rush = np.flatnonzero(unit == circumstances.rush_unit)
    rush = usual * np.where(month == circumstances.rush_month, circumstances.rush_factor, 1)
    day[in_rush] = rng.choice(days, len(in_rush), p=rush / rush.sum())
    order = np.argsort(day + rng.random(count), kind="stable")
    unit, day = unit[order], day[order]
    return after_merger(world, unit, day), day


def after_merger(world: World, unit: Ints, day: Ints) -> Ints:
    """The unit that is there on the day."""
    circumstances = world.circumstances
    ended = (unit == circumstances.merged) & (day >= circumstances.merger_day)
    return np.where(ended, circumstances.absorbing, unit)


def _moments(rng: np.random.Generator, count: int) -> Floats:
    """Within the day: most in the middle of the morning, the rest in the middle of the afternoon."""
    moment = np.where(
        rng.random(count) < MORNING_SHARE,
        rng.beta(2, 3, count) * MORNING_LENGTH,
        MORNING_LENGTH + rng.beta(2, 3, count) * AFTERNOON_LENGTH,
    )
    return np.clip(moment, EARLIEST, LATEST)


def _procedures(rng: np.random.Generator, world: World, unit: Ints) -> Ints:
    procedure = np.zeros(len(unit), int)
    for kind in ENTRIES:
        offered = [i for i, p in enumerate(world.procedures) if p.kind == kind]
        wanted = np.array([world.procedures[i].wanted for i in offered])
        for one in world.units.of_kind(kind):
            weights = wanted * np.exp(rng.normal(0, MIX_SPREAD, len(offered)))
            here = np.flatnonzero(unit == one)
            procedure[here] = rng.choice(offered, len(here), p=weights / weights.sum())
    return procedure


def _agents(rng: np.random.Generator, world: World, unit: Ints, procedure: Ints) -> Ints:
    agents = world.agents
    has_agent = rng.random(len(unit)) < np.array([p.by_agents for p in world.procedures])[procedure]
    kind = np.array(world.units.kinds)[unit]
    weights = np.zeros((len(unit), len(agents)))
    for agent in range(len(agents)):
        elsewhere = np.where(kind == agents.kinds[agent], WITHIN_THE_KIND, ELSEWHERE)
        weights[:, agent] = agents.work[agent] * np.where(unit == agents.homes[agent], AT_HOME, elsewhere)
    return np.where(has_agent, pick(rng, weights), NOBODY)


def _appraisers(
    rng: np.random.Generator, world: World, unit: Ints, procedure: Ints, day: Ints, business: Bools, agent: Ints
) -> Ints:
    lacking = np.array([p.lacking * p.share_of_limit for p in world.procedures])
    difficulty = np.where(business, DIFFICULT_BUSINESS, 1) * (lacking[procedure] / lacking.mean()) ** DIFFICULTY_GROWS
    appraiser = assign(rng, world, unit, procedure, day, Role.APPRAISER, difficulty)
    for regular in world.regulars:
        his = (agent == regular.agent) & (unit == world.staff.homes[regular.official])
        appraiser[his & (rng.random(len(unit)) < regular.share)] = regular.official
    return appraiser


def _cover(rng: np.random.Generator, world: World, appraiser: Ints, day: Ints) -> tuple[Ints, Floats]:
    """Who really appraises, and the days lost where somebody is absent."""
    covered, waited = appraiser.copy(), np.zeros(len(day))
    for absence in world.innocents.absences:
        his = (covered == absence.official) & (day >= absence.first - BEFORE_ABSENCE) & (day < absence.until)
        early = his & (day < absence.first)
        lying = his & ~early & (rng.random(len(day)) < LEFT_LYING)
        covered[his & ~lying] = absence.cover
        waited[early] += rng.uniform(*HANDED_OVER_AFTER, len(day))[early]
        waited[lying] += np.minimum(absence.until - day, LONGEST_LYING)[lying]
    return covered, waited


def _load(appraiser: Ints, day: Ints) -> Floats:
    """Dossiers given to the desk in the last ten working days, against the desk's median."""
    load = np.ones(len(day))
    for one in np.unique(appraiser):
        his = np.flatnonzero(appraiser == one)
        days = day[his]
        recent = np.searchsorted(days, days, "right") - np.searchsorted(days, days - LOAD_DAYS, "left")
        load[his] = np.maximum(recent, 1) / max(1, np.median(recent))
    return load


def find_limit_lookalikes(world: World, dossiers: Dossiers) -> list[Lookalike]:
    """Those who do most of the procedure whose limit changes, and did nothing wrong."""
    of_procedure = dossiers.appraiser[dossiers.procedure == world.limit_change.procedure]
    count = np.bincount(of_procedure, minlength=len(world.staff))
    planted = {plant.official for plant in world.planted.plants}
    return [
        Lookalike("limit_of_procedure_changed", "official", world.staff.codes[official])
        for official in np.argsort(-count, kind="stable")[:LIMIT_LOOKALIKES]
        if count[official] >= ENOUGH_TO_STAND_OUT and int(official) not in planted
    ]
