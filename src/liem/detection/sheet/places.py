"""Names of units and procedures, and where officials work, by the newest row of each in the records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow.parquet as pq

from liem.dossiers.records import RecordSet

Row = dict[str, Any]


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

    def name_of_unit(self, code: str) -> str:
        """The unit's name, or its code where the records name it nowhere."""
        return self.units[code].name if code in self.units else code

    def name_of_procedure(self, code: str) -> str:
        """The procedure's name, or its code where the records name it nowhere."""
        return self.procedures[code].name if code in self.procedures else code


def unit_of_lead(lead: Mapping[str, Any], signals: Iterable[Mapping[str, Any]], registry: Registry) -> str:
    """The unit that answers for a lead: of its signals if they agree, else of the official; empty where none does."""
    if lead["subject_kind"] == "unit":
        return str(lead["subject"])
    units = {signal["unit"] for signal in signals if signal["unit"]}
    if len(units) == 1:
        return str(units.pop())
    official = str(lead["subject"]).split("|", 1)[0]
    return registry.unit_of_official.get(official, "")


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
