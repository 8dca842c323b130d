"""Kinds of arrays, with one place for each dossier, document or access."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]


def sums(values: Bools | Floats, by: Ints, count: int) -> Floats:
    """Of values by what they belong to."""
    return np.bincount(by, values, minlength=count).astype(float)
