"""Days on which an official was evidently away: long gaps in everything the records show of them."""

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
LONG, HANDOVER = 10, 22
"""An absence of so many working days is prepared a month before, and as long goes by until all is handed back."""

Ints = NDArray[np.int64]


def write_absences(work: Work) -> None:
    """Materialise ``absences``: ``away`` (official), ``w`` (working-day ordinal), handing over included."""
    seen = work.table("steps").select("official", "w")
    if work.records.has("accesses"):
        seen = nw.concat([seen, work.table("accesses").select("official", "w")])
    seen = distinct(seen.filter(~nw.col("official").is_null() & ~nw.col("w").is_null()))
    rows = work.engine.collect(seen)
    official, day = (np.asarray(rows.column(name).to_numpy(), dtype=np.int64) for name in ("official", "w"))
    away, on = absent_days(official, day)
    table = pa.table({"away": pa.array(away, pa.int32()), "w": pa.array(on, pa.int32())})
    work.keep("absences", work.engine.lazy(table))


def absent_days(official: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Official and day of every absence, from the distinct days on which each official left a trace."""
    order = np.lexsort((day, official))
    official, day = official[order], day[order]
    same = official[1:] == official[:-1]
    gap = np.where(same, day[1:] - day[:-1] - 1, 0)
    owner = official[:-1]
    size = int(official.max(initial=-1)) + 1
    traces = np.bincount(official, minlength=size)
    ordinary = np.bincount(owner[same], weights=gap[same] + 1.0, minlength=size) / np.maximum(traces - 1, 1)
    long = same & (gap >= SHORTEST) & (gap >= UNUSUAL * ordinary[owner]) & (traces[owner] >= TRACES)
    beside = np.where(gap[long] >= LONG, HANDOVER, 0)
    starts, lengths = day[:-1][long] + 1 - beside, gap[long] + 2 * beside
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(owner[long], lengths), np.repeat(starts, lengths) + within
