"""How many dossiers each official can expect: a plant without work would be no examination."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import Floats, Ints, sums
from benchmarks.registry.posts import DESKS, Post
from benchmarks.registry.workdays import MONTHS
from benchmarks.registry.world import World

SURVEYED = 0.3
"""Share of the dossiers, about."""


def expect_workload(world: World) -> Floats:
    """By official and post."""
    expected = np.zeros((len(world.people), len(Post)))
    weight, units = world.seasons.volume / world.seasons.volume.sum(), world.units
    for month in range(MONTHS):
        volume: Floats = np.zeros(len(units))
        for front in units.front:
            came = world.dossiers * units.weight[front] * weight[month]
            volume[units.successor_at[front, month]] += came
        for unit in (int(place) for place in np.flatnonzero(volume)):
            for post in DESKS:
                staff = world.desks.staff(unit, month, post)
                if len(staff) and post == Post.APPRAISER and units.by_locality[unit]:
                    expected[:, post] += _of_localities(world, unit, month, staff, weight[month])
                elif len(staff):
                    load = world.people.load[staff]
                    share = SURVEYED if post == Post.SURVEYOR else 1
                    expected[staff, post] += volume[unit] * load / load.sum() * share
    return expected


def _of_localities(world: World, unit: int, month: int, staff: Ints, weight: float) -> Floats:
    """By official."""
    localities, units = world.localities, world.units
    here = np.flatnonzero(units.successor_at[localities.branch, month] == unit)
    owner = staff[localities.preference[here][:, staff].argmax(1)]
    of_branch = sums(localities.weight, localities.branch, len(units))
    share = localities.weight[here] / of_branch[localities.branch[here]]
    came = share * units.weight[localities.branch[here]] * world.dossiers * weight
    return sums(came, owner, len(world.people))
