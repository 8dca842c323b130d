"""The province before anything is filed in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.agents import Agents, draw_agents
from benchmarks.chains.chance import Purpose, stream
from benchmarks.chains.circumstances import Circumstances, draw_circumstances
from benchmarks.chains.habits import Acquaintance, Habits, Spreads, draw_acquaintance, draw_habits, draw_spreads
from benchmarks.chains.holes import Holes, draw_holes
from benchmarks.chains.lookalikes import Lookalikes
from benchmarks.chains.offices import Offices, draw_offices
from benchmarks.chains.procedures import Procedures, draw_procedures
from benchmarks.chains.staff import Staff
from benchmarks.chains.workdays import Calendar, draw_calendar
from numpy.random import Generator

NAMES_OF_PROVINCES = 8
"""A name is drawn, although the records do not bear it."""
OFFICIALS, OFFICIALS_BETWEEN = (90, 191), (60, 250)
DOSSIERS = (34_000, 66_001)
MERGER_FELT, MERGER_SLOWS, RUSH_SLOWS = 2, 0.25, 0.35
"""Months, and logarithms of factors on the time of work."""


@dataclass
class World:
    seed: int
    calendar: Calendar
    spreads: Spreads
    dossiers: int
    """Filed for the first time."""
    procedures: Procedures
    offices: Offices
    circumstances: Circumstances
    habits: Habits
    agents: Agents
    acquaintance: Acquaintance
    agents_rng: Generator
    """Goes on with their kin."""
    lookalikes: Lookalikes
    spared: set[int]
    """Officials who are not to be planted, for something else is the matter with them."""
    holes: Holes

    @property
    def staff(self) -> Staff:
        return self.offices.staff

    def stream(self, purpose: Purpose) -> Generator:
        return stream(self.seed, purpose)


def draw_world(seed: int, officials: int, dossiers: int) -> World:
    """Of a size that is drawn too, where it is not given: 0."""
    rng = stream(seed, Purpose.WORLD)
    calendar, spreads = draw_calendar(rng), draw_spreads(rng)
    rng.integers(NAMES_OF_PROVINCES)
    size = int(np.clip(officials or rng.integers(*OFFICIALS), *OFFICIALS_BETWEEN))
    dossiers = dossiers or int(rng.integers(*DOSSIERS))
    procedures, offices = draw_procedures(rng, calendar), draw_offices(rng, size)
    lookalikes, spared = Lookalikes(), set[int]()
    circumstances = draw_circumstances(rng, calendar, offices, procedures, lookalikes, spared)
    agents_rng = stream(seed, Purpose.AGENTS)
    agents = draw_agents(agents_rng, offices, circumstances, dossiers)
    with_each_other = (stream(seed, Purpose.ASKING_EACH_OTHER), stream(seed, Purpose.PACE_WITH_EACH_OTHER))
    return World(
        seed=seed,
        calendar=calendar,
        spreads=spreads,
        dossiers=dossiers,
        procedures=procedures,
        offices=offices,
        circumstances=circumstances,
        habits=_draw_habits(seed, calendar, spreads, offices.staff, circumstances),
        agents=agents,
        acquaintance=draw_acquaintance(*with_each_other, len(offices.staff), len(agents)),
        agents_rng=agents_rng,
        lookalikes=lookalikes,
        spared=spared,
        holes=draw_holes(rng, offices.staff),
    )


def _draw_habits(seed: int, calendar: Calendar, spreads: Spreads, staff: Staff, circumstances: Circumstances) -> Habits:
    rng = stream(seed, Purpose.HABITS)
    habits = draw_habits(rng, spreads, len(staff), len(staff.units), calendar.month_count)
    merger, rush = circumstances.merger, circumstances.rush
    if merger:
        month = calendar.months[merger.day]
        habits.months[merger.into, month : month + MERGER_FELT] += MERGER_SLOWS
    habits.months[rush.unit, rush.month] += RUSH_SLOWS
    return habits
