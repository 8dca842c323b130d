"""Choosing who does wrong, and how: the same people whatever the strength."""

from __future__ import annotations

from collections import Counter

import numpy as np
from benchmarks.provinces.province import Province
from benchmarks.sizes.arrays import Floats
from benchmarks.sizes.chance import EFFORT, PLANTING, REPORTERS
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.posts import Role
from benchmarks.sizes.regulars import Regulars, with_a_part
from benchmarks.sizes.variants import ACTS, How, ways_of
from benchmarks.sizes.visibility import find_visibility
from benchmarks.sizes.world import World
from benchmarks.sizes.yardsticks import Yardsticks

PLANTED, PLANTED_LEAST = 0.115, 4
"""Share of the officials."""
SEEN_FROM = 5.5
"""Deviations by which the planted are to stand out."""
OFFICIALS_PER_PLANT = 6
"""Of a unit, so that it remains a yardstick."""
VAIN_MOST = 40
"""After so many turns for which nobody was found, the province has as many as it can have."""
EFFORTS, ENOUGH_FOR_EFFORT = 0.02, 100
"""Share of the officials, and how many dossiers it takes to be seen hurrying."""
OFFICIALS_PER_REPORTER = 60


def plant(province: Province, world: World, filings: Filings, regulars: Regulars, yardsticks: Yardsticks) -> Plan:
    planting = _Planting(world, regulars, find_visibility(world, filings, yardsticks))
    chosen = planting.choose()
    return Plan(
        strength=0.0 if province.honest else province.strength,
        chosen=chosen,
        regulars=regulars,
        efforts=_choose_efforts(world, filings, planting.barred | set(chosen)),
        reporters=_choose_reporters(world, set(chosen)),
        honest=province.honest,
    )


class _Planting:
    def __init__(self, world: World, regulars: Regulars, visibility: dict[How, Floats]) -> None:
        self.rng, self.world, self.visibility = world.stream(PLANTING), world, visibility
        self.chosen: dict[int, How] = {}
        self.in_unit: Counter[int] = Counter()
        self.barred = with_a_part(world) | regulars.officials | self._badly_placed()

    def choose(self) -> dict[int, How]:
        ways = {act: ways_of(act) for act in ACTS}
        for act in ACTS:
            self.rng.shuffle(ways[act])
        acts = list(ACTS)
        self.rng.shuffle(acts)
        count, turn, vain = max(PLANTED_LEAST, round(PLANTED * len(self.world.staff))), 0, 0
        while len(self.chosen) < count and vain < VAIN_MOST:
            of_act = ways[acts[turn % len(acts)]]
            if not self._plant(of_act[turn // len(acts) % len(of_act)]):
                vain += 1
            turn += 1
        return self.chosen

    def _plant(self, how: How) -> bool:
        able = self._able(how)
        if not able:
            return False
        official = int(self.rng.choice(able))
        self.chosen[official] = how
        self.in_unit[int(self.world.staff.home[official])] += 1
        return True

    def _able(self, how: How) -> list[int]:
        return [
            official
            for official in np.flatnonzero(self.visibility[how] >= SEEN_FROM).tolist()
            if official not in self.barred and official not in self.chosen and self._has_room(official)
        ]

    def _has_room(self, official: int) -> bool:
        staff = self.world.staff
        unit = int(staff.home[official])
        return self.in_unit[unit] < max(1, staff.size(unit) // OFFICIALS_PER_PLANT)

    def _badly_placed(self) -> set[int]:
        """Of the centre, or of a unit with a custom, or of one that is merged."""
        staff, units, custom = self.world.staff, self.world.units, self.world.circumstances.custom_units
        return {
            official
            for official, home in enumerate(staff.home)
            if home in custom or home == units.centre or not units.stays(home)
        }


def _choose_efforts(world: World, filings: Filings, taken: set[int]) -> list[int]:
    appraised = np.bincount(filings.appraiser, minlength=len(world.staff))
    able = np.flatnonzero(world.staff.holds[Role.APPRAISER] & (appraised > ENOUGH_FOR_EFFORT))
    order = [int(official) for official in world.stream(EFFORT).permutation(able)]
    return [official for official in order if official not in taken][: max(1, round(EFFORTS * len(world.staff)))]


def _choose_reporters(world: World, taken: set[int]) -> list[int]:
    clerks = world.stream(REPORTERS).permutation(np.flatnonzero(world.staff.holds[Role.CLERK]))
    free = [int(official) for official in clerks if official not in taken]
    return free[: max(1, len(world.staff) // OFFICIALS_PER_REPORTER)]
