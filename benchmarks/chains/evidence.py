"""How far what somebody does lies from what is expected of an average honest person with the same dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.chains.arrays import Bools, Floats
from benchmarks.chains.plan import deviation

DEVIATION_LEAST = 0.7


@dataclass(frozen=True)
class Evidence:
    cases: int
    expected: float
    excess: float
    strength: float
    """Deviations of honest people."""

    @property
    def told(self) -> dict[str, Any]:
        return {
            "n": self.cases,
            "expected": round(self.expected, 2),
            "excess": round(self.excess, 2),
            "evidence": round(self.strength, 2),
        }


NOTHING = Evidence(0, 0, 0, 0)


def weigh(cases: float, expected: float, happened: float, by_deviation: float) -> Evidence:
    excess = float(happened - expected)
    return Evidence(int(cases), float(expected), excess, float(excess / max(by_deviation, DEVIATION_LEAST)))


def weigh_cases(usual: Floats, happened: Bools, spread: float) -> Evidence:
    """``usual`` is the chance of each case with an average honest person."""
    return weigh(len(usual), usual.sum(), happened.sum(), deviation(usual, spread))


def same_chance(chance: float, cases: int) -> Floats:
    return np.full(cases, chance)
