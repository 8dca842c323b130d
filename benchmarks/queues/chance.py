"""Chance, in streams apart: what is planted leaves the honest province as it was."""

from __future__ import annotations

import random
from enum import IntEnum

import numpy as np
from numpy.random import Generator

_SHIFT, _OFFSET = 7919, 5
"""So that the stream of the working days is not another one of the same seed."""


class Purpose(IntEnum):
    WORLD = 11
    DOCUMENTS = 31
    ACCESSES = 41
    PRYING = 43
    PLANTS = 51
    ERRORS = 61
    """Of the export."""
    KINSHIP = 62
    OMISSIONS = 71
    RELATIVES = 72


def stream(seed: int, purpose: Purpose) -> Generator:
    return np.random.default_rng([seed, int(purpose)])


def working_stream(seed: int) -> random.Random:
    """Of what happens day by day, one throw at a time."""
    return random.Random(seed * _SHIFT + _OFFSET)


def factor(rng: Generator, spread: float, centre: float = 0.0) -> float:
    """By which one differs from the usual; ``centre`` is the logarithm of the usual one."""
    return float(np.exp(rng.normal(centre, spread)))
