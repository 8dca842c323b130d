"""The months of the records, and time counted in working days.

A moment is a number of working days since the records begin: the whole part is the place of the day, the rest the
share of that day's seven and a half hours (07:30-11:30 and 13:30-17:00) that has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from benchmarks.sizes.arrays import Floats, Ints
from numpy.random import Generator

PERIODS = (
    (date(2024, 7, 1), date(2025, 6, 30), date(2025, 1, 1)),
    (date(2025, 1, 2), date(2025, 12, 31), date(2025, 7, 1)),
    (date(2024, 10, 1), date(2025, 12, 31), date(2025, 7, 1)),
)
"""First and last day of the records, and the day on which units are merged."""
DAYS_KNOWN = 700
"""The calendar reaches past the end: dossiers still open have due dates to come."""
DAYS_OFF = """
2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-04-18 2024-04-29 2024-04-30 2024-05-01
2024-09-02 2024-09-03
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02
2025-09-01 2025-09-02
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
2026-08-31 2026-09-01 2026-09-02
"""
MADE_UP = ("2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22")
"""Saturdays worked in exchange for days off."""
SATURDAY = 5

EPOCH = date(1970, 1, 1)
JUST_BEFORE = 1e-6
"""Of a working day."""
DAY, HOUR, MINUTE = 86_400, 3_600, 60
MINUTES, MORNING_MINUTES = 450, 240
"""Of a working day."""
MORNING_FROM, NOON_FROM = 7.5 * HOUR, 9.5 * HOUR
"""Working time begins at half past seven; the afternoon is two hours later than if there were no break."""


def ordinal(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


@dataclass(frozen=True)
class Calendar:
    start: date
    finish: date
    merger_date: date
    days: list[date]
    """Working days; a moment's whole part is a place among them."""

    @cached_property
    def recorded(self) -> int:
        """Working days in the records."""
        return sum(day <= self.finish for day in self.days)

    @property
    def end(self) -> float:
        """The records are exported in the evening of the last working day."""
        return float(self.recorded)

    @property
    def last_moment(self) -> float:
        """In the records."""
        return self.end - JUST_BEFORE

    @property
    def last(self) -> int:
        return len(self.days) - 1

    @cached_property
    def merger(self) -> int:
        """Place of the day on which units are merged."""
        return next(place for place, day in enumerate(self.days) if day >= self.merger_date)

    @cached_property
    def ordinals(self) -> Ints:
        return np.array([ordinal(day) for day in self.days], dtype=np.int64)

    @cached_property
    def months(self) -> Ints:
        """From 0, by working day."""
        return np.array([(day.year - self.start.year) * 12 + day.month - self.start.month for day in self.days])

    @property
    def recorded_months(self) -> Ints:
        return self.months[: self.recorded]

    @property
    def last_month(self) -> int:
        return int(self.months[self.recorded - 1])

    @cached_property
    def weekdays(self) -> Ints:
        return np.array([day.weekday() for day in self.days])

    def place(self, moment: Floats) -> Ints:
        return np.minimum(np.floor(moment).astype(int), self.last)

    def place_of_clock(self, clock: Ints) -> Ints:
        """The working day of a clock time, or the last one before it."""
        return np.searchsorted(self.ordinals, clock // DAY, side="right") - 1

    def to_clock(self, moment: Floats) -> Ints:
        """Seconds since 1970 as the clock on the wall counts them."""
        minute = (moment - np.floor(moment)) * MINUTES
        of_day = np.where(minute < MORNING_MINUTES, MORNING_FROM, NOON_FROM) + minute * MINUTE
        return self.ordinals[self.place(moment)] * DAY + np.round(of_day).astype(np.int64)

    def clock_at(self, moment: float) -> int:
        return int(self.to_clock(np.array([moment]))[0])


def draw_calendar(rng: Generator) -> Calendar:
    start, finish, merger = PERIODS[rng.integers(len(PERIODS))]
    return Calendar(start, finish, merger, _working_days(start))


def _working_days(day: date) -> list[date]:
    off = set(DAYS_OFF.split())
    days: list[date] = []
    while len(days) < DAYS_KNOWN:
        if day.isoformat() in MADE_UP or (day.weekday() < SATURDAY and day.isoformat() not in off):
            days.append(day)
        day += timedelta(days=1)
    return days
