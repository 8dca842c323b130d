"""Tails and quantiles of the counting laws, from the special functions alone.

The same answers as ``scipy.stats`` gives, to the accuracy of its own functions, which are these: the upper tail of a
binomial is an incomplete beta integral, that of a Poisson an incomplete gamma integral (Johnson, Kemp and Kotz 2005,
*Univariate Discrete Distributions*, 3.4 and 4.5). ``scipy.stats`` itself is not imported: it takes longer to load than
all of detection, and every command and every process of the platform would pay for it.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import bdtrik, betainc, betaincc, betaincinv, chdtrc, gammaincinv, pdtr, pdtrik

from liem.detection.statistics.cells import Bools, Floats, Ints

Numbers = Floats | Ints | float


def binomial_above(k: Numbers, n: Numbers, p: Numbers) -> Floats:
    """P(X > k) among ``n`` opportunities of chance ``p``; nan where ``n`` is no count or ``p`` no chance."""
    return _binomial(betainc, k, n, p, below=1.0)


def binomial_up_to(k: Numbers, n: Numbers, p: Numbers) -> Floats:
    """P(X ≤ k) among ``n`` opportunities of chance ``p``; nan where ``n`` is no count or ``p`` no chance."""
    return _binomial(betaincc, k, n, p, below=0.0)


def binomial_mid(k: Floats, n: Numbers, p: Numbers) -> Floats:
    """Mid-p: P(X > k) + ½·P(X = k)."""
    return (binomial_above(k, n, p) + binomial_above(np.asarray(k) - 1, n, p)) / 2


def poisson_up_to(k: Numbers, mean: Numbers) -> Floats:
    """P(X ≤ k) of a Poisson count; nan where ``mean`` is none."""
    k, mean = np.broadcast_arrays(np.floor(np.asarray(k, np.float64)), np.asarray(mean, np.float64))
    found = np.where(k < 0, 0.0, np.where(k == np.inf, 1.0, pdtr(np.maximum(k, 0), mean)))
    return np.where(np.isnan(k) | ~(mean >= 0), np.nan, found)


def binomial_quantile(level: float, n: Numbers, p: Numbers) -> Floats:
    """Fewest k with P(X ≤ k) ≥ ``level``, 0 < ``level`` < 1; nan where ``n`` is no count or ``p`` no chance."""
    n, p = _counts(n, p)
    return _fewest(lambda k: binomial_up_to(k, n, p) >= level, bdtrik(level, n, p), n * p)


def poisson_quantile(level: float, mean: Numbers) -> Floats:
    """Fewest k with P(X ≤ k) ≥ ``level``, 0 < ``level`` < 1; nan where ``mean`` is none."""
    mean = np.asarray(mean, np.float64)
    return _fewest(lambda k: poisson_up_to(k, mean) >= level, pdtrik(level, mean), np.where(mean >= 0, mean, np.nan))


def poisson_mean_limit(level: float, events: Numbers) -> Floats:
    """The mean at which ``events`` or more have probability ``level`` (Garwood): half a χ² quantile of 2·``events``."""
    return np.asarray(gammaincinv(events, level))


def share_limit(level: float, events: Numbers, others: Numbers) -> Floats:
    """Quantile of the beta law (Clopper and Pearson): the chance at which ``events`` or more, against ``others`` − 1
    without, have probability ``level``.
    """
    return np.asarray(betaincinv(events, others, level))


def chi_square_above(statistic: Numbers, degrees: Numbers) -> Floats:
    """P(χ² > statistic); nan where there are no degrees of freedom."""
    statistic, degrees = np.asarray(statistic, np.float64), np.asarray(degrees, np.float64)
    found = np.where(statistic <= 0, 1.0, chdtrc(degrees, np.maximum(statistic, 0)))
    return np.where(degrees > 0, found, np.nan)


def _counts(n: Numbers, p: Numbers) -> tuple[Floats, Floats]:
    n, p = np.broadcast_arrays(np.asarray(n, np.float64), np.asarray(p, np.float64))
    known = (n >= 0) & (n == np.floor(n)) & (p >= 0) & (p <= 1)
    return np.where(known, n, np.nan), np.where(known, p, np.nan)


def _binomial(integral: Callable[..., Floats], k: Numbers, n: Numbers, p: Numbers, below: float) -> Floats:
    """``below``: the answer for counts that cannot be undercut; beyond ``n`` it is the other certainty."""
    n, p = _counts(n, p)
    k, n, p = np.broadcast_arrays(np.floor(np.asarray(k, np.float64)), n, p)
    inside = (k >= 0) & (k < n)
    found = integral(np.where(inside, k, 0) + 1, np.where(inside, n - k, 1), p)
    sure = np.where(k < 0, below, 1 - below)
    return np.where(np.isnan(k) | np.isnan(n), np.nan, np.where(inside, found, sure))


def _fewest(reached: Callable[[Floats], Bools], near: Floats, mean: Floats) -> Floats:
    """The fewest count that satisfies ``reached``, which once true stays true; sought from ``near``, or from ``mean``
    where that is nan, which the inverse of SciPy is at the edges. ``mean`` is nan where there is no answer.
    """
    none = np.isnan(mean)
    k = np.where(none, 0.0, np.ceil(np.maximum(np.where(np.isnan(near), mean, near), 0.0)))
    while (up := ~reached(k) & ~none).any():
        k = k + up
    while (down := (k > 0) & reached(k - 1) & ~none).any():
        k = k - down
    return np.where(none, np.nan, k)
