"""The tables of procedures, units, officials and relations, as exported."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.registry.casting import Cast
from benchmarks.registry.catalogue import BUSINESS, KINDS, OFFICE_OF
from benchmarks.registry.plan import Plan
from benchmarks.registry.posts import POST_NAMES
from benchmarks.registry.roster import FIRST_AT_A_DESK
from benchmarks.registry.units import Units
from benchmarks.registry.variants import How
from benchmarks.registry.workdays import MONTHS, Calendar
from benchmarks.registry.world import World
from numpy.random import Generator

NO_LEVELS, POST_UNKNOWN = 0.3, 0.03
OFFICIALS_PER_RELATION, OFFICIALS_PER_BUSINESS, FEWEST = 30, 40, 2
"""One relation among officials for so many of them, and one to an agent; but at least so many."""
AMONG_OFFICIALS, TO_AGENTS = ["spouse", "sibling", "other"], ["sibling", "child", "spouse"]


def write_procedures(folder: Path, world: World) -> None:
    rows = [row for procedure in range(len(KINDS)) for row in _procedure_rows(world, procedure)]
    dates = {"valid_from": pl.Utf8, "valid_to": pl.Utf8}
    pl.DataFrame(rows, schema_overrides=dates, infer_schema_length=None).write_csv(folder / "procedures.csv")


def _procedure_rows(world: World, procedure: int) -> list[dict[str, Any]]:
    """Two where the limit changed."""
    procedures, calendar = world.procedures, world.calendar
    periods: list[tuple[int, str | None, str | None]] = [(int(procedures.limit[procedure]), None, None)]
    if procedure == procedures.changed:
        change = calendar.month_starts[procedures.change].isoformat()
        periods = [
            (procedures.old_limit, None, _last_day_before(calendar, procedures.change)),
            (procedures.new_limit, change, None),
        ]
    return [
        {
            "procedure": procedures.codes[procedure],
            "name": KINDS[procedure].name,
            "field": KINDS[procedure].field,
            "sensitive": "false" if OFFICE_OF[procedure] == BUSINESS else "true",
            "limit_working_days": limit,
            "required_documents": ";".join(procedures.papers[procedure]),
            "fee": int(procedures.fee[procedure]),
            "valid_from": valid_from,
            "valid_to": valid_to,
        }
        for limit, valid_from, valid_to in periods
    ]


def _last_day_before(calendar: Calendar, month: int) -> str:
    return (calendar.month_starts[month] - timedelta(days=1)).isoformat()


def write_units(rng: Generator, folder: Path, world: World) -> None:
    units, calendar = world.units, world.calendar
    rows = [
        {
            "unit": unit.id,
            "name": unit.name,
            "parent": unit.parent or None,
            "level": unit.level,
            "valid_from": calendar.month_starts[units.merger].isoformat() if place == units.new else None,
            "valid_to": _last_day_before(calendar, units.merger) if place in units.successor else None,
            "successor": _successor(units, place),
        }
        for place, unit in enumerate(units.all)
    ]
    table = pl.DataFrame(rows, infer_schema_length=None)
    if rng.random() < NO_LEVELS:
        table = table.drop("level")
    table.write_csv(folder / "units.csv")


def _successor(units: Units, unit: int) -> str | None:
    return units.all[units.successor[unit]].id if unit in units.successor else None


def write_officials(rng: Generator, folder: Path, world: World) -> None:
    people = world.people
    rows = [row for official in np.argsort(people.ids) for row in _stays(rng, world, int(official))]
    pl.DataFrame(rows, infer_schema_length=None).write_csv(folder / "officials.csv")


def _stays(rng: Generator, world: World, official: int) -> list[dict[str, Any]]:
    """A row for each time in one unit and post."""
    roster, calendar = world.people.roster, world.calendar
    unit, post = roster.unit[official], roster.post[official]
    changes = np.flatnonzero((np.diff(unit) != 0) | (np.diff(post) != 0)) + 1
    bounds = [0, *(int(month) for month in changes), MONTHS]
    return [
        {
            "official": world.people.ids[official],
            "unit": world.units.all[unit[first]].id,
            "post": POST_NAMES[post[first]] if rng.random() > POST_UNKNOWN else None,
            "from": calendar.month_starts[first].isoformat() if first else None,
            "to": _last_day_before(calendar, until) if until < MONTHS else None,
        }
        for first, until in pairwise(bounds)
        if unit[first] >= 0
    ]


def write_relations(rng: Generator, folder: Path, world: World, plan: Plan, cast: Cast) -> None:
    officials, agents, count = world.people.ids, world.agents.ids, len(world.people)
    rows = [(official, agents[agent], "spouse") for official, agent in plan.pairs(How.RELATIVES)]
    rows += [(official, agents[agent], str(rng.choice(TO_AGENTS))) for official, agent in cast.related]
    for _ in range(max(FEWEST, count // OFFICIALS_PER_RELATION)):
        one, other = rng.choice(np.arange(FIRST_AT_A_DESK, count), 2, replace=False)
        rows.append((one, officials[other], str(rng.choice(AMONG_OFFICIALS))))
    for _ in range(max(FEWEST, count // OFFICIALS_PER_BUSINESS)):
        honest = [official for official in world.people.roster.at_desks if official not in plan.variants]
        official = int(rng.choice(honest))
        rows.append((official, agents[rng.integers(len(agents))], "other"))
    rows = [rows[place] for place in rng.permutation(len(rows))]
    pl.DataFrame(
        {
            "official": [str(officials[official]) for official, _, _ in rows],
            "related_to": [str(related) for _, related, _ in rows],
            "kind": [kind for _, _, kind in rows],
        }
    ).write_csv(folder / "relations.csv")
