"""Who does wrong, how, and how strongly; and whom effort or a habit of reporting makes look as if."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.regulars import Regular, Regulars
from benchmarks.sizes.variants import VARIANTS, How


@dataclass(frozen=True)
class Plan:
    strength: float
    """0 where all are honest."""
    chosen: dict[int, How]
    """By official, in the order of choice; the same in an honest province, in which they do nothing of it."""
    regulars: Regulars
    efforts: list[int]
    """Hurry everything through just before its day."""
    reporters: list[int]
    """Export the month's dossiers, as they have to."""
    honest: bool

    @property
    def wrongs(self) -> dict[int, How]:
        return {} if self.honest else self.chosen

    @property
    def pairs(self) -> list[Regular]:
        return [] if self.honest else self.regulars.favoured

    @property
    def innocent_pairs(self) -> list[Regular]:
        return self.regulars.innocent + (self.regulars.favoured if self.honest else [])

    def times(self, officials: Ints, how: How) -> Floats:
        """The multiple of the honest rate at which each of them does it."""
        return np.where(self.does(officials, how), 1 + self.strength * (VARIANTS[how].times - 1), 1.0)

    def more(self, how: How) -> float:
        """Beyond the honest rate, as a multiple of it."""
        return self.strength * (VARIANTS[how].times - 1)

    def does(self, officials: Ints, how: How) -> Bools:
        return np.isin(officials, [official for official, wrong in self.wrongs.items() if wrong == how])

    def favours(self, officials: Ints, agents: Ints) -> Bools:
        found = np.zeros(len(officials), bool)
        for official, agent in self.pairs:
            found |= (officials == official) & (agents == agent)
        return found
