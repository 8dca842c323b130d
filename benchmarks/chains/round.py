"""One round of dossiers through the offices, with what is usual and what habits make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.filings import Filings
from benchmarks.chains.habits import MONTHS_BEYOND, Habit
from benchmarks.chains.plan import EXCESS_LEAST, TIMES_LEAST, Plan, Wrong, more_often
from benchmarks.chains.regulars import Pair
from benchmarks.chains.throws import SpreadThrow, Throw
from benchmarks.chains.units import FIRST_SYSTEM
from benchmarks.chains.variants import How
from benchmarks.chains.world import World

LEARNING, SETTLING = 85, 30
"""Working days a trainee takes to learn the work, and whoever is transferred takes to get used to it."""
TRAINEE_ASKS, TRAINEE_SLOWER, TRAINEE_OVERLOOKS = 1.55, 0.25, 1.5
NEWCOMER_ASKS, NEWCOMER_SLOWER = 1.2, 0.22
"""Factors, and logarithms of factors."""


@dataclass(frozen=True)
class Newness:
    """What those who are new do more of."""

    asks: Floats
    overlooks: Floats
    slower: Floats


@dataclass
class Round:
    world: World
    plan: Plan
    filings: Filings
    is_first: bool
    """Most wrong is done to dossiers when they are filed for the first time."""

    def __len__(self) -> int:
        return len(self.filings)

    def throw(self, which: Throw, dossiers: Ints | slice = slice(None)) -> Floats:
        return self.filings.throws[dossiers, which]

    def spread_throw(self, which: SpreadThrow) -> Floats:
        return self.filings.spread_throws[:, which]

    def wrongs(self, *ways: How) -> Iterator[Wrong]:
        return self.plan.who(*ways) if self.is_first else iter(())

    @property
    def pairs(self) -> list[Pair]:
        return self.plan.pairs if self.is_first else []

    def of_pair(self, pair: Pair) -> Bools:
        return (self.filings.appraiser == pair.official) & (self.filings.agent == pair.agent)

    def factor(self, habit: Habit, officials: Ints) -> Floats:
        """Of the official alone, on what is usual."""
        return np.exp(self.world.habits.of_officials[habit][officials])

    def factor_at_unit(self, habit: Habit, officials: Ints) -> Floats:
        habits = self.world.habits
        return np.exp(habits.of_officials[habit][officials] + habits.of_units[habit][self.filings.unit])

    def more_often(
        self,
        wrong: Wrong,
        dossiers: Ints,
        usual: Floats,
        spread: float,
        most: float,
        *,
        times: float = TIMES_LEAST,
        least: int = EXCESS_LEAST,
    ) -> Floats:
        return more_often(wrong, self.filings.day[dossiers], usual, spread, most, times=times, least=least)

    @cached_property
    def in_first_system(self) -> Bools:
        return self.world.staff.system[self.filings.unit] == FIRST_SYSTEM

    @cached_property
    def limit(self) -> Floats:
        return self.world.procedures.limit_on(self.filings.procedure, self.filings.day)

    @cached_property
    def time_left(self) -> Floats:
        """Working days from intake to the end of the limit, pauses not counted."""
        received = self.filings.received
        return np.floor(received) + 1 + self.limit - received

    @cached_property
    def fee(self) -> Floats:
        return self.world.procedures.fee[self.filings.procedure].astype(float)

    @cached_property
    def month(self) -> Ints:
        calendar = self.world.calendar
        return np.minimum(calendar.months[self.filings.day], calendar.month_count + MONTHS_BEYOND - 1)

    @cached_property
    def again(self) -> Bools:
        """Filed again after a refusal."""
        return self.filings.refusal >= 0

    @cached_property
    def without_agent(self) -> Bools:
        return self.filings.agent < 0

    @cached_property
    def decider(self) -> Ints:
        """Under whose name a refusal stands."""
        return np.where(self.in_first_system, self.filings.appraiser, self.filings.signer)

    @cached_property
    def newness(self) -> Newness:
        filings, count = self.filings, len(self)
        asks, overlooks, slower = np.ones(count), np.ones(count), np.zeros(count)
        for official, begins in self.world.circumstances.trainees.items():
            learns = filings.day < begins + LEARNING
            appraises = (filings.appraiser == official) & learns
            asks[appraises], slower[appraises] = TRAINEE_ASKS, TRAINEE_SLOWER
            overlooks[(filings.clerk == official) & learns] = TRAINEE_OVERLOOKS
        for official, _, day in self.world.circumstances.transfers:
            settles = (filings.appraiser == official) & (filings.day >= day) & (filings.day < day + SETTLING)
            asks[settles], slower[settles] = NEWCOMER_ASKS, NEWCOMER_SLOWER
        return Newness(asks, overlooks, slower)
