"""When it happened, as people write it: a day, a month, or words. Only a day that cannot be is sent back."""

import re
from datetime import date

_YEAR = r"(?P<year>\d{4}|\d{2})"
_WHOLE = re.compile(
    rf"(?:ngày\s*)?(?P<day>\d{{1,2}})\s*[/.\-]\s*(?P<month>\d{{1,2}})(?:\s*[/.\-]\s*{_YEAR})?", re.IGNORECASE
)
_MONTH = re.compile(r"(?:tháng\s*)?(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})", re.IGNORECASE)
_FIRST_YEAR = 1945
_LEAP_YEAR = 2024
"""Without a year every day that some year has is possible."""


def is_impossible(text: str) -> bool:
    """Whether this is a day or a month in figures that no calendar has; words are never wrong.

    >>> [is_impossible(one) for one in ("30/02/2026", "02/24/2026", "31/4", "13/2026", "1/1/0026")]
    [True, True, True, True, True]
    >>> [is_impossible(one) for one in ("24/02/2026", "24-2-26", "29/2", "tháng 3/2026", "không nhớ", "3/4 số tiền")]
    [False, False, False, False, False, False]
    """
    found = _match(text)
    return found is not None and _first_day(*found) is None


def is_to_come(text: str, today: date) -> bool:
    """Whether this is a day or a month that begins after today; without a year it is the last one that was.

    >>> is_to_come("1/1/2027", date(2026, 3, 10)), is_to_come("3/2026", date(2026, 3, 10))
    (True, False)
    """
    found = _match(text)
    if found is None or found[2] is None:
        return False
    first = _first_day(*found)
    return first is not None and first > today


def _match(text: str) -> tuple[int, int, int | None] | None:
    """Day (1 where only a month is given), month and year of a text that is nothing but a date in figures."""
    plain = text.strip().rstrip(".")
    month = _MONTH.fullmatch(plain)
    if month:
        return 1, int(month["month"]), int(month["year"])
    whole = _WHOLE.fullmatch(plain)
    if not whole:
        return None
    year = whole["year"]
    return int(whole["day"]), int(whole["month"]), None if year is None else int(year) + 2000 * (len(year) == 2)


def _first_day(day: int, month: int, year: int | None) -> date | None:
    if year is not None and year < _FIRST_YEAR:
        return None
    try:
        return date(year or _LEAP_YEAR, month, day)
    except ValueError:
        return None
