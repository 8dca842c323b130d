"""Chance, in streams apart: whether and how strongly some act leaves the dossiers of all others as they were."""

from __future__ import annotations

from enum import StrEnum
from zlib import crc32

import numpy as np
from numpy.random import Generator


class Purpose(StrEnum):
    """Each has a random stream of its own."""

    WORLD = "world"
    HABITS = "habits"
    AGENTS = "agents"
    FILING = "dossiers"
    ASSIGNING = "assign"
    ASKING_EACH_OTHER = "pint"
    PACE_WITH_EACH_OTHER = "pint2"
    COURSE = "u"
    SPREAD_OF_COURSE = "z"
    PLANTING = "plan"
    REFILING = "resub"
    COURSE_AGAIN = "u2"
    SPREAD_OF_COURSE_AGAIN = "z2"
    DOCUMENTS = "docs"
    ACCESSES = "access"
    LOGGING = "ev1"
    LOGGING_AGAIN = "ev2"
    ERRORS = "dirt"


LATENESS, PRYING = 77, 991
"""What an official planted for it is weighed by, or does, in a stream of that official alone."""


def stream(seed: int, purpose: Purpose) -> Generator:
    return np.random.default_rng([seed, crc32(purpose.encode())])


def stream_of_official(seed: int, purpose: int, official: int) -> Generator:
    return np.random.default_rng([seed, purpose, official])
