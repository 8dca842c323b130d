"""Chance, in streams apart: a change in how accesses are drawn leaves the dossiers as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

SEED_SHIFT = 20261130
"""So that the streams of one province are not those another simulator draws from the same seed."""
STREAMS = 9
DAY_END_STREAM, REVIEW_STREAM, LEGALITY_STREAM = 7, 3, 4
"""Three small streams that hang on the seed alone."""


@dataclass
class Streams:
    seed: int
    world: Generator
    officials: Generator
    plants: Generator
    dossiers: Generator
    steps: Generator
    accesses: Generator
    errors: Generator
    """Of the export."""
    documents: Generator
    agents: Generator

    def apart(self, number: int) -> Generator:
        return np.random.default_rng([number, self.seed])


def open_streams(seed: int) -> Streams:
    spawned = np.random.SeedSequence([SEED_SHIFT, seed]).spawn(STREAMS)
    return Streams(seed, *(np.random.default_rng(one) for one in spawned))


def log_normal(rng: Generator, median: float, spread: float, size: int | None = None) -> Any:
    """``spread`` is that of the logarithm."""
    return median * np.exp(rng.normal(0, spread, size))
