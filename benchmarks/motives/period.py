"""The months the records tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from benchmarks.motives.workdays import workday_of
from numpy.random import Generator

_EARLIEST, _STARTS = date(2023, 7, 1), 15
"""The first month, and how many months may follow it as first ones."""
_MONTHS = (12, 19)
_HALF_YEAR = timedelta(183)


@dataclass(frozen=True)
class Period:
    start: date
    end: date
    """The day after."""

    @cached_property
    def first(self) -> int:
        """Working day."""
        return workday_of(self.start) + 1

    @cached_property
    def last(self) -> int:
        return workday_of(self.end - timedelta(1))

    @cached_property
    def last_half_year(self) -> int:
        """Where it begins."""
        return workday_of(self.end - _HALF_YEAR)


def draw_period(rng: Generator) -> Period:
    start = (_EARLIEST + timedelta(int(rng.integers(0, _STARTS)) * 30)).replace(day=1)
    month = start.month - 1 + int(rng.integers(*_MONTHS))
    return Period(start, date(start.year + month // 12, month % 12 + 1, 1))
