"""The examiner's irregularities: planted into a log by rules of their own, with what was done and where.

They share no line with those the product plants for itself, and differ in amounts: up to three steps skipped, up to
three inserted, half of them of names never seen; blocks repeated and moved farther; values replaced by unseen ones.
"""

import random
from dataclasses import dataclass

import numpy as np

KINDS = ("skip", "insert", "rework", "early", "late", "value")
Trace = list[list[int]]
STRANGE_NAMES, STRANGE_VALUES = 40, 25


@dataclass(frozen=True)
class Planted:
    """The log with irregular dossiers in it: which they are, of what kind, and the places touched."""

    traces: list[Trace]
    label: np.ndarray
    kind: list[str]
    places: list[list[int]]


def plant(traces: list[Trace], rate: float, seed: int) -> Planted:
    """Spoil about ``rate`` of the dossiers, each in one way."""
    draw = random.Random(seed)
    names = 1 + max(step[0] for trace in traces for step in trace)
    values = 1 + max(step[1] for trace in traces for step in trace)
    spoilt, kinds, places = [], [], []
    for trace in traces:
        kind, found = "", (trace, list[int]())
        if draw.random() < rate:
            for _ in range(10):
                kind = draw.choice(KINDS)
                found = SPOIL[kind]([list(step) for step in trace], draw, names, values)
                if found[0] and found[0] != trace:
                    break
        changed = bool(found[0]) and found[0] != trace
        spoilt.append(found[0] if changed else trace)
        kinds.append(kind if changed else "")
        places.append(found[1] if changed else [])
    return Planted(spoilt, np.array([bool(kind) for kind in kinds]), kinds, places)


def _skip(trace: Trace, draw: random.Random, names: int, values: int) -> tuple[Trace, list[int]]:
    many = draw.randint(1, min(3, max(1, len(trace) - 1)))
    at = draw.randint(0, len(trace) - many)
    return trace[:at] + trace[at + many :], [at, max(0, at - 1)]


def _insert(trace: Trace, draw: random.Random, names: int, values: int) -> tuple[Trace, list[int]]:
    marked: list[tuple[list[int], bool]] = [(step, False) for step in trace]
    for _ in range(draw.randint(1, 3)):
        name = names + draw.randrange(STRANGE_NAMES) if draw.random() < 0.5 else draw.randrange(names)
        marked.insert(draw.randint(0, len(marked)), ([name, draw.randrange(values)], True))
    return [step for step, _ in marked], [place for place, (_, new) in enumerate(marked) if new]


def _rework(trace: Trace, draw: random.Random, names: int, values: int) -> tuple[Trace, list[int]]:
    many = draw.randint(1, min(4, len(trace)))
    at = draw.randint(0, len(trace) - many)
    to = draw.randint(at + many, min(len(trace), at + many + 6))
    again = [list(step) for step in trace[at : at + many]]
    return trace[:to] + again + trace[to:], list(range(to, to + many))


def _early(trace: Trace, draw: random.Random, names: int, values: int) -> tuple[Trace, list[int]]:
    return _moved(trace, draw, -draw.randint(2, 8))


def _late(trace: Trace, draw: random.Random, names: int, values: int) -> tuple[Trace, list[int]]:
    return _moved(trace, draw, draw.randint(2, 8))


def _moved(trace: Trace, draw: random.Random, far: int) -> tuple[Trace, list[int]]:
    many = draw.randint(1, min(3, max(1, len(trace) - 1)))
    at = draw.randint(0, len(trace) - many)
    block, rest = trace[at : at + many], trace[:at] + trace[at + many :]
    to = min(max(0, at + far), len(rest))
    return rest[:to] + block + rest[to:], list(range(min(at, to), max(at, to) + many))


def _value(trace: Trace, draw: random.Random, names: int, values: int) -> tuple[Trace, list[int]]:
    places = draw.sample(range(len(trace)), min(len(trace), draw.randint(1, 3)))
    for place in places:
        strange = draw.random() < 0.5
        trace[place][1] = values + draw.randrange(STRANGE_VALUES) if strange else draw.randrange(values)
    return trace, places


SPOIL = {"skip": _skip, "insert": _insert, "rework": _rework, "early": _early, "late": _late, "value": _value}
