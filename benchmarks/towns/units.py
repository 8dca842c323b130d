"""The units of one province: how many of each kind, how much work each gets, and what all of its people lean to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.catalogue import BUSINESS, HEADQUARTERS, LAND, URBAN, WARD
from benchmarks.towns.columns import Floats

FEWEST, MOST = 10, 14
URBAN_UNITS = 2
THIRD_LAND_BRANCH, SECOND_BUSINESS_OFFICE = 12, 11
"""From so many units on."""
VOLUME = {HEADQUARTERS: 0, LAND: 1.7, URBAN: 1.2, BUSINESS: 1.2, WARD: 0.85}
VOLUME_SPREAD = 0.22
LACKING_SPREAD, ASKING_SPREAD, OVERLOOKING_SPREAD = 0.12, 0.15, 0.12
PACE_SPREAD, SUSPENDING_SPREAD, COLLECTING_SPREAD = 0.07, 0.2, 0.2
LOWEST_PREFIX, PREFIXES = 10, 80


@dataclass(frozen=True)
class Leanings:
    """On the logarithmic scale, one figure for each unit."""

    lacking: Floats
    asking: Floats
    overlooking: Floats
    pace: Floats
    suspending: Floats
    collecting: Floats
    """How late its applicants collect their results."""


@dataclass(frozen=True)
class Units:
    codes: list[str]
    kinds: list[str]
    share: Floats
    """Of the province's dossiers."""
    leanings: Leanings

    def __len__(self) -> int:
        return len(self.codes)

    def of_kind(self, kind: str) -> list[int]:
        return [unit for unit in range(len(self)) if self.kinds[unit] == kind]


def draw_units(rng: np.random.Generator) -> Units:
    count = int(rng.integers(FEWEST, MOST + 1))
    kinds = _kinds(count)
    prefix = LOWEST_PREFIX + int(rng.integers(0, PREFIXES))
    volume = np.array([VOLUME[kind] for kind in kinds]) * np.exp(rng.normal(0, VOLUME_SPREAD, count))
    return Units(
        codes=[f"H{prefix}.{unit:02d}" for unit in range(count)],
        kinds=kinds,
        share=volume / volume.sum(),
        leanings=Leanings(
            lacking=rng.normal(0, LACKING_SPREAD, count),
            asking=rng.normal(0, ASKING_SPREAD, count),
            overlooking=rng.normal(0, OVERLOOKING_SPREAD, count),
            pace=rng.normal(0, PACE_SPREAD, count),
            suspending=rng.normal(0, SUSPENDING_SPREAD, count),
            collecting=rng.normal(0, COLLECTING_SPREAD, count),
        ),
    )


def _kinds(count: int) -> list[str]:
    """The headquarters first, and as many wards as it takes."""
    kinds = [HEADQUARTERS]
    kinds += [LAND] * (2 if count < THIRD_LAND_BRANCH else 3)
    kinds += [URBAN] * URBAN_UNITS
    kinds += [BUSINESS] * (1 if count < SECOND_BUSINESS_OFFICE else 2)
    return kinds + [WARD] * (count - len(kinds))
