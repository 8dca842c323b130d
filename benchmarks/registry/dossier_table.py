"""The table of dossiers, as exported: the old software knew less of them than the new one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.registry.arrays import NOBODY, Bools, Ints, Objects, known_only
from benchmarks.registry.course import OPEN
from benchmarks.registry.event_table import amounts, instants, instants_where, texts
from benchmarks.registry.filings import ONLINE
from benchmarks.registry.history import History
from benchmarks.registry.logbook import Logbook
from benchmarks.registry.workdays import DAY_SECONDS, HOUR_SECONDS
from benchmarks.registry.world import World
from numpy.random import Generator

CHANNELS, APPLICANTS = ["counter", "online", "post"], ["citizen", "business"]
OUTCOMES = ["granted", "refused", "withdrawn", None]
END_OF_WORK = 17 * HOUR_SECONDS
NOT_ENTERED = -1
DUE_KNOWN, DUE_KNOWN_OLD = 0.995, 0.96
MISTYPED_END, TOO_EARLY = 0.0001, 3 * DAY_SECONDS
"""Share of dossiers finished, it seems, so long before they were received."""
SMALL_LETTERS, AGENT_LOST_OLD = 0.004, 0.05
UNSORTED = 0.3
"""Share of the provinces that export the table in no order; so below."""
LINKED_AGAIN = 0.96
"""Share of the dossiers filed again that say which one they repeat."""
NO_APPLICANT_KIND, NO_LOCALITY = 0.2, 0.5
TEXTS = ("applicant_kind", "agent", "channel", "outcome", "resubmission_of", "ma_dia_ban")


@dataclass
class Exported:
    """What of the dossiers is not in their records."""

    agent_lost: Bools
    linked: Bools
    """The dossier says which one it repeats."""


def write_dossiers(rng: Generator, folder: Path, world: World, history: History, log: Logbook) -> Exported:
    filed, course, count = history.filed, history.course, len(history)
    units = np.array([unit.id for unit in world.units.all], dtype=object)
    calendar, new = world.calendar, course.new_software
    due = calendar.ordinals[calendar.place(course.due)] * DAY_SECONDS + END_OF_WORK
    due_known = rng.random(count) < np.where(new, DUE_KNOWN, DUE_KNOWN_OLD)
    ended, end_known = _ends(rng, history, log)
    agent, agent_lost = _agents(rng, world, history)
    order = rng.permutation(count) if rng.random() < UNSORTED else history.order
    linked = (filed.earlier >= 0) & (rng.random(count) < LINKED_AGAIN)
    channel = known_only(new | (filed.channel == ONLINE), np.array(CHANNELS, dtype=object)[filed.channel])
    kind = known_only(new, np.array(APPLICANTS, dtype=object)[filed.by_business.astype(int)])
    outcome = np.array(OUTCOMES, dtype=object)[course.outcome]
    columns = {
        "dossier": history.codes[order].tolist(),
        "procedure": [world.procedures.codes[procedure] for procedure in filed.procedure[order]],
        "unit": units[filed.unit[order]].tolist(),
        "applicant": history.applicants[order].tolist(),
        "applicant_kind": kind[order].tolist(),
        "agent": agent[order].tolist(),
        "channel": channel[order].tolist(),
        "received_at": instants(log.received[order]),
        "due_at": instants_where(due[order], due_known[order]),
        "finished_at": instants_where(ended[order], end_known[order]),
        "outcome": outcome[order].tolist(),
        "fee_charged": amounts(course.fee[order]),
        "resubmission_of": texts(history.codes, np.where(linked, filed.earlier, NOBODY)[order]),
        "ma_dia_ban": texts(world.localities.ids, np.where(new, filed.locality, NOBODY)[order]),
    }
    if rng.random() < NO_APPLICANT_KIND:
        del columns["applicant_kind"]
    if rng.random() < NO_LOCALITY:
        del columns["ma_dia_ban"]
    schema = {name: pl.Utf8 for name in TEXTS if name in columns}
    pl.DataFrame(columns, schema_overrides=schema).write_parquet(folder / "dossiers.parquet")
    return Exported(agent_lost, linked)


def _ends(rng: Generator, history: History, log: Logbook) -> tuple[Ints, Bools]:
    """When, and whether it is known."""
    over = history.course.outcome != OPEN
    last = log.steps.of("finished", "withdrawn")
    ended = np.full(len(history), NOT_ENTERED, np.int64)
    ended[log.steps.dossier[last]] = log.clock[last]
    known = over & (ended != NOT_ENTERED)
    mistyped = over & (rng.random(len(history)) < MISTYPED_END)
    return np.where(mistyped, log.received - TOO_EARLY, np.where(known, ended, 0)), known


def _agents(rng: Generator, world: World, history: History) -> tuple[Objects, Bools]:
    """Codes, and where they are lost."""
    filed, count = history.filed, len(history)
    codes = known_only(filed.agent >= 0, world.agents.ids[filed.agent])
    small = np.flatnonzero((filed.agent >= 0) & (rng.random(count) < SMALL_LETTERS))
    codes[small] = [code.lower() for code in codes[small]]
    lost = ~history.course.new_software & (filed.agent >= 0) & (rng.random(count) < AGENT_LOST_OLD)
    codes[lost] = None
    return codes, lost
