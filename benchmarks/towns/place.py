"""The province before anything happens in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.agents import Agents, draw_agents
from benchmarks.towns.habits import Habits, Spreads, draw_habits, draw_spreads
from benchmarks.towns.months import Months, draw_months
from benchmarks.towns.procedures import Procedure, draw_procedures
from benchmarks.towns.staff import Staff, draw_staff
from benchmarks.towns.units import Units, draw_units
from benchmarks.towns.workdays import Calendar, draw_calendar


@dataclass
class Place:
    calendar: Calendar
    spreads: Spreads
    units: Units
    months: Months
    procedures: list[Procedure]
    staff: Staff
    agents: Agents

    def kind_of(self, official: int) -> str:
        """The kind of unit the official begins in."""
        return self.units.kinds[self.staff.homes[official]]

    def pair(self, official: int, agent: int) -> str:
        """How truth names the two."""
        return f"{self.staff.codes[official]}|{self.agents.codes[agent]}"

    def draw_habits(self, rng: np.random.Generator) -> Habits:
        return draw_habits(rng, self.spreads, len(self.staff), self.agents)


def draw_place(rng: np.random.Generator, officials: int) -> Place:
    calendar = draw_calendar(rng)
    spreads = draw_spreads(rng)
    units = draw_units(rng)
    months = draw_months(rng, calendar.months)
    procedures = draw_procedures(rng)
    staff = draw_staff(rng, units, officials, len(procedures))
    agents = draw_agents(rng, units)
    return Place(calendar, spreads, units, months, procedures, staff, agents)
