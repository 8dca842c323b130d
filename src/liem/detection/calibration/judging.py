"""Whom the detection would name if these were the counts: the same tests, and the same control of false discoveries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from liem.detection.calibration.questions import Question
from liem.detection.figures import MATERIAL, PAIR_LEAST
from liem.detection.pair_excess import pair_excess
from liem.detection.statistics import assess
from liem.detection.statistics.multiplicity import benjamini_hochberg

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Judged:
    """One entry per subject: p (nan where not eligible), and whether only the act's control stands before naming."""

    act: str
    p: Floats
    likely: Bools
    ratio: Floats
    n: Floats

    @property
    def tested(self) -> Floats:
        """The p of everybody who was eligible."""
        return np.asarray(self.p[np.isfinite(self.p)])


def judge(question: Question, fdr: float) -> Judged:
    """The test of one indicator."""
    pattern = question.indicator.pattern
    if pattern is None:
        raise ValueError(f"{question.indicator.id} counts no pattern")
    act = question.indicator.act
    if question.pairs is not None:
        pairs = pair_excess(question.pairs)
        eligible = pairs.n >= PAIR_LEAST
        likely = eligible & (pairs.effect >= MATERIAL) & (pairs.observed >= pattern.least_events)
        return Judged(act, np.where(eligible, pairs.p, np.nan), likely, pairs.effect, pairs.n)
    if question.cells is None:
        raise ValueError(f"{question.indicator.id} has nothing counted")
    found = assess(question.cells, replace(pattern.settings, q_named=fdr))
    likely = found.named & (found.observed >= pattern.least_events)
    return Judged(act, np.where(found.eligible, found.p, np.nan), likely, found.shrunk, found.n)


def named(judged: Sequence[Judged], fdr: float) -> list[Bools]:
    """For each question, who would be named after the control of the whole act."""
    result: list[Bools] = [np.zeros(len(one.p), dtype=bool) for one in judged]
    for act in {one.act for one in judged}:
        mine = [place for place, one in enumerate(judged) if one.act == act]
        q = benjamini_hochberg(np.concatenate([judged[place].p for place in mine]))
        for place, part in zip(
            mine, np.split(q, np.cumsum([len(judged[place].p) for place in mine])[:-1]), strict=True
        ):
            with np.errstate(invalid="ignore"):
                result[place] = judged[place].likely & (part <= fdr)
    return result
