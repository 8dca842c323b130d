"""What is not written down is told from what was not done by its consequence.

Whoever gives no guidance is met with more requests for papers later; whoever gives it and does not enter it is not. So
an indicator that counts what is missing in the log may name a person only where another one, which counts the
consequence, points the same way.
"""

from collections.abc import Iterable
from dataclasses import replace

from liem.detection.figures import Figure

RAISED_BY = 1.15
"""Least ratio of observed to expected consequences …"""
ENOUGH = 5.0
"""… where so many are expected at least; below that nothing can be told, and nothing is held against the sign."""


def borne_out_only(found: Iterable[Figure]) -> list[Figure]:
    """``found`` of a run, where officials whose sign is not borne out by its consequence are named no more."""
    found = list(found)
    wanted = {f.indicator.pattern.borne_out_by for f in found if f.indicator.pattern is not None} - {None}
    ratios = {
        (f.indicator.id, f.keys): f.observed / f.expected
        for f in found
        if f.indicator.id in wanted and f.subject_kind == "official" and f.expected >= ENOUGH
    }
    return [_checked(figure, ratios) for figure in found]


def _checked(figure: Figure, ratios: dict[tuple[str, tuple[int, ...]], float]) -> Figure:
    pattern = figure.indicator.pattern
    if pattern is None or pattern.borne_out_by is None or figure.subject_kind != "official" or not figure.named:
        return figure
    if ratios.get((pattern.borne_out_by, figure.keys), RAISED_BY) >= RAISED_BY:
        return figure
    return replace(figure, named=False, reason="not_borne_out")
