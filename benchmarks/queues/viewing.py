"""When somebody opens dossiers outside the work on them: some day while they are alive."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from benchmarks.queues.arrays import Floats, Ints
from benchmarks.queues.history import History
from benchmarks.queues.workdays import DAY, office_seconds
from benchmarks.queues.world import World
from numpy.random import Generator

_ALIVE, _SATURDAY, _WEEKEND = 20, 5, 2
"""Days."""
_THURSDAY = 3
"""The week's day on which 1970 began."""
_AFTER_RECEIPT = 300
RECENT, REPORTED = 40 * DAY, 35 * DAY
"""What is listed when somebody wants a list, or at the end of a month."""


class Archive:
    """The dossiers of a history, as they can be looked for."""

    def __init__(self, world: World, history: History) -> None:
        self.world, self.history = world, history
        self.last_day = world.period.last_midnight // DAY

    @cached_property
    def by_unit(self) -> list[Ints]:
        received, units = self.history.received, self.history.unit[self.history.received]
        return [received[units == unit] for unit in range(len(self.world.units))]

    def alive(self, rng: Generator, dossiers: Ints, count: int) -> tuple[Floats, Ints]:
        """Moments and dossiers."""
        drawn = dossiers[rng.integers(0, len(dossiers), count)]
        day = self.history.received_at[drawn] // DAY + rng.integers(0, _ALIVE, count)
        day = np.where((day + _THURSDAY) % 7 >= _SATURDAY, day + _WEEKEND, day)
        moments = np.minimum(day, self.last_day) * DAY + office_seconds(rng, count)
        return np.maximum(moments, self.history.received_at[drawn] + _AFTER_RECEIPT), drawn

    def received_before(self, dossiers: Ints, moment: int, within: int) -> Ints:
        received_at = self.history.received_at[dossiers]
        return dossiers[(received_at < moment) & (received_at > moment - within)]

    def midnight(self, day: Ints) -> Ints:
        """Of a day since 1970, or of the last in the records."""
        return np.minimum(day, self.last_day) * DAY
