"""What the centre opens: its administrators, hotline and inspectors see all dossiers and have none of their own."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.access_log import AccessLog
from benchmarks.sizes.arrays import Ints
from benchmarks.sizes.posts import ADMINISTRATOR, AT_CENTRE, HOTLINE, INSPECTOR
from benchmarks.sizes.world import World

SHARE = {ADMINISTRATOR: 0.01, HOTLINE: 0.02, INSPECTOR: 0.006}
"""Of all dossiers, where there are three of a kind or fewer; more of them share the work."""
SHARED_FROM, LEAST = 3, 60
AT_NIGHT = 0.25
"""Of administrators' accesses."""
INSPECTED_FROM, INSPECTED_BEFORE_END, INSPECTION_DAYS = 40, 25, 20
"""Working days."""
IN_INSPECTED_UNIT = 0.7


def open_from_centre(world: World, log: AccessLog) -> None:
    rng, of_centre = log.rng, np.flatnonzero(world.staff.home == world.units.centre)
    of_a_kind = max(1, len(of_centre) / len(AT_CENTRE))
    for official in of_centre:
        post = world.staff.titles[official]
        share = SHARE[post] * len(log.history) * min(1, SHARED_FROM / of_a_kind)
        dossier = rng.integers(0, len(log.history), rng.poisson(share + LEAST))
        if post == INSPECTOR:
            dossier, clock = _inspect(world, log, dossier)
        else:
            clock = _open(log, dossier, post)
        log.add(int(official), dossier, clock)


def _open(log: AccessLog, dossier: Ints, post: str) -> Ints:
    if post == HOTLINE:
        return log.soon(log.rng, dossier)
    at_night = log.rng.random(len(dossier)) < AT_NIGHT
    return np.where(at_night, log.at_night(log.rng, dossier), log.soon(log.rng, dossier))


def _inspect(world: World, log: AccessLog, dossier: Ints) -> tuple[Ints, Ints]:
    """Mostly one unit's dossiers, within a month."""
    rng, calendar = log.rng, world.calendar
    first = int(rng.integers(INSPECTED_FROM, calendar.recorded - INSPECTED_BEFORE_END))
    moment = np.sort(first + rng.uniform(0, INSPECTION_DAYS, len(dossier)))
    of_unit = log.of_unit[int(rng.integers(world.units.local))]
    in_unit = rng.random(len(dossier)) < IN_INSPECTED_UNIT
    dossier = np.where(in_unit, of_unit[rng.integers(0, len(of_unit), len(dossier))], dossier)
    there = log.received[dossier] < moment
    return dossier[there], calendar.to_clock(moment[there])
