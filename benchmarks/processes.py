"""Imagined processes: random trees of sequence, choice, parallel and loop, with officials who share the work."""

import random
from collections.abc import Callable

Trace = list[list[int]]
Play = Callable[[random.Random], list[int]]


def process(activities: int, dossiers: int, seed: int) -> list[Trace]:
    """Dossiers of one random process; each activity is done by a few officials, some of whom keep a dossier."""
    draw = random.Random(seed)
    play = _tree(list(range(activities)), draw, "sequence")
    officials = max(6, activities // 2)
    able = [draw.sample(range(officials), draw.randint(1, 4)) for _ in range(activities)]
    return [_staffed(play(draw), able, draw) for _ in range(dossiers)]


def _staffed(steps: list[int], able: list[list[int]], draw: random.Random) -> Trace:
    trace: Trace = []
    for step in steps:
        before = trace[-1][1] if trace else -1
        keeps = before in able[step] and draw.random() < 0.7
        trace.append([step, before if keeps else draw.choice(able[step])])
    return trace


def _tree(activities: list[int], draw: random.Random, sort: str) -> Play:
    if len(activities) == 1:
        return lambda _, one=activities[0]: [one]  # type: ignore[misc]
    pieces = _cut(activities, draw, sort)
    parts = [
        _tree(piece, draw, draw.choices(("sequence", "choice", "parallel", "loop"), (5, 3, 1, 1))[0])
        for piece in pieces
    ]
    if sort == "choice":
        weights = [draw.random() ** 2 + 0.05 for _ in parts]
        return lambda d: d.choices(parts, weights)[0](d)
    if sort == "parallel":
        return lambda d: _mixed([part(d) for part in parts], d)
    if sort == "loop":
        return lambda d: _again(parts, d)
    optional = [draw.random() < 0.15 for _ in parts]
    return lambda d: (
        [s for part, may in zip(parts, optional, strict=True) if not (may and d.random() < 0.4) for s in part(d)]
        or parts[0](d)
    )


def _cut(activities: list[int], draw: random.Random, sort: str) -> list[list[int]]:
    many = min(len(activities), 2 if sort == "loop" else draw.randint(2, 5))
    cuts = sorted(draw.sample(range(1, len(activities)), many - 1))
    return [activities[a:b] for a, b in zip([0, *cuts], [*cuts, len(activities)], strict=True)]


def _mixed(parts: list[list[int]], draw: random.Random) -> list[int]:
    left, found = [list(part) for part in parts], []
    while any(left):
        part = draw.choice([part for part in left if part])
        found.append(part.pop(0))
    return found


def _again(parts: list[Play], draw: random.Random) -> list[int]:
    found = parts[0](draw)
    while draw.random() < 0.25:
        found = found + parts[1](draw) + parts[0](draw)
    return found
