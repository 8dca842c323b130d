"""What numbers may leave the house: rounded, none small, and over periods of a fixed grid that all end with a month.

Three ways lead back from totals to one person: a small number; a total less the parts beside it; and two totals, of two
overlapping periods or of two days, of which one is known to hold somebody. A number below :data:`SMALLEST` is not
told, not even that it is nought. Every other one is rounded by itself, totals too, so that a difference of two tells no
more than a range. What is told of a period changes with a month and not with a day. Shares are reckoned from rounded
numbers, so that they tell nothing besides (Hundepool et al., *Statistical Disclosure Control*, 2012, chapters 4 and 5).
"""

from dataclasses import dataclass
from datetime import date, timedelta

SMALLEST = 5
"""A smaller number is not told."""
ROUNDED_TO = 5
"""Other numbers are rounded to a multiple of this."""
SHARED_FROM = 50
"""Of fewer, once rounded, no share is told: rounding alone could turn it by more than five points."""
YEARS = 3


def protected(n: int) -> int | None:
    """A number as it may be told; ``None``: fewer than :data:`SMALLEST`.

    >>> [protected(n) for n in (0, 1, 4, 5, 7, 8, 12)]
    [None, None, None, 5, 5, 10, 10]
    """
    return None if n < SMALLEST else ROUNDED_TO * int(n / ROUNDED_TO + 0.5)


def share(part: int, whole: int) -> float | None:
    """A share as it may be told, from nothing but rounded numbers.

    >>> share(41, 52), share(3, 52), share(20, 24)
    (0.8, None, None)
    """
    told, of = protected(part), protected(whole)
    return None if told is None or of is None or of < SHARED_FROM else min(told / of, 1.0)


def as_of(today: date) -> date:
    """The last day of the last month that has ended: nothing later is told."""
    return today.replace(day=1) - timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A year or a quarter, as far as its months have ended. ``code``: ``2026`` or ``2026-3``."""

    code: str
    first: date
    last: date
    quarter: int = 0

    @property
    def whole(self) -> bool:
        """Whether the period itself has ended."""
        months = 3 if self.quarter else 12
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1 == months

    def year_before(self) -> "Span":
        """The same months of the year before."""
        year = self.first.year - 1
        return Span(f"{year}{self.code[4:]}", self.first.replace(year=year), _end(year, self.last.month), self.quarter)


def _end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def spans(today: date) -> list[Span]:
    """The periods that may be asked for: of each of the last years the whole and its quarters, the newest first.

    >>> [one.code for one in spans(date(2026, 5, 3))][:4]
    ['2026', '2026-2', '2026-1', '2025']
    """
    end = as_of(today)
    found = []
    for year in range(end.year, end.year - YEARS, -1):
        found.append(Span(str(year), date(year, 1, 1), min(_end(year, 12), end)))
        for quarter in (4, 3, 2, 1):
            first = date(year, 3 * quarter - 2, 1)
            if first <= end:
                found.append(Span(f"{year}-{quarter}", first, min(_end(year, 3 * quarter), end), quarter))
    return found
