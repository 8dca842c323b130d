"""Chance: the one stream of random numbers of a province; who draws when is part of what is simulated."""

from __future__ import annotations

import math
import random


class Chance(random.Random):
    def happens(self, share: float) -> bool:
        return self.random() < share

    def around(self, median: float, spread: float) -> float:
        """Log-normal; ``spread`` is the standard deviation of the logarithm."""
        return median * math.exp(self.gauss(0, spread))

    def habit(self, spread: float, widest: float | None = None) -> float:
        """A factor near one. People differ, but nobody by more than ``widest`` in the logarithm (2.2 spreads)."""
        limit = 2.2 * spread if widest is None else widest
        return math.exp(max(-limit, min(limit, self.gauss(0, spread))))
