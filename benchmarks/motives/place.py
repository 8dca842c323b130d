"""The province before anything happens in it."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.motives.agents import Agent, draw_agents
from benchmarks.motives.chance import Purpose, stream
from benchmarks.motives.circumstances import Circumstances, draw_circumstances
from benchmarks.motives.habits import Spreads, draw_spreads
from benchmarks.motives.lookalikes import Lookalikes
from benchmarks.motives.omissions import Omissions, draw_omissions
from benchmarks.motives.period import Period, draw_period
from benchmarks.motives.procedures import Procedure, draw_limit_change, draw_procedures
from benchmarks.motives.staff import Staff, draw_staff
from benchmarks.motives.units import Units, draw_units


@dataclass
class Place:
    seed: int
    omissions: Omissions
    period: Period
    spreads: Spreads
    units: Units
    procedures: list[Procedure]
    staff: Staff
    lookalikes: Lookalikes
    circumstances: Circumstances
    agents: list[Agent]


def draw_place(seed: int, officials: int) -> Place:
    rng, omissions = stream(seed, Purpose.WORLD), draw_omissions(seed)
    period = draw_period(rng)
    spreads = draw_spreads(rng)
    units = draw_units(rng, seed, period)
    procedures = draw_procedures(rng, units)
    limit_change = draw_limit_change(rng, procedures, period)
    staff = draw_staff(rng, units, procedures, spreads, officials)
    lookalikes = Lookalikes()
    circumstances = draw_circumstances(rng, omissions, period, units, procedures, staff, limit_change, lookalikes)
    agents = draw_agents(rng, units, procedures, staff, lookalikes)
    return Place(seed, omissions, period, spreads, units, procedures, staff, lookalikes, circumstances, agents)
