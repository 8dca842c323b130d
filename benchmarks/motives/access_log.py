"""The log of who opened which dossier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

import numpy as np
from benchmarks.motives.arrays import Bools, Ints
from benchmarks.motives.history import History
from benchmarks.motives.staff import NOBODY
from benchmarks.motives.steps import Step
from benchmarks.motives.units import FRONT
from benchmarks.motives.workdays import midnight, seconds_at
from benchmarks.motives.world import World
from numpy.random import Generator
from numpy.typing import ArrayLike

_LOOKED_UP = 20
"""Working days after receipt in which a dossier is looked up."""
_LATEST_IN_DAY = 0.97


class Action(IntEnum):
    VIEW = 0
    EXPORT = 1
    PRINT = 2
    EDIT = 3


ACTIONS = [action.name.lower() for action in Action]
"""As they are written."""


@dataclass
class Accesses:
    dossier: Ints
    at: Ints
    """Seconds."""
    official: Ints
    action: Ints

    def __len__(self) -> int:
        return len(self.dossier)

    def only(self, which: Bools | Ints) -> Accesses:
        return Accesses(self.dossier[which], self.at[which], self.official[which], self.action[which])


@dataclass
class Steps:
    """The events as arrays."""

    dossier: Ints
    at: Ints
    step: Ints
    official: Ints

    @staticmethod
    def of(history: History) -> Steps:
        columns = ([event[column] for event in history.events] for column in range(4))
        return Steps(*(np.array(column) for column in columns))


@dataclass
class AccessLog:
    """Entries are added part by part."""

    rng: Generator
    world: World
    steps: Steps
    parts: list[Accesses] = field(default_factory=list)

    @property
    def last_day(self) -> int:
        return self.world.period.last

    @cached_property
    def of_unit(self) -> list[Ints]:
        """Dossiers by unit."""
        return [np.flatnonzero(self.world.dossiers.unit == unit) for unit in range(FRONT)]

    def add(self, official: int, dossiers: ArrayLike, at: ArrayLike, action: ArrayLike) -> None:
        dossiers = np.asarray(dossiers)
        self.parts.append(
            Accesses(dossiers, np.asarray(at), np.full(len(dossiers), official), np.broadcast_to(action, len(dossiers)))
        )

    def add_work(self) -> None:
        """Most steps leave an access."""
        rng, steps = self.rng, self.steps
        logged = (rng.random(len(steps.dossier)) < 0.55) & (steps.official != NOBODY)
        count = int(logged.sum())
        at = steps.at[logged] - (rng.random(count) * 900).astype(int)
        step = steps.step[logged]
        edits = np.isin(step, [Step.APPRAISED, Step.SUPPLEMENT_REQUESTED]) & (rng.random(count) < 0.4)
        prints = (step == Step.RESULT_READY) & (rng.random(count) < 0.5)
        action = np.where(edits, Action.EDIT, np.where(prints, Action.PRINT, Action.VIEW))
        self.parts.append(Accesses(steps.dossier[logged], at, steps.official[logged], action))

    @cached_property
    def work_of(self) -> Ints:
        """How many accesses each official's own work left."""
        return np.bincount(self.parts[0].official, minlength=len(self.world.staff))

    def own(self, official: int) -> Ints:
        """Dossiers the official's own work led to, those filed again not counted."""
        work = self.parts[0]
        dossiers = np.unique(work.dossier[work.official == official])
        return dossiers[dossiers < len(self.world.dossiers)]

    def in_office_hours(self, dossiers: Ints) -> Ints:
        """Some time in the life of each."""
        count, received = len(dossiers), self.world.dossiers.day[dossiers]
        day = np.minimum(received + self.rng.integers(0, _LOOKED_UP, count), self.last_day)
        fraction = self.rng.random(count) * _LATEST_IN_DAY
        moments = (one + part for one, part in zip(day.tolist(), fraction.tolist(), strict=True))
        return np.array([seconds_at(moment) for moment in moments], dtype=np.int64)

    def at_night(self, dossiers: Ints, within: int, from_second: int, seconds: int) -> Ints:
        """Within some working days of the receipt of each."""
        count, received = len(dossiers), self.world.dossiers.day[dossiers]
        later, second = self.rng.integers(0, within, count), self.rng.integers(0, seconds, count)
        days = np.minimum(received + later, self.last_day).tolist()
        return np.array([midnight(day) for day in days], dtype=np.int64) + from_second + second

    def select(self, kept: Callable[[Accesses], Bools]) -> Accesses:
        together = Accesses(
            *(
                np.concatenate([getattr(part, column) for part in self.parts])
                for column in ("dossier", "at", "official", "action")
            )
        )
        return together.only(kept(together))
