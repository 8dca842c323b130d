"""Working time of a Vietnamese office, as one straight axis.

A province's clock is simulated in *office minutes*: every working day has 480 of them (07:30-11:30 and
13:30-17:30), and nights, weekends and days off do not exist on the axis. This table is written here on purpose and
not taken from the product: the examiner keeps a calendar of his own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MINUTES = 480
FIRST = np.datetime64("2024-11-01", "D")
LAST = np.datetime64("2028-03-31", "D")

# Days off by the yearly announcements (holidays, substitutes and swaps), 2025-2027; 2027 is the expected one.
DAYS_OFF = [
    "2025-01-01",
    "2025-01-27",
    "2025-01-28",
    "2025-01-29",
    "2025-01-30",
    "2025-01-31",
    "2025-04-07",
    "2025-04-30",
    "2025-05-01",
    "2025-05-02",
    "2025-09-01",
    "2025-09-02",
    "2026-01-01",
    "2026-01-02",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-02-20",
    "2026-04-27",
    "2026-04-30",
    "2026-05-01",
    "2026-08-31",
    "2026-09-01",
    "2026-09-02",
    "2026-11-24",
    "2027-01-01",
    "2027-02-04",
    "2027-02-05",
    "2027-02-08",
    "2027-02-09",
    "2027-02-10",
    "2027-04-16",
    "2027-04-30",
    "2027-05-03",
    "2027-09-02",
    "2027-09-03",
    "2027-11-24",
]
# Saturdays worked in exchange.
MADE_UP = ("2025-04-26", "2026-01-10", "2026-08-22")


def _working_days() -> NDArray[np.datetime64]:
    days = np.arange(FIRST, LAST + 1)
    weekday = (days.astype(np.int64) + 3) % 7
    off = np.isin(days, np.array(DAYS_OFF, dtype="datetime64[D]"))
    made_up = np.isin(days, np.array(MADE_UP, dtype="datetime64[D]"))
    return days[((weekday < 5) & ~off) | made_up]


WORKING_DAYS = _working_days()


def ordinal(day: NDArray[np.datetime64] | np.datetime64) -> NDArray[np.int64]:
    """Index of the last working day that is not after ``day`` (a day off belongs to the working day before it)."""
    return np.searchsorted(WORKING_DAYS, day, side="right") - 1


def to_clock(axis: NDArray[np.float64]) -> NDArray[np.datetime64]:
    """Office minutes since the table's first working day → wall-clock instants (seconds)."""
    index = np.floor_divide(axis, MINUTES).astype(np.int64)
    minute = axis - index * MINUTES
    on_wall = np.where(minute < 240, 450 + minute, 570 + minute)
    seconds = np.floor(on_wall * 60).astype(np.int64)
    return WORKING_DAYS[index].astype("datetime64[s]") + seconds.astype("timedelta64[s]")


def weekday_of(axis: NDArray[np.float64]) -> NDArray[np.int64]:
    """Weekday (Monday 0) of the working day an axis instant falls in."""
    index = np.floor_divide(axis, MINUTES).astype(np.int64)
    return (WORKING_DAYS[index].astype(np.int64) + 3) % 7
