"""The funnel plot: where one subject stands among all comparable ones, and how far chance alone reaches."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from liem.base.formats import Language, number
from liem.detection.charts.scales import Linear, Logarithmic, decimals, round_ticks
from liem.detection.charts.svg import LETTER, Drawing, picture
from liem.detection.charts.svg import number as place
from liem.detection.charts.words import word
from liem.detection.statistics.cells import Floats
from liem.detection.statistics.funnel import ratio_limits, share_limits

LEVELS = (("998", 0.001, 0.999), ("95", 0.025, 0.975))
STEEP = 6.0
"""A ratio beyond which the plot goes up in equal ratios."""
MOST_DOTS = 3000
"""Others drawn at most: more would only make the page heavy."""


@dataclass(frozen=True)
class Dot:
    """One subject: how many cases were observed, and how many are expected among comparable cases."""

    observed: float
    expected: float

    def __post_init__(self) -> None:
        if self.expected <= 0:
            raise ValueError(f"a subject of whom {self.expected} cases are expected cannot be compared")

    @property
    def ratio(self) -> float:
        return self.observed / self.expected


@dataclass(frozen=True)
class Funnel:
    """``others`` are never named. ``spread`` is τ, the honest differences: the standard deviation of the log ratio.

    ``share``: the expected share of dossiers with a case. With it chance is binomial, and reaches less far than the
    Poisson limits drawn without it.
    """

    subject: Dot
    others: Sequence[Dot] = ()
    spread: float = 0.0
    share: float | None = None


def funnel(data: Funnel, title: str, language: Language = "vi") -> str:
    """Observed ÷ expected against expected, with limits of 95 % and 99.8 % that allow for the honest differences."""
    bands = _bands(data)
    return picture(
        title, _described(data, language), lambda drawing: _Plot(data, bands, drawing, language).draw(), "funnel"
    )


@dataclass(frozen=True)
class _Bands:
    """Expected numbers from the plot's left to its right, and the limits of each level at them; for every width."""

    expected: Floats
    limits: Sequence[tuple[str, Floats, Floats]]


def _bands(data: Funnel) -> _Bands:
    expected = [dot.expected for dot in (*data.others[:MOST_DOTS], data.subject)]
    grid = np.geomspace(max(min(expected) / 1.3, 0.1), max(expected) * 1.3, 60)
    return _Bands(grid, [(name, limit(data, grid, low), limit(data, grid, high)) for name, low, high in LEVELS])


def limit(data: Funnel, expected: Floats, level: float) -> Floats:
    """Observed ÷ expected that chance and honest differences reach at the one-sided ``level``."""
    if data.share is None or data.share >= 1:
        return ratio_limits(expected, level, data.spread)
    opportunities = np.maximum(np.round(expected / data.share), 1.0)
    chance = share_limits(opportunities, data.share, level) / data.share
    if data.spread <= 0:
        return chance
    wide = np.exp(ndtri(level) * np.sqrt(data.spread**2 + (1 - data.share) / expected))
    return np.maximum(chance, wide) if level >= 0.5 else np.minimum(chance, wide)


def _described(data: Funnel, language: Language) -> str:
    subject, places = data.subject, _place(data)
    observed, expected = number(subject.observed, 0, language), number(subject.expected, 1, language)
    ratio, others = number(subject.ratio, 2, language), number(len(data.others), 0, language)
    if language == "vi":
        return (
            f"Đối tượng đang xem: quan sát {observed}, dự kiến {expected}, tỷ số {ratio}; {places['vi']}. "
            f"Các chấm xám là {others} đối tượng tương đương khác, không nêu tên."
        )
    return (
        f"This one: {observed} observed, {expected} expected, ratio {ratio}; {places['en']}. "
        f"The grey dots are {others} other comparable subjects, not named."
    )


def _place(data: Funnel) -> dict[Language, str]:
    """Where the subject stands, in words."""
    for level, low, high in LEVELS:
        limits = [float(limit(data, np.array([data.subject.expected]), at)[0]) for at in (low, high)]
        written = {"998": ("99,8 %", "99.8%"), "95": ("95 %", "95%")}[level]
        if data.subject.ratio > limits[1]:
            return {"vi": f"trên giới hạn {written[0]}", "en": f"above the {written[1]} limit"}
        if data.subject.ratio < limits[0]:
            return {"vi": f"dưới giới hạn {written[0]}", "en": f"below the {written[1]} limit"}
    return {"vi": "trong giới hạn 95 %", "en": "within the 95% limits"}


class _Plot:
    """The plot at one width."""

    def __init__(self, data: Funnel, bands: _Bands, drawing: Drawing, language: Language) -> None:
        self.data, self.bands, self.d, self.language = data, bands, drawing, language
        self.dots = data.others[:MOST_DOTS]
        self.left, self.right, self.top = (40, drawing.width - 12, 34)
        self.bottom = self.top + (230 if drawing.narrow else 270)
        self.x = Logarithmic(float(bands.expected[0]), float(bands.expected[-1]), self.left, self.right)
        self.y, self.ticks = self._upwards(self._highest())

    def _upwards(self, highest: float) -> tuple[Linear | Logarithmic, list[float]]:
        """Equal steps from 0; equal ratios where the subject lies so far out that steps would flatten all others."""
        if highest <= STEEP:
            ticks = round_ticks(highest, 5)
            return Linear(0, ticks[-1], self.bottom, self.top), ticks
        scale = Logarithmic(0.1, highest * 1.3, self.bottom, self.top)
        return scale, scale.ticks(8)

    def _highest(self) -> float:
        """Room for the subject, for nearly all others, and for the limits where most stand."""
        ratios = sorted(dot.ratio for dot in self.dots)
        most = ratios[int(0.98 * (len(ratios) - 1))] if ratios else 1.0
        return max(1.6, self.data.subject.ratio * 1.12, min(most, 4.0))

    def draw(self) -> None:
        self._axes()
        self._limits()
        self._others()
        self._subject()
        self._legend()

    def _axes(self) -> None:
        d, language = self.d, self.language
        d.text(self.left - 32, 14, word("ratio", language), "chart-label")
        places = decimals(self.ticks) if isinstance(self.y, Linear) else 0
        for tick in self.ticks:
            d.line(self.left, self.y(tick), self.right, self.y(tick), "chart-grid")
            d.text(
                self.left - 6,
                self.y(tick) + 4,
                number(tick, max(places, decimals([tick])), language),
                "chart-tick",
                "end",
            )
        marks = self.x.ticks(4 if d.narrow else 9)
        for mark in marks:
            d.line(self.x(mark), self.bottom, self.x(mark), self.bottom + 4, "chart-axis")
            d.text(self.x(mark), self.bottom + 17, number(mark, decimals([mark]), language), "chart-tick", "middle")
        d.line(self.left, self.bottom, self.right, self.bottom, "chart-axis")
        d.text(self.right, self.bottom + 34, word("expected_count", language), "chart-label", "end")

    def _limits(self) -> None:
        """The band of 99.8 %, within it that of 95 %, and the line of what is expected."""
        across = [self.x(float(value)) for value in self.bands.expected]
        for name, low, high in self.bands.limits:
            upper = [self.y(float(value)) for value in high]
            lower = [self.y(float(value)) for value in low]
            outline = [*zip(across, upper, strict=True), *reversed(list(zip(across, lower, strict=True)))]
            self.d.add("path", f"funnel-band-{name}", d=_path(outline) + "Z")
            for edge in (upper, lower):
                inside = [(x, y) for x, y in zip(across, edge, strict=True) if self.top < y < self.bottom]
                if len(inside) > 1:
                    self.d.add("path", f"funnel-limit-{name}", d=_path(inside))
        self.d.line(self.left, self.y(1), self.right, self.y(1), "funnel-centre")

    def _others(self) -> None:
        """One path of round line ends: thousands of dots stay light. A dot beyond the plot stands at its edge."""
        marks = "".join(f"M{place(self.x(dot.expected))} {place(self.y(dot.ratio))}h0" for dot in self.dots)
        if marks:
            self.d.add("path", "funnel-others", d=marks)

    def _subject(self) -> None:
        x, y = self.x(self.data.subject.expected), self.y(self.data.subject.ratio)
        self.d.add("path", "funnel-subject", d=f"M{place(x)} {place(y - 8)}l8 8l-8 8l-8 -8Z")
        words = f"{word('subject', self.language)}: × {number(self.data.subject.ratio, 2, self.language)}"
        beside = x < (self.left + self.right) / 2
        self.d.text(x + (13 if beside else -13), y + 4, words, "chart-strong chart-halo", "start" if beside else "end")

    def _legend(self) -> None:
        """Below the plot: shapes with their meaning, in as many rows as they need."""
        d, y = self.d, self.bottom + (52 if self.d.narrow else 54)
        entries = [("others", "others"), ("limit_95", "95"), ("limit_998", "998")]
        x = start = float(self.left - 30)
        for name, kind in entries:
            label = word(name, self.language)
            if x > start and x + 27 + len(label) * LETTER > self.right:
                x, y = start, y + 17
            if kind == "others":
                d.add("path", "funnel-others", d=f"M{place(x + 10)} {place(y - 4)}h0")
            else:
                d.line(x, y - 4, x + 20, y - 4, f"funnel-limit-{kind}")
            d.text(x + 27, y, label, "chart-tick")
            x += 27 + len(label) * LETTER + 14
        d.height = y + 10


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{place(x)} {place(y)}" for x, y in points)
