"""How officials, and units as a whole, differ from each other in all they do, wrong or not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from benchmarks.chains.arrays import Floats
from numpy.random import Generator


class Habit(StrEnum):
    ASKS = "sup"
    OVERLOOKS = "miss"
    PACE = "speed"
    ASKS_OUTSIDE_LIST = "out"
    OVERCHARGES = "fee"
    RETURNS = "ret"
    KEEPS_RESULTS = "hand"
    LOOKS_AROUND = "acc"
    LOOKS_AT_NIGHT = "night"
    DRAFTS_BADLY = "doc"
    REFUSES = "ref"
    GUIDES = "guid"
    STOPS_CLOCK = "stop"


class Hand(IntEnum):
    """Those through whose hands a dossier goes from intake to signature, each at an own pace."""

    APPRAISER = 0
    CONSULTED = 1
    CHECKER = 2
    SIGNER = 3


SPREADS = {
    Habit.ASKS: (0.16, 0.30),
    Habit.OVERLOOKS: (0.15, 0.28),
    Habit.PACE: (0.10, 0.22),
    Habit.ASKS_OUTSIDE_LIST: (0.22, 0.35),
    Habit.OVERCHARGES: (0.2, 0.35),
    Habit.RETURNS: (0.18, 0.32),
    Habit.KEEPS_RESULTS: (0.12, 0.28),
    Habit.LOOKS_AROUND: (0.22, 0.35),
    Habit.LOOKS_AT_NIGHT: (0.25, 0.35),
    Habit.DRAFTS_BADLY: (0.2, 0.35),
    Habit.REFUSES: (0.18, 0.32),
    Habit.GUIDES: (0.1, 0.2),
    Habit.STOPS_CLOCK: (0.18, 0.3),
}
"""Of logarithms, as are all spreads here; each province has its own within these."""
UNITS_SPREAD = 0.55
"""Units differ by so much of what officials differ by."""
MONTHS_SPREAD, MONTHS_BEYOND = 0.08, 40
"""Of a unit's pace from month to month; dossiers still open reach into months to come."""

ASKS_BY_AGENT, PACE_BY_AGENT = 0.15, 0.06


@dataclass(frozen=True)
class Spreads:
    of_officials: dict[Habit, float]

    @property
    def of_units(self) -> dict[Habit, float]:
        return {habit: spread * UNITS_SPREAD for habit, spread in self.of_officials.items()}

    @property
    def together(self) -> dict[Habit, float]:
        units = self.of_units
        return {habit: float(np.hypot(spread, units[habit])) for habit, spread in self.of_officials.items()}


@dataclass
class Habits:
    """Logarithms of factors on what is usual."""

    of_officials: dict[Habit, Floats]
    of_units: dict[Habit, Floats]
    pace: Floats
    """Row: official; column: the hand."""
    months: Floats
    """Row: unit; column: month; of the time that work takes."""


@dataclass
class Acquaintance:
    """Honest differences between an official's agents; row: official, column: agent, the last for nobody."""

    asks: Floats
    pace: Floats


def draw_acquaintance(asks_rng: Generator, pace_rng: Generator, officials: int, agents: int) -> Acquaintance:
    asks = asks_rng.normal(0, ASKS_BY_AGENT, (officials, agents + 1))
    pace = pace_rng.normal(0, PACE_BY_AGENT, (officials, agents + 1))
    asks[:, -1] = 0
    pace[:, -1] = 0
    return Acquaintance(asks, pace)


def draw_spreads(rng: Generator) -> Spreads:
    return Spreads({habit: rng.uniform(*between) for habit, between in SPREADS.items()})


def draw_habits(rng: Generator, spreads: Spreads, officials: int, units: int, month_count: int) -> Habits:
    return Habits(
        of_officials={habit: rng.normal(0, spread, officials) for habit, spread in spreads.of_officials.items()},
        of_units={habit: rng.normal(0, spread, units) for habit, spread in spreads.of_units.items()},
        pace=rng.normal(0, spreads.of_officials[Habit.PACE], (officials, len(Hand))),
        months=rng.normal(0, MONTHS_SPREAD, (units, month_count + MONTHS_BEYOND)),
    )
