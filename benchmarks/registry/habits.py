"""Honest habits: people differ, each in every kind of work, and nobody honest is a monster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Floats
from numpy.random import Generator

MOST = 2.2
"""Standard deviations from the usual."""


@dataclass
class Habits:
    """Factors of rates and times, by official."""

    asking: Floats
    """For supplements."""
    intake: Floats
    """Of what is incomplete."""
    pace: Floats
    off_list: Floats
    """Asking for what is on no list."""
    handover: Floats
    """Keeping results waiting."""
    stopping: Floats
    """The clock, and moving the due date."""
    refusing: Floats
    fees: Floats
    """Errors in them."""
    documents: Floats
    """Errors in them."""
    prying: Floats
    """Opening dossiers without a part in them."""
    rounds: Floats
    """Asking again."""
    guidance: Floats


SPREADS = {
    "asking": (0.18, 0.34),
    "intake": (0.18, 0.34),
    "pace": (0.10, 0.17),
    "off_list": (0.20, 0.35),
    "handover": (0.15, 0.3),
    "stopping": (0.2, 0.35),
    "refusing": (0.15, 0.3),
    "fees": (0.15, 0.3),
    "documents": (0.15, 0.3),
    "prying": (0.2, 0.35),
    "rounds": (0.12, 0.25),
    "guidance": (0.15, 0.3),
}
"""Least and greatest spread of the logarithm; each province has its own."""
IN_NOTES = {
    "asking": "sup",
    "intake": "intake",
    "pace": "time",
    "off_list": "out",
    "handover": "late_hand",
    "stopping": "stop",
    "refusing": "refuse",
    "fees": "fee",
    "documents": "doc",
    "prying": "acc",
    "rounds": "rounds",
    "guidance": "guide",
}
"""What the notes of the truth call them."""


def draw_spreads(rng: Generator) -> dict[str, float]:
    return {habit: float(rng.uniform(*bounds)) for habit, bounds in SPREADS.items()}


def draw_habits(rng: Generator, spreads: dict[str, float], officials: int) -> Habits:
    """With mean one."""
    return Habits(
        **{
            habit: np.exp(spread * np.clip(rng.normal(0, 1, officials), -MOST, MOST) - spread * spread / 2)
            for habit, spread in spreads.items()
        }
    )
