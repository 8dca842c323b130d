"""Figures of procedures: not compared with one another, but with a share that points to the procedure itself."""

import narwhals.stable.v2 as nw
import numpy as np

from liem.detection.coding import Work
from liem.detection.engine import Lazy
from liem.detection.figures import Figure
from liem.detection.indicator import Indicator
from liem.detection.statistics.tails import share_limit


def procedure_figures(work: Work, indicator: Indicator, cases: Lazy, names: dict[str, list[str]]) -> list[Figure]:
    """One figure per procedure: cases with the event against the share ``norm`` of all, with an exact 95 % interval.

    A procedure is named where the cases say so themselves (column ``common``).
    """
    rows = cases.group_by("procedure").agg(
        n=nw.len(), events=nw.col("event").sum(), norm=nw.col("norm").max(), common=nw.col("common").max()
    )
    return [
        _figure(indicator, row, names["procedure"])
        for row in sorted(work.engine.collect(rows).to_pylist(), key=lambda row: row["procedure"])
    ]


def _figure(indicator: Indicator, row: dict[str, float], names: list[str]) -> Figure:
    n, events, norm = int(row["n"]), float(row["events"]), float(row["norm"])
    low = float(share_limit(0.025, events, n - events + 1)) if events else 0.0
    high = float(share_limit(0.975, events + 1, n - events)) if events < n else 1.0
    procedure, nothing = int(row["procedure"]), float(np.nan)
    return Figure(
        indicator=indicator,
        subject_kind="procedure",
        subject=names[procedure],
        keys=(procedure,),
        unit=None,
        n=n,
        observed=events,
        expected=norm * n,
        effect=events / (norm * n),
        effect_low=low / norm,
        effect_high=high / norm,
        shrunk=nothing,
        shrunk_low=nothing,
        shrunk_high=nothing,
        p=nothing,
        q=nothing,
        eligible=True,
        reason="",
        named=bool(row["common"]),
        procedure_review=True,
    )
