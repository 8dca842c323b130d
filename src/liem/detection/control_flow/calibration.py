"""From scores to shares without a label: how many dossiers are irregular, how likely each is, where the line is.

What is known: the scores of the log, and those of planted irregularities. If planted ones are found at a threshold with
recall ``R`` while a share ``F`` of the log lies above it, then no more than about ``F / R`` of the log is irregular
(Elkan and Noto 2008; Scott 2015: mixture proportion as the least ratio of the upper tails). Where ordinary dossiers of
a restless log reach far up, that bound is too high, and where real irregularities are milder than planted ones, too
low. So the tail of the log is taken apart as well: into tails of the planted kind, at full strength and milder, and
exponential tails of ordinary dossiers. The line drawn is half way between the best of either view, nearer to the second
where that comes apart cleanly; where the ordinary scores end far below it, it is lowered to where hardly one of them is
left (:func:`_lowered`).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import nnls

from liem.detection.control_flow.log import Floats

LEAST_RECALL = 0.7
LARGEST_SHARE = 0.6
_THRESHOLDS = 200


@dataclass(frozen=True)
class Tails:
    """Thresholds, the share of planted irregularities above each (recall), and the share of the log above each."""

    threshold: Floats
    recall: Floats
    flagged: Floats
    recognised: float
    """The chance that a planted irregularity scores above a dossier of the log."""
    dossiers: int

    @classmethod
    def of(cls, log: Floats, planted: Floats, planted_weights: Floats) -> "Tails":
        """The upper tails at quantiles of the planted scores."""
        thresholds = np.unique(np.quantile(planted, np.linspace(0.01, 0.95, _THRESHOLDS)))
        order = np.argsort(planted)
        above = np.r_[np.cumsum(planted_weights[order][::-1])[::-1], 0.0] / planted_weights.sum()
        recall = above[np.searchsorted(planted[order], thresholds, side="right")]
        ordered = np.sort(log)
        flagged = 1.0 - np.searchsorted(ordered, thresholds, side="right") / len(ordered)
        below = np.searchsorted(ordered, planted) + np.searchsorted(ordered, planted, side="right")
        recognised = float(np.average(below, weights=planted_weights)) / (2 * len(ordered))
        return cls(thresholds, recall, flagged, recognised, len(log))

    def share(self) -> float:
        """The estimated share of irregular dossiers in the log; one more dossier is counted than lies above, so that
        it is never nothing.
        """
        enough = self.recall > LEAST_RECALL
        if not enough.any():
            return 1.0 / self.dossiers
        above = self.flagged[enough] + 1.0 / self.dossiers
        return float(min(np.min(above / self.recall[enough]), LARGEST_SHARE))

    def best(self, share: float) -> "View":
        """The threshold with the largest estimated F1. No fewer lie above it than the irregular ones found."""
        found = share * self.recall
        f1 = 2 * found / (share + np.maximum(self.flagged, found))
        at = int(np.argmax(f1))
        return View(float(self.threshold[at]), share, float(f1[at]))


@dataclass(frozen=True)
class Line:
    """Where the line is drawn, and the share of irregular dossiers that goes with it."""

    threshold: float
    share: float


@dataclass(frozen=True)
class View(Line):
    """A line as one of the two estimates would draw it, and the F1 that it expects there."""

    f1: float


SURER = 0.1
"""By so much F1 must the log taken apart expect more than the bound does, to be believed alone."""


def draw_line(log: Floats, planted: Floats, weights: Floats) -> Line:
    """The line between ordinary and irregular scores; ``weights``: of the planted copies.

    In a log that comes apart cleanly, what lies above the ordinary ones but below the planted ones is irregular and
    mild, and the bound, which knows planted ones alone, draws its line too high: the more, the less it counts.
    """
    tails = Tails.of(log, planted, weights)
    bound = tails.best(tails.share())
    apart = _take_apart(log, planted, weights)
    line: Line = bound
    if apart.share > 1.0 / len(log):
        lean = 0.5 + 0.5 * float(np.clip((apart.f1 - bound.f1) / SURER, 0.0, 1.0))
        line = Line(
            lean * apart.threshold + (1 - lean) * bound.threshold, lean * apart.share + (1 - lean) * bound.share
        )
    return _lowered(line, log, float(tails.threshold[0]))


ORDINARY_END = 0.8
"""The quantile of the ordinary scores from which, with their median, their upper tail is drawn out exponentially."""
LEFT = 0.1
"""Ordinary dossiers left above a lowered line, per irregular one."""


def _lowered(line: Line, log: Floats, lowest: float) -> Line:
    """The line, lowered into the gap above the ordinary scores if there is one, but not below ``lowest``.

    Ordinary are all but the upper ``line.share``.
    """
    share = line.share
    middle, upper = np.quantile(log, np.array([0.5, ORDINARY_END]) * (1 - share))
    falling = max(float(upper - middle) / float(np.log(0.5 / (1 - ORDINARY_END))), 1e-3)
    end = float(upper) + falling * float(np.log((1 - share) * (1 - ORDINARY_END) / (LEFT * share)))
    threshold = max(end, lowest)
    if threshold >= line.threshold:
        return line
    return Line(threshold, max(share, float(np.mean(log > threshold)) * (1 - LEFT)))


MILDER = (1.0, 1.3, 1.7)
"""How many times faster the tail of real irregularities may fall than that of the planted ones."""
DECAYS = (1.6, 2.4, 4.0, 6.0, 10.0, 16.0)
"""Decay rates of ordinary tails, per spread of the planted scores."""
_LOW, _HIGH, _POINTS = 0.03, 0.97, 120


def _take_apart(log: Floats, planted: Floats, weights: Floats) -> View:
    """The log's upper tail as a non-negative sum of irregular and ordinary tails, and the threshold of largest F1."""
    order = np.argsort(planted)
    ordered, cumulated = planted[order], np.cumsum(weights[order]) / weights.sum()
    low, high = ordered[np.searchsorted(cumulated, (_LOW, _HIGH))]
    threshold = np.linspace(low, high, _POINTS)
    above = 1.0 - np.searchsorted(np.sort(log), threshold, side="right") / len(log)
    below = np.r_[0.0, cumulated]
    irregular = [1.0 - below[np.searchsorted(ordered, low + k * (threshold - low), side="right")] for k in MILDER]
    spread = float(np.std(planted)) or 1.0
    ordinary = [np.exp(-rate * (threshold - low) / spread) for rate in DECAYS]
    tails = np.column_stack([*irregular, *ordinary])
    precision = 1.0 / np.sqrt(np.maximum(above, 1.0 / len(log)) + 0.005)
    amount, _ = nnls(tails * precision[:, None], above * precision)
    share = float(amount[: len(MILDER)].sum())
    found = tails[:, : len(MILDER)] @ amount[: len(MILDER)]
    f1 = 2 * found / np.maximum(share + np.maximum(above, found), 1e-12)
    at = int(np.argmax(f1))
    return View(float(threshold[at]), min(share, LARGEST_SHARE), float(f1[at]))


def posterior(score: Floats, share: float) -> Floats:
    """The probability of being irregular, rising with the score, whose mean over the log is ``share``.

    ``score`` is a log likelihood ratio up to a constant; the constant is found by bisection.
    """
    low, high = -60.0, 60.0
    for _ in range(60):
        middle = (low + high) / 2
        if float(np.mean(_logistic(score + middle))) < share:
            low = middle
        else:
            high = middle
    return _logistic(score + (low + high) / 2)


def _logistic(x: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -500, 500)))
