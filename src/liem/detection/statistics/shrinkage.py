"""Small numbers drawn to the middle: beta-binomial shares and gamma-Poisson ratios, with their intervals.

For display and for unit-level tables. The prior is fitted to all subjects by maximum likelihood of the marginal
law; the posterior mean of a share is (a + O) ÷ (a + b + n), of a ratio (a + O) ÷ (a + E). Clayton and Kaldor
(1987), Biometrics 43, 671–681; DuMouchel (1999); Gelman et al., *Bayesian Data Analysis*, ch. 5.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, betaln, gammaincc, gammaincinv, gammaln

from liem.detection.statistics.cells import Floats

LARGEST_PRIOR = 1e6
"""Prior sizes beyond this mean: no difference between subjects can be seen."""


@dataclass(frozen=True)
class Shrunk:
    """One entry per subject: posterior mean, interval, and the prior that was fitted (its two parameters)."""

    mean: Floats
    low: Floats
    high: Floats
    prior: tuple[float, float]


def fit_beta_binomial(events: Floats, n: Floats) -> tuple[float, float]:
    """Parameters a, b of the beta law of shares, by maximum marginal likelihood. (1, 1) when there is nothing to
    learn from.
    """
    events, n = _some(events, n)
    if not len(n) or events.sum() in (0, n.sum()):
        return 1.0, 1.0

    def loss(parameters: Floats) -> float:
        mean, size = 1 / (1 + np.exp(-parameters[0])), np.exp(np.clip(parameters[1], -7, np.log(LARGEST_PRIOR)))
        a, b = mean * size, (1 - mean) * size
        return float(-(betaln(a + events, b + n - events) - betaln(a, b)).sum())

    rate = float(events.sum() / n.sum())
    starts = [[np.log(rate / (1 - rate)), np.log(size)] for size in (3.0, 30.0, 300.0)]
    best = _least(loss, starts)
    mean, size = 1 / (1 + np.exp(-best[0])), np.exp(np.clip(best[1], -7, np.log(LARGEST_PRIOR)))
    return float(mean * size), float((1 - mean) * size)


def shrink_shares(events: Floats, n: Floats, level: float = 0.9, prior: tuple[float, float] | None = None) -> Shrunk:
    """Posterior shares with central intervals of probability ``level``."""
    events, n = np.asarray(events, dtype=np.float64), np.asarray(n, dtype=np.float64)
    a, b = prior or fit_beta_binomial(events, n)
    with_it, without = a + events, b + n - events
    low, high = (betaincinv(with_it, without, (1 + side * level) / 2) for side in (-1, 1))
    return Shrunk(with_it / (with_it + without), low, high, (a, b))


def share_exceeds(events: Floats, n: Floats, bound: Floats | float, prior: tuple[float, float]) -> Floats:
    """Posterior probability that a subject's share exceeds ``bound`` (for instance 1.5 × that of its stratum)."""
    a, b = prior[0] + np.asarray(events, float), prior[1] + np.asarray(n, float) - np.asarray(events, float)
    return np.asarray(1 - betainc(a, b, np.clip(bound, 0.0, 1.0)))


def fit_gamma_poisson(events: Floats, expected: Floats) -> tuple[float, float]:
    """Shape and rate of the gamma law of ratios to expectation, by maximum marginal (negative binomial) likelihood."""
    events, expected = _some(events, expected)
    if not len(expected) or events.sum() == 0:
        return 1.0, 1.0

    def loss(parameters: Floats) -> float:
        shape = np.exp(np.clip(parameters[0], -7, np.log(LARGEST_PRIOR)))
        rate = shape / np.exp(parameters[1])
        chance = (
            gammaln(shape + events) - gammaln(shape) + shape * np.log(rate) - (shape + events) * np.log(rate + expected)
        )
        return float(-chance.sum())

    ratio = float(np.log(events.sum() / expected.sum()))
    best = _least(loss, [[np.log(shape), ratio] for shape in (1.0, 10.0, 100.0)])
    shape = float(np.exp(np.clip(best[0], -7, np.log(LARGEST_PRIOR))))
    return shape, shape / float(np.exp(best[1]))


def shrink_ratios(
    events: Floats, expected: Floats, level: float = 0.9, prior: tuple[float, float] | None = None
) -> Shrunk:
    """Posterior ratios observed ÷ expected with central intervals of probability ``level``."""
    events, expected = np.asarray(events, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    shape, rate = prior or fit_gamma_poisson(events, expected)
    total, size = shape + events, rate + expected
    low, high = (gammaincinv(total, (1 + side * level) / 2) / size for side in (-1, 1))
    return Shrunk(total / size, low, high, (shape, rate))


def ratio_exceeds(events: Floats, expected: Floats, bound: float, prior: tuple[float, float]) -> Floats:
    """Posterior probability that a subject's ratio exceeds ``bound``."""
    shape = prior[0] + np.asarray(events, dtype=np.float64)
    return np.asarray(gammaincc(shape, (prior[1] + np.asarray(expected, dtype=np.float64)) * bound))


def _some(events: Floats, size: Floats) -> tuple[Floats, Floats]:
    events, size = np.asarray(events, dtype=np.float64), np.asarray(size, dtype=np.float64)
    return events[size > 0], size[size > 0]


def _least(loss: object, starts: list[list[float]]) -> Floats:
    options = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000}
    found = [minimize(loss, start, method="Nelder-Mead", options=options) for start in starts]
    return np.asarray(min(found, key=lambda result: float(result.fun)).x)
