"""The pictures of this room, drawn on the server: shares with intervals, and how long something is watched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from liem.base.formats import Language, day, number, share
from liem.detection.charts.scales import Linear
from liem.detection.charts.svg import LETTER, Drawing, picture

ROW = 24


@dataclass(frozen=True)
class Whisker:
    """A share with its interval; ``part`` of ``whole`` in words."""

    label: str
    part: int
    whole: int
    low: float
    high: float


def whiskers(data: Sequence[Whisker], centre: float | None, title: str, language: Language = "vi") -> str:
    """One row per unit, in the order given: the interval as a bar, the share as a mark; a line at ``centre``."""

    def said(one: Whisker) -> str:
        low, high = share(one.low, 0, language), share(one.high, 0, language)
        return f"{one.label}: {share(one.part / one.whole, 0, language)} ({low} – {high})"

    def draw(d: Drawing) -> None:
        room = 6 + min(max((len(one.label) for one in data), default=0) * LETTER, d.width * 0.36)
        x = Linear(0, 1, room + 4, d.width - 14)
        d.height = 22 + ROW * len(data) + 22
        for tick in (0, 0.25, 0.5, 0.75, 1):
            d.line(x(tick), 18, x(tick), d.height - 20, "chart-grid")
            anchor = "end" if tick == 1 else "middle"
            d.text(min(x(tick), d.width - 2), d.height - 4, share(tick, 0, language), "chart-tick", anchor)
        if centre is not None:
            d.line(x(centre), 14, x(centre), d.height - 20, "interval-expected")
            d.text(
                x(centre), 11, f"{_('all together')} {share(centre, 0, language)}", "chart-tick chart-halo", "middle"
            )
        for place, one in enumerate(data):
            y = 22 + ROW * place + ROW / 2
            letters = int((room - 6) / LETTER)
            name = one.label if len(one.label) <= letters else one.label[: letters - 1] + "…"
            d.text(room - 4, y + 4, name, "chart-tick", "end")
            d.rect(x(one.low), y - 5, x(one.high) - x(one.low), 10, "interval-range")
            d.add("circle", "interval-observed", cx=x(one.part / one.whole), cy=y, r=4.5)

    description = "; ".join(said(one) for one in data) or _("Nothing to draw.")
    return picture(title, description, draw, "whiskers")


@dataclass(frozen=True)
class Course:
    """Something from the day it was taken up: days on which something happened, and the day something is due."""

    label: str
    since: date
    marks: Sequence[date] = ()
    due: date | None = None


def courses(data: Sequence[Course], today: date, title: str, language: Language = "vi") -> str:
    """One bar per entry from its first day to ``today``: diamonds are decisions, dotted is past the day it was due."""
    begin = min((one.since for one in data), default=today)
    whole = max((today - begin).days, 30)

    def said(one: Course) -> str:
        late = f"; {_('due')} {day(one.due, language)}" if one.due else ""
        return f"{one.label}: {number((today - one.since).days, 0, language)} {_('days')}{late}"

    def draw(d: Drawing) -> None:
        x = Linear(-whole, 0, 4, d.width - (4 if d.narrow else 80))
        y = 4.0
        for one in data:
            letters = int(d.width / LETTER)
            d.text(4, y + 11, one.label if len(one.label) <= letters else one.label[: letters - 1] + "…", "chart-tick")
            y += 17
            left = x((one.since - today).days)
            d.rect(left, y, x(0) - left, 13, "bar")
            if one.due and one.due < today:
                late = x((one.due - today).days)
                d.rect(late, y, x(0) - late, 13, "timeline-late", "dots")
            for mark in one.marks:
                at = x((mark - today).days)
                d.add("path", "interval-observed", d=f"M{at:.1f} {y - 1}l6 7.5l-6 7.5l-6 -7.5Z")
            if not d.narrow:
                words = f"{number((today - one.since).days, 0, language)} {_('days')}"
                d.text(x(0) + 6, y + 11, words, "chart-tick")
            y += 25
        d.text(4, y + 8, day(today.fromordinal(today.toordinal() - whole), language), "chart-tick")
        d.text(x(0), y + 8, day(today, language), "chart-tick", "end")
        d.height = y + 14

    return picture(title, "; ".join(said(one) for one in data) or _("Nothing to draw."), draw, "courses")
