"""The province before anything happens in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.agents import Agents, draw_agents
from benchmarks.sizes.chance import AGENTS, NATURE, OFFICIALS, PROCEDURES, UNITS, stream
from benchmarks.sizes.circumstances import Circumstances, draw_circumstances
from benchmarks.sizes.habits import Habits, draw_habits
from benchmarks.sizes.moves import move
from benchmarks.sizes.nature import Nature, draw_nature
from benchmarks.sizes.procedures import Procedures, draw_procedures
from benchmarks.sizes.staff import Staff, draw_staff
from benchmarks.sizes.units import Units, draw_units
from benchmarks.sizes.workdays import Calendar, draw_calendar


@dataclass(frozen=True)
class World:
    seed: int
    nature: Nature
    calendar: Calendar
    units: Units
    staff: Staff
    habits: Habits
    procedures: Procedures
    circumstances: Circumstances
    agents: Agents

    def stream(self, *purpose: int) -> np.random.Generator:
        return stream(self.seed, *purpose)


def draw_world(seed: int, officials: int) -> World:
    rng = stream(seed, NATURE)
    nature, calendar = draw_nature(rng), draw_calendar(rng)
    units = draw_units(stream(seed, UNITS), officials, calendar.merger)
    rng = stream(seed, OFFICIALS)
    staff = draw_staff(rng, units, calendar)
    habits = draw_habits(rng, nature, units, len(staff))
    move(rng, calendar, units, staff)
    rng = stream(seed, PROCEDURES)
    procedures = draw_procedures(rng, units, staff)
    circumstances = draw_circumstances(rng, calendar, units, procedures)
    agents = draw_agents(stream(seed, AGENTS), units, staff)
    return World(seed, nature, calendar, units, staff, habits, procedures, circumstances, agents)
