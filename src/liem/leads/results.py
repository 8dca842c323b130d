"""The files of a detection as rows of this room's tables: files in, plain dictionaries out, no database."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from liem.dossiers.records import RecordSet
from liem.leads.rules import NO_CODE, names_a_person, unnamed

Row = dict[str, Any]

_TEXTS = ("unit", "procedure", "act", "explanation_vi", "explanation_en", "innocent_if_vi", "innocent_if_en")
BATCH = 4000


@dataclass(frozen=True)
class PlaceRow:
    """A unit or a procedure, by its newest row in the registry."""

    code: str
    name: str
    field: str = ""
    sensitive: bool = False
    limit: int | None = None
    level: str = ""


@dataclass(frozen=True)
class Registry:
    """Names of units and procedures, fields of procedures, units of officials."""

    units: Mapping[str, PlaceRow] = field(default_factory=dict)
    procedures: Mapping[str, PlaceRow] = field(default_factory=dict)
    unit_of_official: Mapping[str, str] = field(default_factory=dict)


def read_registry(records: RecordSet) -> Registry:
    """The registry of a record set; what it does not name is known by its code."""
    units = {row["unit"]: _unit(row) for row in _by_date(records, "units")}
    procedures = {row["procedure"]: _procedure(row) for row in _by_date(records, "procedures")}
    officials = {row["official"]: row["unit"] for row in _by_date(records, "officials")}
    return Registry(units, procedures, officials)


def _by_date(records: RecordSet, table: str) -> list[Row]:
    """Rows of a registry table, the newest last."""
    if not records.has(table):
        return []
    rows: list[Row] = pq.read_table(records.path(table)).to_pylist()
    return sorted(rows, key=lambda row: row.get("valid_from") or row.get("from") or date.min)


def _unit(row: Row) -> PlaceRow:
    return PlaceRow(row["unit"], row["name"] or row["unit"], level=row["level"] or "")


def _procedure(row: Row) -> PlaceRow:
    return PlaceRow(
        row["procedure"],
        row["name"] or row["procedure"],
        row["field"] or "",
        bool(row["sensitive"]),
        row["limit_working_days"],
    )


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

    def note(self, row: Row) -> None:
        """Remember the few columns of a signal that its lead shows."""
        kept = ("unit", "procedure", "indicator", "priority", "period_from", "period_to", "subject_kind", "subject")
        self.known[row["signal"]] = {
            **{name: row[name] for name in kept},
            "dossiers": len(row["dossiers"]),
            "sentence_vi": row["explanation_vi"],
            "sentence_en": row["explanation_en"],
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
            "unit": self._unit_of(row, signals),
            "procedures": procedures,
            "fields": _distinct(self._field(procedure) for procedure in procedures),
            "indicators": _distinct(one["indicator"] for one in signals),
            "dossiers": max((one["dossiers"] for one in signals), default=0),
            "period_from": min((one["period_from"] for one in signals if one["period_from"]), default=None),
            "period_to": max((one["period_to"] for one in signals if one["period_to"]), default=None),
            "priority": best["priority"] if best else 0.0,
            "sentence_vi": _sentence(best, row["grade"], "vi"),
            "sentence_en": _sentence(best, row["grade"], "en"),
        }

    def _field(self, procedure: str) -> str:
        place = self.registry.procedures.get(procedure)
        return place.field if place else ""

    def _unit_of(self, row: Row, signals: list[Row]) -> str:
        """The unit that answers for a lead: of its signals if they agree, else of the official."""
        if row["subject_kind"] == "unit":
            return str(row["subject"])
        units = _distinct(one["unit"] for one in signals)
        if len(units) == 1:
            return units[0]
        official = str(row["subject"]).split("|", 1)[0]
        return self.registry.unit_of_official.get(official, "")


def _sentence(signal: Row | None, grade: str, language: str) -> str:
    """The sentence of a lead's best signal; it names no person where the lead is not about one."""
    if signal is None:
        return ""
    sentence = str(signal[f"sentence_{language}"])
    if names_a_person(grade, signal["subject_kind"]):
        return sentence
    return unnamed(sentence, signal["subject"], NO_CODE[language])


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})
