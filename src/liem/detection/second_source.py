"""What people say of those of whom the records speak already: a question asked of few, and so answered by few reports.

Reports share no data with the records. Of a subject that the records point at, the counts of reports are therefore a
test of their own, and false discoveries need controlling only among the subjects it is asked of (the two stages are
independent: Benjamini and Hochberg's procedure on the selected ones keeps its level).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from liem.detection.figures import Figure
from liem.detection.leads import SAID
from liem.detection.statistics.multiplicity import benjamini_hochberg


def with_second_source(before: Sequence[Figure], settled: Sequence[Figure], fdr: float) -> list[Figure]:
    """``settled`` with the figures of reports named that hold among the subjects the records point at.

    ``before``: the same figures before their families were controlled, where ``named`` still means that only the false
    discovery rate stands before it.
    """
    pointed_at = {
        (figure.subject_kind if figure.subject_kind != "pair" else "official", figure.subject.split("|")[0])
        for figure in settled
        if figure.named and figure.indicator.family != SAID
    }
    likely = {_key(figure) for figure in before if figure.named and _of_reports(figure)}
    asked = [
        figure
        for figure in settled
        if _of_reports(figure) and figure.eligible and (figure.subject_kind, figure.subject) in pointed_at
    ]
    q = benjamini_hochberg(np.array([figure.p for figure in asked]))
    held = {_key(figure): float(rate) for figure, rate in zip(asked, q, strict=True) if _key(figure) in likely}
    return [_held(figure, held.get(_key(figure)), fdr) for figure in settled]


def _of_reports(figure: Figure) -> bool:
    return figure.indicator.family == SAID and figure.indicator.pattern is not None


def _key(figure: Figure) -> tuple[str, str, str]:
    return figure.indicator.id, figure.subject_kind, figure.subject


def _held(figure: Figure, q: float | None, fdr: float) -> Figure:
    pattern = figure.indicator.pattern
    if q is None or q > fdr or figure.named or pattern is None or figure.observed < pattern.least_events:
        return figure
    return replace(figure, q=q, named=True)
