"""The tables of procedures, units, officials and relations."""

from __future__ import annotations

import polars as pl
from benchmarks.motives.catalogue import SENSITIVE
from benchmarks.motives.export import Export, dates
from benchmarks.motives.procedures import Procedure
from benchmarks.motives.units import MERGED, MERGING
from benchmarks.motives.workdays import day_before, midnight

_ENDED = (MERGING, MERGING + 1)


def procedure_table(export: Export) -> pl.DataFrame:
    """The one whose limit was shortened has two lines."""
    change = export.world.circumstances.limit_change
    lines: list[tuple[Procedure, int, int | None, int | None]] = []
    for place, procedure in enumerate(export.world.procedures):
        if place == change.procedure:
            lines.append((procedure, procedure.limit, None, day_before(change.at)))
            lines.append((procedure, change.limit, midnight(change.at), None))
        else:
            lines.append((procedure, procedure.limit, None, None))
    return pl.DataFrame(
        {
            "procedure": [one.code for one, *_ in lines],
            "name": [one.name for one, *_ in lines],
            "field": [one.field for one, *_ in lines],
            "sensitive": [one.field in SENSITIVE for one, *_ in lines],
            "limit_working_days": [limit for _, limit, _, _ in lines],
            "required_documents": [export.listed(one.documents) for one, *_ in lines],
            "fee": [one.fee for one, *_ in lines],
            "max_supplement_requests": [1] * len(lines),
            "valid_from": dates([start for *_, start, _ in lines]),
            "valid_to": dates([end for *_, end in lines]),
        }
    )


def unit_table(export: Export) -> pl.DataFrame:
    units, merger = export.world.units.all, export.world.units.merger
    places = range(len(units))
    return pl.DataFrame(
        {
            "unit": [unit.id for unit in units],
            "name": [unit.name for unit in units],
            "parent": [unit.parent for unit in units],
            "level": [unit.level for unit in units],
            "successor": [units[MERGED].id if place in _ENDED else None for place in places],
            "valid_from": dates([midnight(merger) if place == MERGED else None for place in places]),
            "valid_to": dates([day_before(merger) if place in _ENDED else None for place in places]),
        }
    )


def official_table(export: Export) -> pl.DataFrame:
    """A line for each unit an official was in."""
    lines = [(official, one) for official in export.world.staff.officials for one in official.assignments]
    return pl.DataFrame(
        {
            "official": [official.id for official, _ in lines],
            "unit": [export.units[one.unit] for _, one in lines],
            "post": [official.post for official, _ in lines],
            "from": dates([None if one.start is None else midnight(one.start) for _, one in lines]),
            "to": dates([None if one.end is None else day_before(one.end) for _, one in lines]),
        }
    )


def relation_table(export: Export) -> pl.DataFrame:
    relations = export.world.relations
    return pl.DataFrame(
        {
            "official": [export.officials[one.official] for one in relations],
            "related_to": [
                export.officials[one.other] if one.agent is None else export.agent(one.agent) for one in relations
            ],
            "kind": [one.kind for one in relations],
        }
    )
