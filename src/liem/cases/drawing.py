"""The clock of a matter as a bar: time gone, time left, and where today stands. SVG with classes alone."""

from datetime import datetime, timedelta
from html import escape

from liem.base.formats import Language
from liem.base.formats import day as written

WIDTH, HEIGHT = 240, 22


def clock_bar(
    started_at: datetime, due_at: datetime, now: datetime, met_at: datetime | None, language: Language
) -> str:
    """A bar from the start to the day it is due, or to today where that is later. Its title says it in words.

    Safe to put into a page: whatever comes from data is escaped.
    """
    until = met_at or now
    end = max(due_at, until)
    whole = max((end - started_at).total_seconds(), 1.0)
    gone = min(max((until - started_at).total_seconds() / whole, 0.0), 1.0)
    limit = min(max((due_at - started_at).total_seconds() / whole, 0.0), 1.0)
    late = until >= due_at
    said = _said(due_at, now, met_at, language)
    shapes = [
        f'<rect class="clock-all" x="0" y="6" width="{WIDTH}" height="10" rx="3"/>',
        f'<rect class="clock-gone" x="0" y="6" width="{WIDTH * min(gone, limit):.1f}" height="10" rx="3"/>',
    ]
    if late:
        x = WIDTH * limit
        shapes.append(
            f'<rect class="clock-late" x="{x:.1f}" y="6" width="{max(WIDTH * gone - x, 2):.1f}" height="10"/>'
        )
    shapes.append(f'<line class="clock-due" x1="{WIDTH * limit:.1f}" x2="{WIDTH * limit:.1f}" y1="2" y2="20"/>')
    view = f'viewBox="0 0 {WIDTH + 2} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    words = escape(said)
    inside = f"<title>{words}</title>{''.join(shapes)}"
    return f'<svg class="clock" role="img" aria-label="{words}" {view}>{inside}</svg>'


def _said(due_at: datetime, now: datetime, met_at: datetime | None, language: Language) -> str:
    last, seen = written(due_at - timedelta(microseconds=1), language), met_at or now
    late = seen >= due_at
    days = (seen - due_at).days + 1 if late else (due_at - seen).days
    if language == "vi":
        done = f"đã xong, {'chậm' if late else 'sớm'} {days} ngày"
        return f"Hạn {last}: {done}" if met_at else f"Hạn {last}: {'quá hạn' if late else 'còn'} {days} ngày"
    done = f"done {days} days {'late' if late else 'early'}"
    return f"Due {last}: {done}" if met_at else f"Due {last}: {days} days {'late' if late else 'left'}"
