"""Names for the arrays that hold one value per dossier, official, unit or step."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Objects = NDArray[Any]
"""Texts, with ``None`` where there is none."""

NOBODY = -1
"""Stands where no official, agent, locality or dossier is."""


def known_only(known: Bools, texts: Objects) -> Objects:
    """None where they are not known."""
    nothing: Any = None
    return np.where(known, texts, nothing)


def sums(values: Floats | Bools, by: Ints, groups: int) -> Floats:
    """Of all values of a group, by group; of truths, how many hold."""
    total: Any = np.bincount(by, values, groups)
    return np.asarray(total)
