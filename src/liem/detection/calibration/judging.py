"""Whom the detection would name if these were the counts: the same tests, and one control of false discoveries over all
questions together.

The detection decides on the person first (:mod:`liem.detection.families`); here a subject of one question is not known
in another, so all questions about anybody make one family. Where all are honest both name somebody equally seldom.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from liem.detection.calibration.questions import Question
from liem.detection.figures import MATERIAL, PAIR_LEAST, hear
from liem.detection.indicator import Pattern
from liem.detection.pair_excess import PairCells, PairExcess, pair_excess
from liem.detection.statistics import Cells, Learnt, Pooled, learn
from liem.detection.statistics import judge as assessed
from liem.detection.statistics.assessment import MOST_LEFT_OUT
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


@dataclass(frozen=True)
class Standing:
    """All questions of a run as the counts stand: what each says of honest variation is heard by the others."""

    asked: Sequence[Question]
    learnt: Sequence[Learnt | None]
    judged: Sequence[Judged]
    fdr: float

    @classmethod
    def of(cls, asked: Sequence[Question], fdr: float) -> "Standing":
        """Learn and judge every question."""
        found = [learnt(one, fdr) for one in asked]
        shared = hear([one.indicator for one in asked], found)
        return cls(asked, found, [judge(*one) for one in zip(asked, found, shared, strict=True)], fdr)

    def named(self) -> list[Bools]:
        """For each question, who would be named."""
        return named(self.judged, self.fdr)

    def named_with(self, place: int, cells: Cells) -> Bools:
        """Whom the question at ``place`` would name if its counts were ``cells`` and all others as they stand."""
        question, found, judged = Question(self.asked[place].indicator, cells), [*self.learnt], [*self.judged]
        found[place] = learnt(question, self.fdr)
        judged[place] = judge(question, found[place], hear([one.indicator for one in self.asked], found)[place])
        return named(judged, self.fdr)[place]


def learnt(question: Question, fdr: float) -> Learnt | None:
    """What the cells of a question say before anybody is judged; ``None`` of pairs."""
    pattern = question.indicator.pattern
    if pattern is None:
        raise ValueError(f"{question.indicator.id} counts no pattern")
    if question.pairs is not None:
        return None
    if question.cells is None:
        raise ValueError(f"{question.indicator.id} has nothing counted")
    return learn(question.cells, replace(pattern.settings, q_named=fdr))


def judge(question: Question, of: Learnt | None, shared: Sequence[Pooled] | None = None) -> Judged:
    """The test of one indicator, of which ``of`` was :func:`learnt`; without ``shared`` it stands alone."""
    pattern, act = question.indicator.pattern, question.indicator.act
    if pattern is None:
        raise ValueError(f"{question.indicator.id} counts no pattern")
    if question.pairs is not None:
        return _judged(pair_excess(question.pairs), act, pattern)
    if of is None:
        raise ValueError(f"{question.indicator.id} has nothing counted")
    found = assessed(of, shared)
    likely = found.worth & (found.observed >= np.maximum(pattern.least_events, pattern.least_share * found.n))
    n = np.where(of.cells.are_asked, found.n, 0.0)
    return Judged(act, np.where(found.eligible, found.p, np.nan), likely, found.shrunk, n)


def _judged(pairs: PairExcess, act: str, pattern: Pattern) -> Judged:
    eligible = pairs.n >= PAIR_LEAST
    likely = eligible & (pairs.effect >= MATERIAL) & (pairs.observed >= pattern.least_events)
    return Judged(act, np.where(eligible, pairs.p, np.nan), likely, pairs.effect, pairs.n)


def without_named_pairs(question: Question, fdr: float) -> Question:
    """The question without the dossiers of pairs that it names as the records stand; others are left as they are.

    An agent whom one official serves quickly brings dossiers of few procedures. Dealt out among that official's others
    they make those procedures quick, and whoever brings much of them stands out again: a placebo must not find what is
    truly there. Where a quarter of the pairs would be named, none is left out: that is a fault of the question.
    """
    if question.pairs is None or question.indicator.pattern is None:
        return question
    cells, found = question.pairs, pair_excess(question.pairs)
    judged = _judged(found, question.indicator.act, question.indicator.pattern)
    (who,) = named([judged], fdr)
    if not who.any() or who.sum() > MOST_LEFT_OUT * len(judged.tested):
        return question
    gone = set(zip(found.official[who].tolist(), found.agent[who].tolist(), strict=True))
    both = zip(cells.official.tolist(), cells.agent.tolist(), strict=True)
    kept = np.array([pair not in gone for pair in both])
    return replace(
        question,
        pairs=PairCells(
            cells.official[kept], cells.agent[kept], cells.stratum[kept], cells.n[kept], cells.events[kept]
        ),
    )


def named(judged: Sequence[Judged], fdr: float) -> list[Bools]:
    """For each question, who would be named after the control of the whole run."""
    against = [np.where(one.likely | np.isnan(one.p), one.p, 1.0) for one in judged]
    q = benjamini_hochberg(np.concatenate(against)) if against else np.zeros(0)
    parts = np.split(q, np.cumsum([len(p) for p in against])[:-1])
    with np.errstate(invalid="ignore"):
        return [one.likely & (part <= fdr) for one, part in zip(judged, parts, strict=True)]
