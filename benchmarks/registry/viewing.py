"""The access log while it is being written, and what is there to open at a moment."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY, Floats, Ints
from benchmarks.registry.history import History
from benchmarks.registry.workdays import HOUR_SECONDS
from benchmarks.registry.world import World
from numpy.random import Generator

VIEW, EXPORT = 0, 1
RECENT_DAYS = 60
"""Working days."""
NIGHT_FROM, NIGHT_HOURS = 22 * HOUR_SECONDS, 6 * HOUR_SECONDS


class Viewing:
    def __init__(self, rng: Generator, world: World, history: History) -> None:
        self.rng, self.world, self.history = rng, world, history
        calendar = world.calendar
        self.first_ordinal = int(calendar.month_ordinals[world.units.cut_over])
        """The day of the change of software; there is no access log before it."""
        self._days = np.flatnonzero(
            (calendar.ordinals >= self.first_ordinal) & (calendar.ordinals < calendar.end_ordinal)
        )
        filed = history.filed
        self._of_unit = {unit: history.order[filed.unit[history.order] == unit] for unit in range(len(world.units))}
        self._blocks: list[tuple[Ints, Ints, Ints, Ints]] = []

    def days_in_office(self, official: int) -> Ints:
        """Working days of the new software on which the official was there."""
        month = self.world.calendar.months[self._days]
        return self._days[self.world.people.roster.unit[official, month] >= 0]

    def moments(self, days: Ints, count: int) -> Floats:
        return self.rng.choice(days, count) + self.rng.random(count)

    def actions(self, shares: list[float], count: int) -> Ints:
        return self.rng.choice(len(shares), count, p=shares)

    def recent(self, unit: int | None, moment: Floats, days: int = RECENT_DAYS) -> Ints:
        """A dossier of the unit, or of any, filed within so many working days before each moment."""
        dossiers = self.history.order if unit is None else self._of_unit[unit]
        filed = self.history.filed.at[dossiers]
        first = np.searchsorted(filed, moment - days)
        until = np.maximum(np.searchsorted(filed, moment), first + 1)
        place = first + (self.rng.random(len(moment)) * (until - first)).astype(int)
        if len(dossiers) == 0:
            return np.full(len(moment), NOBODY)
        return dossiers[np.minimum(place, len(dossiers) - 1)]

    def open(self, official: int, moment: Floats, dossier: Ints, action: Ints, night: bool = False) -> None:
        """At these moments, or in the nights after these days; where there is no dossier nothing is opened."""
        found = dossier >= 0
        moment, count = moment[found], int(found.sum())
        calendar = self.world.calendar
        if night:
            clock = calendar.midnight(moment) + NIGHT_FROM + self.rng.integers(0, NIGHT_HOURS, count)
        else:
            clock = calendar.to_clock(moment)
        self.add(clock, np.full(count, official), dossier[found], action[found])

    def add(self, clock: Ints, official: Ints, dossier: Ints, action: Ints) -> None:
        self._blocks.append((clock, official, dossier, action))

    def all(self) -> list[Ints]:
        """Clock, official, dossier and action, in the order of writing."""
        return [np.concatenate(column) for column in zip(*self._blocks, strict=True)]
