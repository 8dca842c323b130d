"""Who is kin to whom, as far as officials have declared it."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.chains.arrays import counts
from benchmarks.chains.filings import Filings
from benchmarks.chains.plan import Plan
from benchmarks.chains.staff import Role
from benchmarks.chains.variants import How
from benchmarks.chains.world import World
from numpy.random import Generator

OF_FAMILIES, OF_PRYING = ("parent", "sibling", "spouse", "child"), ("spouse", "sibling", "parent")
AMONG_OFFICIALS, OTHER = ("spouse", "sibling", "other"), "other"
CLIENTS_LEAST = 120
"""Dossiers of an agent for whom a relative may pry."""
OFFICIALS_PER_KIN, KIN_LEAST, OTHERS = 15, 4, 5
"""Relations that mean nothing."""


class Relation(NamedTuple):
    official: int
    to: int
    """An agent, or another official."""
    kind: str
    to_agent: bool = True


def relate_families(world: World) -> list[Relation]:
    """Neighbours whose kin appraises in the commune, which looks as if it meant something."""
    rng, relations = world.agents_rng, []
    for agent, family in enumerate(world.agents.all):
        if family.family_at is None:
            continue
        appraisers = world.staff.of(family.family_at, Role.APPRAISER)
        if appraisers:
            official = int(rng.choice(appraisers))
            relations.append(Relation(official, agent, str(rng.choice(OF_FAMILIES))))
            world.lookalikes.pair("relative_at_own_desk", official, agent)
    return relations


def relate_prying(rng: Generator, world: World, filings: Filings, plan: Plan) -> list[Relation]:
    """Whoever looks up what a relative files."""
    filed = counts(filings.agent, len(world.agents))
    relations = []
    for wrong in plan.who(How.RELATIVES):
        able = [
            place
            for place, agent in enumerate(world.agents.all)
            if agent.family_at is None and not agent.is_notary and filed[place] >= CLIENTS_LEAST
        ]
        agent = int(rng.choice(able))
        relations.append(Relation(wrong.official, agent, str(rng.choice(OF_PRYING))))
    return relations


def relate_others(rng: Generator, world: World, plan: Plan) -> list[Relation]:
    """None of them of an official who pries for a relative, or of a crooked pair."""
    officials, prying = len(world.staff), {wrong.official for wrong in plan.who(How.RELATIVES)}
    relations = []
    for _ in range(max(KIN_LEAST, world.offices.size // OFFICIALS_PER_KIN)):
        official, other = (int(one) for one in rng.choice(officials, 2, replace=False))
        relations.append(Relation(official, other, str(rng.choice(AMONG_OFFICIALS)), to_agent=False))
    for _ in range(OTHERS):
        official, agent = int(rng.integers(officials)), int(rng.integers(len(world.agents)))
        if official not in prying and (official, agent) not in plan.pairs:
            relations.append(Relation(official, agent, OTHER))
    return relations


def relatives_of(relations: list[Relation], plan: Plan) -> dict[int, int]:
    """The agents for whom officials pry; their kinship comes before any other with an agent but a family."""
    prying = {wrong.official for wrong in plan.who(How.RELATIVES)}
    return {one.official: one.to for one in relations if one.official in prying and one.to_agent}
