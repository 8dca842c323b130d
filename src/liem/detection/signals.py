"""Signals as rows of ``signals.parquet`` and ``indicators.parquet``: the columns of the exchange format, best first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite, log
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from liem.base.identifiers import stable_id
from liem.detection.explanations import breach_sentence, pattern_sentence
from liem.detection.figures import Figure
from liem.detection.indicator import Breach, Indicator

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


def breach_priority(breach: Breach, values: Mapping[str, Any]) -> float:
    """Order of reading of a single breach: its gravity, then how far beyond the rule it went."""
    observed, expected = values.get("observed"), values.get("expected")
    beyond = 0.0
    if observed is not None and expected is not None and observed > expected:
        beyond = min((observed - expected) / max(expected, 1), 4.0) / 4.0
    return BREACHES_END * (0.8 * breach.severity + 0.2 * beyond)


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


def breach_row(one: Indicator, breach: Breach, period: Period, values: Mapping[str, Any]) -> dict[str, Any]:
    """A signal row of a broken rule; ``values`` has ``dossier``, ``unit_code``, ``procedure_code`` and the columns of
    the case.
    """
    observed, expected = values.get("observed"), values.get("expected")
    ratio = observed / expected if observed is not None and expected else None
    return {
        "signal": stable_id("s", one.id, "dossier", values["dossier"]),
        "kind": "breach",
        "indicator": one.id,
        "act": one.act,
        "subject_kind": "dossier",
        "subject": values["dossier"],
        "unit": values["unit_code"],
        "procedure": values["procedure_code"],
        "period_from": period.first,
        "period_to": period.last,
        "n": 1,
        "observed": observed,
        "expected": expected,
        "effect": ratio,
        "effect_low": None,
        "effect_high": None,
        "p_value": None,
        "q_value": None,
        "priority": breach_priority(breach, values),
        "dossiers": [values["dossier"]],
        "innocent_if_vi": one.innocent_if.vi,
        "innocent_if_en": one.innocent_if.en,
        "explanation_vi": breach_sentence(breach, values, "vi"),
        "explanation_en": breach_sentence(breach, values, "en"),
    }


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
        batch = pa.Table.from_pylist([dict(row) for row in rows], schema=self._schema)
        if batch.num_rows:
            self._writer.write_table(batch)
            self.rows += batch.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._writer.close()
