"""The steps as they are exported: some lack their official, some are missing, some units round their clocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.sizes.chance import ERRORS
from benchmarks.sizes.history import History
from benchmarks.sizes.steps import Steps
from benchmarks.sizes.workdays import MINUTE
from benchmarks.sizes.world import World
from numpy.random import Generator

UNNAMED, LOST = 0.006, 0.004
NEVER_LOST = ("received", "finished")
LOST_IN_GAP = ("forwarded", "receipt_slip_issued", "guidance_given")
"""Of one commune in one month."""
UNITS_PER_ROUNDING = 8
"""One unit of so many writes down full minutes, and one of so many every five."""
ROUNDED_TO = 5 * MINUTE
MISTYPED, MISTYPED_TIMES = 0.0004, 10
"""Of the fees, and by how much: a nought too many."""


@dataclass(frozen=True)
class ExportedSteps:
    steps: Steps
    named: Ints
    """The official of each step, or ``NOBODY``."""
    unit: Ints
    to_five_minutes: Bools
    """By dossier."""
    to_minutes: Bools


def export_steps(world: World, history: History) -> ExportedSteps:
    rng, steps = world.stream(ERRORS), history.steps
    steps = steps.only(np.lexsort((steps.activity, steps.clock, steps.dossier)))
    unnamed = rng.random(len(steps)) < UNNAMED
    lost = (rng.random(len(steps)) < LOST) & ~steps.are(*NEVER_LOST)
    lost |= _in_gap(rng, world, history, steps)
    to_five_minutes, to_minutes = (_at_rounding_units(rng, world, history) for _ in range(2))
    steps.clock = rounded(steps.clock, to_five_minutes[steps.dossier], to_minutes[steps.dossier])
    steps, unnamed = steps.only(~lost), unnamed[~lost]
    steps.amount = _mistype(rng, steps)
    unit = world.units.at(history.filings.branch[steps.dossier], world.calendar.place_of_clock(steps.clock))
    return ExportedSteps(steps, np.where(unnamed, NOBODY, steps.official), unit, to_five_minutes, to_minutes)


def rounded(clock: Ints, to_five_minutes: Bools, to_minutes: Bools) -> Ints:
    clock = np.where(to_five_minutes, clock // ROUNDED_TO * ROUNDED_TO, clock)
    return np.where(to_minutes, clock // MINUTE * MINUTE, clock)


def _in_gap(rng: Generator, world: World, history: History, steps: Steps) -> Bools:
    commune, month = int(rng.choice(world.units.communes)), int(rng.integers(1, world.calendar.last_month))
    in_month = world.calendar.months[history.filings.day] == month
    there = (history.filings.branch == commune) & in_month
    return there[steps.dossier] & steps.are(*LOST_IN_GAP)


def _at_rounding_units(rng: Generator, world: World, history: History) -> Bools:
    count = max(1, world.units.local // UNITS_PER_ROUNDING)
    return np.isin(history.filings.branch, rng.choice(world.units.local, count, replace=False))


def _mistype(rng: Generator, steps: Steps) -> Floats:
    mistyped = steps.are("fee_collected") & (rng.random(len(steps)) < MISTYPED)
    return np.where(mistyped, steps.amount * MISTYPED_TIMES, steps.amount)
