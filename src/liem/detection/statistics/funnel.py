"""Funnel plots: control limits by exact small-sample probabilities, and classical over-dispersion.

Spiegelhalter (2005) Statistics in Medicine 24, 1185–1202 (limits, multiplicative and additive over-dispersion,
interpolation of discrete limits); Spiegelhalter (2005) Qual. Saf. Health Care 14, 347–351 (winsorised φ).
"""

from collections.abc import Callable

import numpy as np
from scipy.special import ndtri

from liem.detection.statistics.cells import Floats
from liem.detection.statistics.tails import binomial_quantile, binomial_up_to, poisson_quantile, poisson_up_to


def winsorised_dispersion(z: Floats, share: float = 0.1) -> float:
    """φ: mean of z² after drawing the lowest and highest ``share`` of z in to the quantiles there; nan are left
    out, 1 if none is left.
    """
    z = np.asarray(z, dtype=np.float64)
    z = z[np.isfinite(z)]
    if not len(z):
        return 1.0
    low, high = np.quantile(z, [share, 1 - share])
    return float(np.mean(np.clip(z, low, high) ** 2))


def additive_variance(phi: float, standard_error: Floats) -> float:
    """τ² between subjects by moments (DerSimonian and Laird form): max(0, (I·φ − (I − 1)) ÷ (Σw − Σw² ÷ Σw)), w = 1
    ÷ s².
    """
    weight = 1 / np.asarray(standard_error, dtype=np.float64) ** 2
    count = len(weight)
    if count < 2:
        return 0.0
    return max(0.0, (count * phi - (count - 1)) / float(weight.sum() - (weight**2).sum() / weight.sum()))


def _interpolated(up_to: Callable[[Floats], Floats], quantile: Floats, level: float) -> Floats:
    """Spiegelhalter's continuous version of a discrete quantile: r − (F(r) − level) ÷ f(r), f(r) = F(r) − F(r − 1)."""
    reached = up_to(quantile)
    return np.asarray(quantile - (reached - level) / np.maximum(reached - up_to(quantile - 1), 1e-300))


def share_limits(n: Floats, base: Floats | float, level: float) -> Floats:
    """Limit of a share at one-sided ``level`` (0.025, 0.999, …) around ``base`` with ``n`` opportunities,
    interpolated, within 0…1.
    """
    n = np.asarray(n, dtype=np.float64)
    limit = _interpolated(lambda k: binomial_up_to(k, n, base), binomial_quantile(level, n, base), level)
    return np.clip(limit / n, 0.0, 1.0)


def ratio_limits(expected: Floats, level: float, tau: float = 0.0) -> Floats:
    """Limit of observed ÷ expected at one-sided ``level`` (Poisson, interpolated); with ``tau`` the honest
    log-spread is added.

    With honest spread the limit is the log-normal approximation with variance τ² + 1 ÷ E, never inside the Poisson
    limit.
    """
    expected = np.asarray(expected, dtype=np.float64)
    limit = _interpolated(lambda k: poisson_up_to(k, expected), poisson_quantile(level, expected), level)
    chance = np.maximum(limit / expected, 0.0)
    if tau <= 0:
        return chance
    wide = np.exp(ndtri(level) * np.sqrt(tau**2 + 1 / expected))
    return np.maximum(chance, wide) if level >= 0.5 else np.minimum(chance, wide)
