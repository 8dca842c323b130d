"""What is usual and can only be counted: how honest people would differ in the same province."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.course import Course, stops_late
from benchmarks.chains.variants import How
from benchmarks.chains.world import World

EXPECTED_LEAST = 8
"""Late dossiers, for an official to be counted."""
SPREAD_MOST, SPREAD_LEAST = 2, 0.15
STOPPED_LEAST = 0.002


@dataclass(frozen=True)
class Yardsticks:
    lateness_spread: dict[How, float]
    """Of officials with the same dossiers, by whose hand it is."""
    stopped: Floats
    """By procedure: chance that the clock stops when less than two days are left."""


def count_yardsticks(world: World, honest: Course) -> Yardsticks:
    filings = honest.filings
    usual = _rate(filings.procedure, honest.late, len(world.procedures))[filings.procedure]
    hands = {
        How.LATE_APPRAISER: filings.appraiser,
        How.LATE_SIGNER: filings.signer,
        How.LATE_CONSULTED: filings.consulted,
    }
    return Yardsticks(
        {how: _spread(officials, usual, honest.late, len(world.staff)) for how, officials in hands.items()},
        _rate(filings.procedure, stops_late(honest), len(world.procedures)),
    )


def stopped_usually(yardsticks: Yardsticks, procedure: Ints) -> Floats:
    return np.clip(yardsticks.stopped[procedure], STOPPED_LEAST, 1)


def _rate(procedure: Ints, happened: Bools, procedures: int) -> Floats:
    of_all = np.bincount(procedure, minlength=procedures)
    return np.bincount(procedure, weights=happened, minlength=procedures) / np.maximum(of_all, 1)


def _spread(officials: Ints, usual: Floats, late: Bools, staff: int) -> float:
    """From all causes together, beyond what chance alone makes."""
    anybody = officials >= 0
    expected = np.bincount(officials[anybody], weights=usual[anybody], minlength=staff)
    counted = np.bincount(officials[anybody], weights=late[anybody], minlength=staff)
    enough = expected >= EXPECTED_LEAST
    beyond = ((counted - expected) ** 2 - expected)[enough]
    weight = expected[enough]
    variance = np.clip(beyond / weight**2, -1, SPREAD_MOST**2)
    mean = (variance * weight).sum() / max(weight.sum(), 1)
    return float(np.sqrt(max(mean, SPREAD_LEAST**2)))
