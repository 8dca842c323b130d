"""Relatives among officials and agents: those whose dossiers are pried into, and many who mean nothing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from benchmarks.motives.planting import Cast, Plant
from benchmarks.motives.staff import Role
from benchmarks.motives.ways import How
from numpy.random import Generator

_LARGEST_AGENTS = 14
"""A relative pried for is one of them, for without dossiers it could not be seen."""
_HONEST_RELATIVES, _AMONG_OFFICIALS = 5, 14


class Relation(NamedTuple):
    """Of an official with an agent or with another official."""

    official: int
    kind: str
    agent: int | None = None
    other: int | None = None


def draw_relations(rng: Generator, cast: Cast, plants: list[Plant]) -> tuple[list[Relation], dict[int, int]]:
    """All of them, and the relatives' agencies by the officials who pry for them."""
    staff, agents = cast.place.staff, len(cast.place.agents)
    relations, relatives = [], {}
    for one in plants:
        if one.how == How.RELATIVES_AGENT:
            relatives[one.official] = _draw_relative(rng, cast)
            kind = str(rng.choice(["spouse", "sibling", "child"]))
            relations.append(Relation(one.official, kind, agent=relatives[one.official]))
    honest = [one for one in staff.of(Role.APPRAISER, Role.CLERK) if one not in cast.taken]
    for official in rng.choice(honest, _HONEST_RELATIVES, replace=False):
        agent = int(rng.integers(0, agents))
        relations.append(Relation(int(official), str(rng.choice(["sibling", "other", "parent"])), agent=agent))
        cast.place.lookalikes.add("honest_relative_of_agent", int(official))
    for _ in range(_AMONG_OFFICIALS):
        official, other = rng.choice(len(staff), 2, replace=False)
        kind = str(rng.choice(["spouse", "sibling", "child", "parent", "other"]))
        relations.append(Relation(int(official), kind, other=int(other)))
    return relations, relatives


def _draw_relative(rng: Generator, cast: Cast) -> int:
    agent = cast.dossiers.agent
    sizes = np.bincount(agent[agent >= 0], minlength=len(cast.place.agents))
    return int(rng.choice(np.argsort(-sizes)[:_LARGEST_AGENTS]))
