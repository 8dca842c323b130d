"""What was irregular about a dossier: the one change after which it looks most ordinary.

Steps are taken out, put in, moved, or given their usual value; each changed copy is scored like any dossier, and the
change after which the score falls most says which step it is, what kind of irregularity, and what was expected.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from liem.detection.control_flow.log import Floats, Ints, Log, per_dossier
from liem.detection.control_flow.model import Scorer
from liem.detection.control_flow.usual import Usual

TAKE_OUT, PUT_IN, MOVE, CHANGE = range(4)
ODDEST = 5
"""Steps of a dossier that are tried, by surprisal."""
MISSING = 4
BLOCK_EVENTS = 400_000
_FAR = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Repair:
    """One change of one dossier: at ``place`` (from 0; of a step put in: before it), over ``many`` steps.

    ``to``: the place a moved step goes to; ``activity`` of a step put in; ``attribute`` and ``value`` of a changed one;
    ``gain``: by how much the score falls; ``left``: the score that remains.
    """

    dossier: int
    sort: int
    place: int
    many: int = 1
    to: int = -1
    activity: int = -1
    attribute: int = -1
    value: int = -1
    gain: float = 0.0
    left: float = 0.0


def repairs(log: Log, dossiers: Ints, left_out: Ints, scores: Floats, scorer: Scorer, usual: Usual) -> list[Repair]:
    """The best repair of each of ``dossiers``; ``left_out`` and ``scores`` belong to them, in the same order."""
    found: list[Repair] = []
    for part in _blocks(log, dossiers):
        found += _best(log.take(dossiers[part]), dossiers[part], left_out[part], scores[part], scorer, usual)
    return found


def _blocks(log: Log, dossiers: Ints) -> Iterator[slice]:
    """Parts of ``dossiers`` whose changed copies together have no more than about :data:`BLOCK_EVENTS` events."""
    size = np.cumsum(log.length[dossiers] * 40) // BLOCK_EVENTS
    edges = np.r_[0, np.flatnonzero(np.diff(size)) + 1, len(dossiers)]
    return (slice(a, b) for a, b in pairwise(edges.tolist()) if b > a)


def _best(log: Log, numbers: Ints, left_out: Ints, scores: Floats, scorer: Scorer, usual: Usual) -> list[Repair]:
    looked = scorer.reference.look_up(log, left_out)
    oddness = scorer.reference.surprisals(looked)
    tried = [repair for i in range(log.dossiers) for repair in _candidates(i, log, oddness, usual)]
    copies = changed(log, tried, usual)
    owner = np.array([repair.dossier for repair in tried], np.int64)
    after = scorer(scorer.reference.look_up(copies, left_out[owner]))
    order = np.lexsort((after, owner))
    first = order[np.r_[True, owner[order][1:] != owner[order][:-1]]]
    return [
        replace(tried[k], dossier=int(numbers[owner[k]]), gain=float(scores[owner[k]] - after[k]), left=float(after[k]))
        for k in first
    ]


def _candidates(i: int, log: Log, oddness: dict[str, Floats], usual: Usual) -> Iterator[Repair]:
    begin, end = int(log.start[i]), int(log.start[i + 1])
    n, activity = end - begin, log.activity[begin:end]
    flow = np.maximum.reduce([oddness[name][begin:end] for name in ("forward", "backward", "between", "repeated")])
    odd = np.argsort(-flow, kind="stable")[:ODDEST]
    for place in odd.tolist():
        for many in (1, 2, 3):
            if n > many and place + many <= n:
                yield Repair(i, TAKE_OUT, place, many)
        for far in _FAR:
            if 0 <= place + far < n:
                yield Repair(i, MOVE, place, 1, place + far)
    yield from _put_in(i, activity, oddness["next"][begin:end], usual)
    yield from _change(i, log, begin, end, oddness, usual)


def _put_in(i: int, activity: Ints, next_oddness: Floats, usual: Usual) -> Iterator[Repair]:
    """The likeliest step of the oddest gaps, and the likeliest gap of the steps that are missing most plainly."""
    before = np.r_[usual.outside, activity]
    after = np.r_[activity, usual.outside]
    odd = np.argsort(-np.r_[next_oddness[:1] * 0 + usual.opening(activity[0]), next_oddness], kind="stable")[:ODDEST]
    done = set()
    for gap in odd.tolist():
        step = usual.between(int(before[gap]), int(after[gap]))
        done.add((gap, step))
        yield Repair(i, PUT_IN, gap, activity=step)
    for step in usual.missing(activity)[:MISSING]:
        gap = usual.gap(step, before, after)
        if (gap, step) not in done:
            yield Repair(i, PUT_IN, gap, activity=step)


def _change(i: int, log: Log, begin: int, end: int, oddness: dict[str, Floats], usual: Usual) -> Iterator[Repair]:
    for j, column in enumerate(log.attributes):
        odd = np.maximum(oddness[f"value{j}"][begin:end], oddness[f"value_after{j}"][begin:end])
        for place in np.argsort(-odd, kind="stable")[:2].tolist():
            value = usual.value(j, int(log.activity[begin + place]))
            if value != column[begin + place]:
                yield Repair(i, CHANGE, place, attribute=j, value=value)


def changed(log: Log, repairs: list[Repair], usual: Usual) -> Log:
    """One copy per repair of the dossier it is about, with the change made."""
    steps = [_steps(int(log.length[repair.dossier]), repair) for repair in repairs]
    lengths = np.array([len(one) for one in steps], np.int64)
    start = np.r_[0, np.cumsum(lengths)]
    places = np.concatenate([np.asarray(one, np.int64) for one in steps])
    rows = places + np.repeat(log.start[:-1][[repair.dossier for repair in repairs]], lengths)
    new = np.flatnonzero(places < 0)
    rows[new] = 0
    activity = log.activity[rows]
    which = np.repeat(np.arange(len(repairs)), lengths)[new]
    activity[new] = [repairs[k].activity for k in which]
    columns = []
    for j, column in enumerate(log.attributes):
        values = column[rows]
        values[new] = [usual.value(j, repairs[k].activity) for k in which]
        mine = [
            (int(start[k]) + r.place, r.value) for k, r in enumerate(repairs) if r.sort == CHANGE and r.attribute == j
        ]
        if mine:
            at, to = np.array(mine, np.int64).T
            values[at] = to
        columns.append(values)
    return replace(log, start=start, activity=activity, attributes=tuple(columns))


def _steps(n: int, repair: Repair) -> list[int]:
    """Places of the original that the copy has, in order; -1 for the step put in."""
    steps = list(range(n))
    if repair.sort == TAKE_OUT:
        del steps[repair.place : repair.place + repair.many]
    elif repair.sort == PUT_IN:
        steps.insert(repair.place, -1)
    elif repair.sort == MOVE:
        steps.insert(repair.to, steps.pop(repair.place))
    return steps


def oddest_step(log: Log, oddness: dict[str, Floats]) -> Ints:
    """The place of the most surprising step of each dossier, by any question."""
    worst = np.maximum.reduce(list(oddness.values()))
    top = per_dossier(log, worst, np.maximum)
    first = np.where(worst == top[log.owner], log.place, log.events)
    return np.minimum.reduceat(first, log.start[:-1])
