"""Kinds of arrays, with one place for each dossier, step, access or official."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]

NONE = -1
"""Stands where no official, agent, unit, dossier or day is."""


def counts(places: Ints, size: int) -> Ints:
    """How often each place occurs; ``NONE`` is nowhere."""
    return np.bincount(places[places >= 0], minlength=size)


def sums(places: Ints, values: Floats, size: int) -> Floats:
    """Of the values, by place."""
    return np.bincount(places, values, size).astype(float)


def objects(values: list[Any]) -> Objects:
    """Any of which may be nothing."""
    return np.array(values, dtype=object)
