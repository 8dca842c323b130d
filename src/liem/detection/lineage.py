"""What became of each unit: a merged one lives on in its successor."""

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.engine import Lazy


def write_lineage(work: Work) -> None:
    """Materialise ``lineage``: every ``unit`` with ``now``, the last of its successors (itself where there is none),
    and ``above``, the unit to which that belongs (``now`` where it belongs to none).
    """
    codes = work.codes("unit")
    number = {code: place for place, code in enumerate(codes)}
    successor, parent = _register(work) if work.has("units") else ({}, {})
    now = [_last(code, successor) for code in codes]
    # Where a successor has no records of its own, the first of those it took over stands for it.
    number |= {one: place for place, one in reversed(list(enumerate(now))) if one not in number}
    above = [_last(parent.get(one, one), successor) for one in now]
    table = pa.table(
        {
            "unit": pa.array(range(len(codes)), pa.int32()),
            "now": pa.array([number.get(one, number[code]) for one, code in zip(now, codes, strict=True)], pa.int32()),
            "above": pa.array([number.get(one, -1) for one in above], pa.int32()),
        }
    )
    work.keep("lineage", work.engine.lazy(table))


def now_of(work: Work, frame: Lazy, *columns: str) -> Lazy:
    """``frame`` with units named in ``columns`` replaced by what became of them."""
    for column in columns:
        became = work.table("lineage").select(nw.col("unit").alias(column), now="now")
        frame = frame.join(became, on=column, how="left").drop(column).rename({"now": column})
    return frame


def _register(work: Work) -> tuple[dict[str, str], dict[str, str]]:
    """Successors and parents, by unit."""
    rows = work.engine.collect(work.source("units").select("unit", "parent", "successor")).to_pylist()
    successors = {row["unit"]: row["successor"] for row in rows if row["successor"]}
    return successors, {row["unit"]: row["parent"] for row in rows if row["parent"]}


def _last(unit: str, successor: dict[str, str]) -> str:
    """The end of the chain; where it runs in a circle, the place where that is noticed."""
    seen = {unit}
    while unit in successor and successor[unit] not in seen:
        unit = successor[unit]
        seen.add(unit)
    return unit
