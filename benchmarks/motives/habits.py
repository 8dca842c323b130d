"""Temperaments and habits: honest officials differ, and units have ways of their own."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from numpy.random import Generator


@dataclass
class Habits:
    """Each is added to the logarithm of how often, or how slowly, an official does it."""

    pace: float
    asking: float
    overlooking: float
    keeping: float
    """Results, after they are ready."""
    no_slip: float
    second_round: float
    refusing: float
    viewing: float
    moving_due: float
    suspending: float
    off_list: float
    overcharging: float
    returning: float
    asking_late: float
    signing: float


HABITS = [field.name for field in fields(Habits)]
IN_TRUTH = {
    "pace": "speed",
    "asking": "supp",
    "overlooking": "miss",
    "keeping": "pick",
    "no_slip": "slip",
    "second_round": "round2",
    "refusing": "refuse",
    "viewing": "access",
    "moving_due": "dch",
    "suspending": "sus",
    "off_list": "outl",
    "overcharging": "fee",
    "returning": "ret",
    "asking_late": "last",
    "signing": "sign",
}
"""How the truth calls them."""


class Temper(StrEnum):
    DILIGENT = "diligent"
    HURRIED = "hurried"
    FORGETFUL = "forgetful"
    STRICT = "strict"
    FRIENDLY = "friendly"


_TEMPERED = 8
"""The first habits, on which temperament bears."""
_OF_TEMPER = {
    Temper.DILIGENT: (-0.12, 0.0, -0.18, -0.12, -0.25, 0.0, 0.0, -0.1),
    Temper.HURRIED: (-0.15, -0.08, 0.25, 0.0, 0.15, 0.1, 0.05, 0.1),
    Temper.FORGETFUL: (0.10, 0.0, 0.12, 0.22, 0.25, 0.12, 0.0, 0.05),
    Temper.STRICT: (0.05, 0.25, -0.12, 0.0, -0.1, 0.05, 0.2, -0.1),
    Temper.FRIENDLY: (0.0, -0.2, -0.05, -0.1, 0.05, -0.05, -0.2, 0.2),
}
_TEMPER_WEIGHT = 0.75
_TEMPERS = [0.28, 0.2, 0.14, 0.18, 0.2]
_SPREAD, _SPREAD_UNTEMPERED = (0.12, 0.26), (0.2, 0.35)
_SPREAD_OF_UNITS, _SPREAD_OF_SYMPATHIES = (0.06, 0.16), (0.05, 0.11)


@dataclass
class Spreads:
    """How much people differ; a province has its own."""

    habits: dict[str, float]
    units: float
    sympathies: float


def draw_spreads(rng: Generator) -> Spreads:
    habits = {
        habit: float(rng.uniform(*(_SPREAD if place < _TEMPERED else _SPREAD_UNTEMPERED)))
        for place, habit in enumerate(HABITS)
    }
    return Spreads(habits, float(rng.uniform(*_SPREAD_OF_UNITS)), float(rng.uniform(*_SPREAD_OF_SYMPATHIES)))


def draw_temper(rng: Generator) -> Temper:
    return Temper(str(rng.choice(list(Temper), p=_TEMPERS)))


def draw_habits(rng: Generator, temper: Temper, spreads: Spreads) -> Habits:
    offsets = [_TEMPER_WEIGHT * offset for offset in _OF_TEMPER[temper]] + [0.0] * (len(HABITS) - _TEMPERED)
    return Habits(
        *(offset + rng.normal(0, spreads.habits[habit]) for habit, offset in zip(HABITS, offsets, strict=True))
    )


def draw_unit_habits(rng: Generator, spreads: Spreads) -> Habits:
    return Habits(*(rng.normal(0, spreads.units) for _ in HABITS))
