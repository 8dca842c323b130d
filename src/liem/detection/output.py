"""Writes what was found: patterns first, then breaches by gravity, then every figure looked at."""

from collections.abc import Iterable
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.counting import SUBJECT_COLUMNS, that_count
from liem.detection.engine import Lazy, distinct
from liem.detection.figures import Figure
from liem.detection.indicator import Indicator
from liem.detection.signals import Period, RowWriter, breach_table, figure_row, pattern_row, priority_of

BATCH = 20_000


def pattern_rows(
    work: Work, named: Iterable[Figure], period: Period, names: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """The signals of named figures with their dossiers, best first."""
    best = sorted(named, key=lambda figure: (-priority_of(figure), figure.q, figure.subject, figure.indicator.id))
    evidence = _evidence(work, best)
    rows = []
    for figure in best:
        unit = figure.subject if figure.subject_kind == "unit" else _name(names["unit"], figure.unit)
        procedure = figure.subject if figure.subject_kind == "procedure" else None
        dossiers = evidence[figure.indicator.id, figure.subject_kind].get(figure.keys, [])
        rows.append(pattern_row(figure, period, dossiers, unit, procedure))
    return rows


def _name(names: list[str], number: int | None) -> str | None:
    return None if number is None or number < 0 else names[number]


def _evidence(work: Work, named: list[Figure]) -> dict[tuple[str, str], dict[tuple[int, ...], list[str]]]:
    """The cases in which it happened, by indicator, kind of subject and subject."""
    wanted: dict[tuple[str, str], list[Figure]] = {}
    for figure in named:
        wanted.setdefault((figure.indicator.id, figure.subject_kind), []).append(figure)
    return {key: _items_of(work, key[0], figures) for key, figures in wanted.items()}


def _items_of(work: Work, indicator: str, figures: list[Figure]) -> dict[tuple[int, ...], list[str]]:
    columns = SUBJECT_COLUMNS[figures[0].subject_kind]
    keys = pa.table(
        {column: pa.array([figure.keys[i] for figure in figures], pa.int32()) for i, column in enumerate(columns)}
    )
    cases = work.table(f"cases_{indicator}")
    if not {"d", "item"} & set(cases.collect_schema().names()):
        return {}
    cases = that_count(cases, figures[0].subject_kind).filter(nw.col("event") == 1)
    cases = cases.join(work.engine.lazy(keys), on=list(columns), how="inner")
    if "d" in cases.collect_schema().names():
        cases = cases.join(work.table("cases").select("d", "dossier"), on="d", how="inner")
    else:
        cases = cases.with_columns(dossier=nw.col("item"))
    rows = work.engine.collect(distinct(cases, *columns, "dossier"))
    found: dict[tuple[int, ...], list[str]] = {}
    for row in rows.to_pylist():
        found.setdefault(tuple(row[column] for column in columns), []).append(row["dossier"])
    return {subject: sorted(items) for subject, items in found.items()}


def write_breaches(work: Work, indicators: Iterable[Indicator], period: Period, into: RowWriter) -> dict[str, int]:
    """Append the breaches of every indicator, the gravest first; how many of each indicator."""
    counts = {}
    in_order = sorted((one for one in indicators if one.breach), key=lambda one: (-_severity(one), one.id))
    for one in in_order:
        before = into.rows
        rows = work.engine.collect(_breaches(work, one))
        for start in range(0, rows.num_rows, BATCH):
            if one.breach:
                into.write_table(breach_table(one, one.breach, period, rows.slice(start, BATCH)))
        counts[one.id] = into.rows - before
    return counts


def _severity(one: Indicator) -> float:
    return one.breach.severity if one.breach else 0.0


def _breaches(work: Work, one: Indicator) -> Lazy:
    """The broken rules of one indicator with the codes of dossier, unit and procedure, the farthest beyond the rule
    first.
    """
    fields = set(one.breach.fields) if one.breach else set()
    cases = work.table(f"cases_{one.id}")
    rows = cases.filter(nw.col("broken" if "broken" in cases.collect_schema().names() else "event") == 1)
    rows = rows.select("d", "unit", "procedure", *sorted(fields | {"observed", "expected"}))
    rows = rows.join(work.table("cases").select("d", "dossier"), on="d", how="inner")
    for sort in ("unit", "procedure"):
        names = work.table(f"codes_{sort}").rename({"number": sort, "code": f"{sort}_code"})
        rows = rows.join(names, on=sort, how="left")
    beyond = (nw.col("observed") - nw.col("expected")) / nw.max_horizontal(nw.col("expected"), nw.lit(1))
    rows = rows.with_columns(beyond=nw.min_horizontal(beyond, nw.lit(4.0)))
    order = sorted(fields | {"observed"})
    rows = rows.sort("beyond", "dossier", *order, descending=[True, False, *(False for _ in order)], nulls_last=True)
    return rows.drop("beyond", "d", "unit", "procedure")


def write_figures(found: Iterable[Figure], period: Period, names: dict[str, list[str]], into: RowWriter) -> None:
    """Every subject looked at, in a fixed order."""
    ordered = sorted(found, key=lambda figure: (figure.indicator.id, figure.subject_kind, figure.subject))
    for start in range(0, len(ordered), BATCH):
        part = ordered[start : start + BATCH]
        into.write(figure_row(figure, period, _name(names["unit"], figure.unit)) for figure in part)
