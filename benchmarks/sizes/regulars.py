"""Officials and the agents whose regular desk they are: some are to favour the agent, some only know the subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from benchmarks.sizes.arrays import Ints
from benchmarks.sizes.chance import REGULARS, around
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.posts import Role
from benchmarks.sizes.world import World
from numpy.random import Generator

OFFICIALS_PER_PAIR, OFFICIALS_PER_REGULAR = 45, 60
ORDER_SPREAD = 0.15
"""Of the logarithm: the busiest agents come first, nearly."""
ENOUGH_OF_AGENT, ENOUGH_OF_OFFICIAL = 40, 60
"""Dossiers of the agent at his usual desk, and of the official at all."""
LEAST_CHOICE = 2
DRAWN_TO_DESK = 0.68


class Regular(NamedTuple):
    official: int
    agent: int


@dataclass(frozen=True)
class Regulars:
    favoured: list[Regular]
    """Chosen to be favoured; the desk is the same where all are honest."""
    innocent: list[Regular]

    @property
    def officials(self) -> set[int]:
        return {regular.official for regular in self.favoured + self.innocent}


def with_a_part(world: World) -> set[int]:
    """Officials with whom something honest is the matter already."""
    staff = world.staff
    return {*staff.moved, *staff.covers.values(), *(desk.official for desk in world.procedures.hard_desks)}


def find_regulars(world: World, filings: Filings) -> tuple[Regulars, Ints]:
    """With the appraisers of all dossiers after the desks have drawn theirs."""
    choosing = _Choosing(world.stream(REGULARS), world, filings)
    regulars = choosing.choose()
    return regulars, choosing.draw_to_desks(regulars)


class _Choosing:
    def __init__(self, rng: Generator, world: World, filings: Filings) -> None:
        self.rng, self.world, self.filings = rng, world, filings
        self.section = world.procedures.section[filings.procedure]

    def choose(self) -> Regulars:
        officials = len(self.world.staff)
        pairs, regulars = (max(1, round(officials / per)) for per in (OFFICIALS_PER_PAIR, OFFICIALS_PER_REGULAR))
        chosen = Regulars([], [])
        filed = self._filed_at_usual_desk()
        for agent in self._order(filed):
            if len(chosen.favoured) >= pairs and len(chosen.innocent) >= regulars:
                break
            able = self._able(agent, chosen)
            if len(able) < LEAST_CHOICE or filed[agent] < ENOUGH_OF_AGENT:
                continue
            regular = Regular(int(self.rng.choice(able)), int(agent))
            in_turn = len(chosen.favoured) <= len(chosen.innocent) * pairs / regulars
            if in_turn and len(chosen.favoured) < pairs:
                chosen.favoured.append(regular)
            else:
                chosen.innocent.append(regular)
        return chosen

    def draw_to_desks(self, regulars: Regulars) -> Ints:
        filings, staff, appraiser = self.filings, self.world.staff, self.filings.appraiser.copy()
        for official, agent in regulars.favoured + regulars.innocent:
            theirs = (filings.agent == agent) & (filings.branch == staff.home[official])
            theirs &= self.section == staff.section[official]
            appraiser[theirs & (self.rng.random(len(filings)) < DRAWN_TO_DESK)] = official
        return appraiser

    def _filed_at_usual_desk(self) -> Ints:
        filings = self.filings
        return np.array(
            [
                np.sum((filings.agent == agent) & (filings.branch == unit) & (self.section == section))
                for agent, (unit, section) in enumerate(self.world.agents.desks)
            ]
        )

    def _order(self, filed: Ints) -> Ints:
        noise = around(self.rng, 0, ORDER_SPREAD, len(filed))
        return np.argsort(-(np.minimum(filed, 2 * np.median(filed)) * noise))

    def _able(self, agent: int, chosen: Regulars) -> list[int]:
        """Appraisers of the agent's usual desk, but none where a custom would hide what they do."""
        unit, section = self.world.agents.desks[agent]
        if unit in self.world.circumstances.custom_units:
            return []
        taken = with_a_part(self.world) | chosen.officials
        return [
            official
            for official in self.world.staff.of(unit, Role.APPRAISER)
            if self.world.staff.section[official] == section
            and official not in taken
            and np.sum(self.filings.appraiser == official) > ENOUGH_OF_OFFICIAL
        ]
