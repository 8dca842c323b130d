"""Accesses to other people's dossiers that somebody's duty explains, though no step of the dossier shows it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.towns.access_log import HOUR, AccessLog
from benchmarks.towns.columns import Ints
from benchmarks.towns.staff import Role

BY_TELEPHONE = 0.04
"""Of all dossiers each hotline looks up so many."""

INSPECTIONS, INSPECTION_FIRST_DAY, INSPECTED_DAYS, INSPECTION_DAY_PART = (5, 9), 30, 80, (0.05, 0.9)
ENOUGH_TO_INSPECT, INSPECTED = 20, (40, 120)
BACKUP_EVERY, BACKED_UP_DAYS, ENOUGH_TO_BACK_UP = 20, 20, 50
BACKED_UP, BACKED_UP_AT_LEAST = 120, 40
BACKUP_OPENS, BACKUP_SECONDS = 21 * HOUR, 5_400
"""After midnight, and how long it takes."""

COVERED_DAYS, COVERED, COVERED_WITHIN = 25, 60, 8
"""What came in so many working days before the absence; how much of it, and how soon."""
HANDED_OVER_DAYS, TAKEN_OVER_DAYS, HANDED_OVER, HANDED_OVER_WITHIN = 25, 20, 40, 12


def log_duties(log: AccessLog) -> None:
    for official, role in enumerate(log.export.world.staff.roles):
        if role in _DUTIES:
            _DUTIES[role](log, official)
    _log_covers(log)
    _log_transfer(log)


def _answer_calls(log: AccessLog, official: int) -> None:
    log.look_at_strange(official, log.existing, int(BY_TELEPHONE * len(log.dossiers)))


def _inspect(log: AccessLog, official: int) -> None:
    rng, world = log.rng, log.export.world
    for _ in range(int(rng.integers(*INSPECTIONS))):
        unit = int(rng.integers(1, len(world.units)))
        day = float(rng.integers(INSPECTION_FIRST_DAY, world.calendar.days - 2))
        pool = log.received(day - INSPECTED_DAYS, day, log.of_unit[unit])
        if len(pool) > ENOUGH_TO_INSPECT:
            places = _some(log, pool, int(rng.integers(*INSPECTED)))
            moments = np.sort(day + rng.uniform(*INSPECTION_DAY_PART, len(places)))
            log.add(places, official, moments, "view")


def _back_up(log: AccessLog, official: int) -> None:
    """In the evening, once a month."""
    for day in range(BACKUP_EVERY, log.export.world.calendar.days - 1, BACKUP_EVERY):
        pool = log.received(day - BACKED_UP_DAYS, day)
        if len(pool) > ENOUGH_TO_BACK_UP:
            places = _some(log, pool, BACKED_UP if len(pool) > BACKED_UP else BACKED_UP_AT_LEAST)
            second = BACKUP_OPENS + np.sort(log.rng.integers(0, BACKUP_SECONDS, len(places)))
            log.add(places, official, np.full(len(places), float(day)), "export", second)


_DUTIES: dict[Role, Callable[[AccessLog, int], None]] = {
    Role.HOTLINE: _answer_calls,
    Role.INSPECTOR: _inspect,
    Role.TECHNICIAN: _back_up,
}


def _log_covers(log: AccessLog) -> None:
    """Whoever covers looks at what the absent colleague left."""
    for absence in log.export.world.innocents.absences:
        shelf = log.existing[log.dossiers.appraiser[log.existing] == absence.official]
        left = log.received(absence.first - COVERED_DAYS, absence.first, shelf)
        _look_through(log, absence.cover, left, COVERED, absence.first, COVERED_WITHIN)


def _log_transfer(log: AccessLog) -> None:
    """Whoever is transferred hands over the old desk, and reads into the new one."""
    transfer = log.export.world.innocents.transfer
    if transfer is None:
        return
    day = transfer.day
    desk = log.existing[log.dossiers.appraiser[log.existing] == transfer.official]
    for pool in (
        log.received(day - HANDED_OVER_DAYS, day, desk),
        log.received(day - TAKEN_OVER_DAYS, day, log.of_unit[transfer.unit]),
    ):
        _look_through(log, transfer.official, pool, HANDED_OVER, day, HANDED_OVER_WITHIN)


def _look_through(log: AccessLog, official: int, pool: Ints, most: int, day: int, within: int) -> None:
    if len(pool):
        places = _some(log, pool, most)
        moments = log.rng.uniform(day, day + within, len(places))
        log.add(places, official, log.in_office(moments), "view")


def _some(log: AccessLog, pool: Ints, most: int) -> Ints:
    return log.rng.choice(pool, min(len(pool), most), replace=False)
