"""What befalls whole units: two wards merge, one unit has a custom of its own, one has a month of rush."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.catalogue import OFF_LIST, WARD
from benchmarks.towns.place import Place
from benchmarks.towns.staff import Tenure

MERGED_BETWEEN = (0.4, 0.6)
"""Share of the records' days."""
CUSTOMARY_PAPERS = OFF_LIST[:4]
CUSTOM_BETWEEN = (0.3, 0.5)
RUSH_BETWEEN = (1.7, 2.2)
RUSH_FROM_THE_ENDS = 2
"""The rush keeps so many months away from both ends of the records."""
PROVINCIAL_RUSH = 1.4


@dataclass(frozen=True)
class Circumstances:
    merged: int
    """The ward that ends."""
    absorbing: int
    merger_day: int
    custom_unit: int
    custom_paper: str
    """Everybody in the unit asks for it, though the procedure does not."""
    custom_share: float
    """Of the unit's dossiers."""
    rush_unit: int
    rush_month: int
    rush_factor: float
    provincial_rush_month: int
    """A milder one, everywhere."""

    @property
    def merging(self) -> tuple[int, int]:
        return self.absorbing, self.merged


def draw_circumstances(rng: np.random.Generator, place: Place) -> Circumstances:
    calendar, units = place.calendar, place.units
    absorbing, merged = (int(unit) for unit in rng.permutation(units.of_kind(WARD))[:2])
    others = [unit for unit in range(1, len(units)) if unit not in (absorbing, merged)]
    custom_unit, rush_unit = (int(unit) for unit in rng.permutation(others)[:2])
    merger_day = int(calendar.days * rng.uniform(*MERGED_BETWEEN))
    custom_paper = str(rng.choice(CUSTOMARY_PAPERS))
    custom_share = rng.uniform(*CUSTOM_BETWEEN)
    rush_month = int(rng.integers(RUSH_FROM_THE_ENDS, calendar.months - RUSH_FROM_THE_ENDS))
    return Circumstances(
        merged=merged,
        absorbing=absorbing,
        merger_day=merger_day,
        custom_unit=custom_unit,
        custom_paper=custom_paper,
        custom_share=custom_share,
        rush_unit=rush_unit,
        rush_month=rush_month,
        rush_factor=rng.uniform(*RUSH_BETWEEN),
        provincial_rush_month=(rush_month + calendar.months // 2) % calendar.months,
    )


def merge(place: Place, circumstances: Circumstances) -> None:
    """The people of the ward that ends go over to the other."""
    for tenure in list(place.staff.tenures):
        if tenure.unit == circumstances.merged and tenure.to_the_end:
            begins = max(circumstances.merger_day, tenure.since)
            tenure.until = begins
            place.staff.tenures.append(Tenure(tenure.official, circumstances.absorbing, tenure.role, begins))
