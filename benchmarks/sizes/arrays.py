"""Arrays with one place for each dossier or official, and columns kept together under a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.str_]

NOBODY = -1
"""Stands where no official, agent, unit or dossier is."""


@dataclass
class Columns:
    """Every field is an array of the same length, or again columns."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def only(self, which: Bools | Ints) -> Self:
        return type(self)(*(_only(getattr(self, field.name), which) for field in fields(self)))

    @classmethod
    def together(cls, parts: Sequence[Self]) -> Self:
        """One after the other."""
        return cls(*(_together([getattr(part, field.name) for part in parts]) for field in fields(cls)))


def sums(by: Ints, values: Floats | Bools, groups: int) -> Floats:
    """Of all values of a group, by group; of truths, how many hold."""
    total: Any = np.bincount(by, values, groups)
    return np.asarray(total)


def _only(column: Any, which: Bools | Ints) -> Any:
    return column.only(which) if isinstance(column, Columns) else column[which]


def _together(parts: list[Any]) -> Any:
    first = parts[0]
    return type(first).together(parts) if isinstance(first, Columns) else np.concatenate(parts)
