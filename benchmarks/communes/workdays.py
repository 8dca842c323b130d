"""The working calendar of the first year after the merger, and moments on it.

A moment is a number of working days: the whole part is the place of the day in ``WORKDAYS``, the rest the share of
that day's 450 minutes (07:30-11:30 and 13:30-17:00) that has passed. Nights, weekends and holidays have no moments.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
FIRST_DAY, LAST_DAY = date(2025, 7, 1), date(2026, 6, 30)
"""Of the records."""
EXPORTED = datetime(2026, 6, 30, 23, 59, tzinfo=VIETNAM)
"""When the records were drawn; nothing later is in them."""

MINUTES = 450
"""Of a working day."""
_MORNING = 240
_MORNING_FROM, _AFTERNOON_FROM = 450, 810
"""Minutes after midnight."""

HOLIDAYS = [
    date(2025, 9, 1),
    date(2025, 9, 2),
    date(2026, 1, 1),
    date(2026, 1, 2),
    date(2026, 2, 16),
    date(2026, 2, 17),
    date(2026, 2, 18),
    date(2026, 2, 19),
    date(2026, 2, 20),
    date(2026, 4, 27),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 8, 31),
    date(2026, 9, 2),
]
MADE_UP = date(2026, 1, 10)
"""The Saturday worked in exchange for 2 January."""
# The calendar reaches past both ends: officials were there before, and open dossiers have due dates still to come.
_FROM, _BEYOND = date(2025, 6, 20), date(2027, 2, 1)


def _works(day: date) -> bool:
    return (day.weekday() < 5 and day not in HOLIDAYS) or day == MADE_UP


WORKDAYS = [d for n in range((_BEYOND - _FROM).days) if _works(d := _FROM + timedelta(days=n))]
DAYS = len(WORKDAYS)


def first_from(day: date) -> int:
    """Place of the first working day on or after ``day``."""
    return bisect_left(WORKDAYS, day)


FIRST, LAST = first_from(FIRST_DAY), bisect_right(WORKDAYS, LAST_DAY) - 1
SECOND_HALF_FROM = date(2026, 1, 1)
SECOND_HALF = first_from(SECOND_HALF_FROM)


@dataclass(frozen=True)
class Period:
    """Working days by their places; ``until`` is no longer in it."""

    first: int
    until: int

    def __contains__(self, day: int) -> bool:
        return self.first <= day < self.until


def on(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, VIETNAM)


def to_clock(moment: float) -> datetime:
    """A moment as the clock on the wall shows it, to the second."""
    day = min(int(moment), DAYS - 1)
    minute = (moment - int(moment)) * MINUTES
    minute = _MORNING_FROM + minute if minute < _MORNING else _AFTERNOON_FROM + (minute - _MORNING)
    return on(WORKDAYS[day], time()) + timedelta(minutes=int(minute), seconds=int(minute * 60) % 60)


def month(day: int) -> int:
    """Months since the merger, 0 for July 2025."""
    return (WORKDAYS[day].month - FIRST_DAY.month) % 12
