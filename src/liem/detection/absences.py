"""Days on which an official was evidently away: long gaps in everything the records show of them, and stretches of days
in which next to nothing comes of somebody who is busy otherwise (what was begun before is booked, an account is used).
"""

from itertools import pairwise

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from liem.detection.coding import Work
from liem.detection.engine import distinct

SHORTEST = 4
"""Working days without a trace that may be an absence …"""
UNUSUAL = 3.0
"""… if they are this many times the official's ordinary gap."""
TRACES = 20
"""Days with traces an official must have for a gap to say anything."""
STRETCH, HARDLY = 5, 0.25
"""Working days in a row with less than this share of what is usual of the official are an absence, too …"""
BUSY = 2.0
"""… of somebody with so many traces on an ordinary working day."""
LONG, HANDOVER = 10, 22
"""An absence of so many working days is prepared a month before, and as long goes by until all is handed back."""

Ints = NDArray[np.int64]


def write_absences(work: Work) -> None:
    """Materialise ``absences``: ``away`` (official), ``w`` (working-day ordinal), handing over included."""
    seen = work.table("steps").select("official", "w")
    if work.records.has("accesses"):
        seen = nw.concat([seen, work.table("accesses").select("official", "w")])
    seen = seen.filter(~nw.col("official").is_null() & ~nw.col("w").is_null())
    rows = work.engine.collect(seen.group_by("official", "w").agg(n=nw.len()))
    official, day, traces = (
        np.asarray(rows.column(name).to_numpy(), dtype=np.int64) for name in ("official", "w", "n")
    )
    away, on = absent_days(official, day, traces)
    table = pa.table({"away": pa.array(away, pa.int32()), "w": pa.array(on, pa.int32())})
    work.keep("absences", distinct(work.engine.lazy(table)))


def absent_days(official: Ints, day: Ints, traces: Ints) -> tuple[Ints, Ints]:
    """Official and day of every absence, handing over included, from the number of ``traces`` each official left on
    each day with any. A day may be told twice.
    """
    order = np.lexsort((day, official))
    official, day, traces = official[order], day[order], traces[order]
    found = [_gaps(official, day), _lulls(official, day, traces)]
    who, first, last = (np.concatenate(parts) for parts in zip(*found, strict=True))
    beside = np.where(last - first + 1 >= LONG, HANDOVER, 0)
    first, lengths = first - beside, last - first + 1 + 2 * beside
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(who, lengths), np.repeat(first, lengths) + within


def _gaps(official: Ints, day: Ints) -> tuple[Ints, Ints, Ints]:
    """Official, first and last day of every long gap without any trace."""
    same = official[1:] == official[:-1]
    gap = np.where(same, day[1:] - day[:-1] - 1, 0)
    owner = official[:-1]
    size = int(official.max(initial=-1)) + 1
    days = np.bincount(official, minlength=size)
    ordinary = np.bincount(owner[same], weights=gap[same] + 1.0, minlength=size) / np.maximum(days - 1, 1)
    long = same & (gap >= SHORTEST) & (gap >= UNUSUAL * ordinary[owner]) & (days[owner] >= TRACES)
    return owner[long], day[:-1][long] + 1, day[1:][long] - 1


def _lulls(official: Ints, day: Ints, traces: Ints) -> tuple[Ints, Ints, Ints]:
    """Official, first and last day of every stretch with next to nothing."""
    found: list[tuple[int, int, int]] = []
    edges = [*np.flatnonzero(np.diff(official, prepend=-1)).tolist(), len(official)]
    for first, end in pairwise(edges):
        span = int(day[end - 1] - day[first]) + 1
        usual = traces[first:end].sum() / span
        if end - first < TRACES or usual < BUSY:
            continue
        on = np.zeros(span)
        on[day[first:end] - day[first]] = traces[first:end]
        low = np.convolve(on, np.ones(STRETCH), "valid") < HARDLY * STRETCH * usual
        covered = np.convolve(low, np.ones(STRETCH)) > 0
        turns = np.flatnonzero(np.diff(covered.astype(np.int8), prepend=0, append=0)) + int(day[first])
        found += [(int(official[first]), begin, end - 1) for begin, end in turns.reshape(-1, 2).tolist()]
    who, since, until = np.array(found, dtype=np.int64).reshape(-1, 3).T
    return who, since, until
