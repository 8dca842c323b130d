"""Chance, in streams apart: a change in how accesses are drawn leaves the dossiers as they were."""

from __future__ import annotations

from enum import IntEnum
from statistics import NormalDist

import numpy as np
from numpy.random import Generator

_SHIFT = 7919
"""So that the streams of one province are not those another simulator draws from the same seed."""
_GRID = np.linspace(0.0005, 0.9995, 2001)
_QUANTILES = [NormalDist().inv_cdf(float(probability)) for probability in _GRID]


class Purpose(IntEnum):
    WORLD = 1
    OMISSIONS = 2
    LOAD = 3
    PLANTS = 4
    DEEDS = 5
    COURSE = 6
    COURSE_AGAIN = 61
    """Of dossiers that are filed again."""
    DOCUMENTS = 7
    ACCESSES = 8
    ERRORS = 9
    """Of the export."""


def stream(seed: int, purpose: Purpose) -> Generator:
    return np.random.default_rng([seed, _SHIFT, int(purpose)])


def normal(throw: float) -> float:
    """The standard normal value of an even throw, from a grid: no value is extreme."""
    return _QUANTILES[int(float(throw) * (len(_QUANTILES) - 1) + 0.5)]
