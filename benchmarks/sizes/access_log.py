"""The log of who opened which dossier when, and how moments of opening are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns, Ints
from benchmarks.sizes.chance import HOLES
from benchmarks.sizes.history import History
from benchmarks.sizes.workdays import DAY, HOUR
from benchmarks.sizes.world import World
from numpy.random import Generator

ACTIONS, SHARES = ("view", "print", "edit", "export"), (0.90, 0.055, 0.042, 0.003)
PRINT, EXPORT = 1, 3
SOON_DAYS, SOON_FROM, BEFORE_END = 25, 0.004, 0.01
"""Working days after receipt in which dossiers are looked at."""
NIGHT_DAYS, EVENINGS = 15, 0.7
EVENING, EARLY = (int(20.5 * HOUR), 86_000), (300, 5 * HOUR)
"""Seconds of the day, and of the next."""
OWN_UNIT, TRIED = 0.6, 4
"""How often a stranger's dossier is of the own unit; so many are drawn for each that is to be a stranger's."""
HOLE = 0.004
AFTER_END = 20_000
"""Seconds after the last working hour in which the log still runs."""


@dataclass
class Accesses(Columns):
    clock: Ints
    official: Ints
    dossier: Ints
    action: Ints


class AccessLog:
    def __init__(self, rng: Generator, world: World, history: History) -> None:
        self.rng, self.world, self.history = rng, world, history
        self.received, self.calendar = history.filings.received, world.calendar
        self._parts: list[Accesses] = []
        steps = history.steps
        self._touched = np.unique(steps.official * len(history) + steps.dossier)
        unit, branch = history.filings.unit, history.filings.branch
        self.of_unit = [np.flatnonzero((unit == one) | (branch == one)) for one in range(world.units.local)]
        """Dossiers by unit."""

    def add(self, official: Ints | int, dossier: Ints, clock: Ints, action: Ints | None = None) -> None:
        who = np.full(len(dossier), official) if isinstance(official, int) else official
        if action is None:
            action = self.rng.choice(len(ACTIONS), len(dossier), p=SHARES)
        self._parts.append(Accesses(clock, who, dossier, action))

    def counts(self) -> Ints:
        """Accesses so far, by official."""
        officials = np.concatenate([part.official for part in self._parts])
        return np.bincount(officials, minlength=len(self.world.staff))

    def touched(self, official: Ints | int, dossier: Ints) -> Bools:
        """Whether the official has a step in the dossier."""
        key = official * len(self.history) + dossier
        place = np.minimum(np.searchsorted(self._touched, key), len(self._touched) - 1)
        return self._touched[place] == key

    def strangers(self, rng: Generator, official: int, count: int) -> Ints:
        """Dossiers in which the official has no step, mostly of the own unit."""
        tried, total = count * TRIED, len(self.history)
        own = self.of_unit[self.world.staff.home[official]]
        at_home = rng.random(tried) < OWN_UNIT
        near = own[rng.integers(0, len(own), tried)]
        drawn = np.where(at_home, near, rng.integers(0, total, tried))
        return drawn[~self.touched(official, drawn)][:count]

    def soon(self, rng: Generator, dossier: Ints) -> Ints:
        """In working time, not long after receipt."""
        received = self.received[dossier]
        left = np.minimum(SOON_DAYS, self.calendar.end - BEFORE_END - received)
        return self.calendar.to_clock(received + rng.uniform(SOON_FROM, 1, len(dossier)) * left)

    def at_night(self, rng: Generator, dossier: Ints) -> Ints:
        first = np.floor(self.received[dossier])
        later = np.floor(rng.random(len(dossier)) * np.minimum(NIGHT_DAYS, self.calendar.recorded - first))
        midnight = self.calendar.ordinals[(first + later).astype(int)] * DAY
        in_evening = rng.random(len(dossier)) < EVENINGS
        evening = rng.integers(*EVENING, len(dossier))
        return midnight + np.where(in_evening, evening, DAY + rng.integers(*EARLY, len(dossier)))

    def kept(self) -> Accesses:
        """What the export has of it, by the clock: nothing after its end, and with holes."""
        accesses = Accesses.together(self._parts)
        end = self.calendar.clock_at(self.calendar.last_moment) + AFTER_END
        accesses = accesses.only(accesses.clock <= end)
        accesses = accesses.only(self.world.stream(HOLES).random(len(accesses)) > HOLE)
        return accesses.only(np.lexsort((accesses.dossier, accesses.official, accesses.clock)))


def in_one_go(rng: Generator, start: int, seconds: int, count: int) -> Ints:
    """Clock times of one run over a list."""
    return start + np.sort(rng.integers(0, seconds, count))
