"""To whose desk a dossier comes, and who acts on a day on which that official is away."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.sizes.posts import Role
from benchmarks.sizes.world import World
from numpy.random import Generator

OTHER_SECTION = 0.02
"""How much less comes to an appraiser of another section."""
HARD_DESK = 9
"""How much more of the hard cases comes to the desk for them."""
REPLACED = 0.97
"""In the rest of the cases the step is logged under whoever it was assigned to."""


class Desks:
    def __init__(self, world: World) -> None:
        self.units, self.staff, self.procedures = world.units, world.staff, world.procedures
        self.last_day = world.calendar.last

    def assign(self, rng: Generator, role: Role, branch: Ints, day: Ints, procedure: Ints) -> Ints:
        """An official for each dossier of a branch: by role, presence, section and share of work."""
        unit, official, throw = self.units.at(branch, day), np.full(len(day), NOBODY), rng.random(len(day))
        for one in np.unique(unit):
            here = np.flatnonzero(unit == one)
            ever = (self.staff.unit_by_day == one).any(1)
            for able in (np.flatnonzero(ever & self.staff.holds[role]), np.flatnonzero(ever)):
                left = here[official[here] == NOBODY]
                if len(able) and len(left):
                    weights = self._weights(role, one, able, day[left], procedure[left])
                    official[left] = _pick(able, weights, throw[left])
            left = here[official[here] == NOBODY]
            official[left] = able[(throw[left] * len(able)).astype(int)]
        return official

    def acting(self, rng: Generator, role: Role, assigned: Ints, branch: Ints, day: Ints, procedure: Ints) -> Ints:
        """Whoever was assigned if present in the unit, else whoever covers, else a colleague."""
        staff, day = self.staff, np.minimum(day, self.last_day)
        away = (staff.unit_by_day[assigned, day] != self.units.at(branch, day)) | ~staff.present[assigned, day]
        away &= rng.random(len(day)) < REPLACED
        if not away.any():
            return assigned
        acting, replaced, then = assigned.copy(), assigned[away], day[away]
        acting_now = self.assign(rng, role, branch[away], then, procedure[away])
        for absent, cover in staff.covers.items():
            first, until = staff.absences[absent]
            covered = (replaced == absent) & (first <= then) & (then < until) & staff.present[cover, then]
            acting_now[covered] = cover
        acting[away] = acting_now
        return acting

    def _weights(self, role: Role, unit: int, able: Ints, day: Ints, procedure: Ints) -> Floats:
        """Row: dossier; presence counts where anybody is present."""
        staff = self.staff
        here = staff.unit_by_day[able][:, day].T
        weights = np.equal(here, unit) * staff.weight[able]
        if role == Role.APPRAISER and self.units.is_department[unit]:
            own = self.procedures.section[procedure][:, None] == staff.section[able][None, :]
            weights = weights * np.where(own, 1, OTHER_SECTION)
            for official, hard in self.procedures.hard_desks:
                weights[np.ix_(procedure == hard, able == official)] *= HARD_DESK
        present: Bools = staff.present[able][:, day].T
        anybody = (weights * present).sum(1, keepdims=True) > 0
        return np.where(anybody, weights * np.where(present, 1, 0), weights)


def _pick(able: Ints, weights: Floats, throw: Floats) -> Ints:
    """By weight; nobody where there is none."""
    total = weights.sum(1)
    place = (np.cumsum(weights, 1) < (throw * total)[:, None]).sum(1).clip(max=len(able) - 1)
    return np.where(total > 0, able[place], NOBODY)
