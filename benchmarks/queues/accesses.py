"""All accesses of a history: those of the work, those of honest people beside it, and those of whoever pries."""

from __future__ import annotations

import numpy as np
from benchmarks.queues.access_log import Accesses, AccessLog, Action
from benchmarks.queues.arrays import Bools
from benchmarks.queues.chance import Purpose
from benchmarks.queues.history import History, Log
from benchmarks.queues.honest_viewing import HonestViewing
from benchmarks.queues.plan import Plan
from benchmarks.queues.prying import pry
from benchmarks.queues.steps import Activity
from benchmarks.queues.viewing import Archive
from benchmarks.queues.workdays import DAY
from benchmarks.queues.world import World
from numpy.random import Generator

_OPENED_FOR_STEP, _EDITED, _PRINTED = 0.72, 0.12, 0.25
_WITHOUT_OPENING = (Activity.RECEIPT_SLIP_ISSUED, Activity.FORWARDED)
_WITH_PRINT = (Activity.RESULT_READY, Activity.SUPPLEMENT_REQUESTED)
_BEFORE_RECEIPT = 600
"""Seconds in which a dossier is entered."""


def open_dossiers(world: World, history: History, plan: Plan, strength: float) -> Accesses:
    log, archive = AccessLog(), Archive(world, history)
    rng = world.stream(Purpose.ACCESSES)
    _work(rng, log, history.log)
    HonestViewing(rng, log, archive).look_around()
    pry(world.stream(Purpose.PRYING), log, archive, plan, strength)
    accesses = log.all()
    possible = (accesses.at < world.period.end) & _is_present(world, accesses)
    possible &= accesses.at >= history.received_at[accesses.dossier] - _BEFORE_RECEIPT
    accesses = accesses.only(possible)
    return accesses.only(np.lexsort((accesses.action, accesses.dossier, accesses.official, accesses.at)))


def _work(rng: Generator, log: AccessLog, steps: Log) -> None:
    count = len(steps.at)
    opened = (steps.official >= 0) & (rng.random(count) < _OPENED_FOR_STEP)
    opened &= ~np.isin(steps.activity, _WITHOUT_OPENING)
    before = rng.integers(20, 500, opened.sum())
    log.add(steps.at[opened] - before, steps.official[opened], steps.dossier[opened])
    edited = opened & (rng.random(count) < _EDITED)
    after = rng.integers(5, 60, edited.sum())
    log.add(steps.at[edited] + after, steps.official[edited], steps.dossier[edited], Action.EDIT)
    printed = opened & np.isin(steps.activity, _WITH_PRINT) & (rng.random(count) < _PRINTED)
    after = rng.integers(5, 60, printed.sum())
    log.add(steps.at[printed] + after, steps.official[printed], steps.dossier[printed], Action.PRINT)


def _is_present(world: World, accesses: Accesses) -> Bools:
    """Whether the official is there that day."""
    first = world.period.first_midnight // DAY
    days = world.period.last_midnight // DAY - first + 2
    places = [midnight // DAY - first for midnight in world.period.midnights]
    away = np.zeros((len(world.staff), days), dtype=bool)
    for place, official in enumerate(world.staff):
        for day in official.absences:
            if day < len(places):
                away[place, places[day]] = True
        away[place, : places[official.first_day]] = True
    then = np.clip(accesses.at // DAY - first, 0, days - 1)
    return ~away[accesses.official, then]
