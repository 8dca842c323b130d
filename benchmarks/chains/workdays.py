"""The months of the records, and time counted in working days.

A moment is a number of working days since the records begin: the whole part is the place of the day, the rest the
share of that day's seven and a half hours (07:30-11:30 and 13:30-17:00) that has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np
from benchmarks.chains.arrays import Clock, Ints
from numpy.random import Generator

STARTS = (date(2023, 10, 2), date(2023, 11, 1), date(2024, 1, 2), date(2024, 2, 1), date(2024, 3, 1))
MONTHS = (18, 25)
DAYS_KNOWN = 1400
"""The calendar reaches past the end: dossiers still open have due dates to come."""
HOLIDAYS = (
    ("2024-01-01", "2024-01-01"),
    ("2024-02-08", "2024-02-14"),
    ("2024-04-18", "2024-04-18"),
    ("2024-04-29", "2024-05-01"),
    ("2024-09-02", "2024-09-03"),
    ("2025-01-01", "2025-01-01"),
    ("2025-01-27", "2025-01-31"),
    ("2025-04-07", "2025-04-07"),
    ("2025-04-30", "2025-05-02"),
    ("2025-09-01", "2025-09-02"),
    ("2026-01-01", "2026-01-02"),
    ("2026-02-16", "2026-02-20"),
    ("2026-04-27", "2026-04-27"),
    ("2026-04-30", "2026-05-01"),
)
"""First and last days."""
MADE_UP = ("2024-05-04", "2025-04-26", "2026-01-10")
"""Saturdays worked in exchange for days off."""
FRIDAY, SATURDAY = 4, 5

DAY, HOUR, MINUTE = 86_400, 3_600, 60
"""Seconds, as are those that follow."""
WORKED, MORNING = 27_000, 14_400
MORNING_FROM, AFTERNOON_FROM = 27_000, 48_600
CLOSING = 17 * HOUR


def seconds(of_day: Any) -> Any:
    return np.asarray(of_day).astype("timedelta64[s]")


@dataclass(frozen=True)
class Calendar:
    start: date
    month_count: int
    finish: date
    days: list[date]
    """Working days; a moment's whole part is a place among them."""

    @cached_property
    def dates(self) -> Clock:
        return np.array(self.days, dtype="datetime64[D]")

    @cached_property
    def recorded(self) -> int:
        """Working days in the records."""
        return int(np.searchsorted(self.dates, np.datetime64(self.finish), side="right"))

    @property
    def end(self) -> float:
        """The records are exported in the evening of the last working day."""
        return float(self.recorded)

    @cached_property
    def months(self) -> Ints:
        """From 0, by working day."""
        return np.array([(day.year - self.start.year) * 12 + day.month - self.start.month for day in self.days])

    @cached_property
    def weekdays(self) -> Ints:
        """A Saturday that is worked counts as a Friday."""
        return np.array([min(day.weekday(), FRIDAY) for day in self.days])

    def days_of(self, month: int) -> Ints:
        """In the records."""
        return np.flatnonzero(self.months[: self.recorded] == month)

    def place_of(self, day: str) -> int:
        """The first working day from then on."""
        return int(np.searchsorted(self.dates, np.datetime64(day)))

    def midnight(self, places: Any) -> Clock:
        """Before the working day."""
        return self.dates[places].astype("datetime64[s]")

    def to_clock(self, moments: Any) -> Clock:
        moments = np.maximum(np.asarray(moments, float), 0)
        place = np.minimum(moments.astype(int), len(self.days) - 1)
        worked = (moments - place) * WORKED
        of_day = np.where(worked < MORNING, worked + MORNING_FROM, worked - MORNING + AFTERNOON_FROM)
        return self.midnight(place) + seconds(of_day)


def draw_calendar(rng: Generator) -> Calendar:
    start = STARTS[rng.integers(len(STARTS))]
    month_count = int(rng.integers(*MONTHS))
    years, month = divmod(start.month - 1 + month_count, 12)
    finish = date(start.year + years, month + 1, 1) - timedelta(days=1)
    return Calendar(start, month_count, finish, _working_days(start))


def _working_days(day: date) -> list[date]:
    days: list[date] = []
    while len(days) < DAYS_KNOWN:
        text = day.isoformat()
        off = any(first <= text <= last for first, last in HOLIDAYS)
        if text in MADE_UP or (day.weekday() < SATURDAY and not off):
            days.append(day)
        day += timedelta(days=1)
    return days
