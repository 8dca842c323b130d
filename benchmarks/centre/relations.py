"""Declared relations: most between officials, a few with an agent who has no advantage from it."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.centre.catalogue import WITH_BUSY_AGENTS
from benchmarks.centre.centre import Centre

DECLARED = 12
"""In a province of the usual size."""
WITH_AGENTS = 3
LARGEST_AGENTS = 6


class Relation(NamedTuple):
    official: str
    related_to: str
    kind: str


def declare_relations(centre: Centre) -> list[Relation]:
    chance, office = centre.chance, centre.office
    officials = list(office.officials)
    relations = []
    for _ in range(int(DECLARED * office.scale)):
        one, other = chance.sample(officials, 2)
        relations.append(Relation(one, other, chance.choice(["spouse", "sibling", "parent", "other"])))
    ordinary = [o for o in office.all_specialists if o.id not in centre.remarkable and o.department in WITH_BUSY_AGENTS]
    for official in chance.sample(ordinary, min(WITH_AGENTS, len(ordinary))):
        agent = chance.choice(centre.agents[str(official.department)][:LARGEST_AGENTS])
        relations.append(Relation(official.id, agent.id, chance.choice(["spouse", "sibling"])))
        centre.lookalikes.pair("relative_of_agent_no_advantage", official.id, agent.id)
    return relations
