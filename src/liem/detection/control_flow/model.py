"""Irregular dossiers of a log, found without a label, a model of the process or a timestamp.

The log teaches itself: irregularities of six generic kinds are planted into copies of its own dossiers, a learner
learns to tell the copies from the originals, and originals that look like irregular ones count less when it is done
again (expectation and maximisation). After the idea of Steinwart, Hush and Scovel (2005) that detecting anomalies is
classifying against a reference measure, and of Elkan and Noto (2008) for learning from positive and unlabelled.
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.control_flow.calibration import Line, Tails, draw_line, posterior
from liem.detection.control_flow.features import Looked, Reference
from liem.detection.control_flow.learning import Basis, logistic
from liem.detection.control_flow.log import Floats, Ints, Log
from liem.detection.control_flow.planting import plant
from liem.detection.control_flow.sufficiency import Refusal


@dataclass(frozen=True)
class Settings:
    """``seed`` of every draw; ``rounds`` of learning; the reference is at most so many dossiers and events."""

    seed: int = 1
    rounds: int = 3
    reference_dossiers: int = 20_000
    reference_events: int = 400_000
    planted: int = 4_000
    """Planted copies wanted at least; a small log is used several times (``most_copies``)."""
    most_copies: int = 4
    block: int = 20_000


DEFAULT = Settings()
LEAST_RECOGNISED = 0.65
"""Chance that a planted irregularity scores above an ordinary dossier, below which nothing is said."""
LEAST_WEIGHT = 0.02


@dataclass(frozen=True)
class Scorer:
    """What was learnt: the reference, and how features become a score."""

    reference: Reference
    basis: Basis
    beta: Floats

    def __call__(self, looked: Looked) -> Floats:
        """Score of each dossier looked up; the higher, the more irregular."""
        return self.basis(self.reference.measure(looked)) @ self.beta


@dataclass(frozen=True)
class Irregular:
    """The answer: per dossier ``score`` and ``probability``; the ``threshold``, and the estimated ``share``."""

    score: Floats
    probability: Floats
    threshold: float
    share: float
    scorer: Scorer
    left_out: Ints
    """The number of each dossier among the reference dossiers, -1 where it is none of them."""
    refusal: Refusal | None = None
    """Why nothing is flagged although everything was scored."""

    @property
    def flagged(self) -> Ints:
        """Dossiers above the threshold, the most irregular first."""
        above = np.flatnonzero(self.score > self.threshold) if self.refusal is None else np.zeros(0, np.int64)
        return above[np.argsort(-self.score[above], kind="stable")]


def find_irregular(log: Log, settings: Settings = DEFAULT) -> Irregular:
    """Score every dossier of ``log``. What cannot be judged must be refused beforehand (:func:`why_not`)."""
    chosen = _reference(log, settings)
    reference = Reference(log.take(chosen))
    scorer, own, recognised, line = _learn(reference, settings)
    score = np.empty(log.dossiers)
    score[chosen] = own
    rest = np.setdiff1d(np.arange(log.dossiers), chosen)
    for at in range(0, len(rest), settings.block):
        part = rest[at : at + settings.block]
        score[part] = scorer(reference.look_up(log.take(part), np.full(len(part), -1)))
    left_out = np.full(log.dossiers, -1)
    left_out[chosen] = np.arange(len(chosen))
    refusal = Refusal("not_told_apart", recognised) if recognised < LEAST_RECOGNISED else None
    return Irregular(score, posterior(score, line.share), line.threshold, line.share, scorer, left_out, refusal)


def _reference(log: Log, settings: Settings) -> Ints:
    """The dossiers others are compared with: all, or so many drawn at random that they stay within bounds."""
    share = min(1.0, settings.reference_dossiers / log.dossiers, settings.reference_events / log.events)
    if share >= 1.0:
        return np.arange(log.dossiers)
    drawn = np.random.default_rng(settings.seed).permutation(log.dossiers)
    return np.sort(drawn[: max(2, int(share * log.dossiers))])


def _learn(reference: Reference, settings: Settings) -> tuple[Scorer, Floats, float, Line]:
    log = reference.log
    plain = reference.look_up(log, np.arange(log.dossiers))
    copies = int(np.clip(-(-settings.planted // log.dossiers), 1, settings.most_copies))
    planted = [plant(log, settings.seed * 1000 + i) for i in range(copies)]
    looked = [reference.look_up(one.log, one.source) for one in planted]
    source = np.concatenate([one.source for one in planted])
    weights = np.ones(log.dossiers)
    for _ in range(settings.rounds):
        reference.weigh(weights)
        x0 = reference.measure(plain)
        x1 = np.concatenate([reference.measure(one) for one in looked])
        basis = Basis.of(x0, weights)
        b0, b1 = basis(x0), basis(x1)
        w0, w1 = weights / weights.sum(), weights[source] / weights[source].sum()
        y = np.r_[np.zeros(len(b0)), np.ones(len(b1))]
        beta = logistic(np.vstack([b0, b1]), y, np.r_[w0, w1] * log.dossiers)
        s0, s1 = b0 @ beta, b1 @ beta
        tails = Tails.of(s0, s1, w1)
        weights = np.clip(1.0 - posterior(s0, tails.share()), LEAST_WEIGHT, 1.0)
    return Scorer(reference, basis, beta), s0, tails.recognised, draw_line(s0, s1, w1)
