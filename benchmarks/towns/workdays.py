"""The working calendar of one province: time in working days, and the way to the clock on the wall.

A moment is a number of working days since the first one of the records; its fraction is the share of that day's 450
minutes (07:30-11:30 and 13:30-17:00) that has passed. Nights, weekends and holidays have no moments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from benchmarks.towns.columns import Floats, Ints, Moments

MINUTES = 450
MINUTE = 1 / MINUTES
MORNING = 240
MORNING_OPENS, AFTERNOON_OPENS = 450 * 60, 810 * 60
"""Seconds after midnight."""
CLOSES = np.timedelta64(17 * 3_600, "s")

EARLIEST_MONTH, MONTHS_TO_CHOOSE = 2022 * 12 + 2, 14
"""The records begin in one of the months from March 2022 on, counted since the year 0."""
FEWEST_MONTHS, MOST_MONTHS = 9, 15
BEYOND_DAYS = 330
"""The calendar goes on after the records' end: promised days of open dossiers lie there."""
TUESDAY, FRIDAY, SATURDAY = 1, 4, 5

HOLIDAYS = {
    *(date(2022, 1, day) for day in (3, 31)),
    *(date(2022, 2, day) for day in (1, 2, 3, 4)),
    date(2022, 4, 11),
    *(date(2022, 5, day) for day in (2, 3)),
    *(date(2022, 9, day) for day in (1, 2)),
    *(date(2023, 1, day) for day in (2, 20, 23, 24, 25, 26)),
    *(date(2023, 5, day) for day in (1, 2, 3)),
    *(date(2023, 9, day) for day in (1, 4)),
    date(2024, 1, 1),
    *(date(2024, 2, day) for day in (8, 9, 12, 13, 14)),
    *(date(2024, 4, day) for day in (18, 29, 30)),
    date(2024, 5, 1),
    *(date(2024, 9, day) for day in (2, 3)),
    *(date(2025, 1, day) for day in (1, 27, 28, 29, 30, 31)),
}


@dataclass(frozen=True)
class Calendar:
    start: date
    months: int
    """Whole months of the records."""
    days: int
    """Working days of the records, which end with them."""
    workdays: Moments
    """Those of the records and of the time beyond."""
    month_of: Ints
    """Months since the first one, for each working day."""
    weekday: Ints

    @property
    def last(self) -> int:
        return len(self.workdays) - 1

    def date_of(self, day: float) -> date:
        found: date = self.workdays[int(day)].astype(object)
        return found

    def midnight(self, moments: Floats) -> Moments:
        return self.workdays[np.minimum(np.floor(moments).astype(int), self.last)].astype("datetime64[s]")

    def to_clock(self, moments: Floats) -> Moments:
        moments = np.minimum(moments, len(self.workdays) - 1.001)
        day = np.floor(moments).astype(int)
        minute = (moments - day) * MINUTES
        afternoon = AFTERNOON_OPENS + (minute - MORNING) * 60
        seconds = np.where(minute < MORNING, MORNING_OPENS + minute * 60, afternoon).astype("int64")
        return self.workdays[day].astype("datetime64[s]") + seconds.astype("timedelta64[s]")


def draw_calendar(rng: np.random.Generator) -> Calendar:
    first_month = EARLIEST_MONTH + int(rng.integers(0, MONTHS_TO_CHOOSE))
    months = int(rng.integers(FEWEST_MONTHS, MOST_MONTHS + 1))
    start, end = _first_of(first_month), _first_of(first_month + months)
    days = (start + timedelta(n) for n in range((end - start).days + BEYOND_DAYS))
    workdays = [day for day in days if day.weekday() < SATURDAY and day not in HOLIDAYS]
    return Calendar(
        start=start,
        months=months,
        days=sum(day < end for day in workdays),
        workdays=np.array(workdays, dtype="datetime64[D]"),
        month_of=np.array([day.year * 12 + day.month - 1 - first_month for day in workdays]),
        weekday=np.array([day.weekday() for day in workdays]),
    )


def _first_of(month: int) -> date:
    year, place = divmod(month, 12)
    return date(year, place + 1, 1)
