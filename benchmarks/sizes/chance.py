"""Chance, in streams apart: whether and how strongly some act leaves the dossiers of all others as they were."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.random import Generator

NATURE, UNITS, OFFICIALS, PROCEDURES, AGENTS = 1, 2, 3, 4, 5
FILINGS, REGULARS, PLANTING, EFFORT = 6, 7, 8, 19
COURSE, HANDS, REFILING, DOCUMENTS = 10, 11, 12, 13
ACCESSES, PRYING, HOLES, REPORTERS = 14, 16, 17, 22
ERRORS, EXPORT, LEFT_OUT = 18, 20, 21
"""Each purpose has a random stream of its own."""


def stream(seed: int, *purpose: int) -> Generator:
    return np.random.default_rng([seed, *purpose])


def around(rng: Generator, center: float, spread: float, size: int | None = None) -> Any:
    """Log-normal; ``center`` and ``spread`` are of the logarithm."""
    return np.exp(rng.normal(center, spread, size))


def spread_around_one(rng: Generator, spread: float, size: int | None = None) -> Any:
    """Log-normal with a mean of one, so that habits differ and the rates stay what they are."""
    return np.exp(spread * rng.normal(size=size) - spread**2 / 2)


def around_median(rng: Generator, median: Any, spread: float, size: int) -> Any:
    """Log-normal; ``spread`` is of the logarithm."""
    return np.exp(np.log(median) + spread * rng.normal(size=size))
