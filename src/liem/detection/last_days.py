"""The last days of the limit, in which a dossier may be stopped or refused so that it is not late."""

import narwhals.stable.v2 as nw

from liem.detection.engine import Lazy
from liem.detection.indicator import Text

LAST_DAYS = 2
"""The last working days of the limit that are looked at."""
SHORTEST = 5
"""Limits below this have no middle to compare with."""
RUNNING = Text(
    "hồ sơ còn đang chạy trong 2 ngày cuối của thời hạn", "dossiers still running in the last 2 days of the limit"
)
FIRST_LATE = nw.col("limit") - LAST_DAYS
"""The first of these days."""


def in_and_before(rows: Lazy) -> Lazy:
    """By ``official`` and ``procedure``: the ``late_days`` on which the clock of ``rows`` ran in the last days, the
    ``other_days`` before, and the sums of their ``late_stops`` and ``other_stops``. A day on which something happened
    is one on which the clock ran.
    """
    ran = nw.min_horizontal(nw.max_horizontal(nw.col("elapsed"), nw.lit(0)), nw.col("limit")) + 1
    rows = rows.with_columns(
        late_days=nw.max_horizontal(ran - FIRST_LATE, nw.lit(0), nw.col("late_stops")),
        other_days=nw.max_horizontal(nw.min_horizontal(ran, FIRST_LATE), nw.col("other_stops")),
    )
    sums = ("late_days", "late_stops", "other_days", "other_stops")
    return rows.group_by("official", "procedure").agg(*(nw.col(name).sum() for name in sums))
