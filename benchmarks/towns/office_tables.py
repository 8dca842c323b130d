"""The tables somebody keeps by hand: procedures, units, officials, and who is related to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from benchmarks.towns.catalogue import HEADQUARTERS, KINDS
from benchmarks.towns.export import Export, Table
from benchmarks.towns.ways import How
from benchmarks.towns.world import World

IN_FORCE = "2020-01-01"
"""Procedures that were there from the beginning."""
EVE = timedelta(1)
APPOINTED_BEFORE = (90, 2500)
"""Days before the records begin."""
NO_POST = 0.02
OTHER_RELATIONS = 8
"""To agents, and as many to other officials."""
TO_AGENTS, TO_OFFICIALS = ("sibling", "other", "parent", "spouse"), ("spouse", "sibling", "other")


class ProcedureRow(NamedTuple):
    procedure: str
    name: str
    field: str
    sensitive: bool
    limit_working_days: int
    required_documents: str
    fee: int
    max_supplement_requests: int
    valid_from: str
    valid_to: str | None


def procedure_table(export: Export) -> Table:
    return _columns(ProcedureRow._fields, list(_procedures(export.world)))


def _procedures(world: World) -> Iterator[ProcedureRow]:
    """One row each, and two for the procedure whose limit changes."""
    change = world.limit_change
    changes = world.calendar.date_of(change.day)
    for place, procedure in enumerate(world.procedures):
        row = ProcedureRow(
            procedure=procedure.entry.code,
            name=procedure.entry.name,
            field=procedure.entry.field,
            sensitive=procedure.entry.sensitive,
            limit_working_days=procedure.limit,
            required_documents=";".join(procedure.papers),
            fee=procedure.fee,
            max_supplement_requests=1,
            valid_from=IN_FORCE,
            valid_to=None,
        )
        if place != change.procedure:
            yield row
            continue
        yield row._replace(valid_to=str(changes - EVE))
        yield row._replace(limit_working_days=change.limit, valid_from=str(changes))


def unit_table(export: Export) -> Table:
    world = export.world
    units, merged = world.units, world.circumstances.merged
    every = range(len(units))
    ended = str(world.calendar.date_of(world.circumstances.merger_day) - EVE)
    names = [
        KINDS[kind].name if kind == HEADQUARTERS else f"{KINDS[kind].name} {i}" for i, kind in enumerate(units.kinds)
    ]
    return {
        "unit": units.codes,
        "name": names,
        "parent": [None if unit == 0 else units.codes[0] for unit in every],
        "level": [KINDS[kind].level for kind in units.kinds],
        "valid_from": [None for _ in every],
        "valid_to": [ended if unit == merged else None for unit in every],
        "successor": [units.codes[world.circumstances.absorbing] if unit == merged else None for unit in every],
    }


def official_table(export: Export) -> Table:
    """One row for each unit an official is in."""
    world, rng = export.world, export.rng
    staff, calendar = world.staff, world.calendar
    before = rng.integers(*APPOINTED_BEFORE, len(staff))
    appointed = [_days_before(calendar.start, int(days)) for days in before]
    tenures = [tenure for tenure in staff.tenures if tenure.until > tenure.since]
    tenures.sort(key=lambda tenure: (tenure.unit, tenure.official, tenure.since))
    return {
        "official": [staff.codes[tenure.official] for tenure in tenures],
        "unit": [world.units.codes[tenure.unit] for tenure in tenures],
        "post": [None if rng.random() < NO_POST else staff.posts[tenure.official] for tenure in tenures],
        "from": [
            appointed[tenure.official] if tenure.since_before else str(calendar.date_of(tenure.since))
            for tenure in tenures
        ],
        "to": [None if tenure.to_the_end else str(calendar.date_of(tenure.until) - EVE) for tenure in tenures],
    }


def _days_before(day: date, days: int) -> str:
    return str(day - timedelta(days))


class Relation(NamedTuple):
    official: str
    related_to: str
    kind: str


def relation_table(export: Export) -> Table:
    """Among many harmless relations, that of the one who looks into a relative's dossiers."""
    world, rng = export.world, export.rng
    officials, agents = world.staff.codes, world.agents.codes
    relations = {
        Relation(officials[plant.official], agents[plant.agent], plant.kinship)
        for plant in world.planted.plants
        if plant.how == How.RELATIVES_ACCESS
    }
    for _ in range(OTHER_RELATIONS):
        official, agent = int(rng.integers(len(officials))), int(rng.integers(len(agents)))
        relations.add(Relation(officials[official], agents[agent], str(rng.choice(TO_AGENTS))))
    for _ in range(OTHER_RELATIONS):
        one, other = rng.choice(len(officials), 2, replace=False)
        relations.add(Relation(officials[one], officials[other], str(rng.choice(TO_OFFICIALS))))
    return _columns(Relation._fields, sorted(relations))


def _columns(names: tuple[str, ...], rows: list[Any]) -> Table:
    return dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))
