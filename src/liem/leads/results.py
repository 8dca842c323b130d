"""The files of a detection as rows of this room's tables: files in, plain dictionaries out, no database."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from liem.detection.sheet.places import Registry, unit_of_lead
from liem.detection.sheet.withheld import sentence_of
from liem.leads.rules import persons_of

Row = dict[str, Any]

_TEXTS = ("unit", "procedure", "act", "explanation_vi", "explanation_en", "innocent_if_vi", "innocent_if_en")
BATCH = 4000
FIRST = 1.0
"""Lays a lead with two sources before all others: the order of reading of a signal lies between 0 and 1."""


def read_json(path: Path) -> Any:
    """A JSON file, or an empty object where there is none."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def batches(path: Path, columns: list[str] | None = None) -> Iterator[list[Row]]:
    """The rows of a Parquet file, a few thousand at a time; none where there is no file."""
    if not path.is_file():
        return
    file = pq.ParquetFile(path)
    wanted = [name for name in columns if name in file.schema_arrow.names] if columns else None
    for batch in file.iter_batches(BATCH, columns=wanted):
        yield batch.to_pylist()


def signal_row(row: Row) -> Row:
    """A row of ``signals.parquet`` as the table of signals keeps it."""
    return {**_plain(row), "dossiers": row["dossiers"] or []}


def result_row(row: Row) -> Row:
    """A row of ``indicators.parquet`` as the table of results keeps it."""
    plain = _plain(row)
    return {
        **plain,
        "procedure": plain.get("procedure", ""),
        "eligible": bool(row.get("eligible")),
        "flagged": bool(row.get("flagged")),
        "reason": row.get("reason") or "",
    }


def _plain(row: Row) -> Row:
    """Absent texts are empty, figures that do not exist are absent, days are ISO text."""
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return "" if name in _TEXTS else None
    if isinstance(value, float) and not isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


@dataclass
class SignalIndex:
    """What leads need to know of their signals, gathered while signals are loaded."""

    registry: Registry
    known: dict[str, Row] = field(default_factory=dict)
    hands: Mapping[str, list[str]] = field(default_factory=dict)
    """Dossier → who worked on it, of dossiers that are leads themselves."""

    def note(self, row: Row) -> None:
        """Remember the few columns of a signal that its lead shows."""
        kept = ("unit", "procedure", "indicator", "priority", "period_from", "period_to", "subject_kind", "subject")
        self.known[row["signal"]] = {
            **{name: row[name] for name in kept},
            "dossiers": len(row["dossiers"]),
            "explanation_vi": row["explanation_vi"],
            "explanation_en": row["explanation_en"],
        }

    def lead_row(self, row: Row) -> Row:
        """A row of ``leads.parquet`` with what the desk filters by."""
        signals = [self.known[one] for one in row["signals"] or [] if one in self.known]
        best = max(signals, key=lambda one: one["priority"] or 0.0, default=None)
        procedures = _distinct(one["procedure"] for one in signals)
        return {
            "lead": row["lead"],
            "subject_kind": row["subject_kind"],
            "subject": row["subject"],
            "act": row["act"] or "",
            "grade": row["grade"],
            "sources": row["sources"] or [],
            "signals": row["signals"] or [],
            "unit": unit_of_lead(row, signals, self.registry),
            "procedures": procedures,
            "fields": _distinct(self._field(procedure) for procedure in procedures),
            "indicators": _distinct(one["indicator"] for one in signals),
            "dossiers": max((one["dossiers"] for one in signals), default=0),
            "period_from": min((one["period_from"] for one in signals if one["period_from"]), default=None),
            "period_to": max((one["period_to"] for one in signals if one["period_to"]), default=None),
            "priority": (best["priority"] if best else 0.0) + (FIRST if row["grade"] == "convergent" else 0.0),
            "persons": _persons([*signals, row]),
            "hands": self.hands.get(row["subject"], []) if row["subject_kind"] == "dossier" else [],
            "sentence_vi": sentence_of(row["grade"], best, "vi") if best else "",
            "sentence_en": sentence_of(row["grade"], best, "en") if best else "",
        }

    def _field(self, procedure: str) -> str:
        place = self.registry.procedures.get(procedure)
        return place.field if place else ""


def _persons(subjects: Iterable[Row]) -> list[str]:
    """Codes of the officials and agents among the subjects; of a pair, both."""
    return _distinct(code for one in subjects for code in persons_of(one["subject_kind"], str(one["subject"])))


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
