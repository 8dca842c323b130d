"""How far each planted act shows in the records, and how far each pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.access_scores import AccessScores
from benchmarks.sizes.arrays import Bools, Floats
from benchmarks.sizes.document_scores import score_documents
from benchmarks.sizes.handling_scores import HandlingScores
from benchmarks.sizes.records import Records
from benchmarks.sizes.regulars import Regular
from benchmarks.sizes.score import Scores
from benchmarks.sizes.supplement_scores import SupplementScores
from benchmarks.sizes.variants import How

LEVEL_BETWEEN = (0.5, 2)
"""Of what the official asks of others, as a multiple of the expected."""
SHORTEST, ACQUAINTANCE = 0.05, 0.07
"""Of the working time, and the honest differences of its logarithm."""


@dataclass(frozen=True)
class PairEvidence:
    pair: Regular
    cases: int
    evidence: float


@dataclass(frozen=True)
class Evidence:
    scores: dict[How, Scores]
    pairs: list[PairEvidence]


def weigh(records: Records) -> Evidence:
    supplements = SupplementScores(records)
    scores = (
        supplements.of_all()
        | HandlingScores(records).of_all()
        | score_documents(records)
        | AccessScores(records).of_all()
    )
    pairs = [_weigh_pair(records, supplements.anything, pair) for pair in records.plan.pairs]
    return Evidence(scores, pairs)


def _weigh_pair(records: Records, asked_chance: Floats, pair: Regular) -> PairEvidence:
    """The official's own way with other dossiers is the yardstick."""
    filings, history = records.filings, records.history
    appraised = (filings.appraiser == pair.official) & history.appraised
    theirs = appraised & (filings.agent == pair.agent)
    others = appraised & ~theirs
    less = max(_asked_less(history.asked, asked_chance, theirs, others), 0)
    pace = np.log(np.maximum(history.course.moments.timeline.pace.ready, SHORTEST) / history.course.limit)
    faster = max(_faster(pace, theirs, others), 0)
    return PairEvidence(pair, int(theirs.sum()), float(np.sqrt(less**2 + faster**2)))


def _asked_less(asked: Bools, chance: Floats, theirs: Bools, others: Bools) -> float:
    level = np.clip(asked[others].sum() / max(1, chance[others].sum()), *LEVEL_BETWEEN)
    expected = chance[theirs].sum() * level
    return float((expected - asked[theirs].sum()) / np.sqrt(max(1, expected)))


def _faster(pace: Floats, theirs: Bools, others: Bools) -> float:
    spread = pace[others].std()
    by_chance = spread**2 / max(theirs.sum(), 1) + spread**2 / max(1, others.sum())
    return float((pace[others].mean() - pace[theirs].mean()) / np.sqrt(by_chance + ACQUAINTANCE**2))
