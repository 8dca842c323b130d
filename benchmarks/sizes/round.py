"""One round of dossiers through the offices, and how likely each deed is with whoever has each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.deeds import HABITS, Deed
from benchmarks.sizes.desks import Desks
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.rates import Allowances, Rates, find_allowances, find_rates
from benchmarks.sizes.variants import VARIANTS, How
from benchmarks.sizes.world import World

LEANING_MOST, MOST = 0.95, 0.9
HABIT_OF_PLANTED = 0.9
"""Whoever does it is not, besides, among the most scrupulous of his colleagues."""
SPEED_OF_EFFORT = 1.6
FAVOUR = 0.85
"""At full strength, so much less is asked of the agent of a pair."""


def bend_habits(world: World, plan: Plan) -> dict[Deed, Floats]:
    """The habits of officials as the plan would have them."""
    habits = {habit: world.habits.of_officials[habit].copy() for habit in HABITS}
    for official, how in plan.wrongs.items():
        habit = VARIANTS[how].habit
        if habit is not None:
            habits[habit][official] = max(habits[habit][official], HABIT_OF_PLANTED)
    habits[Deed.SPEED][plan.efforts] = SPEED_OF_EFFORT
    return habits


@dataclass
class Round:
    rng: np.random.Generator
    number: int
    """0: filed for the first time; 1: filed again after a refusal."""
    world: World
    desks: Desks
    plan: Plan
    habits: dict[Deed, Floats]
    filings: Filings

    def __len__(self) -> int:
        return len(self.filings)

    @property
    def refiled(self) -> bool:
        return self.number > 0

    def happens(self, chance: Floats | float) -> Bools:
        return self.rng.random(len(self)) < chance

    def uniform(self, least: float, most: float) -> Floats:
        return self.rng.uniform(least, most, len(self))

    def normal(self) -> Floats:
        return self.rng.normal(size=len(self))

    @cached_property
    def rates(self) -> Rates:
        return find_rates(self.world, self.filings)

    @cached_property
    def allowances(self) -> Allowances:
        return find_allowances(self.world, self.filings)

    @cached_property
    def limit(self) -> Floats:
        world, filings = self.world, self.filings
        return world.circumstances.limit(world.procedures, filings.procedure, filings.day).astype(float)

    @cached_property
    def favoured(self) -> Bools:
        return self.plan.favours(self.filings.appraiser, self.filings.agent)

    @cached_property
    def favour(self) -> Floats:
        """Factor on what is asked and on delays."""
        return np.where(self.favoured, 1 - FAVOUR * self.plan.strength, 1.0)

    def chance(self, rate: Floats, habit: Deed, officials: Ints, *ways: How, most: float = MOST) -> Floats:
        """The rate with the habits of unit and official, and more of it where the official is planted."""
        own = self.world.habits.of_units[habit][self.filings.unit]
        chance = np.minimum(LEANING_MOST, rate * own * self.habits[habit][officials])
        for how in ways:
            chance = chance * self.plan.times(officials, how)
        return np.minimum(most, chance)
