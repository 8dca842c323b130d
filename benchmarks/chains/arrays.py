"""Arrays with one place for each dossier, document or official, and columns kept together under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Clock = NDArray[np.datetime64]
"""Local time, in whole seconds."""

NOBODY = -1
"""Stands where no official, agent, unit, paper or dossier is."""


@dataclass
class Columns:
    """Every field is an array of the same length, or again columns."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def only(self, which: Bools | Ints) -> Self:
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    @classmethod
    def together(cls, parts: Sequence[Self]) -> Self:
        """One after the other."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def counts(officials: Ints, staff: int) -> Ints:
    """How often each official stands there."""
    return np.bincount(officials[officials >= 0], minlength=staff)
