"""Columns by month, and a line small enough to stand in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from liem.base.formats import Language, number
from liem.detection.charts.scales import Linear, decimals, round_ticks
from liem.detection.charts.svg import LETTER, Drawing, picture, tag
from liem.detection.charts.svg import number as place
from liem.detection.charts.words import word


@dataclass(frozen=True)
class Month:
    """Figures of a month; ``part`` of ``value`` is drawn in another texture (late of all, for example)."""

    month: date
    value: float
    part: float | None = None


def months(
    data: Sequence[Month], title: str, language: Language = "vi", *, value_name: str = "", part_name: str = ""
) -> str:
    """One column per month, from zero."""
    value_name = value_name or word("dossiers", language)
    part_name = part_name or word("late", language)

    def said(month: Month) -> str:
        part = f" ({part_name.lower()}: {number(month.part, 0, language)})" if month.part is not None else ""
        return f"{month.month:%m/%Y}: {number(month.value, 0, language)}{part}"

    description = f"{value_name}. " + "; ".join(said(month) for month in data) if data else word("nothing", language)
    return picture(title, description, lambda drawing: _draw(data, drawing, language, value_name, part_name), "months")


def _draw(data: Sequence[Month], d: Drawing, language: Language, value_name: str, part_name: str) -> None:
    if not data:
        d.text(4, 20, word("nothing", language), "chart-tick")
        d.height = 30
        return
    ticks = _ticks(max(month.value for month in data))
    marks = [number(tick, decimals(ticks), language) for tick in ticks]
    left, right, top, bottom = max(map(len, marks)) * LETTER + 10, d.width - 4, 40, 200
    y = Linear(0, ticks[-1], bottom, top)
    for tick, mark in zip(ticks, marks, strict=True):
        d.line(left, y(tick), right, y(tick), "chart-grid")
        d.text(left - 6, y(tick) + 4, mark, "chart-tick", "end")
    step = (right - left) / len(data)
    every = max(1, ceil(52 / step))
    for index, month in enumerate(data):
        x, width = left + index * step + step * 0.14, step * 0.72
        d.rect(x, y(month.value), width, bottom - y(month.value), "bar")
        if month.part:
            d.rect(x, y(month.part), width, bottom - y(month.part), "timeline-late", "dots")
        if index % every == 0:
            d.text(left + (index + 0.5) * step, bottom + 17, f"{month.month:%m/%y}", "chart-tick", "middle")
    d.line(left, bottom, right, bottom, "chart-axis")
    _legend(d, value_name, part_name if any(month.part is not None for month in data) else "")
    d.height = bottom + 26


def _ticks(high: float) -> list[float]:
    """Of small counts every one is marked: there is no half of one."""
    return [float(mark) for mark in range(ceil(high) + 1)] if 1 <= high <= 4 else round_ticks(high, 4)


def _legend(d: Drawing, value_name: str, part_name: str) -> None:
    d.rect(4, 6, 18, 12, "bar")
    d.text(28, 16, value_name, "chart-tick")
    if part_name:
        x = 28 + len(value_name) * LETTER + 18
        d.rect(x, 6, 18, 12, "timeline-late", "dots")
        d.text(x + 24, 16, part_name, "chart-tick")


def sparkline(values: Sequence[float], label: str) -> str:
    """A line 96 by 24 without axes; ``label`` says in words what it shows, for those who cannot see it."""
    high = max(values, default=0) or 1
    x, y = Linear(0, max(len(values) - 1, 1), 3, 93), Linear(0, high, 21, 3)
    points = [(x(index), y(value)) for index, value in enumerate(values)]
    body = tag("title", _escaped(label))
    if points:
        body += tag("path", class_="spark-line", d="M" + "L".join(f"{place(a)} {place(b)}" for a, b in points))
        body += tag("circle", class_="spark-end", cx=points[-1][0], cy=points[-1][1], r=2.5)
    return tag("svg", body, viewBox="0 0 96 24", width=96, height=24, role="img", aria_label=label, class_="spark")


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
