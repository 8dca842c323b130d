"""How surprising each step is in its surroundings, from what the other dossiers did there.

Surprisal is ``-log p`` (nats) with ``p`` interpolated from coarse to fine contexts, each dossier's own counts left
out. After the leave-one-out counts of Böhmer and Rinderle-Ma (2016) and the backing-off of Witten and Bell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from liem.detection.control_flow.counting import Found, Index, counts
from liem.detection.control_flow.log import Floats, Ints, Log

STRENGTH = 1.0
"""Pseudo-count with which a coarser context speaks in a finer one."""
FLOOR = 1e-6
MOST_REPETITIONS = 6


@dataclass(frozen=True)
class Question:
    """What is asked about each event: how likely is ``target`` given ``contexts``, from coarse to fine."""

    name: str
    target: str
    contexts: tuple[tuple[str, ...], ...]


def questions(attributes: int) -> tuple[Question, ...]:
    """The questions put to a log with so many attributes."""
    flow = (
        Question("forward", "a", (("p1",), ("p1", "p2"))),
        Question("backward", "a", (("n1",), ("n1", "n2"))),
        Question("between", "a", (("p1",), ("p1", "n1"))),
        Question("repeated", "k", (("a",),)),
        Question("next", "n1", (("a",), ("a", "p1"))),
    )
    found = list(flow)
    for j in range(attributes):
        found.append(Question(f"value{j}", f"r{j}", (("a",),)))
        found.append(Question(f"value_after{j}", f"r{j}", (("a",), ("a", f"q{j}"))))
    return tuple(found)


class Columns:
    """The columns questions speak of, of one log: ``a`` activity, ``p`` previous, ``n`` next, ``k`` repetition,
    ``r`` attribute, ``q`` the same attribute one step before.
    """

    def __init__(self, log: Log) -> None:
        self.log = log
        self._made: dict[str, Ints] = {}

    def __getitem__(self, name: str) -> Ints:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Ints:
        log, sort = self.log, name[0]
        if sort == "a":
            return log.activity
        if sort in "pn":
            before = sort == "p"
            step = int(name[1:])
            return log.beside(log.activity, -step if before else step, log.activities + (1 if before else 2))
        if sort == "k":
            return np.minimum(log.repetition, MOST_REPETITIONS)
        column = log.attributes[int(name[1:])]
        return column if sort == "r" else log.beside(column, -1, log.values[int(name[1:])] + 1)

    def key(self, names: tuple[str, ...], sizes: Mapping[str, int]) -> Ints:
        """One number per combination of the named columns."""
        key = np.zeros(self.log.events, np.int64)
        for name in names:
            key = key * sizes[name if name[0] in "rq" else name[0]] + self[name]
        return key


@dataclass(frozen=True)
class Placed:
    """A log looked up in the contexts of the reference; ``left_out`` per dossier as in :class:`Found`."""

    log: Log
    left_out: Ints
    found: Mapping[tuple[str, ...], Found]


class Contexts:
    """Counts of every context and target of the questions, in the reference log."""

    def __init__(self, log: Log) -> None:
        self.questions = questions(len(log.attributes))
        self._sizes = _sizes(log)
        columns = Columns(log)
        self._index = {
            names: Index(columns.key(names, self._sizes), log.owner, log.dossiers) for names in self._combinations
        }

    @cached_property
    def _combinations(self) -> tuple[tuple[str, ...], ...]:
        named: dict[tuple[str, ...], None] = {(): None}
        for question in self.questions:
            named[(question.target,)] = None
            for context in question.contexts:
                named[_name(context)] = None
                named[_name((*context, question.target))] = None
        return tuple(named)

    def place(self, log: Log, left_out: Ints) -> Placed:
        """Look a log up once; it may be measured with several weights then."""
        columns, rows = Columns(log), left_out[log.owner]
        found = {names: self._index[names].find(columns.key(names, self._sizes), rows) for names in self._combinations}
        return Placed(log, left_out, found)

    def totals(self, weights: Floats) -> dict[tuple[str, ...], Floats]:
        """The weighted count of each key of each combination."""
        return {names: index.totals(weights) for names, index in self._index.items()}

    def surprisals(
        self, placed: Placed, totals: Mapping[tuple[str, ...], Floats], weights: Floats
    ) -> dict[str, Floats]:
        """Surprisal of each event by each question."""
        seen = {names: counts(totals[names], found, weights) for names, found in placed.found.items()}
        return {question.name: self._surprisal(question, seen) for question in self.questions}

    def _surprisal(self, question: Question, seen: Mapping[tuple[str, ...], Floats]) -> Floats:
        kinds = len(self._index[(question.target,)].keys)
        share = (seen[(question.target,)] + 0.5 / max(kinds, 1)) / (seen[()] + 0.5)
        share = np.maximum(share, FLOOR)
        for context in question.contexts:
            both, alone = seen[_name((*context, question.target))], seen[_name(context)]
            share = (both + STRENGTH * share) / (alone + STRENGTH)
        return -np.log(share)


def _name(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _sizes(log: Log) -> dict[str, int]:
    sizes = {"a": log.activities + 3, "p": log.activities + 3, "n": log.activities + 3, "k": MOST_REPETITIONS + 1}
    for j, size in enumerate(log.values):
        sizes[f"r{j}"] = sizes[f"q{j}"] = size + 3
    return sizes
