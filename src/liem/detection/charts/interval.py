"""Observed against expected, with the interval of what may lie behind it."""

from dataclasses import dataclass

from liem.base.formats import Language, number, share
from liem.detection.charts.scales import Linear, Logarithmic, decimals, round_ticks
from liem.detection.charts.svg import Drawing, picture
from liem.detection.charts.words import word

STEEP = 10.0
"""Times as many as expected, from which on the axis goes in equal ratios."""


@dataclass(frozen=True)
class Interval:
    """``low`` … ``high`` around ``observed``; all in one unit. ``as_share``: shares of one, written as percentages."""

    observed: float
    expected: float
    low: float
    high: float
    as_share: bool = False
    decimals: int = 2

    def written(self, value: float, language: Language) -> str:
        return share(value, 1, language) if self.as_share else number(value, self.decimals, language)


def interval(data: Interval, title: str, language: Language = "vi") -> str:
    """A bar from low to high, a diamond at what was observed, a line at what is expected."""
    observed, expected = data.written(data.observed, language), data.written(data.expected, language)
    low, high = data.written(data.low, language), data.written(data.high, language)
    description = (
        f"{word('observed', language)} {observed}; {word('range', language).lower()} {low} – {high}; "
        f"{word('expected', language).lower()} {expected}."
    )
    return picture(title, description, lambda drawing: _draw(data, drawing, language), "interval")


def _draw(data: Interval, d: Drawing, language: Language) -> None:
    left, right, middle = 14, d.width - 14, 58
    x, ticks = _across(data, left, right, 4 if d.narrow else 8)
    for tick in ticks:
        d.line(x(tick), 34, x(tick), 82, "chart-grid")
        if data.as_share:
            label = share(tick, decimals([100 * one for one in ticks]), language)
        else:
            label = number(tick, decimals(ticks if isinstance(x, Linear) else [tick]), language)
        anchor = "start" if x(tick) < left + 8 else "end" if x(tick) > right - 8 else "middle"
        d.text(x(tick), 98, label, "chart-tick", anchor)
    d.rect(x(data.low), middle - 6, x(data.high) - x(data.low), 12, "interval-range")
    for edge in (data.low, data.high):
        d.line(x(edge), middle - 10, x(edge), middle + 10, "interval-edge")
    d.line(x(data.expected), 30, x(data.expected), 84, "interval-expected")
    _label(
        d, x(data.expected), 24, f"{word('expected', language)} {data.written(data.expected, language)}", "chart-tick"
    )
    d.add("path", "interval-observed", d=f"M{x(data.observed):.1f} {middle - 10}l10 10l-10 10l-10 -10Z")
    _label(
        d,
        x(data.observed),
        120,
        f"{word('observed', language)} {data.written(data.observed, language)}",
        "chart-strong",
    )
    d.line(x(data.observed), middle + 10, x(data.observed), 106, "interval-stem")
    d.height = 128


def _across(data: Interval, left: float, right: float, most: int) -> tuple[Linear | Logarithmic, list[float]]:
    """Equal steps from 0; equal ratios where many times as much is observed as expected."""
    highest, lowest = max(data.high, data.expected, data.observed), min(data.low, data.expected, data.observed)
    if data.as_share and highest <= 1:
        ticks = [tick for tick in round_ticks(min(highest * 1.05, 1), most) if tick <= 1]
        return Linear(0, max(ticks[-1], highest), left, right), ticks
    if data.as_share or lowest <= 0 or highest / data.expected < STEEP:
        ticks = round_ticks(highest * 1.05, most)
        return Linear(0, ticks[-1], left, right), ticks
    scale = Logarithmic(lowest / 1.6, highest * 1.3, left, right)
    return scale, scale.ticks(most)


def _label(d: Drawing, x: float, y: float, words: str, class_: str) -> None:
    """Centred on ``x``, but never beyond the edge."""
    half = len(words) * 3.6
    anchor, place = (
        ("start", 4.0) if x - half < 4 else ("end", d.width - 4.0) if x + half > d.width - 4 else ("middle", x)
    )
    d.text(place, y, words, f"{class_} chart-halo", anchor)
