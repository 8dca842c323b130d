"""Accesses that nobody's work explains: a few of everybody's, and many of those who were planted for it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.towns.access_log import AccessLog
from benchmarks.towns.columns import Ints
from benchmarks.towns.staff import AT_HEADQUARTERS, Role
from benchmarks.towns.ways import How, Plant
from benchmarks.towns.workdays import MINUTE

IN_OWN_UNIT = 0.8
NIGHT = (20.5, 27.5)
"""Hours of the day, and on into the next one."""
DAYS_AFTER_RECEIPT = 5
LEADERS_LOOK_OVER = 0.12
"""Of the dossiers of their unit."""
PLANTED_IN_OWN_UNIT = (0.3, 0.7)
OWN_AT_NIGHT = 0.5
"""Whoever comes at night opens own dossiers as well."""
RELATIVES_ACTIONS = ("view", "view", "print")
EXPORT_ACTIONS, EXPORT_SHARES = ("export", "print"), (0.75, 0.25)
ONE_EXPORT, EXPORT_MINUTES = (25, 50), 30
"""Dossiers in one go, and how long it takes."""
EXPORT_FIRST_DAY, EXPORT_DAY_PART, EXPORTED_DAYS = 15, (0.05, 0.9), 60


def log_snooping(log: AccessLog) -> None:
    """Those whose duty it is to look around have accesses of their own."""
    world, curiosity = log.export.world, log.export.history.curiosity
    planted = {plant.official: (plant, count) for plant, count in curiosity.planted.items()}
    for official in range(len(world.staff)):
        if world.staff.roles[official] in AT_HEADQUARTERS:
            continue
        _honest(log, official)
        if official in planted and planted[official][1]:
            plant, count = planted[official]
            _PLANTED[plant.how](log, plant, count)


def _honest(log: AccessLog, official: int) -> None:
    curiosity, own_unit = log.export.history.curiosity, log.of_unit[_home(log, official)]
    unexplained = int(curiosity.unexplained[official])
    near = int(log.rng.binomial(unexplained, IN_OWN_UNIT))
    for pool, count in ((own_unit, near), (log.existing, unexplained - near)):
        if count:
            log.look_at_strange(official, pool, count)
    at_night, mine = int(curiosity.at_night[official]), _own(log, official)
    if at_night and len(mine):
        _look_at_own_by_night(log, official, mine, at_night)
    in_bulk = int(curiosity.in_bulk[official])
    if in_bulk:
        log.look_at_strange(official, own_unit, in_bulk, "print")
    if log.export.world.staff.roles[official] == Role.LEADER:
        log.look_at_strange(official, own_unit, int(len(own_unit) * LEADERS_LOOK_OVER))


def _home(log: AccessLog, official: int) -> int:
    return int(log.export.world.staff.homes[official])


def _own(log: AccessLog, official: int) -> Ints:
    dossiers, there = log.dossiers, log.existing
    hands = (dossiers.appraiser, dossiers.clerk, dossiers.releaser, dossiers.signer)
    return there[np.any([hand[there] == official for hand in hands], axis=0)]


def _look_at_own_by_night(log: AccessLog, official: int, mine: Ints, count: int) -> None:
    places = log.rng.choice(mine, count)
    days = log.received_day(places) + log.rng.integers(0, DAYS_AFTER_RECEIPT, count)
    log.add(places, official, np.minimum(days, log.end - 1), "view", log.seconds_between(NIGHT, count))


def _without_reason(log: AccessLog, plant: Plant, count: int) -> None:
    near = int(count * log.rng.uniform(*PLANTED_IN_OWN_UNIT))
    log.look_at_strange(plant.official, log.of_unit[_home(log, plant.official)], near)
    log.look_at_strange(plant.official, log.existing, count - near)


def _by_night(log: AccessLog, plant: Plant, count: int) -> None:
    own = int(count * OWN_AT_NIGHT)
    places, moments = log.strange(plant.official, log.existing, count - own)
    log.add(places, plant.official, np.floor(moments), "view", log.seconds_between(NIGHT, len(places)))
    _look_at_own_by_night(log, plant.official, _own(log, plant.official), own)


def _relatives(log: AccessLog, plant: Plant, count: int) -> None:
    pool = log.existing[log.dossiers.agent[log.existing] == plant.agent]
    places, moments = log.strange(plant.official, pool, count)
    moments = log.in_office(moments)
    log.add(places, plant.official, moments, log.rng.choice(RELATIVES_ACTIONS, len(places)))


def _export(log: AccessLog, plant: Plant, count: int) -> None:
    """Several times dozens in a row."""
    rng, days = log.rng, log.export.world.calendar.days
    times = max(1, round(count / rng.uniform(*ONE_EXPORT)))
    for part in np.diff(np.linspace(0, count, times + 1).astype(int)):
        begins = float(rng.integers(EXPORT_FIRST_DAY, days - 2)) + rng.uniform(*EXPORT_DAY_PART)
        pool = log.received(begins - EXPORTED_DAYS, begins)
        places, _ = log.strange(plant.official, pool, int(part))
        moments = np.sort(begins + rng.uniform(0, EXPORT_MINUTES, len(places)) * MINUTE)
        log.add(places, plant.official, moments, rng.choice(EXPORT_ACTIONS, len(places), p=EXPORT_SHARES))


_PLANTED: dict[How, Callable[[AccessLog, Plant, int], None]] = {
    How.NO_REASON_ACCESS: _without_reason,
    How.NIGHT_ACCESS: _by_night,
    How.RELATIVES_ACCESS: _relatives,
    How.BULK_EXPORT: _export,
}
