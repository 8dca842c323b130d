"""Those who file dossiers for others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Floats
from benchmarks.sizes.chance import around
from benchmarks.sizes.staff import Staff
from benchmarks.sizes.units import Units
from numpy.random import Generator

OFFICIALS_PER_AGENT, LEAST = 6, 6
PREFIXES = ("DVC", "DL", "BC")
NUMBERS_FROM, NUMBERS = 100, 900
INCOMPLETE_CENTER, INCOMPLETE_SPREAD, BUSY_SPREAD = -0.2, 0.2, 0.3
"""Of the logarithm: agents file more complete dossiers than citizens do."""
COMMUNES_PER_AGENT = 5
"""One commune of so many is known to an agent."""
ACQUAINTANCE = 0.07
"""Honest acquaintance makes small differences of speed."""


@dataclass(frozen=True)
class Agents:
    codes: list[str]
    incomplete: Floats
    """Factor on how often something is missing."""
    busy: Floats
    desks: list[tuple[int, int]]
    """Department and section each agent mostly files at."""
    communes: list[set[int]]
    acquaintance: Floats
    """Row: agent, the last for nobody; column: official."""

    def __len__(self) -> int:
        return len(self.codes)


def draw_agents(rng: Generator, units: Units, staff: Staff) -> Agents:
    count = max(LEAST, len(staff) // OFFICIALS_PER_AGENT)
    numbers = rng.permutation(NUMBERS)[:count] + NUMBERS_FROM
    codes = [f"{rng.choice(PREFIXES)}-{number:03d}" for number in numbers]
    incomplete = around(rng, INCOMPLETE_CENTER, INCOMPLETE_SPREAD, count)
    busy = around(rng, 0, BUSY_SPREAD, count)
    desks = [(unit, section) for unit in range(units.departments) for section in range(staff.sections[unit])]
    rng.shuffle(desks)
    known = max(1, len(units.communes) // COMMUNES_PER_AGENT)
    return Agents(
        codes=codes,
        incomplete=incomplete,
        busy=busy,
        desks=[desks[agent % len(desks)] for agent in range(count)],
        communes=[set(rng.choice(units.communes, known, replace=False).tolist()) for _ in range(count)],
        acquaintance=np.exp(rng.normal(0, ACQUAINTANCE, (count + 1, len(staff)))),
    )
