"""Who was served before whom: how many dossiers were ahead in the same queue, and how many of them were overtaken."""

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from liem.detection.coding import OUTCOMES, Work

Ints = NDArray[np.int64]


STILL_OPEN = np.iinfo(np.int64).max // 4


def write_queue(work: Work) -> None:
    """Materialise ``queue``: ``d, ahead`` (received before and still open at receipt), ``overtaken`` (of them, still
    open at the end).

    A queue is one procedure of one unit. Dossiers whose clock was ever stopped, that were withdrawn, or that the law
    serves first (a column ``priority`` of the records, where there is one) are in nobody's way and jump nothing.
    """
    facts = work.table("facts").filter(
        (nw.col("stops").fill_null(0) == 0) & (nw.col("outcome") != OUTCOMES.index("withdrawn"))
    )
    facts = facts.join(_priority(work), on="d", how="anti")
    rows = work.engine.collect(facts.select("d", "unit", "procedure", "received_at", "end_at"))
    unit, procedure = (_whole(rows, name) for name in ("unit", "procedure"))
    received, ended = (_instants(rows, name) for name in ("received_at", "end_at"))
    group = unit * (int(procedure.max(initial=0)) + 2) + procedure
    ahead = earlier_and_beyond(group, received, ended, received)
    overtaken = earlier_and_beyond(group, received, ended, ended)
    done = ended < STILL_OPEN
    table = pa.table(
        {
            "d": rows.column("d").combine_chunks().filter(pa.array(done)),
            "ahead": pa.array(ahead[done], pa.int32()),
            "overtaken": pa.array(overtaken[done], pa.int32()),
        }
    )
    work.keep("queue", work.engine.lazy(table))


def _priority(work: Work) -> nw.LazyFrame:
    """Dossiers of the groups the law serves first, as far as the records say so."""
    source = work.source("dossiers")
    if "x_priority" not in source.collect_schema().names():
        return work.table("cases").filter(nw.col("d") < 0).select("d")
    said = nw.col("x_priority").fill_null("").str.to_lowercase().is_in(["1", "true", "yes", "có", "x"])
    served_first = source.filter(said).select("dossier")
    return served_first.join(work.table("cases").select("d", "dossier"), on="dossier", how="inner").select("d")


def _whole(rows: pa.Table, column: str) -> Ints:
    values = rows.column(column).combine_chunks().cast(pa.int64()).fill_null(-1)
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.int64)


def _instants(rows: pa.Table, column: str) -> Ints:
    """Microseconds; what has no end is never over."""
    values = rows.column(column).combine_chunks().cast(pa.timestamp("us")).cast(pa.int64()).fill_null(STILL_OPEN)
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.int64)


def earlier_and_beyond(group: Ints, order: Ints, value: Ints, threshold: Ints) -> Ints:
    """For each row: how many rows of its group have a smaller ``order`` and a ``value`` above the row's ``threshold``.

    Rows of equal ``order`` do not count for each other. Offline dominance counting by merging halves: O(n log² n) in
    whole-array steps.
    """
    n = len(order)
    # Thresholds are compared with values on one scale of ranks: rank of a threshold = values at or below it.
    ranked = np.sort(value)
    rank = np.searchsorted(ranked, value, side="left")
    bar = np.searchsorted(ranked, threshold, side="right")
    place = np.lexsort((-bar, order, group))
    group, order = group[place], order[place]
    counts = _count(_begins(group), _begins(group, order), rank[place], bar[place])
    found = np.empty(n, dtype=np.int64)
    found[place] = counts
    return found


def _begins(*columns: Ints) -> Ints:
    """For each row, the first row of its run of equal values."""
    n = len(columns[0])
    changed = np.zeros(n, dtype=bool)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    starts = np.flatnonzero(changed)
    return np.repeat(starts, np.diff(np.append(starts, n)))


def _count(first: Ints, tie: Ints, rank: Ints, bar: Ints) -> Ints:
    """Rows from ``first`` up to, not including, ``tie`` whose rank is at least the bar: blocks of powers of two
    answer.
    """
    n = len(rank)
    counts = np.zeros(n, dtype=np.int64)
    low, high = first.copy(), tie.copy()
    size = 1
    while (low < high).any():
        ordered = _sorted_blocks(rank, size)
        take_low = (low & size != 0) & (low + size <= high)
        counts[take_low] += _at_least(ordered, low[take_low], size, bar[take_low])
        low[take_low] += size
        take_high = (high & size != 0) & (high - size >= low)
        high[take_high] -= size
        counts[take_high] += _at_least(ordered, high[take_high], size, bar[take_high])
        size *= 2
    return counts


def _sorted_blocks(rank: Ints, size: int) -> Ints:
    """``rank`` (below n) sorted within aligned blocks of ``size``; the last block is filled up with n."""
    n = len(rank)
    padded = np.full(-(-n // size) * size, n, dtype=np.int64)
    padded[:n] = rank
    return np.sort(padded.reshape(-1, size), axis=1)


def _at_least(ordered: Ints, begin: Ints, size: int, bar: Ints) -> Ints:
    """How many of the block that begins at ``begin`` are ``bar`` or more."""
    if not len(begin):
        return np.zeros(0, dtype=np.int64)
    scale = int(ordered.max(initial=0)) + 2
    bar = np.minimum(bar, scale - 1)
    flat = (ordered + np.arange(len(ordered))[:, None] * scale).ravel()
    block = begin // size
    return (block + 1) * size - np.searchsorted(flat, bar + block * scale, side="left")
