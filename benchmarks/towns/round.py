"""One run of the offices: the dossiers that go through them together, and who works on them with which habits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from benchmarks.towns.columns import Bools, Floats, Ints
from benchmarks.towns.dossiers import Dossiers
from benchmarks.towns.habits import Habits
from benchmarks.towns.procedures import Procedure
from benchmarks.towns.ways import How, Wrongdoing
from benchmarks.towns.world import World


@dataclass
class Round:
    rng: np.random.Generator
    world: World
    dossiers: Dossiers
    habits: Habits
    wrongdoing: Wrongdoing
    refiled: bool = False
    """All of them were refused before."""

    def chances(self) -> Floats:
        """A throw for each dossier."""
        return self.rng.random(len(self.dossiers))

    def of_procedure(self, figure: Callable[[Procedure], float]) -> Floats:
        return of_procedure(self.world, self.dossiers, figure)

    def by_channel(self, leanings: tuple[float, ...]) -> Floats:
        return np.array(leanings)[self.dossiers.channel]

    def with_agent(self, leaning: Callable[[Ints], Floats]) -> Floats:
        """A habit that concerns agents; 0 where the applicant comes himself."""
        agent = self.dossiers.agent
        return np.where(agent >= 0, leaning(np.maximum(agent, 0)), 0)

    @cached_property
    def care(self) -> Floats:
        """How often something is missing in the agent's dossiers."""
        return self.with_agent(lambda agent: self.habits.of_agents[agent])

    @cached_property
    def month(self) -> Ints:
        month_of = self.world.calendar.month_of
        return month_of[np.minimum(self.dossiers.day, len(month_of) - 1)]

    @cached_property
    def by_trainee(self) -> Bools:
        trainee = self.world.innocents.trainee
        if trainee is None:
            return np.zeros(len(self.dossiers), bool)
        return (self.dossiers.appraiser == trainee.official) & (self.dossiers.day < trainee.learns_until)

    @cached_property
    def favoured(self) -> Bools:
        found = np.zeros(len(self.dossiers), bool)
        for plant in self.wrongdoing.of(How.PAIR_FAVOUR):
            found |= (self.dossiers.appraiser == plant.official) & (self.dossiers.agent == plant.agent)
        return found


def of_procedure(world: World, dossiers: Dossiers, figure: Callable[[Procedure], float]) -> Floats:
    """A figure of each dossier's procedure."""
    return np.array([figure(procedure) for procedure in world.procedures], float)[dossiers.procedure]
