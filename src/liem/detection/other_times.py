"""Is it the last days, or all days alike?

Whoever stops clocks often stops them in the last days, too. That is a habit of asking, for which other indicators ask;
what is said of the last days must be particular to them. So the hazard of a stop in the last days is held against the
same person's hazard on all other days, and the ratio of the two against that of the others (Mantel–Haenszel over
procedures).
"""

from dataclasses import replace

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.counting import in_order, numbers_of
from liem.detection.figures import Figure
from liem.detection.statistics.mantel_haenszel import common_rate_ratio

REMAINS = 0.5
"""Share of the excess (on the log scale) that must remain when the person's other days are the measure."""


def particular_only(work: Work, found: list[Figure]) -> list[Figure]:
    """``found`` of one indicator, where officials who do the same at other times are named no more."""
    pattern = found[0].indicator.pattern if found else None
    named = any(figure.named and figure.subject_kind == "official" for figure in found)
    if pattern is None or pattern.elsewhere is None or not named:
        return found
    rows = work.engine.collect(pattern.elsewhere(work).filter(nw.col("late_days") + nw.col("other_days") > 0))
    days = _Days(in_order(rows, ("official", "procedure")))
    return [_checked(figure, days) if figure.subject_kind == "official" else figure for figure in found]


class _Days:
    """Stops and days at risk by official and procedure, late ones and others."""

    def __init__(self, rows: pa.Table) -> None:
        self.official = numbers_of(rows, "official")
        self.late, self.late_days, self.other, self.other_days = (
            numbers_of(rows, name).astype(float) for name in ("late_stops", "late_days", "other_stops", "other_days")
        )

    def ratio(self, official: int) -> float:
        """The person's hazard of stopping late ÷ at other times, over the same of all others; nan where nobody stops
        at other times.
        """
        group = np.where(self.official == official, 1, 0)
        others, own = common_rate_ratio(self.late, self.late_days, self.other, self.other_days, group, 2).ratio
        with np.errstate(invalid="ignore", divide="ignore"):
            return float(own / others)


def _checked(figure: Figure, days: _Days) -> Figure:
    if figure.named and np.log(max(days.ratio(figure.keys[0]), 1e-9)) < REMAINS * np.log(figure.effect):
        return replace(figure, named=False, reason="at_other_times_too")
    return figure
