"""How often people spoke of whom, by month: what detection is told of reports. Pure.

A voice is one or more reports about the same subject that are joined, nearly the same, or of one day: a campaign, and
somebody who writes three times in an afternoon, is one voice. It counts in the month in which it was first heard, so
that the voices of months may be added.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from liem.sorting.sketch import voices


@dataclass(frozen=True)
class Mention:
    """A report received on ``day`` is about the subject of that kind and code."""

    kind: str
    code: str
    report: Hashable
    day: date


@dataclass(frozen=True, order=True)
class MonthCount:
    """``n`` reports, of which ``independent`` are first words of a voice, in the month that begins on ``month``."""

    kind: str
    code: str
    month: date
    n: int
    independent: int


def by_month(mentions: Iterable[Mention], alike: Iterable[tuple[Hashable, Hashable]]) -> list[MonthCount]:
    """The counts of every subject, in the order of kind, code and month.

    :param alike: pairs of reports that are joined or nearly the same.

    >>> told = [Mention("unit", "U1", n, date(2026, month, day)) for n, month, day in ((1, 3, 9), (2, 3, 9), (3, 4, 1))]
    >>> [(one.month.month, one.n, one.independent) for one in by_month(told, [])]
    [(3, 2, 1), (4, 1, 1)]
    >>> [(one.month.month, one.n, one.independent) for one in by_month(told, [(3, 1)])]
    [(3, 2, 1), (4, 1, 0)]
    """
    subjects: dict[tuple[str, str], dict[Hashable, date]] = defaultdict(dict)
    for one in mentions:
        subjects[one.kind, one.code][one.report] = one.day
    pairs = list(alike)
    found = []
    for (kind, code), days in subjects.items():
        heard = [min(days[one] for one in group) for group in voices(days, [*pairs, *_of_one_day(days)])]
        months = [first_of_month(day) for day in days.values()]
        first = [first_of_month(day) for day in heard]
        found += [MonthCount(kind, code, one, months.count(one), first.count(one)) for one in set(months)]
    return sorted(found)


def _of_one_day(days: dict[Hashable, date]) -> list[tuple[Hashable, Hashable]]:
    first: dict[date, Hashable] = {}
    return [(report, first.setdefault(day, report)) for report, day in days.items()]


def first_of_month(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month of ``day``."""
    return first_of_month(first_of_month(day) + timedelta(days=31)) - timedelta(days=1)
