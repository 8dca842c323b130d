"""A small learner: ridge logistic regression on a monotone basis of the features. No step of it draws at random."""

from dataclasses import dataclass

import numpy as np

from liem.detection.control_flow.log import Floats

RIDGE = 3.0
ITERATIONS = 30
TOLERANCE = 0.05
"""Spreads within which values count as equal: many dossiers share one value but for what their own weight takes away,
and that hair's breadth must not become a quantile.
"""
_HINGES = (0.5, 0.8, 0.9)
_NARROWEST, _WIDEST = -4.0, 6.0


@dataclass(frozen=True)
class Basis:
    """Each feature standardised, as a quantile among the plain dossiers, and as hinges at the upper quantiles."""

    ordered: Floats
    mean: Floats
    spread: Floats

    @classmethod
    def of(cls, plain: Floats, weights: Floats) -> "Basis":
        """The basis that the (weighted) plain dossiers give."""
        mean = np.average(plain, axis=0, weights=weights)
        spread = np.sqrt(np.average((plain - mean) ** 2, axis=0, weights=weights)) + 1e-9
        return cls(np.sort(plain, axis=0), mean, spread)

    def __call__(self, features: Floats) -> Floats:
        """The basis of other dossiers, one row each, a constant in front."""
        scaled = np.clip((features - self.mean) / self.spread, _NARROWEST, _WIDEST)
        near = features + TOLERANCE * self.spread
        quantile = np.column_stack(
            [np.searchsorted(self.ordered[:, j], near[:, j], side="right") for j in range(features.shape[1])]
        ) / len(self.ordered)
        hinges = [np.maximum(quantile - hinge, 0.0) for hinge in _HINGES]
        return np.column_stack([np.ones(len(features)), scaled, quantile, *hinges])


def logistic(x: Floats, y: Floats, weights: Floats, ridge: float = RIDGE) -> Floats:
    """Weighted ridge logistic regression by Newton's method; the first column of ``x`` is the constant, not shrunk."""
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    for _ in range(ITERATIONS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weights * (p - y)) + penalty * beta
        curve = (x * (weights * p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-8)
        step = np.linalg.solve(curve, gradient)
        beta -= step
        if np.abs(step).max() < 1e-4:
            break
    return beta
