"""Working time on a line.

Minutes of office work since the first day, so that whole columns of instants are plain arithmetic.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from liem.law.calendar import LAST, WorkingCalendar

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]

DAY = 480
"""Working minutes of a day: 07:30 to 11:30 and 13:00 to 17:00."""
MORNING, NOON, OPENS, REOPENS = 0, 240, 450, 780
MINUTE = 60_000_000
"""Microseconds."""
AFTER = timedelta(days=400)
"""How far beyond the period the line goes: what ends there is cut off at the hand-over anyway."""


@dataclass(frozen=True)
class WorkingTime:
    """Days are counted from ``start``; ``work`` is working minutes since the first working day opened.

    Instants are microseconds since 1970 on the clocks of Vietnam.
    """

    start: date
    end: date

    @cached_property
    def days(self) -> int:
        """Calendar days of the period."""
        return (self.end - self.start).days

    @cached_property
    def is_working(self) -> Truth:
        """By day, to :data:`AFTER` beyond the period."""
        calendar = WorkingCalendar.load()
        last = min(self.end + AFTER, LAST)
        count = (last - self.start).days
        return np.array([calendar.is_working_day(self.start + timedelta(days=d)) for d in range(count)])

    @cached_property
    def working_day(self) -> Whole:
        """The day of the k-th working day."""
        return np.flatnonzero(self.is_working)

    @cached_property
    def _ordinal(self) -> Whole:
        return np.cumsum(self.is_working)

    @cached_property
    def epoch(self) -> int:
        """Microseconds of the midnight that opens the first day."""
        return (self.start - date(1970, 1, 1)).days * 1440 * MINUTE

    def work_at(self, day: Whole, minute: Whole) -> Real:
        """Working minutes at ``minute`` of work of ``day``; a day off counts as the opening of the next working day."""
        working = self.is_working[day]
        index = self._ordinal[day] - working
        return (index * DAY + np.where(working, minute, 0)).astype(float)

    def ordinal(self, work: Real) -> Whole:
        """Working days up to and with the one of ``work``."""
        return self._index(work) + 1

    def receipt_ordinal(self, day: Whole) -> Whole:
        """Working days up to and with ``day``, which may be a day off."""
        return self._ordinal[day].astype(np.int64)

    def day_of(self, work: Real) -> Whole:
        """The calendar day of ``work``, counted from the start."""
        return self.working_day[self._index(work)].astype(np.int64)

    def instant(self, work: Real) -> Whole:
        """The instant of ``work``, to the second."""
        minute = work - np.floor(work / DAY) * DAY
        clock = np.where(minute < NOON, OPENS + minute, REOPENS + minute - NOON)
        return self.epoch + self.day_of(work) * (1440 * MINUTE) + np.floor(clock * 60).astype(np.int64) * 1_000_000

    def day_instant(self, day: Whole, minute_of_day: Real) -> Whole:
        """The instant at a minute of a calendar day, to the second."""
        return self.epoch + day * (1440 * MINUTE) + np.floor(minute_of_day * 60).astype(np.int64) * 1_000_000

    def closing(self, ordinal: Whole) -> Whole:
        """17:00 of the working day with that ordinal."""
        index = np.minimum(ordinal - 1, len(self.working_day) - 1)
        return self.epoch + self.working_day[index].astype(np.int64) * (1440 * MINUTE) + 17 * 60 * MINUTE

    @cached_property
    def end_instant(self) -> int:
        """Midnight of the hand-over: nothing after it is on record."""
        return self.epoch + self.days * 1440 * MINUTE

    def _index(self, work: Real) -> Whole:
        return np.minimum((work // DAY).astype(np.int64), len(self.working_day) - 1)


def clock_minute(work_minute: Real) -> Real:
    """Minute of the day at which a minute of the working day stands."""
    return np.where(work_minute < NOON, OPENS + work_minute, REOPENS + work_minute - NOON)
