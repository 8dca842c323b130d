"""The log of accesses, and when somebody opens a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np
from benchmarks.chains.arrays import Bools, Clock, Columns, Floats, Ints
from benchmarks.chains.history import History
from benchmarks.chains.units import FIRST_SYSTEM
from benchmarks.chains.workdays import HOUR, seconds
from benchmarks.chains.world import World
from numpy.random import Generator

BEFORE_END = 0.02
LATE_NIGHT = 0.7
EVENING, MIDNIGHT, EARLY = 21 * HOUR, 24 * HOUR, 28 * HOUR
"""Nights last from nine to four."""
FROM_THE_START, STARTS = 0.5, (0.1, 0.3)
"""Of the log, or after such a share of the records."""


class Action(IntEnum):
    VIEW = 0
    EXPORT = 1
    PRINT = 2
    EDIT = 3


@dataclass
class Accesses(Columns):
    official: Ints
    dossier: Ints
    clock: Clock
    action: Ints


class AccessLog:
    """Of dossiers filed for the first time; draws what it needs of chance in the order of use."""

    def __init__(self, rng: Generator, world: World, history: History) -> None:
        self.rng, self.world, self.history, self.filings = rng, world, history, history.filings
        calendar, self.count = world.calendar, len(history.first)
        late = rng.random() >= FROM_THE_START
        self.begins = int(calendar.recorded * rng.uniform(*STARTS)) if late else 0
        self._parts: list[Accesses] = []

    @cached_property
    def of_unit(self) -> list[Ints]:
        return [np.flatnonzero(self.filings.unit == unit) for unit in range(len(self.world.staff.units))]

    @cached_property
    def of_departments(self) -> Ints:
        return np.flatnonzero(np.isin(self.filings.unit, self.world.offices.departments))

    def add(self, official: Ints | int, dossiers: Ints, clock: Clock, action: Ints | Action = Action.VIEW) -> None:
        officials, actions = (np.broadcast_to(one, len(dossiers)) for one in (official, action))
        self._parts.append(Accesses(officials, dossiers, clock, actions))

    def in_first_system(self, dossiers: Ints) -> Bools:
        return self.world.staff.system[self.filings.unit[dossiers]] == FIRST_SYSTEM

    def known_before_end(self, dossiers: Ints, margin: float) -> Ints:
        """Those received by then."""
        return dossiers[self.filings.received[dossiers] < self.world.calendar.end - margin]

    def some_of(self, dossiers: Ints, count: int) -> Ints:
        """Some of them more than once."""
        return dossiers[self.rng.integers(0, len(dossiers), count)]

    def while_open(self, dossiers: Ints) -> Floats:
        received, end = self.filings.received[dossiers], self.world.calendar.end
        finished = np.minimum(self.history.first.moments.finished[dossiers], end - BEFORE_END)
        return received + self.rng.random(len(dossiers)) * (finished - received)

    def by_day(self, dossiers: Ints) -> Clock:
        """While they are open, once there is a log."""
        return self.world.calendar.to_clock(np.maximum(self.while_open(dossiers), self.begins))

    def by_night(self, dossiers: Ints) -> Clock:
        calendar, rng, count = self.world.calendar, self.rng, len(dossiers)
        midnight = calendar.midnight(np.minimum(self.while_open(dossiers).astype(int), calendar.recorded - 1))
        late = rng.random(count) < LATE_NIGHT
        before, after = rng.integers(EVENING, MIDNIGHT, count), rng.integers(MIDNIGHT, EARLY, count)
        return midnight + seconds(np.where(late, before, after))

    def accesses(self) -> Accesses:
        """In the order of time, from the start of the log to the end of the records."""
        calendar, logged = self.world.calendar, Accesses.together(self._parts)
        begins, ends = calendar.to_clock([self.begins])[0], calendar.midnight(calendar.recorded - 1) + seconds(MIDNIGHT)
        logged = logged.only((logged.clock >= begins) & (logged.clock < ends))
        return logged.only(np.lexsort((logged.dossier, logged.official, logged.clock)))


def without_hand_of(official: int, *hands: Ints) -> Bools:
    """Dossiers in which the official is none of these."""
    return np.logical_and.reduce([hand != official for hand in hands])
