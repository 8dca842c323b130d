"""The tables of procedures, units, officials and relatives."""

from __future__ import annotations

from typing import Any

import polars as pl
from benchmarks.queues.catalogue import PROCEDURES, SENSITIVE
from benchmarks.queues.chance import Purpose
from benchmarks.queues.export import Export
from benchmarks.queues.relatives import Kinship
from benchmarks.queues.staff import Assignment, Official, Role

_PROCEDURE_COLUMNS = (
    "procedure",
    "name",
    "field",
    "sensitive",
    "limit_working_days",
    "required_documents",
    "fee",
    "max_supplement_requests",
    "valid_from",
    "valid_to",
)
_VALID_FROM, _IN_POST_FROM = "2020-01-01", "2021-01-01"
_MOST_REQUESTS = 1
_POST_UNKNOWN, _START_KNOWN = 0.02, 0.8
_KINDS = ("spouse", "sibling", "child", "other")
_KINDS_IN_OFFICES = ("spouse", "sibling", "other")
_OFFICIALS_BY_COUPLE = 12

Row = dict[str, Any]


def write_procedures(export: Export) -> None:
    served = {unit.kind for unit in export.world.units}
    rows = [row for place, one in enumerate(PROCEDURES) if one.kind in served for row in _procedure(export, place)]
    export.write("procedures", pl.DataFrame(rows, infer_schema_length=None).select(_PROCEDURE_COLUMNS))


def _procedure(export: Export, place: int) -> list[Row]:
    """Twice, where its limit is changed."""
    one, procedures, period = PROCEDURES[place], export.world.procedures, export.world.period
    row = {
        "procedure": one.code,
        "name": one.name,
        "field": one.field,
        "sensitive": one.field in SENSITIVE,
        "limit_working_days": one.limit,
        "required_documents": ";".join(procedures.papers[place]),
        "fee": one.fee,
        "max_supplement_requests": _MOST_REQUESTS,
        "valid_from": _VALID_FROM,
        "valid_to": None,
    }
    change = procedures.change
    if change.procedure != place:
        return [row]
    new = {"limit_working_days": change.limit, "valid_from": period.iso(change.day)}
    return [row | {"valid_to": period.eve(change.day)}, row | new]


def write_units(export: Export) -> None:
    period = export.world.period
    rows = [
        {
            "unit": unit.code,
            "name": unit.name,
            "parent": unit.parent,
            "level": unit.level,
            "valid_from": None if unit.opened is None else period.iso(unit.opened),
            "valid_to": None if unit.closes is None else period.eve(unit.closes),
            "successor": unit.successor,
        }
        for unit in export.world.units
    ]
    may_be_empty = dict.fromkeys(("parent", "valid_from", "valid_to", "successor"), pl.String)
    export.write("units", pl.DataFrame(rows, infer_schema_length=None, schema_overrides=may_be_empty))


def write_officials(export: Export) -> None:
    rows = [
        _assignment(export, official, assignment)
        for official in export.world.staff
        for assignment in official.assignments
    ]
    may_be_empty = dict.fromkeys(("from", "to", "post"), pl.String)
    export.write("officials", pl.DataFrame(rows, infer_schema_length=None, schema_overrides=may_be_empty))


def _assignment(export: Export, official: Official, assignment: Assignment) -> Row:
    period, rng = export.world.period, export.rng
    post_known = rng.random() > _POST_UNKNOWN or official.role != Role.HANDLER
    start = None
    if assignment.start is not None:
        start = period.iso(assignment.start)
    elif rng.random() < _START_KNOWN:
        start = _IN_POST_FROM
    return {
        "official": official.id,
        "unit": export.world.units[assignment.unit].code,
        "post": official.post if post_known else None,
        "from": start,
        "to": None if assignment.end is None else period.eve(assignment.end),
    }


def write_relations(export: Export, kinships: list[Kinship]) -> None:
    world, rng = export.world, export.world.stream(Purpose.KINSHIP)
    rows = [
        _relation(world.staff[one.official].id, world.agents[one.agent].id, _KINDS[rng.integers(len(_KINDS))])
        for one in kinships
    ]
    people = world.people(without=set())
    for _ in range(len(world.staff) // _OFFICIALS_BY_COUPLE):
        one, other = rng.choice(people, 2, replace=False)
        kind = _KINDS_IN_OFFICES[rng.integers(len(_KINDS_IN_OFFICES))]
        rows.append(_relation(world.staff[one].id, world.staff[other].id, kind))
    export.write("relations", pl.DataFrame(rows))


def _relation(official: str, related_to: str, kind: str) -> Row:
    return {"official": official, "related_to": related_to, "kind": kind}
