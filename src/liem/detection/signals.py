"""Signals as rows of ``signals.parquet`` and ``indicators.parquet``: the columns of the exchange format, best first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite, log
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from liem.base.identifiers import stable_id
from liem.detection.explanations import breach_sentences, pattern_sentence
from liem.detection.figures import Figure
from liem.detection.indicator import Breach, Indicator

Floats = NDArray[np.float64]

SIGNALS = pa.schema(
    [
        ("signal", pa.string()),
        ("kind", pa.string()),
        ("indicator", pa.string()),
        ("act", pa.string()),
        ("subject_kind", pa.string()),
        ("subject", pa.string()),
        ("unit", pa.string()),
        ("procedure", pa.string()),
        ("period_from", pa.date32()),
        ("period_to", pa.date32()),
        ("n", pa.int64()),
        ("observed", pa.float64()),
        ("expected", pa.float64()),
        ("effect", pa.float64()),
        ("effect_low", pa.float64()),
        ("effect_high", pa.float64()),
        ("p_value", pa.float64()),
        ("q_value", pa.float64()),
        ("priority", pa.float64()),
        ("dossiers", pa.list_(pa.string())),
        ("innocent_if_vi", pa.string()),
        ("innocent_if_en", pa.string()),
        ("explanation_vi", pa.string()),
        ("explanation_en", pa.string()),
    ]
)
"""The columns of ``signals.parquet``, in order."""

FIGURES = pa.schema(
    [
        *(SIGNALS.field(name) for name in ("indicator", "act", "subject_kind", "subject", "unit")),
        *(SIGNALS.field(name) for name in ("period_from", "period_to", "n", "observed", "expected")),
        *(SIGNALS.field(name) for name in ("effect", "effect_low", "effect_high", "p_value", "q_value")),
        ("shrunk", pa.float64()),
        ("shrunk_low", pa.float64()),
        ("shrunk_high", pa.float64()),
        ("eligible", pa.bool_()),
        ("flagged", pa.bool_()),
        ("reason", pa.string()),
        ("version", pa.int32()),
    ]
)
"""The columns of ``indicators.parquet``: every subject looked at. ``reason``: why a subject cannot be named."""

BREACHES_END = 0.45
"""Priorities below this are single breaches; patterns stand above."""


@dataclass(frozen=True)
class Period:
    """The days the run looked at, both included."""

    first: date
    last: date


def priority_of(figure: Figure) -> float:
    """Order of reading, 0 to 1: persons before procedures before units, then by how far the interval lies above the
    expected.
    """
    low = figure.effect_low if isfinite(figure.effect_low) else 1.0
    strength = min(log(max(low, 1.0)) / log(4.0), 1.0)
    base, span = {"unit": (0.5, 0.1), "procedure": (0.62, 0.05)}.get(figure.subject_kind, (0.7, 0.3))
    return base + span * strength


def breach_priorities(breach: Breach, observed: Floats, expected: Floats) -> Floats:
    """Order of reading of single breaches: their gravity, then how far beyond the rule they went."""
    beyond = np.clip((observed - expected) / np.maximum(expected, 1.0), 0.0, 4.0) / 4.0
    return BREACHES_END * (0.8 * breach.severity + 0.2 * np.nan_to_num(beyond))


def pattern_row(
    figure: Figure, period: Period, dossiers: list[str], unit: str | None, procedure: str | None
) -> dict[str, Any]:
    """A signal row of a pattern."""
    one = figure.indicator
    return {
        "signal": stable_id("s", one.id, figure.subject_kind, figure.subject, period.first, period.last),
        "kind": "pattern",
        "indicator": one.id,
        "act": one.act,
        "subject_kind": figure.subject_kind,
        "subject": figure.subject,
        "unit": unit,
        "procedure": procedure,
        "period_from": period.first,
        "period_to": period.last,
        "n": figure.n,
        "observed": figure.observed,
        "expected": figure.expected,
        "effect": figure.effect,
        "effect_low": figure.effect_low,
        "effect_high": figure.effect_high,
        "p_value": figure.p,
        "q_value": figure.q,
        "priority": priority_of(figure),
        "dossiers": dossiers,
        "innocent_if_vi": one.innocent_if.vi,
        "innocent_if_en": one.innocent_if.en,
        "explanation_vi": pattern_sentence(figure, "vi"),
        "explanation_en": pattern_sentence(figure, "en"),
    }


def breach_table(one: Indicator, breach: Breach, period: Period, rows: pa.Table) -> pa.Table:
    """Signal rows of broken rules. ``rows`` has ``dossier``, ``unit_code``, ``procedure_code`` and the columns of the
    cases.
    """
    size = rows.num_rows
    dossiers = rows.column("dossier").combine_chunks()
    names = dossiers.to_pylist()
    observed, expected = (_floats(rows, name) for name in ("observed", "expected"))
    ratio = np.divide(observed, expected, out=np.full(size, np.nan), where=expected > 0)
    values = {name: rows.column(name).to_pylist() for name in breach.fields}
    columns: dict[str, Any] = {
        "signal": pa.array([stable_id("s", one.id, "dossier", name) for name in names], pa.string()),
        "kind": _all(size, "breach"),
        "indicator": _all(size, one.id),
        "act": _all(size, one.act),
        "subject_kind": _all(size, "dossier"),
        "subject": dossiers,
        "unit": rows.column("unit_code"),
        "procedure": rows.column("procedure_code"),
        "period_from": pa.repeat(pa.scalar(period.first, pa.date32()), size),
        "period_to": pa.repeat(pa.scalar(period.last, pa.date32()), size),
        "n": pa.repeat(pa.scalar(1, pa.int64()), size),
        "observed": pa.array(observed, from_pandas=True),
        "expected": pa.array(expected, from_pandas=True),
        "effect": pa.array(ratio, from_pandas=True),
        "priority": pa.array(breach_priorities(breach, observed, expected)),
        "dossiers": pa.ListArray.from_arrays(pa.array(range(size + 1), pa.int32()), dossiers),
        "innocent_if_vi": _all(size, one.innocent_if.vi),
        "innocent_if_en": _all(size, one.innocent_if.en),
        "explanation_vi": pa.array(breach_sentences(breach, values, size, "vi"), pa.string()),
        "explanation_en": pa.array(breach_sentences(breach, values, size, "en"), pa.string()),
    }
    empty = pa.nulls(size, pa.float64())
    return pa.table([columns.get(name, empty) for name in SIGNALS.names], schema=SIGNALS)


def _all(size: int, text: str) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), size)


def _floats(rows: pa.Table, column: str) -> Floats:
    values = rows.column(column).combine_chunks().cast(pa.float64())
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)


def figure_row(figure: Figure, period: Period, unit: str | None) -> dict[str, Any]:
    """A row of ``indicators.parquet``; figures that do not exist are empty, not NaN."""
    numbers = {
        "observed": figure.observed,
        "expected": figure.expected,
        "effect": figure.effect,
        "effect_low": figure.effect_low,
        "effect_high": figure.effect_high,
        "p_value": figure.p,
        "q_value": figure.q,
        "shrunk": figure.shrunk,
        "shrunk_low": figure.shrunk_low,
        "shrunk_high": figure.shrunk_high,
    }
    return {
        "indicator": figure.indicator.id,
        "act": figure.indicator.act,
        "subject_kind": figure.subject_kind,
        "subject": figure.subject,
        "unit": unit,
        "period_from": period.first,
        "period_to": period.last,
        "n": figure.n,
        **{name: value if isfinite(value) else None for name, value in numbers.items()},
        "eligible": figure.eligible,
        "flagged": figure.named,
        "reason": figure.reason or ("procedure_review" if figure.procedure_review else ""),
        "version": figure.indicator.version,
    }


class RowWriter:
    """Writes rows of one schema to a Parquet file, a batch at a time."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")
        self.rows = 0

    def write(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Append ``rows``."""
        self.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=self._schema))

    def write_table(self, table: pa.Table) -> None:
        """Append a table of the schema."""
        if table.num_rows:
            self._writer.write_table(table)
            self.rows += table.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.close()
