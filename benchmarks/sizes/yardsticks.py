"""By whom an official is measured: by the own unit where it is large enough, else by the whole province."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.posts import Role
from benchmarks.sizes.world import World

LARGE_ENOUGH = 4
"""Officials of the unit who do the same work."""


class Yardsticks:
    def __init__(self, world: World) -> None:
        self.world = world
        roles, units = (Role.CLERK, Role.APPRAISER, Role.RELEASER), range(world.units.centre + 1)
        self.large: dict[Role, Bools] = {
            role: np.array([len(world.staff.of(unit, role)) >= LARGE_ENOUGH for unit in units]) for role in roles
        }
        """By unit."""

    def measured_at_home(self, role: Role) -> Bools:
        """By official."""
        return self.large[role][self.world.staff.home]

    def unit_spread(self, role: Role) -> Floats:
        """By official: where the unit is no yardstick, its custom counts as chance."""
        return np.where(self.measured_at_home(role), 0.0, self.world.nature.unit_spread)

    def unit_habit(self, habit: Deed, role: Role, unit: Ints) -> Floats:
        """Where the unit is the yardstick, its custom is known."""
        return np.where(self.large[role][unit], self.world.habits.of_units[habit][unit], 1.0)
