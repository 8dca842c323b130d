"""Three small figures as SVG: they print, need no script, and say in words what they show."""

from collections.abc import Sequence
from html import escape

_W, _H, _LEFT, _BOTTOM = 560, 220, 60, 34


def _svg(width: int, height: int, label: str, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label, quote=True)}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def bars(shares: Sequence[tuple[str, float, bool]], limit: float, label: str) -> str:
    """One bar per indicator: share of shuffles with a false name, and the line of what is allowed."""
    top = max([limit * 1.5, *(share for _, share, _ in shares)]) or 1.0
    height, width = 24 * len(shares) + 40, _W
    reach = width - _LEFT - 60

    def x(share: float) -> float:
        return _LEFT + reach * share / top

    parts = []
    for row, (name, share, off) in enumerate(shares):
        y = 10 + 24 * row
        parts.append(_text(_LEFT - 8, y + 13, name, "end"))
        parts.append(
            f'<rect class="{"off" if off else "on"}" x="{_LEFT}" y="{y}" width="{max(x(share) - _LEFT, 1):.1f}" '
            'height="16"/>'
        )
        parts.append(_text(x(share) + 5, y + 13, f"{100 * share:.0f} %"))
    parts.append(_line(x(limit), 4, x(limit), height - 26, "limit"))
    parts.append(_text(x(limit), height - 10, f"{100 * limit:.0f} %", "middle"))
    return _svg(width, height, label, parts)


def distribution(curves: Sequence[tuple[str, Sequence[float]]], at: Sequence[float], label: str) -> str:
    """The distribution of p under the shuffles, one line per indicator, below or on the diagonal where all is well."""
    size, left = 300, 40

    def place(x: float, y: float) -> str:
        return f"{left + (size - 20) * x:.1f},{10 + (size - 20) * (1 - y):.1f}"

    parts = [f'<polyline class="limit" points="{place(0, 0)} {place(1, 1)}"/>']
    for _, values in curves:
        points = " ".join(place(x, y) for x, y in zip(at, values, strict=False))
        parts.append(f'<polyline class="curve" points="{points}"/>')
    parts += [_text(left, size + 8, "0"), _text(left + size - 20, size + 8, "1", "end")]
    parts += [_text(left - 6, size - 10, "0", "end"), _text(left - 6, 20, "1", "end"), _text(left + 110, size + 8, "p")]
    return _svg(size + left, size + 18, label, parts)


def power(
    lines: Sequence[tuple[str, Sequence[tuple[float, float]]]], ticks: Sequence[str], axis: str, label: str
) -> str:
    """Share found (0 to 1) by place on the axis of numbers of cases; one line per strength, named at its end."""
    step = (_W - _LEFT - 110) / max(len(ticks) - 1, 1)

    def xy(place: float, share: float) -> tuple[float, float]:
        return _LEFT + step * place, 14 + (_H - _BOTTOM - 20) * (1 - share)

    parts = []
    for share in (0.0, 0.5, 1.0):
        _, y = xy(0, share)
        parts += [_line(_LEFT, y, _W - 110, y, "grid"), _text(_LEFT - 6, y + 4, f"{100 * share:.0f} %", "end")]
    for place, tick in enumerate(ticks):
        parts.append(_text(xy(place, 0)[0], _H - 20, tick, "middle"))
    parts.append(_text(xy((len(ticks) - 1) / 2, 0)[0], _H - 4, axis, "middle"))
    for number, (_, points) in enumerate(lines):
        dashes = ("", "6 3", "2 3")[number % 3]
        joined = " ".join("{:.1f},{:.1f}".format(*xy(*point)) for point in points)
        parts.append(f'<polyline class="curve" stroke-dasharray="{dashes}" points="{joined}"/>')
        parts += ['<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="3"/>'.format(*xy(*point)) for point in points]
    parts += [
        _text(_W - 102, y, name)
        for y, name in _apart([(xy(*points[-1])[1], n) for n, points in lines if points], xy(0, 0)[1] + 4)
    ]
    return _svg(_W, _H, label, parts)


def _apart(names: Sequence[tuple[float, str]], lowest: float) -> list[tuple[float, str]]:
    """Names at the heights of their lines, moved where they would stand on one another; none below ``lowest``, where
    the axis has its own words.
    """
    placed: list[tuple[float, str]] = []
    for height, name in sorted(names):
        placed.append((max(height + 4, placed[-1][0] + 14 if placed else 0.0), name))
    free = lowest
    for row in reversed(range(len(placed))):
        placed[row] = (min(placed[row][0], free), placed[row][1])
        free = placed[row][0] - 14
    return placed
