"""Who opened which dossier, when, and what for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
from benchmarks.queues.arrays import Bools, Ints


class Action(IntEnum):
    VIEW = 0
    EXPORT = 1
    PRINT = 2
    EDIT = 3


ACTIONS = [action.name.lower() for action in Action]


@dataclass(frozen=True)
class Accesses:
    at: Ints
    official: Ints
    dossier: Ints
    action: Ints

    def __len__(self) -> int:
        return len(self.at)

    def only(self, which: Bools | Ints) -> Accesses:
        return Accesses(self.at[which], self.official[which], self.dossier[which], self.action[which])


@dataclass
class AccessLog:
    _parts: list[Accesses] = field(default_factory=list)

    def add(self, at: Any, official: Any, dossier: Any, action: Any = Action.VIEW) -> None:
        """One for each moment; the rest is the same for all, or one for each too."""
        moments = np.asarray(at, dtype=np.int64)
        columns = (np.broadcast_to(np.asarray(column), len(moments)) for column in (official, dossier, action))
        self._parts.append(Accesses(moments, *columns))

    def all(self) -> Accesses:
        columns = ("at", "official", "dossier", "action")
        return Accesses(*(np.concatenate([getattr(part, column) for part in self._parts]) for column in columns))
