"""The steps as the software has them: in order, by the clock, at the unit of the time, and with a few lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import NOBODY, Bools, Ints
from benchmarks.registry.chance import DAY_END_STREAM, Streams
from benchmarks.registry.history import History
from benchmarks.registry.steps import Steps
from benchmarks.registry.units import LogStyle
from benchmarks.registry.workdays import HOUR_SECONDS
from benchmarks.registry.world import World
from numpy.random import Generator

ROUNDING = 1e-6
DAY_END, DAY_END_SECONDS, APART = int(16.6 * HOUR_SECONDS), 2_400, 7
"""When steps entered at the day's end begin, within how long, and how many seconds lie between them."""
AFTER_RECEIPT = 60
MINUTE = 60
NIGHT_BEFORE, MORNING = (int(1.5 * HOUR_SECONDS), 12 * HOUR_SECONDS), 7 * HOUR_SECONDS
"""What was filed at night came so long before seven o'clock, when the software takes it in."""

KEPT_BEST = (
    "received",
    "supplement_requested",
    "suspended",
    "approved",
    "refused",
    "finished",
    "withdrawn",
    "result_ready",
    "fee_collected",
)
LOST, LOST_OF_OTHERS = 0.002, 0.012
UNNAMED, UNNAMED_OLD = 0.012, 0.045


@dataclass
class Logbook:
    """One row per step in the order of dossiers and, in each, of time."""

    steps: Steps
    new_software: Bools
    unit: Ints
    true_clock: Ints
    """Seconds since 1970 of the wall's clock."""
    clock: Ints
    """The same as entered."""
    kept: Bools
    """In the records."""
    named: Ints
    """The official in the records."""
    received: Ints
    """By dossier: when it came in, as entered."""

    def __len__(self) -> int:
        return len(self.steps)

    def count(self, which: Bools, dossiers: int) -> Ints:
        """How many of these steps the records have of each dossier."""
        return np.bincount(self.steps.dossier[which & self.kept], minlength=dossiers)


def keep_log(streams: Streams, world: World, history: History) -> Logbook:
    steps = _in_order(world, history)
    calendar, units, filed = world.calendar, world.units, history.filed
    month = calendar.month(steps.at)
    new_software = month >= units.own_cut_over[filed.unit[steps.dossier]]
    unit = units.successor_at[filed.filed_at[steps.dossier], month]
    true_clock = calendar.to_clock(steps.at)
    dossiers = np.arange(len(history))
    first = np.searchsorted(steps.dossier, dossiers)
    start = true_clock[np.searchsorted(steps.dossier, steps.dossier)]
    wait = (streams.apart(DAY_END_STREAM).random(len(history)) * DAY_END_SECONDS).astype(np.int64)
    habit = _Habit(units.log_style[unit], new_software, calendar.midnight(steps.at), start)
    clock = _enter(steps, true_clock, habit, wait[steps.dossier])
    received = _receipts(streams.errors, world, history, clock[np.minimum(first, len(steps) - 1)])
    receipt = steps.of("received")
    clock[receipt] = np.minimum(clock[receipt], received[steps.dossier[receipt]])
    lost = streams.errors.random(len(steps)) < np.where(steps.of(*KEPT_BEST), LOST, LOST_OF_OTHERS)
    unnamed = streams.errors.random(len(steps)) < np.where(new_software, UNNAMED, UNNAMED_OLD)
    return Logbook(
        steps=steps,
        new_software=new_software,
        unit=unit,
        true_clock=true_clock,
        clock=clock,
        kept=~lost,
        named=np.where(unnamed, NOBODY, steps.official),
        received=received,
    )


def _in_order(world: World, history: History) -> Steps:
    """Up to the day the records were drawn, and nothing after the end of a dossier."""
    steps, end = history.steps, world.calendar.end
    closed = steps.at > history.course.ended[steps.dossier] + ROUNDING
    steps = steps.select((steps.at < end) & (steps.at >= 0) & ~closed)
    steps = steps.select(np.lexsort((steps.at, steps.dossier)))
    steps.at = np.maximum(steps.at, history.filed.at[steps.dossier])
    return steps


@dataclass
class _Habit:
    """How the unit of a step enters it."""

    style: Ints
    new_software: Bools
    midnight: Ints
    start: Ints
    """The true clock of the dossier's first step."""


def _enter(steps: Steps, true_clock: Ints, habit: _Habit, wait: Ints) -> Ints:
    place = np.arange(len(steps)) - np.searchsorted(steps.dossier, steps.dossier)
    clock = true_clock.copy()
    day_end = (habit.style == LogStyle.DAY_END) & ~steps.of("received")
    at_day_end = habit.midnight + DAY_END + wait + place * APART
    # Never before the receipt of the same day.
    clock[day_end] = np.maximum(at_day_end, habit.start + AFTER_RECEIPT + place * APART)[day_end]
    date_only = (habit.style == LogStyle.DATE_ONLY_OLD) & ~habit.new_software
    clock[date_only] = habit.midnight[date_only]
    rounded = (habit.style == LogStyle.MINUTE) & ~habit.new_software
    clock[rounded] = clock[rounded] // MINUTE * MINUTE
    return clock


def _receipts(rng: Generator, world: World, history: History, first_step: Ints) -> Ints:
    """What is filed at night counts from the next working morning."""
    before = rng.integers(*NIGHT_BEFORE, len(history))
    at_night = world.calendar.midnight(history.filed.at) + MORNING - before
    return np.where(history.filed.at_night, at_night, first_step)
