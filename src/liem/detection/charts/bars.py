"""Figures side by side, as horizontal bars with their words and values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from liem.base.formats import Language, number, share
from liem.detection.charts.scales import Linear
from liem.detection.charts.svg import LETTER, Drawing, picture
from liem.detection.charts.words import word


@dataclass(frozen=True)
class Bar:
    """``part`` of ``value`` is drawn in another texture (late of all, say); ``strong``: what the page is about."""

    label: str
    value: float
    part: float | None = None
    strong: bool = False


def bars(
    data: Sequence[Bar],
    title: str,
    language: Language = "vi",
    *,
    as_share: bool = False,
    part_name: str = "",
    decimals: int = 0,
) -> str:
    """One bar per entry, in the order given, from zero."""

    def written(value: float) -> str:
        return share(value, 1, language) if as_share else number(value, decimals, language)

    def said(bar: Bar) -> str:
        part = f" ({part_name or word('of_these', language)} {written(bar.part)})" if bar.part is not None else ""
        return f"{written(bar.value)}{part}"

    description = "; ".join(f"{bar.label}: {said(bar)}" for bar in data) or word("nothing", language)
    return picture(title, description, lambda drawing: _draw(data, drawing, said, language), "bars")


def _draw(data: Sequence[Bar], d: Drawing, said: Callable[[Bar], str], language: Language) -> None:
    if not data:
        d.text(4, 20, word("nothing", language), "chart-tick")
        d.height = 30
        return
    words = [said(bar) for bar in data]
    beside = not d.narrow
    room = min(max(len(bar.label) * _letter(bar) for bar in data) + 12, d.width * 0.45) if beside else 0.0
    x = Linear(
        0,
        max(bar.value for bar in data) or 1,
        room + 2,
        d.width - max(len(said(bar)) * _letter(bar) for bar in data) - 10,
    )
    y = 4.0
    for bar, value in zip(data, words, strict=True):
        weight = "chart-strong" if bar.strong else "chart-tick"
        if beside:
            d.text(room - 6, y + 14, _cut(bar.label, int((room - 8) / _letter(bar))), weight, "end")
        else:
            d.text(2, y + 10, _cut(bar.label, int(d.width / _letter(bar))), weight)
            y += 16
        d.rect(x.first, y, x(bar.value) - x.first, 19, f"bar{' bar-strong' if bar.strong else ''}")
        if bar.part:
            d.rect(x.first, y, x(bar.part) - x.first, 19, "timeline-late", "dots")
        d.text(x(bar.value) + 6, y + 14, value, weight)
        y += 27 if beside else 30
    d.line(x.first, 0, x.first, y - 6, "chart-axis")
    d.height = y


def _letter(bar: Bar) -> float:
    """Width of a letter; strong ones are larger and bold."""
    return LETTER * 1.2 if bar.strong else LETTER


def _cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: letters - 1] + "…"
