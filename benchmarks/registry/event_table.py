"""The table of steps, as exported."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.registry.arrays import Bools, Floats, Ints, Objects, known_only
from benchmarks.registry.history import History
from benchmarks.registry.logbook import Logbook
from benchmarks.registry.steps import ACTIVITIES, REASONS
from benchmarks.registry.workdays import DAY_SECONDS, HOUR_SECONDS
from benchmarks.registry.world import World
from numpy.random import Generator

DOUBLED = 0.0003
MISTYPED = 6
"""Rows whose dossier cannot be found."""
WRONG_YEARS, STEPS_PER_WRONG_YEAR = 3, 60_000
"""Rows a year too early: so many at least, and one of so many steps."""
YEAR_SECONDS = 365 * DAY_SECONDS
UTC_OFFSET, MICROSECONDS = 7 * HOUR_SECONDS, 1_000_000
PLACE = "Asia/Ho_Chi_Minh"
TEXTS = ("official", "unit", "document", "reason")


def write_events(rng: Generator, folder: Path, world: World, history: History, log: Logbook) -> int:
    """How many rows."""
    rows = _rows(rng, log)
    steps = log.steps.select(rows)
    units = np.array([unit.id for unit in world.units.all], dtype=object)
    dossier = _mistype(rng, history.codes[steps.dossier])
    clock = log.clock[rows]
    wrong = rng.choice(len(rows), max(WRONG_YEARS, len(log) // STEPS_PER_WRONG_YEAR), replace=False)
    clock[wrong] -= YEAR_SECONDS
    pl.DataFrame(
        {
            "dossier": dossier.tolist(),
            "at": instants(clock),
            "activity": [ACTIVITIES[code] for code in steps.activity],
            "official": texts(world.people.ids, log.named[rows]),
            "unit": known_only(log.new_software[rows], units[log.unit[rows]]).tolist(),
            "document": [paper or None for paper in steps.document],
            "reason": [REASONS[reason] or None for reason in steps.reason],
            "amount": amounts(steps.amount),
        },
        schema_overrides=dict.fromkeys(TEXTS, pl.Utf8),
    ).write_parquet(folder / "events.parquet")
    return len(rows)


def instants(clock: Ints) -> pl.Series:
    """From seconds of the wall's clock."""
    utc = pl.Series(((clock - UTC_OFFSET) * MICROSECONDS).astype(np.int64)).cast(pl.Datetime("us"))
    return utc.dt.replace_time_zone("UTC").dt.convert_time_zone(PLACE)


def instants_where(clock: Ints, known: Bools) -> pl.Series:
    table = pl.DataFrame({"at": instants(clock), "known": known})
    return table.select(pl.when("known").then("at").otherwise(None)).to_series()


def amounts(dong: Floats) -> pl.Series:
    return pl.Series([None if np.isnan(one) else int(one) for one in dong], dtype=pl.Int64)


def texts(codes: Objects, places: Ints) -> list[str | None]:
    """Codes by their places, none for nobody."""
    return known_only(places >= 0, codes.astype(object)[places]).tolist()


def _rows(rng: Generator, log: Logbook) -> Ints:
    """Places of the steps, a few of them doubled."""
    doubled = np.flatnonzero(log.kept & (rng.random(len(log)) < DOUBLED))
    return np.sort(np.concatenate([np.flatnonzero(log.kept), doubled]))


def _mistype(rng: Generator, codes: Objects) -> Objects:
    for row in rng.choice(len(codes), MISTYPED, replace=False):
        codes[row] = codes[row][:-2] + "X" + codes[row][-1]
    return codes
