"""The months of the records and the working days in them; a day is known by its place among these.

Moments are seconds of local time since 1970, or seconds since the midnight of a day that is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from benchmarks.queues.arrays import Floats, Ints
from numpy.random import Generator

HOUR, DAY = 3_600, 86_400
NOON_FROM, NOON_UNTIL = 11.5 * HOUR, 13.5 * HOUR
CLOSING = 17 * HOUR

_STARTS = (date(2024, 9, 4), date(2024, 11, 1), date(2025, 1, 2), date(2025, 3, 3))
_LEAST_MONTHS, _MOST_MONTHS = 12, 18
_DAYS_OFF = """
2024-09-02 2024-09-03
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02
2025-09-01 2025-09-02
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
2026-08-31 2026-09-01 2026-09-02
"""
_MADE_UP = ("2025-04-26", "2026-01-10", "2026-08-22")
"""Saturdays worked in exchange for days off."""
_SATURDAY = 5
_BEYOND = 60
"""Working days known after the end, for dossiers that are due then."""
_EPOCH = date(1970, 1, 1)
_BEFORE_NOON = 0.55
_MORNING, _AFTERNOON = (7.6, 11.5), (13.5, 17)
"""Hours between which one sits at the screen."""


@dataclass(frozen=True)
class Period:
    months: int
    days: list[date]

    def __len__(self) -> int:
        return len(self.days)

    @cached_property
    def midnights(self) -> list[int]:
        return [_midnight(day) for day in self.days]

    @property
    def first_midnight(self) -> int:
        return self.midnights[0]

    @property
    def last_midnight(self) -> int:
        return self.midnights[-1]

    @property
    def end(self) -> int:
        """Of the records."""
        return self.last_midnight + DAY

    @cached_property
    def midnights_and_beyond(self) -> Ints:
        later = _working_days(self.days[-1] + timedelta(1))
        return np.array([*self.midnights, *(_midnight(next(later)) for _ in range(_BEYOND))])

    @cached_property
    def weekdays(self) -> Ints:
        return np.array([day.weekday() for day in self.days])

    @cached_property
    def calendar_months(self) -> Ints:
        return np.array([day.month for day in self.days])

    @cached_property
    def months_since_start(self) -> Ints:
        start = self.days[0]
        return np.array([(day.year - start.year) * 12 + day.month - start.month for day in self.days])

    @property
    def month_ends(self) -> list[int]:
        """Last days of their months."""
        return [place for place in range(len(self) - 1) if self.days[place].month != self.days[place + 1].month]

    def iso(self, day: int) -> str:
        return self.days[day].isoformat()

    def eve(self, day: int) -> str:
        """The date before, which need not be worked."""
        return (self.days[day] - timedelta(1)).isoformat()


def draw_period(rng: Generator) -> Period:
    start = _STARTS[rng.integers(len(_STARTS))]
    months = int(rng.integers(_LEAST_MONTHS, _MOST_MONTHS + 1))
    year, month = divmod(start.month - 1 + months, 12)
    end = date(start.year + year, month + 1, 1)
    days: list[date] = []
    for day in _working_days(start):
        if day >= end:
            break
        days.append(day)
    return Period(months, days)


def office_seconds(rng: Generator, count: int) -> Floats:
    """Of a day, within office hours."""
    early = rng.random(count) < _BEFORE_NOON
    return np.where(early, rng.uniform(*_MORNING, count), rng.uniform(*_AFTERNOON, count)) * HOUR


def _working_days(day: date) -> Iterator[date]:
    off = set(_DAYS_OFF.split())
    while True:
        if (day.weekday() < _SATURDAY and day.isoformat() not in off) or day.isoformat() in _MADE_UP:
            yield day
        day += timedelta(1)


def _midnight(day: date) -> int:
    return (day - _EPOCH).days * DAY
