"""The registers of the province as tables: procedures, units, officials, relations."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from liem.dossiers.simulation.cast import POSTS, Cast, offices
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.planting import Plant
from liem.dossiers.simulation.worktime import WorkingTime
from liem.dossiers.simulation.writing import SCHEMAS

KINDS = ("spouse", "parent", "child", "sibling", "other")
RELATED, TO_AGENT = 0.03, 0.012
"""Share of officials with a relative among their colleagues, and among the agents."""


def procedures(start: date) -> pa.Table:
    """The catalogue, in force since before the period."""
    return _table(
        "procedures",
        [
            (
                p.code,
                p.name,
                p.field,
                p.sensitive,
                p.limit,
                p.required,
                p.fee,
                p.most_requests,
                date(start.year - 1, 1, 1),
                None,
            )
            for p in PROCEDURES
        ],
    )


def units(cast: Cast) -> pa.Table:
    """Units in force, the province and its inspectorate, and the communes merged before the period."""
    return _table(
        "units",
        [
            (u.code, u.name, u.parent or None, u.level, u.valid_from, u.valid_to, u.successor or None)
            for u in (*offices(), *cast.units, *cast.former)
        ],
    )


def officials(cast: Cast, time: WorkingTime, rng: np.random.Generator) -> pa.Table:
    """One row per assignment."""
    codes = cast.codes()
    rows: list[tuple[object, ...]] = []
    for spell in cast.spells:
        seat = spell.seat
        begun = time.start - timedelta(days=int(rng.integers(60, 2200)))
        first = begun if spell.first is None else time.start + timedelta(days=spell.first)
        last = None if spell.last is None else time.start + timedelta(days=spell.last)
        rows.append(
            (codes[spell.official], cast.units[cast.seats.unit[seat]].code, POSTS[cast.seats.post[seat]], first, last)
        )
    for official, unit, post in cast.apart:
        rows.append(
            (codes[official], unit, POSTS[post], time.start - timedelta(days=int(rng.integers(200, 2000))), None)
        )
    return _table("officials", rows)


def relations(cast: Cast, plants: list[Plant], rng: np.random.Generator) -> pa.Table:
    """Relatives among officials and agents, as in any province; some of the favoured agents are relatives too."""
    codes, agents = cast.codes(), cast.agent_codes()
    rows: list[tuple[object, ...]] = []
    pairs = max(1, round(cast.officials * RELATED / 2))
    for one, other in rng.permutation(cast.officials)[: 2 * pairs].reshape(-1, 2).tolist():
        kind = int(rng.integers(0, len(KINDS)))
        back = {1: 2, 2: 1}.get(kind, kind)
        rows += [(codes[one], codes[other], KINDS[kind]), (codes[other], codes[one], KINDS[back])]
    for official in rng.permutation(cast.officials)[: max(1, round(cast.officials * TO_AGENT))].tolist():
        rows.append(
            (codes[official], agents[int(rng.integers(0, cast.agents))], KINDS[int(rng.integers(0, len(KINDS)))])
        )
    for planted in plants:
        if planted.kind == "favoured_agent" and rng.random() < 0.4:
            planted.details["related"] = True
            rows.append((codes[planted.official], agents[planted.agent], KINDS[int(rng.integers(0, len(KINDS)))]))
    return _table("relations", sorted(set(rows)))


def _table(name: str, rows: list[tuple[object, ...]]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = list(zip(*rows, strict=True))
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
