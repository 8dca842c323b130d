"""False discoveries are controlled per family: one act in one period, all persons and all indicators of that act
together.
"""

from collections.abc import Iterable
from dataclasses import replace
from math import isfinite

import numpy as np

from liem.detection.figures import UNIT_LOOK, Figure
from liem.detection.indicator import SubjectKind
from liem.detection.statistics.multiplicity import benjamini_hochberg

PERSONS: tuple[SubjectKind, ...] = ("official", "pair", "agent")


def controlled(found: Iterable[Figure], fdr: float) -> list[Figure]:
    """The figures with the q of their family, and ``named`` only where that q allows it.

    The q of a figure is that of its family, whose questions are all the persons (or all the units) of all the
    indicators of the act; persons are named up to ``fdr``, units up to the look of
    :data:`liem.detection.figures.UNIT_LOOK`.
    """
    families: dict[tuple[str, bool], list[Figure]] = {}
    settled = []
    for figure in found:
        if figure.subject_kind == "procedure" and not isfinite(figure.p):
            settled.append(figure)
        else:
            families.setdefault((figure.indicator.act, figure.subject_kind in PERSONS), []).append(figure)
    return settled + [figure for family in families.values() for figure in _family(family, fdr)]


def _family(family: list[Figure], fdr: float) -> list[Figure]:
    p = np.array([figure.p if figure.eligible else np.nan for figure in family])
    together = benjamini_hochberg(p)
    return [_settled(figure, float(q), fdr) for figure, q in zip(family, together, strict=True)]


def _settled(figure: Figure, q: float, fdr: float) -> Figure:
    limit = fdr if figure.subject_kind in PERSONS else max(fdr, UNIT_LOOK)
    enough = figure.indicator.pattern is not None and figure.observed >= figure.indicator.pattern.least_events
    return replace(figure, q=q, named=bool(figure.named and figure.eligible and q <= limit and enough))
