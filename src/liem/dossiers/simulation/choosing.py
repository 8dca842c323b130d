"""Weighted draws within groups, for whole columns at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from liem.dossiers.simulation.worktime import Real, Whole


@dataclass(frozen=True)
class Wheel:
    """One weighted wheel per group; ``items`` laid end to end, ``upto`` rising from group to group."""

    items: Whole
    upto: Real
    weight: Real
    group: Whole

    @classmethod
    def of(cls, groups: Sequence[tuple[Whole, Real]]) -> "Wheel":
        """From ``(items, weights)`` per group. Every group has at least one item with a positive weight."""
        items, upto, shares, owner = [], [], [], []
        for number, (members, weights) in enumerate(groups):
            share = np.asarray(weights, float) / np.sum(weights)
            cumulated = np.cumsum(share)
            cumulated[-1] = 1.0
            items.append(np.asarray(members, np.int64))
            upto.append(number + cumulated)
            shares.append(share)
            owner.append(np.full(len(share), number))
        return cls(np.concatenate(items), np.concatenate(upto), np.concatenate(shares), np.concatenate(owner))

    def draw(self, group: Whole, chance: Real) -> Whole:
        """The item each ``chance`` in [0, 1) falls on, on the wheel of its ``group``."""
        return self.items[np.searchsorted(self.upto, group + chance, side="right").clip(max=len(self.items) - 1)]
