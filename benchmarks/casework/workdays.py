"""The working calendar: time as one straight axis of working minutes, and the way back to the clock on the wall.

The axis starts with the first working day of 2024 and has 450 minutes a day (07:30-11:30 and 13:30-17:00); nights,
weekends and holidays do not exist on it.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

DAY = 450
MORNING = 240
FIRST, LAST_RECEIPT = date(2024, 1, 2), date(2025, 6, 30)
MONTHS = 18.0
TIME_ZONE = "Asia/Ho_Chi_Minh"

# First and last day of every closure, by the yearly announcements for civil servants, bridge days included.
CLOSURES = [
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
]
# Saturdays worked in exchange for a bridge day.
MADE_UP = (date(2024, 5, 4), date(2025, 4, 26))
# The axis reaches past the last receipt, since dossiers then open have due dates still to come.
BEYOND = date(2026, 4, 1)


def _works(day: date) -> bool:
    closed = any(date.fromisoformat(first) <= day <= date.fromisoformat(last) for first, last in CLOSURES)
    return day in MADE_UP or (day.weekday() < 5 and not closed)


WORKDAYS = [d for n in range((BEYOND - FIRST).days) if _works(d := FIRST + timedelta(days=n))]
RECEIPT_DAYS = sum(d <= LAST_RECEIPT for d in WORKDAYS)
END = RECEIPT_DAYS * DAY
"""The extract is made at the close of the last day of receipt; nothing later is in the records."""

_OFFSET = 7 * 3_600_000_000  # of Vietnam's clock, in microseconds
_MIDNIGHTS = np.array(WORKDAYS, dtype="datetime64[us]").astype(np.int64) - _OFFSET


def to_clock(minutes: ArrayLike) -> Ints:
    """Working minutes to microseconds since 1970, UTC."""
    inside = np.minimum(np.asarray(minutes, float), len(WORKDAYS) * DAY - 1)
    day = (inside // DAY).astype(int)
    minute = inside - day * DAY
    on_the_wall = np.where(minute < MORNING, 450 + minute, 810 + (minute - MORNING))
    return np.asarray(_MIDNIGHTS[day] + np.round(on_the_wall * 60).astype(np.int64) * 1_000_000)


def same_day(minute: float, hour: float) -> int:
    """The given hour of the clock, such as 18.5, on the working day of ``minute``; microseconds since 1970, UTC."""
    return int(_MIDNIGHTS[int(minute // DAY)]) + int(hour * 3600) * 1_000_000
