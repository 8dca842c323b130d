"""Choosing who does wrong: about one official in eight, each in one way, where the work is enough to show it."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.agents import LARGER_HALF
from benchmarks.registry.candidates import Candidates, Fits
from benchmarks.registry.catalogue import LAND
from benchmarks.registry.plan import Plan
from benchmarks.registry.posts import Post
from benchmarks.registry.variants import ACCESS, FOR_ONE_AGENT, VARIANTS, How, Variant
from benchmarks.registry.world import World
from numpy.random import Generator

PLANTED = (0.10, 0.14)
"""Share of the officials."""
TURN = "BDAECBD"
"""The acts in turn."""
LARGER_THIRD = 3
"""Of the agents; a relative is one of it, for without dossiers it could not be seen."""
FAVOURED_SIZE = 0.965
"""The agent of a pair is made at least as large as this quantile: a pair without dossiers cannot be seen."""
MONTHS_IN_UNIT, MONTHS_AT_INTAKE, MONTHS_IN_NEW_SOFTWARE = 15, 8, 8
ENOUGH_FOR_A_PAIR = 300
"""Dossiers of the official."""


def plant(rng: Generator, world: World, candidates: Candidates, plan: Plan) -> None:
    for variant in _draw_variants(rng, len(world.people)):
        post = variant.post if variant.post is not None else Post(rng.choice([Post.INTAKE, Post.APPRAISER]))
        official = candidates.take(rng, post, _fits(world, candidates, variant))
        if official is None:
            continue
        plan.variants[official] = variant
        if variant.how == How.RELATIVES:
            plan.agents[official] = int(rng.choice(_free(world.agents.largest(LARGER_THIRD), plan)))
        elif variant.how in FOR_ONE_AGENT:
            plan.agents[official] = _draw_favoured_agent(rng, world, plan, official)


def bring_home(rng: Generator, world: World, agent: int, unit: int, least_size: float) -> None:
    """Make an agent hand in mostly at one unit, and enough to be seen."""
    agents = world.agents
    agents.home[agent] = unit
    agents.size[agent] = max(agents.size[agent], np.quantile(agents.size, least_size))
    agents.second_home[agent] = int(rng.choice([branch for branch in world.units.branches if branch != unit]))


def _draw_variants(rng: Generator, officials: int) -> list[Variant]:
    count = round(officials * rng.uniform(*PLANTED))
    ways = {act: [variants[place] for place in rng.permutation(len(variants))] for act, variants in VARIANTS.items()}
    drawn: list[Variant] = []
    for place in range(count):
        act = TURN[place % len(TURN)]
        before = sum(variant.act == act for variant in drawn)
        drawn.append(ways[act][before % len(ways[act])])
    return drawn


def _fits(world: World, candidates: Candidates, variant: Variant) -> Fits:
    """Whether an official's place and time let the act be seen."""
    people, units = world.people, world.units
    post = people.roster.post[:, units.cut_over :]

    def in_land(official: int) -> bool:
        return units.is_land(people.main_unit[official])

    def steady(official: int) -> bool:
        unit = people.main_unit[official]
        stays = (people.roster.unit[official] == unit).sum() > MONTHS_IN_UNIT
        return unit in units.branches and stays and candidates.workload[official, Post.APPRAISER] > ENOUGH_FOR_A_PAIR

    def long_at_intake(official: int) -> bool:
        return (post[official] == Post.INTAKE).sum() > MONTHS_AT_INTAKE

    def long_in_new_software(official: int) -> bool:
        return (post[official] >= 0).sum() > MONTHS_IN_NEW_SOFTWARE

    if variant.act == ACCESS:
        return long_in_new_software
    needs = {
        How.NO_GUIDANCE: long_at_intake,
        How.NOT_HANDED_OVER: long_at_intake,
        How.STOP_LAST_DAYS: in_land,
        How.DEAD_BASIS: in_land,
        How.DUE_DATE_MOVED: in_land,
        How.LATE_SURVEY: in_land,
        How.LATE: in_land,
    } | dict.fromkeys(FOR_ONE_AGENT, steady)
    return needs.get(variant.how, lambda _: True)


def _free(agents: list[int], plan: Plan) -> list[int]:
    taken = set(plan.agents.values())
    return [agent for agent in agents if agent not in taken]


def _draw_favoured_agent(rng: Generator, world: World, plan: Plan, official: int) -> int:
    agent = int(rng.choice(_free(world.agents.largest(LARGER_HALF, LAND), plan)))
    bring_home(rng, world, agent, world.people.main_unit[official], FAVOURED_SIZE)
    return agent
