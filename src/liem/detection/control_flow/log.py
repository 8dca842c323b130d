"""A log as flat arrays of numbers: what was done in which order, and with which attributes. No time is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Log:
    """Events of dossiers, one dossier after the other, each in the order of its steps.

    ``start``: ``dossiers + 1`` offsets; dossier ``i`` has the events ``start[i]:start[i + 1]``, at least one.
    ``activity`` and each of ``attributes``: one number per event, from 0 to below ``activities`` and ``values[j]``.
    """

    start: Ints
    activity: Ints
    attributes: tuple[Ints, ...]
    activities: int
    values: tuple[int, ...]

    @property
    def dossiers(self) -> int:
        """Number of dossiers."""
        return len(self.start) - 1

    @property
    def events(self) -> int:
        """Number of events."""
        return len(self.activity)

    @cached_property
    def length(self) -> Ints:
        """Number of steps of each dossier."""
        return np.diff(self.start)

    @cached_property
    def owner(self) -> Ints:
        """The dossier of each event."""
        return np.repeat(np.arange(self.dossiers), self.length)

    @cached_property
    def place(self) -> Ints:
        """The place of each event in its dossier, from 0."""
        return np.arange(self.events) - self.start[:-1][self.owner]

    @cached_property
    def repetition(self) -> Ints:
        """How often the dossier had the same activity before, per event."""
        order = np.lexsort((self.place, self.activity, self.owner))
        owner, activity = self.owner[order], self.activity[order]
        fresh = np.r_[True, (owner[1:] != owner[:-1]) | (activity[1:] != activity[:-1])]
        first = np.maximum.accumulate(np.where(fresh, np.arange(self.events), 0))
        found = np.empty(self.events, np.int64)
        found[order] = np.arange(self.events) - first
        return found

    def beside(self, column: Ints, step: int, outside: int) -> Ints:
        """The value of ``column`` ``step`` events later in the same dossier (earlier if negative), or ``outside``."""
        at = self.place + step
        inside = (at >= 0) & (at < self.length[self.owner])
        index = np.where(inside, np.arange(self.events) + step, 0)
        return np.where(inside, column[index], outside)

    def take(self, dossiers: Ints) -> "Log":
        """The log of these dossiers, in the order given."""
        index, start = self.rows(dossiers)
        columns = tuple(column[index] for column in self.attributes)
        return Log(start, self.activity[index], columns, self.activities, self.values)

    def rows(self, dossiers: Ints) -> tuple[Ints, Ints]:
        """Event numbers of these dossiers one after the other, and the offsets of the dossiers among them."""
        lengths = self.length[dossiers]
        start = np.r_[0, np.cumsum(lengths)]
        index = np.arange(start[-1]) - np.repeat(start[:-1], lengths) + np.repeat(self.start[:-1][dossiers], lengths)
        return index, start


def per_dossier(log: Log, values: Floats, how: np.ufunc) -> Floats:
    """``values`` (one per event) gathered per dossier by a reduction such as ``np.maximum``."""
    return how.reduceat(values, log.start[:-1])


def from_traces(
    traces: Sequence[Sequence[Sequence[int]]], activities: int | None = None, values: Sequence[int] | None = None
) -> Log:
    """A log of dossiers written as steps ``(activity, attribute, …)`` of numbers. ValueError for an empty dossier."""
    if any(len(trace) == 0 for trace in traces):
        raise ValueError("a dossier without steps cannot stand in a log")
    steps = np.array([step for trace in traces for step in trace], np.int64)
    columns = steps.reshape(len(steps), -1).T
    sizes = [int(column.max()) + 1 for column in columns]
    start = np.r_[0, np.cumsum([len(trace) for trace in traces])].astype(np.int64)
    return Log(
        start, columns[0], tuple(columns[1:]), activities or sizes[0], tuple(values) if values else tuple(sizes[1:])
    )
