"""What an honest person with the same dossiers would have shown: rates of the honest course by unit and procedure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from benchmarks.queues.arrays import Bools, Floats, Ints, sums
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.clock import LONG_ENOUGH
from benchmarks.queues.history import History
from benchmarks.queues.variants import Sign
from benchmarks.queues.world import World

_SHRINKAGE = 15
"""Dossiers of the whole procedure that count with those of a unit."""
_PARTS_FOR_LATE = 6
"""Of the period: what is late depends on the queue there was."""
_ENOUGH_EXPECTED, _ENOUGH_CASES, _ENOUGH_OFFICIALS = 3, 30, 5
_CONTINUITY = 0.25


class _Count(NamedTuple):
    who: Callable[[History], Ints]
    """Answers for the dossier."""
    what: Callable[[History], Ints]
    """Is counted."""


_COUNTS = {
    Sign.SUPPLEMENT: _Count(lambda history: history.handler, lambda history: history.asked),
    Sign.UNLISTED: _Count(lambda history: history.handler, lambda history: history.asked_for_unlisted),
    Sign.OVERCHARGED: _Count(lambda history: history.clerk, lambda history: history.overcharged),
    Sign.LET_THROUGH: _Count(lambda history: history.clerk, lambda history: history.asked_for_listed),
    Sign.NO_SLIP: _Count(lambda history: history.clerk, lambda history: history.without_slip),
    Sign.LATE: _Count(lambda history: history.handler, lambda history: history.late),
    Sign.LAST_STOP: _Count(lambda history: history.handler, lambda history: history.stopped_last),
    Sign.KEPT: _Count(lambda history: history.hands_over, lambda history: history.kept),
    Sign.GRANTED_AFTER_ALL: _Count(lambda history: history.handler, lambda history: history.granted_after_all),
}


@dataclass(frozen=True)
class Scores:
    """By official."""

    cases: Ints
    seen: Floats
    expected: Floats
    variance: Floats
    """Of chance."""

    def deviation(self, official: int, spread: float) -> float:
        """Of what honest people show: chance, and the spread of their habits."""
        of_habits = (spread * self.expected[official]) ** 2
        return math.sqrt(self.variance[official] + of_habits + _CONTINUITY)


class Yardstick:
    """For one sign, made of the honest course."""

    def __init__(self, world: World, honest: History, sign: Sign) -> None:
        self.world, self.sign, self.count = world, sign, _COUNTS[sign]
        self.parts = _PARTS_FOR_LATE if sign == Sign.LATE else 1
        counted = self._counted(honest)
        done = self.count.what(honest).astype(float)[counted]
        procedure, stratum = honest.procedure[counted], self._strata(honest)[counted]
        cases = np.bincount(procedure, minlength=len(PROCEDURES))
        of_procedure = sums(procedure, done, len(PROCEDURES)) / np.maximum(1, cases)
        usual = np.repeat(np.tile(of_procedure, len(world.units)), self.parts)
        done_there = sums(stratum, done, len(usual))
        cases_there = np.bincount(stratum, minlength=len(usual))
        self.rates = (done_there + _SHRINKAGE * usual) / (cases_there + _SHRINKAGE)
        self.honest = self.measure(honest)

    def measure(self, history: History) -> Scores:
        counted, officials = self._counted(history), len(self.world.staff)
        who = self.count.who(history)[counted]
        done = self.count.what(history).astype(float)[counted]
        rates = self.rates[self._strata(history)[counted]]
        return Scores(
            cases=np.bincount(who, minlength=officials),
            seen=sums(who, done, officials),
            expected=sums(who, rates, officials),
            variance=sums(who, rates * (1 - rates), officials),
        )

    def spread(self, without: set[int]) -> float:
        """Of honest people's habits, beyond chance; at least that which they were drawn with."""
        scores = self.honest
        enough = (scores.expected >= _ENOUGH_EXPECTED) & (scores.cases >= _ENOUGH_CASES)
        compared = [official for official in np.flatnonzero(enough).tolist() if official not in without]
        if len(compared) < _ENOUGH_OFFICIALS:
            return self.world.spread
        expected = scores.expected[compared]
        beyond = (scores.seen[compared] - expected) ** 2 - scores.variance[compared]
        return float(max(self.world.spread, math.sqrt(max(0, beyond.sum() / (expected**2).sum()))))

    def _counted(self, history: History) -> Bools:
        counted = (self.count.who(history) >= 0) & history.is_received
        if self.sign == Sign.OVERCHARGED:
            counted &= np.array([procedure.fee > 0 for procedure in PROCEDURES])[history.procedure]
        if self.sign == Sign.KEPT:
            counted &= history.finished_at > 0
        if self.sign == Sign.LAST_STOP:
            counted &= is_long(history)
        return counted

    def _strata(self, history: History) -> Ints:
        stratum = unit_and_procedure(history)
        return stratum * self.parts + part_of_period(self.world, history.received_on, self.parts)


def is_long(history: History) -> Bools:
    """Enough for a stop of the clock to save time."""
    return np.array([procedure.limit >= LONG_ENOUGH for procedure in PROCEDURES])[history.procedure]


def unit_and_procedure(history: History) -> Ints:
    return history.unit * len(PROCEDURES) + history.procedure


def part_of_period(world: World, day: Ints, parts: int) -> Ints:
    return np.clip(day, 0, None) * parts // len(world.period)
