"""The pictures of a sheet: plain values in, SVG out."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import numpy as np

from liem.base.formats import Language
from liem.detection import charts
from liem.detection.evidence import Happening, Timeline
from liem.detection.indicator import Text
from liem.detection.statistics.funnel import additive_variance, winsorised_dispersion
from liem.law.calendar import WorkingCalendar

Point = tuple[float, float]
"""Expected and observed of somebody looked at."""

SMALLEST_EXPECTED = 1.0
"""Subjects with fewer expected cases say nothing in a funnel."""
MOST_POINTS = 240
TIMES_AS_MANY = Text("Quan sát so với dự kiến: gấp bao nhiêu lần", "Observed against expected: how many times as many")
AMONG_ALL = Text("Đối tượng này trong số tất cả những gì đã xem xét", "This subject among all that were looked at")


@lru_cache(maxsize=1)
def calendar() -> WorkingCalendar:
    """The law's calendar, read once."""
    return WorkingCalendar.load()


def interval(effect: float | None, low: float | None, high: float | None, language: Language) -> str:
    """Observed ÷ expected with its interval; nothing where a figure is missing."""
    if effect is None or low is None or high is None:
        return ""
    return charts.interval(charts.Interval(effect, 1.0, low, high), TIMES_AS_MANY[language], language)


def funnel(n: int | None, observed: float, expected: float, others: Sequence[Point], language: Language) -> str:
    """A subject among all that were looked at, nobody else named."""
    told = thinned([point for point in sorted(others) if point[0] >= SMALLEST_EXPECTED])
    subject = charts.Dot(observed, expected)
    share = expected / n if n and expected < n else None
    dots = [charts.Dot(seen, hoped) for hoped, seen in told]
    return charts.funnel(charts.Funnel(subject, dots, honest_spread(told), share), AMONG_ALL[language], language)


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> Sequence[Point]:
    """Not many more than ``most`` points, evenly taken.

    >>> len(thinned([(1.0, 1.0)] * 1000, 240))
    250
    """
    return points[:: max(1, len(points) // most)]


def honest_spread(points: Sequence[Point]) -> float:
    """How much subjects differ beyond chance (τ of the log ratio, by moments): it widens the limits of a funnel."""
    if len(points) < 5:
        return 0.0
    expected, observed = (np.array([point[place] for point in points]) for place in (0, 1))
    phi = winsorised_dispersion((observed - expected) / np.sqrt(expected))
    return float(np.sqrt(additive_variance(phi, 1 / np.sqrt(expected))))


def timeline(one: Timeline, as_of: datetime, language: Language, *, persons: bool = True) -> str:
    """A dossier drawn: its steps, the stopped clock, the due date. ``as_of``: the end of the records.

    Without ``persons`` no step says whose it was: for sheets that are not about a person.
    """
    promised = one.due_at.date() if one.due_at else None
    data = charts.Timeline(
        dossier=one.dossier,
        received=one.received_at,
        until=as_of,
        finished=one.ended_at,
        due=one.due,
        promised=promised if promised != one.due else None,
        limit=one.limit,
        counted=one.counted,
        late=0 if one.limit is None else max(one.counted - one.limit, 0),
        stops=[charts.Stop(stop.start, stop.end if stop.closed else None, stop.working_days) for stop in one.stops],
        steps=[charts.Step(event.at, event.activity, note(event, persons=persons)) for event in one.events],
        is_working=calendar().is_working_day,
    )
    return charts.timeline(data, language)


def note(event: Happening, *, persons: bool = True) -> str:
    """What an event says besides what was done."""
    said = (event.official if persons else None, event.document, event.reason)
    return " · ".join(text for text in said if text)
