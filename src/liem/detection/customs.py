"""What is usual in a province is told by what it does: the days within which most of a thing are done."""

import narwhals.stable.v2 as nw

from liem.detection.coding import Work
from liem.detection.engine import Lazy

MOST = 0.9
"""The share that makes a custom."""


def usual_days(work: Work, rows: Lazy, column: str, least: int, longest: int) -> int:
    """Working days within which :data:`MOST` of ``rows`` are done (``column``: how many each took), no fewer than
    ``least`` and no more than ``longest``.
    """
    days = range(least, longest)
    within = {f"within_{day}": (nw.col(column) <= day).cast(nw.Int32).sum() for day in days}
    found = work.engine.collect(rows.select(n=nw.len(), **within)).to_pylist()[0]
    return next((day for day in days if (found[f"within_{day}"] or 0) >= MOST * found["n"]), longest)
