"""From scores to shares without a label: how many dossiers are irregular, how likely each is, where the line is.

What is known: the scores of the log, and those of planted irregularities. If planted ones are found at a threshold with
recall ``R`` while a share ``F`` of the log lies above it, then no more than about ``F / R`` of the log is irregular
(Elkan and Noto 2008; Scott 2015: mixture proportion as the least ratio of the upper tails).
"""

from dataclasses import dataclass

import numpy as np

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

    def best(self, share: float) -> float:
        """The threshold with the largest estimated F1. No fewer lie above it than the irregular ones found."""
        above = np.maximum(self.flagged, share * self.recall)
        return float(self.threshold[int(np.argmax(2 * share * self.recall / (share + above)))])


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
