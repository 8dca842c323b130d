"""The two years of the records, and time counted in working days.

A moment is a number of working days since the records begin: the whole part is the place of the day, the rest the
share of that day's seven and a half hours (07:30-11:30 and 13:30-17:00) that has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from benchmarks.registry.arrays import Floats, Ints
from numpy.random import Generator

MONTHS = 24
FIRST_MONTHS = [(2023, 7), (2023, 10), (2024, 1), (2024, 4)]
BEYOND = timedelta(days=900)
"""The calendar reaches past the end: dossiers still open have due dates to come."""

DAY_SECONDS, HOUR_SECONDS = 86_400, 3_600
HOURS, MORNING_HOURS, MORNING_FROM, AFTERNOON_FROM = 7.5, 4, 7.5, 13.5
LAST_MOMENT = 0.9999
"""Of a day; the rest belongs to the next one."""
EPOCH = date(1970, 1, 1)

DAYS_OFF = """
2023-01-02 2023-01-20 2023-01-23 2023-01-24 2023-01-25 2023-01-26 2023-05-01 2023-05-02 2023-05-03 2023-09-01
2023-09-04
2024-01-01 2024-02-08 2024-02-09 2024-02-12 2024-02-13 2024-02-14 2024-04-18 2024-04-29 2024-04-30 2024-05-01
2024-09-02 2024-09-03
2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02
2025-09-01 2025-09-02
2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 2026-04-30 2026-05-01
2026-08-31 2026-09-01 2026-09-02
2027-01-01
"""
MADE_UP = ("2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22")
"""Saturdays worked in exchange for days off."""


def ordinal(day: date) -> int:
    """Days since 1970."""
    return (day - EPOCH).days


def day_of(ordinal: int) -> date:
    return EPOCH + timedelta(days=int(ordinal))


@dataclass
class Calendar:
    month_starts: list[date]
    """The day after the end stands last."""
    days: list[date]
    """Working days; a moment's whole part is a place among them."""
    ordinals: Ints
    weekdays: Ints
    month_ordinals: Ints
    months: Ints
    """By working day; the count of months stands for what comes after the end."""
    end: float
    """The moment the records were drawn."""

    @property
    def start(self) -> date:
        return self.month_starts[0]

    @property
    def finish(self) -> date:
        return self.month_starts[MONTHS]

    @property
    def end_ordinal(self) -> int:
        return int(self.month_ordinals[MONTHS])

    def place(self, moment: Floats) -> Ints:
        return np.clip(moment.astype(int), 0, len(self.days) - 1)

    def month(self, moment: Floats) -> Ints:
        """From 0; what comes after the end counts to the last."""
        return np.clip(self.months[self.place(moment)], 0, MONTHS - 1)

    def to_clock(self, moment: Floats) -> Ints:
        """Seconds since 1970 as the clock on the wall counts them."""
        clock = seconds_of_day(moment - np.floor(moment)).astype(np.int64)
        return self.ordinals[self.place(moment)] * DAY_SECONDS + clock

    def midnight(self, moment: Floats) -> Ints:
        return self.ordinals[moment.astype(int)] * DAY_SECONDS


def seconds_of_day(share: Floats) -> Floats:
    """From a share of the working day."""
    hours = np.clip(share, 0, LAST_MOMENT) * HOURS
    afternoon = AFTERNOON_FROM * HOUR_SECONDS + (hours - MORNING_HOURS) * HOUR_SECONDS
    return np.where(hours < MORNING_HOURS, MORNING_FROM * HOUR_SECONDS + hours * HOUR_SECONDS, afternoon)


def draw_calendar(rng: Generator) -> Calendar:
    year, month = FIRST_MONTHS[rng.integers(len(FIRST_MONTHS))]
    starts = [date(year + (month - 1 + k) // 12, (month - 1 + k) % 12 + 1, 1) for k in range(MONTHS + 1)]
    days = _working_days(starts[0], starts[-1] + BEYOND)
    ordinals = np.array([ordinal(day) for day in days])
    month_ordinals = np.array([ordinal(day) for day in starts])
    return Calendar(
        month_starts=starts,
        days=days,
        ordinals=ordinals,
        weekdays=np.array([day.weekday() for day in days]),
        month_ordinals=month_ordinals,
        months=np.clip(np.searchsorted(month_ordinals, ordinals, side="right") - 1, 0, MONTHS),
        end=float(np.searchsorted(ordinals, month_ordinals[MONTHS])),
    )


def _working_days(first: date, until: date) -> list[date]:
    every = [first + timedelta(days=k) for k in range((until - first).days)]
    off = {date.fromisoformat(day) for day in DAYS_OFF.split()}
    return [day for day in every if (day.weekday() < 5 and day not in off) or day.isoformat() in MADE_UP]
