"""Who does wrong, how, with which agent, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints
from benchmarks.registry.variants import How, Variant


@dataclass
class Plan:
    strength: float
    """0 where all are honest."""
    variants: dict[int, Variant] = field(default_factory=dict)
    """By official."""
    agents: dict[int, int] = field(default_factory=dict)
    """The agent of whoever does it for one, by official."""

    def who(self, *ways: How) -> list[int]:
        return [official for official, variant in self.variants.items() if variant.how in ways]

    def by(self, officials: Ints, how: How) -> Bools:
        """Whether each of them is planted in this way."""
        return np.isin(officials, self.who(how))

    def factor(self, officials: Ints, how: How, planted: float) -> Floats:
        """1 for everybody else, ``planted`` for the planted at full strength."""
        return 1 + (planted - 1) * self.strength * self.by(officials, how)

    def pairs(self, *ways: How) -> list[tuple[int, int]]:
        return [(official, self.agents[official]) for official in self.who(*ways)]

    def honest(self, officials: int) -> Bools:
        return np.array([official not in self.variants for official in range(officials)])
