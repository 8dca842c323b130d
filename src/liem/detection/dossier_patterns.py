"""Patterns of single dossiers as rows of ``signals.parquet`` and ``indicators.parquet``.

``observed``, ``expected`` and ``priority`` are columns of the cases (for irregular steps: the probability of the
dossier, the share among all dossiers, and the probability again); ``effect`` is the ratio of the first two.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import narwhals.stable.v2 as nw

from liem.base.identifiers import stable_id
from liem.detection.coding import Work
from liem.detection.indicator import Indicator
from liem.detection.signals import Period, RowWriter

BATCH = 50_000
MOST_FIGURES = 500_000
"""Dossiers up to which every one scored is a row of ``indicators.parquet``; beyond it only those flagged are."""


def write_dossier_patterns(work: Work, indicators: Iterable[Indicator], period: Period, into: RowWriter) -> None:
    """Append the flagged dossiers as signals, the likeliest first."""
    for one in indicators:
        if one.of_dossiers:
            for batch in _rows(work, one, flagged_only=True):
                into.write(_signal(one, period, row) for row in batch)


def write_dossier_figures(work: Work, indicators: Iterable[Indicator], period: Period, into: RowWriter) -> None:
    """Append every dossier looked at."""
    for one in indicators:
        if one.of_dossiers:
            many = work.count(f"cases_{one.id}") > MOST_FIGURES
            for batch in _rows(work, one, flagged_only=many):
                into.write(_figure(one, period, row) for row in batch)


def _rows(work: Work, one: Indicator, flagged_only: bool) -> Iterator[list[dict[str, Any]]]:
    rows = work.table(f"cases_{one.id}")
    if flagged_only:
        rows = rows.filter(nw.col("event") == 1)
    columns = (
        "d",
        "unit",
        "procedure",
        "event",
        "observed",
        "expected",
        "priority",
        "explanation_vi",
        "explanation_en",
    )
    rows = rows.select(*columns).join(work.table("cases").select("d", "dossier"), on="d", how="inner")
    for sort in ("unit", "procedure"):
        names = work.table(f"codes_{sort}").rename({"number": sort, "code": f"{sort}_code"})
        rows = rows.join(names, on=sort, how="left")
    rows = rows.sort("priority", "dossier", descending=[True, False])
    for batch in work.engine.collect(rows).to_batches(max_chunksize=BATCH):
        yield batch.to_pylist()


def _figures(one: Indicator, period: Period, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "indicator": one.id,
        "act": one.act,
        "subject_kind": "dossier",
        "subject": row["dossier"],
        "unit": row["unit_code"],
        "period_from": period.first,
        "period_to": period.last,
        "n": 1,
        "observed": row["observed"],
        "expected": row["expected"],
        "effect": row["observed"] / row["expected"] if row["expected"] else None,
    }


def _signal(one: Indicator, period: Period, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **_figures(one, period, row),
        "signal": stable_id("s", one.id, "dossier", row["dossier"]),
        "kind": "pattern",
        "procedure": row["procedure_code"],
        "priority": row["priority"],
        "dossiers": [row["dossier"]],
        "innocent_if_vi": one.innocent_if.vi,
        "innocent_if_en": one.innocent_if.en,
        "explanation_vi": row["explanation_vi"],
        "explanation_en": row["explanation_en"],
    }


def _figure(one: Indicator, period: Period, row: Mapping[str, Any]) -> dict[str, Any]:
    flagged = {"eligible": True, "flagged": bool(row["event"]), "reason": "", "version": one.version}
    return {**_figures(one, period, row), **flagged}
