"""When an office works, with a margin on both sides."""

from datetime import timedelta

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.look_log import looks_at_their_time

OPENS, CLOSES = 6, 18
"""Hours of the day between which offices work, an hour before and after included."""
MOST = 0.3
"""Share at odd hours above which the clock of a log is not to be trusted."""
_FIRST_MINUTE, _LAST_MINUTE = (OPENS + 1) * 60, (CLOSES - 1) * 60
MINUTES_AT_WORK = _LAST_MINUTE - _FIRST_MINUTE
"""Of a day, without the margin."""


def minute_at_work(at: str) -> nw.Expr:
    """Minute of the day of the column ``at``, before the office opens that of its opening, after that of its closing:
    for what takes less than a day.
    """
    minute = nw.col(at).dt.hour().cast(nw.Int32) * 60 + nw.col(at).dt.minute().cast(nw.Int32)
    return nw.max_horizontal(nw.min_horizontal(minute, nw.lit(_LAST_MINUTE)), nw.lit(_FIRST_MINUTE))


def with_odd_hours(work: Work, rows: Lazy) -> Lazy:
    """``rows`` (with ``at``) and ``odd``: 1 at night and on days off, else 0."""
    rows = rows.with_columns(on=nw.col("at").dt.date()).join(_days_off(work), on="on", how="left")
    hour = nw.col("at").dt.hour()
    odd = (hour < OPENS) | (hour >= CLOSES) | (nw.col("off") == 1).fill_null(False)
    return rows.with_columns(odd=nw.when(odd).then(1).otherwise(0).cast(nw.Int32)).drop("on", "off")


def clock_is_right(work: Work) -> bool:
    """Whether the hours of the log of looks can be trusted."""
    looks = looks_at_their_time(work).select("at")
    counts = work.engine.collect(with_odd_hours(work, looks).select(n=nw.len(), odd=nw.col("odd").sum()))
    n, odd = (counts.column(name)[0].as_py() or 0 for name in ("n", "odd"))
    return bool(odd <= MOST * n)


def _days_off(work: Work) -> Lazy:
    """Days of the records that are no working days."""
    first = (work.records.first_at or work.as_of).date() - timedelta(days=400)
    days = [first + timedelta(days=step) for step in range((work.as_of.date() - first).days + 1)]
    off = [day for day in days if not work.calendar.is_working_day(day)]
    return work.engine.lazy(pa.table({"on": pa.array(off, pa.date32()), "off": pa.array([1] * len(off), pa.int32())}))
