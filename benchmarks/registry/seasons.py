"""Months differ: in how much comes in, and in how much is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Floats
from benchmarks.registry.workdays import MONTHS, Calendar
from numpy.random import Generator

VOLUME_SPREAD, ASKING_SPREAD = 0.1, 0.08
USUAL = {1: 0.75, 2: 0.75, 3: 1.15, 11: 1.15, 12: 1.15}
"""Volume around the new year and before its end."""


@dataclass
class Seasons:
    """By month of the records."""

    volume: Floats
    asks: Floats
    """Added to a logarithm."""


def draw_seasons(rng: Generator, calendar: Calendar) -> Seasons:
    usual = [USUAL.get(day.month, 1.0) for day in calendar.month_starts[:MONTHS]]
    volume = np.exp(rng.normal(0, VOLUME_SPREAD, MONTHS)) * np.array(usual)
    return Seasons(volume=volume, asks=rng.normal(0, ASKING_SPREAD, MONTHS))
