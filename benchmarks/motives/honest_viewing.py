"""What honest officials open: a colleague asks, somebody telephones, work is taken home, lists are printed; and those
whose task it is to look on."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from benchmarks.motives.access_log import AccessLog, Action
from benchmarks.motives.staff import Role
from benchmarks.motives.units import FRONT
from benchmarks.motives.workdays import midnight, seconds_at

_WITHOUT_PART, _AT_NIGHT = (0.02, 0.035), (0.006, 0.011)
"""For each access by the official's own work; a province has its own."""
_ELSEWHERE, _LISTS, _EXPORTS = 0.004, 0.004, 0.012
_LISTS_AT_LEAST = 0.5
_BY_ROLE = {Role.CLERK: 2.0, Role.LEADER: 3}
"""Times as many without a part as an appraiser."""
_SPREAD, _NIGHT_SPREAD, _EXPORT_SPREAD = 0.15, 0.3, 0.3
_NIGHT_FROM, _NIGHT_SECONDS, _NIGHT_WITHIN = 75_600, 7_000, 8
"""From nine in the evening."""
_REPORT_EVERY, _REPORTED = 21, (15, 40)
_ADMINISTERED, _TELEPHONED = 25, 18
"""One dossier in so many."""
_INSPECTIONS, _INSPECTED = 6, 90
_OVERTIME_AROUND, _OVERTIME_FROM = 15, 68_400
_COVERED_BEFORE, _HANDED_OVER_BEFORE = 15, 25
"""Working days back to which a colleague's, or the own old, dossiers are opened."""


class _Custom(NamedTuple):
    """Added to the logarithm of how often an official looks at what."""

    viewing: float
    night: float
    exporting: float


class _Rates(NamedTuple):
    without_part: float
    night: float


def view_honestly(log: AccessLog) -> None:
    """After the accesses that the work left."""
    rng, officials = log.rng, log.world.staff.officials
    rates = _Rates(float(rng.uniform(*_WITHOUT_PART)), float(rng.uniform(*_AT_NIGHT)))
    customs = [
        _Custom(
            viewing=official.habits.viewing + rng.normal(0, _SPREAD),
            night=rng.normal(0, _NIGHT_SPREAD),
            exporting=rng.normal(0, _EXPORT_SPREAD),
        )
        for official in officials
    ]
    for place, official in enumerate(officials):
        if official.unit < FRONT:
            _view_besides_work(log, place, customs[place], rates)
    _report(log)
    _administer(log)
    _inspect(log)
    _work_overtime(log)
    _take_over(log)


def _view_besides_work(log: AccessLog, place: int, custom: _Custom, rates: _Rates) -> None:
    rng, official = log.rng, log.world.staff.officials[place]
    work, of_unit, own = log.work_of[place], log.of_unit[official.unit], log.own(place)
    more = _BY_ROLE.get(official.role, 1)
    asked = rng.poisson(work * rates.without_part * math.exp(custom.viewing) * more)
    if asked:
        dossiers = rng.choice(of_unit, asked)
        log.add(place, dossiers, log.in_office_hours(dossiers), Action.VIEW)
    elsewhere = rng.poisson(work * _ELSEWHERE * math.exp(custom.viewing))
    if elsewhere:
        dossiers = rng.choice(np.arange(len(log.world.dossiers)), elsewhere)
        log.add(place, dossiers, log.in_office_hours(dossiers), Action.VIEW)
    nights = rng.poisson(work * rates.night * math.exp(custom.night))
    if nights and len(own):
        dossiers = rng.choice(own, nights)
        log.add(place, dossiers, log.at_night(dossiers, _NIGHT_WITHIN, _NIGHT_FROM, _NIGHT_SECONDS), Action.VIEW)
    lists = rng.poisson(work * _LISTS * math.exp(custom.exporting) + _LISTS_AT_LEAST)
    if lists:
        length = int(rng.integers(1, 4))
        dossiers = rng.choice(of_unit, lists * length)
        log.add(place, dossiers, log.in_office_hours(dossiers), Action.EXPORT)
    exports = rng.poisson(work * _EXPORTS * math.exp(custom.exporting))
    if exports and len(own):
        dossiers = rng.choice(own, exports)
        at = log.in_office_hours(dossiers)
        log.add(place, dossiers, at, rng.choice([Action.EXPORT, Action.PRINT], exports))


def _report(log: AccessLog) -> None:
    """Every month some leaders export a list of what came in."""
    rng, period, received = log.rng, log.world.period, log.world.dossiers.day
    for leader in log.world.circumstances.reporting:
        of_unit = log.of_unit[log.world.staff.officials[leader].unit]
        for day in range(period.first + 20, period.last, _REPORT_EVERY):
            recent = of_unit[(received[of_unit] >= day - _REPORT_EVERY) & (received[of_unit] < day)]
            count = min(len(recent), int(rng.integers(*_REPORTED)))
            if count:
                dossiers = rng.choice(recent, count, replace=False)
                log.add(leader, dossiers, seconds_at(day + 0.3) + np.arange(count) * 17, Action.EXPORT)


def _administer(log: AccessLog) -> None:
    """The administrator and the hotline open everybody's dossiers."""
    rng, staff, count = log.rng, log.world.staff, len(log.world.dossiers)
    dossiers = rng.choice(np.arange(count), count // _ADMINISTERED, replace=False)
    at = log.in_office_hours(dossiers)
    actions = rng.choice([Action.VIEW, Action.EDIT, Action.EXPORT], len(dossiers), p=[0.6, 0.3, 0.1])
    log.add(staff.administrator, dossiers, at, actions)
    dossiers = rng.choice(np.arange(count), count // _TELEPHONED, replace=False)
    log.add(staff.hotline, dossiers, log.in_office_hours(dossiers), Action.VIEW)


def _inspect(log: AccessLog) -> None:
    rng, period = log.rng, log.world.period
    for _ in range(_INSPECTIONS):
        of_unit = log.of_unit[int(rng.integers(0, FRONT))]
        day = int(rng.integers(period.first + 40, period.last - 3))
        received = of_unit[log.world.dossiers.day[of_unit] < day]
        count = min(len(received), _INSPECTED)
        if count:
            dossiers = rng.choice(received, count, replace=False)
            at = np.array([seconds_at(day + 0.1 + 0.8 * number / count) for number in range(count)])
            actions = rng.choice([Action.VIEW, Action.EXPORT], count, p=[0.6, 0.4])
            log.add(log.world.staff.inspector, dossiers, at, actions)


def _work_overtime(log: AccessLog) -> None:
    overtime = log.world.circumstances.overtime
    own = log.own(overtime.official)
    received = log.world.dossiers.day[own]
    near = (received > overtime.around - _OVERTIME_AROUND) & (received < overtime.around + _OVERTIME_AROUND)
    dossiers = own[near]
    if len(dossiers):
        evenings = [
            midnight(min(overtime.around + number % 15, log.last_day)) + _OVERTIME_FROM + number * 37 % 9000
            for number in range(len(dossiers))
        ]
        log.add(overtime.official, dossiers, np.array(evenings), Action.VIEW)


def _take_over(log: AccessLog) -> None:
    """Colleagues of the absent open what lies there, and who was transferred what was left behind."""
    dossiers, last = log.world.dossiers, log.last_day
    for place, official in enumerate(log.world.staff.officials):
        if official.absence is not None:
            start = official.absence.start
            mine = dossiers.appraiser == place
            left = np.flatnonzero(mine & (dossiers.day > start - _COVERED_BEFORE) & (dossiers.day < start))
            days = [min(start + 1 + number % 8, last) for number in range(len(left))]
            at = np.array([seconds_at(day + 0.4) for day in days], dtype=np.int64)
            log.add(official.absence.covered_by, left, at, Action.VIEW)
    transfer = log.world.circumstances.transfer
    mine = dossiers.appraiser == transfer.official
    left = np.flatnonzero(mine & (dossiers.day < transfer.at) & (dossiers.day > transfer.at - _HANDED_OVER_BEFORE))
    days = [min(transfer.at + 2 + number % 12, last) for number in range(len(left))]
    log.add(transfer.official, left, np.array([seconds_at(day + 0.6) for day in days], dtype=np.int64), Action.VIEW)
