"""The tables of procedures, units, officials and relations, as exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from benchmarks.chains.catalogue import FIELDS, SENSITIVE
from benchmarks.chains.export import Export
from benchmarks.chains.relations import Relation
from benchmarks.chains.staff import ALWAYS
from benchmarks.chains.units import LEVELS

Row = dict[str, Any]


def write_offices(export: Export, relations: list[Relation]) -> None:
    _write_procedures(export)
    _write_units(export)
    _write_officials(export)
    if export.world.holes.relations_known:
        _write_relations(export, relations)


def _write_procedures(export: Export) -> None:
    rows = [row for place in range(len(export.world.procedures)) for row in _procedure_rows(export, place)]
    table = pl.DataFrame(rows, schema_overrides={"valid_from": pl.String, "valid_to": pl.String})
    if not export.world.holes.sensitive_known:
        table = table.drop("sensitive")
    table.write_csv(export.folder / "procedures.csv")


def _procedure_rows(export: Export, place: int) -> Iterator[Row]:
    """Two where the limit changes."""
    procedure, change = export.world.procedures.all[place], export.world.procedures.change
    row = {
        "procedure": procedure.code,
        "name": f"Thủ tục {place + 1:02d} - {FIELDS[procedure.field]}",
        "field": procedure.field,
        "sensitive": procedure.field in SENSITIVE,
        "limit_working_days": procedure.limit,
        "required_documents": ";".join(procedure.papers),
        "fee": procedure.fee,
        "valid_from": None,
        "valid_to": None,
    }
    if place != change.procedure:
        yield row
        return
    yield row | {"valid_to": _day(export, change.day - 1)}
    yield row | {"limit_working_days": change.limit, "valid_from": _day(export, change.day)}


def _write_units(export: Export) -> None:
    codes = export.codes.units
    rows = [
        {
            "unit": codes[place],
            "name": unit.name,
            "parent": None if unit.parent is None else codes[unit.parent],
            "level": LEVELS[unit.kind],
            "valid_from": _day(export, unit.begins) if unit.begins else None,
            "valid_to": _day(export, unit.ends - 1) if unit.ends else None,
            "successor": None if unit.successor is None else codes[unit.successor],
        }
        for place, unit in enumerate(export.world.staff.units)
    ]
    pl.DataFrame(rows, infer_schema_length=None).write_csv(export.folder / "units.csv")


def _write_officials(export: Export) -> None:
    last = export.world.calendar.recorded - 1
    rows = [
        {
            "official": export.codes.officials[term.official],
            "unit": export.codes.units[term.unit],
            "post": term.post,
            "from": _day(export, term.first) if term.first > 0 else None,
            "to": _day(export, min(term.until - 1, last)) if term.until < ALWAYS else None,
        }
        for term in export.world.holes.terms
    ]
    schema = {"post": pl.String, "from": pl.String, "to": pl.String}
    table = pl.DataFrame(rows, schema_overrides=schema).unique(maintain_order=True)
    table.write_csv(export.folder / "officials.csv")


def _write_relations(export: Export, relations: list[Relation]) -> None:
    officials, agents = export.codes.officials, export.codes.agents
    rows = [
        {
            "official": officials[one.official],
            "related_to": (agents if one.to_agent else officials)[one.to],
            "kind": one.kind,
        }
        for one in relations
    ]
    pl.DataFrame(rows).unique(maintain_order=True).write_csv(export.folder / "relations.csv")


def _day(export: Export, place: int) -> str:
    return export.world.calendar.days[place].isoformat()
