"""What the curious and the sellers open, who have no part in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.motives.access_log import AccessLog, Action
from benchmarks.motives.arrays import Bools, Ints
from benchmarks.motives.planting import Plant
from benchmarks.motives.ways import ACCESSES, RELATIVES_OPENED, How, Task
from benchmarks.motives.workdays import seconds_at

_OPENED, _LEAST, _MOST = (0.035, 0.055), 44, 150
"""For each access by the official's own work, at full strength."""
_DRAWN_MORE = 200
"""So many more are drawn than opened, at every strength alike."""
_FROM_ELSEWHERE = 40
"""Dossiers of other units, besides half as many as of the own."""
_BULK = (9, 20)
_NIGHT_FROM, _NIGHT_SECONDS, _NIGHT_WITHIN = 77_400, 8_500, 9
"""From half past nine in the evening."""


def pry(log: AccessLog, strength: float) -> None:
    open_dossiers: dict[How, Callable[[AccessLog, Plant, int, float], None]] = {
        How.VIEWS_WITHOUT_REASON: _view,
        How.BULK_EXPORTS: _export,
        How.NIGHT_VIEWS: _view_at_night,
        How.RELATIVES_AGENT: _view_of_relative,
    }
    for plant in log.world.plants:
        if plant.act == ACCESSES:
            usual = log.work_of[plant.official] * log.rng.uniform(*_OPENED)
            count = round(min(_MOST, max(_LEAST, usual)))
            open_dossiers[plant.how](log, plant, count, strength)


def _draw_strange(log: AccessLog, plant: Plant, count: int) -> Ints:
    """Dossiers of victims in which the official has no part, some of them in other units."""
    unit = log.world.staff.officials[plant.official].unit
    of_unit, strange = log.of_unit[unit], log.world.groups[plant.victims] & ~_has_part(log, plant.official)
    near = of_unit[strange[of_unit]]
    far = np.flatnonzero(strange & (log.world.dossiers.unit != unit))[: len(near) // 2 + _FROM_ELSEWHERE]
    return log.rng.choice(np.concatenate([near, far]), count + _DRAWN_MORE)


def _view(log: AccessLog, plant: Plant, count: int, strength: float) -> None:
    opened = _draw_strange(log, plant, count)[: round(count * strength)]
    _add(log, plant, opened, log.in_office_hours(opened), Action.VIEW)


def _export(log: AccessLog, plant: Plant, count: int, strength: float) -> None:
    """In bulk, one after the other."""
    opened, period = _draw_strange(log, plant, count)[: round(count * strength)], log.world.period
    at: list[int] = []
    while len(at) < len(opened):
        start = seconds_at(int(log.rng.integers(period.first + 30, period.last)) + 0.55)
        at += [start + number * 23 for number in range(int(log.rng.integers(*_BULK)))]
    _add(log, plant, opened, np.array(at[: len(opened)], dtype=np.int64), Action.EXPORT)


def _view_at_night(log: AccessLog, plant: Plant, count: int, strength: float) -> None:
    of_unit = log.of_unit[log.world.staff.officials[plant.official].unit]
    victims = of_unit[log.world.groups[plant.victims][of_unit]]
    opened = log.rng.choice(victims, count + _DRAWN_MORE)[: round(count * strength)]
    _add(log, plant, opened, log.at_night(opened, _NIGHT_WITHIN, _NIGHT_FROM, _NIGHT_SECONDS), Action.VIEW)


def _view_of_relative(log: AccessLog, plant: Plant, count: int, strength: float) -> None:
    through = log.world.dossiers.agent == log.world.relatives[plant.official]
    of_relative = np.flatnonzero(through & ~_has_part(log, plant.official))
    drawn = log.rng.choice(of_relative, min(len(of_relative), count), replace=False)
    opened = drawn[: int(len(drawn) * RELATIVES_OPENED * strength)]
    _add(log, plant, opened, log.in_office_hours(opened), Action.VIEW)


def _has_part(log: AccessLog, official: int) -> Bools:
    return np.any([log.world.dossiers.holders(task) == official for task in Task], axis=0)


def _add(log: AccessLog, plant: Plant, opened: Ints, at: Ints, action: Action) -> None:
    if len(opened):
        log.add(plant.official, opened, at, action)
