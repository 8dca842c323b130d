"""How long dossiers took against their limit: working days to spare, and past due."""

from collections.abc import Mapping

from liem.base.formats import Language, number
from liem.detection.charts.scales import Linear, decimals, round_ticks
from liem.detection.charts.svg import LETTER, Drawing, picture
from liem.detection.charts.words import word

MOST = 48
"""Columns at most; beyond, days are taken together."""


def histogram(dossiers: Mapping[int, int], title: str, language: Language = "vi") -> str:
    """``dossiers`` by working days past the limit (0: on the last day; negative: days to spare)."""
    late = sum(count for over, count in dossiers.items() if over > 0)
    total = sum(dossiers.values())
    description = (
        f"{word('dossiers', language)}: {number(total, 0, language)}; {word('in_time', language).lower()}: "
        f"{number(total - late, 0, language)}; {word('late', language).lower()}: {number(late, 0, language)}."
    )
    return picture(title, description, lambda drawing: _draw(dossiers, drawing, language), "histogram")


def _draw(dossiers: Mapping[int, int], d: Drawing, language: Language) -> None:
    if not any(dossiers.values()):
        d.text(4, 20, word("nothing", language), "chart-tick")
        d.height = 30
        return
    columns, step = _grouped(dossiers, 24 if d.narrow else MOST)
    ticks = round_ticks(max(columns.values()), 4)
    marks = [number(tick, decimals(ticks), language) for tick in ticks]
    left, right, top, bottom = max(map(len, marks)) * LETTER + 10, d.width - 8, 46, 210
    y = Linear(0, ticks[-1], bottom, top)
    for tick, mark in zip(ticks, marks, strict=True):
        d.line(left, y(tick), right, y(tick), "chart-grid")
        d.text(left - 6, y(tick) + 4, mark, "chart-tick", "end")
    first, last = min(columns), max(columns)
    x = Linear(first, last + 1, left, right)
    width = (right - left) / (last - first + 1)
    for column, count in columns.items():
        late = column > 0
        d.rect(
            x(column) + width * 0.08,
            y(count),
            width * 0.84,
            bottom - y(count),
            "timeline-late" if late else "bar",
            "dots" if late else None,
        )
    _marks(d, x, first, last, step, bottom)
    limit = x(1)
    d.line(limit, 24, limit, bottom + 5, "timeline-due")
    before = limit > d.width / 2
    d.text(
        limit + (-6 if before else 6),
        33,
        word("limit", language),
        "chart-tick timeline-due-text chart-halo",
        "end" if before else "start",
    )
    d.line(left, bottom, right, bottom, "chart-axis")
    d.text(right, bottom + 35, word("days_to_limit", language), "chart-label", "end")
    d.text(4, 14, word("dossiers", language), "chart-label")
    d.height = bottom + 44


def _grouped(dossiers: Mapping[int, int], most: int) -> tuple[dict[int, int], int]:
    """By column, where column c holds the days from (c − 1) · step + 1 to c · step: 0 ends at the limit itself."""
    span = max(dossiers) - min(dossiers) + 1
    step = -(-span // most)
    columns: dict[int, int] = {}
    for over, count in dossiers.items():
        column = -(-over // step)
        columns[column] = columns.get(column, 0) + count
    return {column: columns.get(column, 0) for column in range(min(*columns, 0), max(*columns, 1) + 1)}, step


def _marks(d: Drawing, x: Linear, first: int, last: int, step: int, bottom: float) -> None:
    """Day counts under every few columns, the limit's own always among them."""
    every = max(1, -(-(last - first + 1) // (6 if d.narrow else 12)))
    for column in range(first, last + 1):
        if column % every == 0:
            over = column * step
            label = f"+{over}" if over > 0 else str(over).replace("-", "−")
            d.text((x(column) + x(column + 1)) / 2, bottom + 17, label, "chart-tick", "middle")
