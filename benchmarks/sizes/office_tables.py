"""The tables of procedures, units, officials and relations, as exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from benchmarks.sizes.arrays import NOBODY
from benchmarks.sizes.catalogue import SENSITIVE_FIELDS
from benchmarks.sizes.export import Export
from benchmarks.sizes.prying import Pried
from benchmarks.sizes.world import World

IN_FORCE_SINCE = "2023-01-01"
MAY_LACK, LACKING = ("max_supplement_requests", "sensitive"), 0.25
TOP, TOP_LEVEL = "000", "province"
CAME_BETWEEN = (2015, 2024)
KINDS, KINDS_AMONG_OFFICIALS = ("spouse", "parent", "child", "sibling", "other"), ("spouse", "sibling", "other")
OFFICIALS_PER_AGENT_KIN, OFFICIALS_PER_OFFICIAL_KIN, LEAST_KIN = 15, 20, 3
"""Relations that mean nothing."""
DAY = timedelta(days=1)

Row = dict[str, Any]


def write_procedures(export: Export) -> None:
    rows = [row for place in range(len(export.world.procedures)) for row in _procedure_rows(export.world, place)]
    table = pl.DataFrame(rows, infer_schema_length=None)
    export.write_csv("procedures", table, may_lack=MAY_LACK, chance=LACKING)


def write_units(export: Export) -> None:
    units, merger = export.world.units, export.world.calendar.merger_date
    top = f"{units.prefix}{TOP}"
    rows: list[Row] = [
        {
            "unit": top,
            "name": f"UBND tỉnh {export.world.nature.name}",
            "parent": None,
            "level": TOP_LEVEL,
            "valid_from": None,
            "valid_to": None,
            "successor": None,
        }
    ]
    for unit, code in enumerate(units.codes):
        stays = units.stays(unit)
        rows.append(
            {
                "unit": code,
                "name": units.names[unit],
                "parent": top,
                "level": units.levels[unit],
                "valid_from": merger.isoformat() if unit in units.merged else None,
                "valid_to": None if stays else (merger - DAY).isoformat(),
                "successor": None if stays else units.codes[units.successor[unit]],
            }
        )
    export.write_csv("units", pl.DataFrame(rows, infer_schema_length=None))


def write_officials(export: Export) -> None:
    rows = [row for official in range(len(export.world.staff)) for row in _official_rows(export, official)]
    export.write_csv("officials", pl.DataFrame(rows, infer_schema_length=None))


def write_relations(export: Export, pried: Pried) -> None:
    rng, staff, agents = export.rng, export.world.staff, export.world.agents

    def related(official: int, to: str, kinds: tuple[str, ...]) -> Row:
        return {"official": staff.codes[official], "related_to": to, "kind": str(rng.choice(kinds))}

    rows = [related(official, agents.codes[agent], KINDS) for official, agent in pried.relatives.items()]
    for _ in range(max(LEAST_KIN, len(staff) // OFFICIALS_PER_AGENT_KIN)):
        official, agent = int(rng.integers(len(staff))), int(rng.integers(len(agents)))
        rows.append(related(official, agents.codes[agent], KINDS))
    for _ in range(max(LEAST_KIN, len(staff) // OFFICIALS_PER_OFFICIAL_KIN)):
        official, other = rng.choice(len(staff), 2, replace=False)
        rows.append(related(official, staff.codes[other], KINDS_AMONG_OFFICIALS))
    export.write_csv("relations", pl.DataFrame(rows).unique(maintain_order=True))


def _procedure_rows(world: World, place: int) -> Iterator[Row]:
    """Two where the limit changes."""
    procedure, change = world.procedures.all[place], world.circumstances.limit_change
    row = {
        "procedure": world.procedures.codes[place],
        "name": procedure.name,
        "field": procedure.field,
        "sensitive": procedure.field.startswith(SENSITIVE_FIELDS),
        "limit_working_days": procedure.limit,
        "required_documents": ";".join(procedure.papers),
        "fee": procedure.fee,
        "max_supplement_requests": 1,
        "valid_from": IN_FORCE_SINCE,
        "valid_to": None,
    }
    if place != change.procedure:
        yield row
        return
    day = world.calendar.days[change.day]
    yield row | {"valid_to": (day - DAY).isoformat()}
    yield row | {"limit_working_days": change.limit, "valid_from": day.isoformat()}


def _official_rows(export: Export, official: int) -> Iterator[Row]:
    """One for each unit in turn."""
    world = export.world
    units = world.staff.unit_by_day[official, : world.calendar.recorded]
    begins = [0, *(np.flatnonzero(units[1:] != units[:-1]) + 1).tolist()]
    for begin, end in zip(begins, [*begins[1:], None], strict=True):
        if units[begin] == NOBODY:
            continue
        since = _begins(world, int(units[begin]), begin) if begin else _came(export)
        until = None if end is None else _begins(world, int(units[end]), end) - DAY
        yield {
            "official": world.staff.codes[official],
            "unit": world.units.codes[units[begin]],
            "post": world.staff.titles[official],
            "from": since.isoformat(),
            "to": until.isoformat() if until else None,
        }


def _begins(world: World, unit: int, day: int) -> date:
    """In merged units on the day of the merger, even if nobody works on it."""
    merger = day == world.calendar.merger and unit in world.units.merged
    return world.calendar.merger_date if merger else world.calendar.days[day]


def _came(export: Export) -> date:
    """Before the records begin."""
    year = int(export.rng.integers(*CAME_BETWEEN))
    return date(year, int(export.rng.integers(1, 13)), 1)
