"""How far each official lies from what an average honest person would have done with the same dossiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Floats, Ints
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.posts import Role
from benchmarks.sizes.records import Records

LEAST_CHANCE = 0.5
"""Variance of what hardly ever happens."""


@dataclass(frozen=True)
class Scores:
    """By official."""

    cases: Ints
    expected: Floats
    excess: Floats
    evidence: Floats
    """The excess in deviations of chance, of honest habits and, in small units, of their customs."""


def score(
    records: Records,
    habit: Deed,
    role: Role,
    cases: Ints,
    found: Ints,
    expected: Floats,
    *,
    by_habit: Floats | None = None,
    of_others: Floats | float = 0,
) -> Scores:
    """``by_habit`` is what of the expected moves with the habit, if not all; ``of_others`` the variance by others'."""
    moved = expected if by_habit is None else by_habit
    variance = (
        np.maximum(expected, LEAST_CHANCE)
        + (records.world.nature.spread[habit] * moved) ** 2
        + (records.yardsticks.unit_spread(role) * moved) ** 2
        + of_others
    )
    return Scores(cases, expected, found - expected, (found - expected) / np.sqrt(variance))
