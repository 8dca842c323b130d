"""Who opens which dossier in the new software: for the work, to supervise, and now and then for no reason of work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.registry.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.registry.casting import Cast
from benchmarks.registry.chance import Streams, log_normal
from benchmarks.registry.event_table import instants
from benchmarks.registry.history import History
from benchmarks.registry.logbook import Logbook
from benchmarks.registry.plan import Plan
from benchmarks.registry.posts import SUPERVISING, Post
from benchmarks.registry.prying import pry
from benchmarks.registry.viewing import EXPORT, VIEW, Viewing
from benchmarks.registry.workdays import DAY_SECONDS, HOUR_SECONDS, MONTHS
from benchmarks.registry.world import World

ACTIONS = ["view", "export", "print", "edit"]
OPENED, BEFORE_SECONDS = 0.5, 1_500
"""Share of the steps before which the dossier is opened, and how long before at most."""
FOR_WORK, TO_SUPERVISE = [0.76, 0.01, 0.08, 0.15], [0.9, 0.02, 0.06, 0.02]
BY_THE_WAY, IN_THE_EVENING = [0.93, 0.005, 0.05, 0.015], [0.5, 0, 0.1, 0.4]
"""Shares of the actions."""
SUPERVISED = {Post.ADMINISTRATOR: 900, Post.HOTLINE: 1600, Post.INSPECTOR: 500, Post.REPORTER: 300}
SUPERVISED_SPREAD, SUPERVISED_DAYS = 0.3, 120
MAINTAINED, MAINTAINED_DAYS = 60, 200
"""Dossiers that an administrator opens at night, of so many last working days."""
REPORTED, REPORTED_DAYS, REPORTED_AT, REPORTED_WITHIN = 70, 30, 0.6, 0.3
"""Dossiers exported for the report of each month, on the afternoon of its last working day."""
STRAY, STRAY_LEAST, STRAY_AT_NIGHT, STRAY_AT_NIGHT_LEAST = 0.035, 0.3, 0.0012, 0.05
"""For each access for the work, and as many besides, of the own unit's dossiers."""
OVERTIME_DOSSIERS, OVERTIME_FROM, OVERTIME_HOURS = 110, 18 * HOUR_SECONDS, 4 * HOUR_SECONDS
HOLE_FROM, HOLE_DAYS = (60, 200), 4
"""Days after the change of software from which on, for so long, nothing is left in the access log."""


@dataclass
class Accesses:
    """In the order of time."""

    clock: Ints
    official: Ints
    dossier: Ints
    action: Ints

    def __len__(self) -> int:
        return len(self.clock)

    def select(self, rows: Bools | Ints) -> Accesses:
        return Accesses(self.clock[rows], self.official[rows], self.dossier[rows], self.action[rows])


def open_dossiers(streams: Streams, world: World, plan: Plan, cast: Cast, history: History, log: Logbook) -> Accesses:
    rng, people = streams.accesses, world.people
    viewing = Viewing(rng, world, history)
    steps = _for_work(viewing, log)
    for official in range(len(people)):
        days = viewing.days_in_office(official)
        if len(days) == 0:
            continue
        if people.main_post[official] in SUPERVISING:
            _supervise(viewing, official, days)
            continue
        _stray(viewing, official, days, STRAY * steps[official] * people.habits.prying[official] + STRAY_LEAST)
        at_night = STRAY_AT_NIGHT * steps[official] * people.habits.prying[official] + STRAY_AT_NIGHT_LEAST
        _stray(viewing, official, days, at_night, night=True)
        if official in cast.overtime:
            _work_overtime(viewing, official, days)
        pry(viewing, plan, official, days, steps[official])
    return _in_order(streams, world, Accesses(*viewing.all()))


def _for_work(viewing: Viewing, log: Logbook) -> Ints:
    """How many accesses that gives, by official."""
    rng, start = viewing.rng, viewing.first_ordinal * DAY_SECONDS
    taken = log.new_software & (log.steps.official >= 0) & (log.true_clock >= start)
    rows = np.flatnonzero(taken & (rng.random(len(log)) < OPENED))
    clock = log.true_clock[rows] - rng.integers(0, BEFORE_SECONDS, len(rows))
    official = log.steps.official[rows]
    viewing.add(clock, official, log.steps.dossier[rows], viewing.actions(FOR_WORK, len(rows)))
    return np.bincount(official, minlength=len(viewing.world.people))


def _supervise(viewing: Viewing, official: int, days: Ints) -> None:
    rng, post = viewing.rng, Post(viewing.world.people.main_post[official])
    count = int(SUPERVISED[post] * log_normal(rng, 1, SUPERVISED_SPREAD))
    moment = viewing.moments(days, count)
    dossier = viewing.recent(None, moment, SUPERVISED_DAYS)
    viewing.open(official, moment, dossier, viewing.actions(TO_SUPERVISE, count))
    if post == Post.ADMINISTRATOR:
        moment = viewing.moments(days, MAINTAINED)
        dossier = viewing.recent(None, moment, MAINTAINED_DAYS)
        viewing.open(official, moment, dossier, np.full(MAINTAINED, VIEW), night=True)
    if post == Post.REPORTER:
        months = viewing.world.calendar.months
        for month in range(viewing.world.units.cut_over, MONTHS):
            last = float(np.flatnonzero(months == month)[-1])
            moment = last + REPORTED_AT + REPORTED_WITHIN * rng.random(REPORTED)
            dossier = viewing.recent(None, moment, REPORTED_DAYS)
            viewing.open(official, moment, dossier, np.full(REPORTED, EXPORT))


def _stray(viewing: Viewing, official: int, days: Ints, mean: float, night: bool = False) -> None:
    """Now and then anybody opens a dossier of the own unit without a part in it."""
    count = viewing.rng.poisson(mean)
    if count == 0:
        return
    moment = viewing.moments(days, count)
    unit = viewing.world.people.roster.unit[official, viewing.world.calendar.month(moment)]
    dossier = np.full(count, NOBODY)
    for one in np.unique(unit):
        rows = unit == one
        dossier[rows] = viewing.recent(int(one), moment[rows])
    viewing.open(official, moment, dossier, viewing.actions(BY_THE_WAY, count), night=night)


def _work_overtime(viewing: Viewing, official: int, days: Ints) -> None:
    """In the evening after it came in, on dossiers of the own desk."""
    rng, filed, calendar = viewing.rng, viewing.history.filed, viewing.world.calendar
    own = np.flatnonzero((viewing.history.course.appraiser == official) & (filed.at > days[0]))
    if len(own) == 0:
        return
    dossier = rng.choice(own, min(len(own), OVERTIME_DOSSIERS), replace=False)
    day: Floats = np.floor(filed.at[dossier] + 1.0)
    in_records = day < calendar.end
    dossier, day = dossier[in_records], day[in_records]
    clock = calendar.midnight(day) + OVERTIME_FROM + rng.integers(0, OVERTIME_HOURS, len(day))
    viewing.add(clock, np.full(len(day), official), dossier, viewing.actions(IN_THE_EVENING, len(day)))


def _in_order(streams: Streams, world: World, accesses: Accesses) -> Accesses:
    first, last = world.calendar.month_ordinals[world.units.cut_over], world.calendar.end_ordinal
    clock = accesses.clock
    in_time = np.flatnonzero((clock >= first * DAY_SECONDS) & (clock < last * DAY_SECONDS))
    accesses = accesses.select(in_time[np.argsort(clock[in_time], kind="stable")])
    hole = first + int(streams.errors.integers(*HOLE_FROM))
    day = accesses.clock // DAY_SECONDS
    return accesses.select((day < hole) | (day >= hole + HOLE_DAYS))


def write_accesses(folder: Path, world: World, history: History, accesses: Accesses) -> None:
    pl.DataFrame(
        {
            "at": instants(accesses.clock),
            "official": world.people.ids[accesses.official].tolist(),
            "dossier": history.codes[accesses.dossier].tolist(),
            "action": [ACTIONS[action] for action in accesses.action],
        }
    ).write_parquet(folder / "accesses.parquet")
