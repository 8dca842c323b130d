"""Waits far outside the usual between two steps. Apart from the order of steps: no score of it knows any time.

The logarithm of each wait between neighbouring steps is compared with the median of the same wait elsewhere (itself
left out), in units of the median absolute deviation (Iglewicz and Hoaglin 1993). Heavy tails are ordinary in offices,
so the line is not that of the normal law: it lies beyond the log's own waits on either side but for a small share.
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.control_flow.log import Floats, Ints, Log

LEAST = 30
"""Waits between the same two steps in other dossiers, below which nothing is usual."""
LEAST_Z = 6.0
SHARE = 0.001
"""Share of all waits of the log beyond the line, at most, on either side."""
LEAST_FACTOR = 5.0
"""A wait is told only if it is at least so many times as long, or as short, as the usual one."""
LEAST_SPREAD = 0.25
"""Spread of the logarithm taken at least: waits that are all alike are a habit of the clock."""
SHORTEST = 900.0
"""A quarter of an hour, in seconds: below it a clock tells how an entry was typed, not how work went."""
NORMAL = 1.4826


@dataclass(frozen=True)
class Wait:
    """The oddest wait of a dossier, before the event at ``place``: ``seconds``, the ``usual`` ones (median of the
    others), the robust ``z`` (above 0: later than usual), the number ``of`` others, and whether it is ``odd``.
    """

    dossier: int
    place: int
    seconds: float
    usual: float
    z: float
    of: int
    odd: bool


def oddest_waits(log: Log, at: Floats) -> list[Wait]:
    """The wait farthest from the usual of each dossier that has one to compare; ``at``: seconds on any clock, one per
    event. Waits shorter than :data:`SHORTEST` count as that long.
    """
    later = np.flatnonzero(log.place > 0)
    if not len(later):
        return []
    seconds = np.maximum(at[later] - at[later - 1], SHORTEST)
    key = log.activity[later - 1] * (log.activities + 1) + log.activity[later]
    z, usual, of = _robust(key, np.log(seconds))
    early, late = np.quantile(z, [SHARE, 1 - SHARE])
    factor = np.maximum(seconds / usual, usual / seconds)
    odd = ((z > max(float(late), LEAST_Z)) | (z < min(float(early), -LEAST_Z))) & (factor >= LEAST_FACTOR)
    known = np.flatnonzero(of >= LEAST)
    order = known[np.lexsort((-np.abs(z[known]), ~odd[known], log.owner[later[known]]))]
    owner = log.owner[later[order]]
    first = order[np.r_[True, owner[1:] != owner[:-1]]] if len(order) else order
    return [
        Wait(
            int(log.owner[later[k]]),
            int(log.place[later[k]]),
            float(seconds[k]),
            float(usual[k]),
            float(z[k]),
            int(of[k]),
            bool(odd[k]),
        )
        for k in first
    ]


def _robust(key: Ints, value: Floats) -> tuple[Floats, Floats, Ints]:
    """Robust z of each value among the others of its key, the others' median on the plain scale, and their number."""
    order = np.lexsort((value, key))
    edges = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0, True])
    z, usual, of = np.zeros(len(value)), np.ones(len(value)), np.zeros(len(value), np.int64)
    for a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        rows, size = order[a:b], b - a
        if size <= LEAST:
            continue
        ordered = value[rows]
        middle = _median_of_others(ordered)
        away = np.sort(np.abs(ordered - np.median(ordered)))
        spread = max(float(away[size // 2]) * NORMAL, LEAST_SPREAD)
        z[rows], usual[rows], of[rows] = (ordered - middle) / spread, np.exp(middle), size - 1
    return z, usual, of


def _median_of_others(ordered: Floats) -> Floats:
    """For each of the sorted values, the median of the others."""
    n = len(ordered)
    place = np.arange(n)
    low, high = (n - 2) // 2, (n - 1) // 2
    return (ordered[low + (place <= low)] + ordered[high + (place <= high)]) / 2
