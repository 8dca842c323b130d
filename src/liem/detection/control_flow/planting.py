"""Irregularities planted into copies of the log's own dossiers, from which the learner knows what irregular looks like.

Six generic kinds, after the usual taxonomy of process anomalies: a step skipped, inserted, repeated, done early, done
late, or done with another value (another actor, another unit, …).
"""

from dataclasses import dataclass, replace

import numpy as np

from liem.detection.control_flow.log import Bools, Floats, Ints, Log

KINDS = ("skipped", "inserted", "repeated", "early", "late", "value")
SKIPPED, INSERTED, REPEATED, EARLY, LATE, VALUE = range(6)
_NEW = -1
_DRAWS = 8


@dataclass(frozen=True)
class Planted:
    """Altered copies: ``log``, the dossier each copy comes from, what was done to it, and at which step it was done."""

    log: Log
    source: Ints
    kind: Ints
    at: Ints


def plant(log: Log, seed: int) -> Planted:
    """One altered copy of each dossier, of a kind drawn at random; copies that came out unchanged are left out."""
    draw = np.random.default_rng(seed)
    kinds = np.array([SKIPPED, INSERTED, REPEATED, EARLY, LATE] + ([VALUE] if log.attributes else []))
    kind = kinds[draw.integers(0, len(kinds), log.dossiers)]
    chances = draw.random((log.dossiers, _DRAWS))
    edited = [_edit(int(length), int(k), u) for length, k, u in zip(log.length, kind, chances, strict=True)]
    lengths = np.array([len(steps) for steps, _ in edited])
    steps = np.concatenate([np.asarray(steps, np.int64) for steps, _ in edited])
    copies = _gathered(log, steps, lengths, draw)
    copies = _revalued(copies, kind == VALUE, chances, draw)
    changed = _differs(log, copies)
    keep = np.flatnonzero(changed)
    at = np.array([at for _, at in edited])
    return Planted(copies.take(keep), keep, kind[keep], at[keep])


def _edit(n: int, kind: int, u: Floats) -> tuple[list[int], int]:
    """The steps of the copy as places in the original (``_NEW``: an inserted one), and the first place altered."""
    steps = list(range(n))
    if kind == SKIPPED:
        many = 1 + int(u[0] * min(2, n - 1))
        at = int(u[1] * (n - many + 1))
        return (steps[:at] + steps[at + many :], at) if n > 1 else (steps, 0)
    if kind == INSERTED:
        for i in range(1 + int(u[0] * 2)):
            steps.insert(int(u[1 + i] * (len(steps) + 1)), _NEW)
        return steps, steps.index(_NEW)
    if kind == REPEATED:
        many = 1 + int(u[0] * min(3, n))
        at = int(u[1] * (n - many + 1))
        to = at + many + int(u[2] * (n - at - many + 1))
        return steps[:to] + steps[at : at + many] + steps[to:], to
    if kind in (EARLY, LATE) and n > 1:
        return _moved(steps, kind, u)
    return steps, 0


def _moved(steps: list[int], kind: int, u: Floats) -> tuple[list[int], int]:
    many = 1 + int(u[0] * min(2, len(steps) - 1))
    at = int(u[1] * (len(steps) - many + 1))
    block, rest = steps[at : at + many], steps[:at] + steps[at + many :]
    far = 1 + int(u[2] * 5)
    to = max(0, at - far) if kind == EARLY else min(len(rest), at + far)
    return rest[:to] + block + rest[to:], to


def _gathered(log: Log, steps: Ints, lengths: Ints, draw: np.random.Generator) -> Log:
    """The copies' events: those of the originals, and invented ones where a step is new."""
    rows = steps + np.repeat(log.start[:-1], lengths)
    new = np.flatnonzero(steps == _NEW)
    rows[new] = 0
    activity = log.activity[rows]
    activity[new] = draw.integers(0, log.activities, len(new))
    columns = []
    for column, size in zip(log.attributes, log.values, strict=True):
        values = column[rows]
        values[new] = draw.integers(0, size, len(new))
        columns.append(values)
    return replace(log, start=np.r_[0, np.cumsum(lengths)], activity=activity, attributes=tuple(columns))


def _revalued(copies: Log, chosen: Bools, chances: Floats, draw: np.random.Generator) -> Log:
    """One to three steps of the chosen dossiers with another value of one attribute."""
    dossiers = np.flatnonzero(chosen)
    columns = [column.copy() for column in copies.attributes]
    for i in range(3 if columns else 0):
        which = dossiers[chances[dossiers, 0] * 3 >= i]
        rows = copies.start[:-1][which] + (chances[which, 1 + i] * copies.length[which]).astype(np.int64)
        attribute = (chances[which, 5] * len(columns)).astype(np.int64)
        for j, column in enumerate(columns):
            mine = rows[attribute == j]
            column[mine] = draw.integers(0, copies.values[j], len(mine))
    return replace(copies, attributes=tuple(columns))


def _differs(log: Log, copies: Log) -> Bools:
    """Which copy is not the same as its original."""
    same_length = log.length == copies.length
    both = np.flatnonzero(same_length)
    old, start = log.rows(both)
    new, _ = copies.rows(both)
    unequal = log.activity[old] != copies.activity[new]
    for before, after in zip(log.attributes, copies.attributes, strict=True):
        unequal |= before[old] != after[new]
    differs = ~same_length
    differs[both] = np.add.reduceat(unequal.astype(np.int64), start[:-1]) > 0 if len(both) else False
    return differs
