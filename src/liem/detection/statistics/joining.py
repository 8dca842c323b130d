"""One p from several questions that ask for the same doing by different traces of it.

Who receives carelessly gives no guidance *and* has dossiers in which papers are missing; each alone may be a habit. The
sum of −2·log p over the questions has, if honest, a scaled χ² law (Brown 1975), whose scale and degrees follow from
how habits go together; the covariance for a correlation ρ of normal scores is that of Kost and McDermott (2002,
Statistics & Probability Letters 60, 183–190).
"""

import numpy as np
from scipy.special import ndtri

from liem.detection.statistics.cells import Floats
from liem.detection.statistics.tails import chi_square_above

LEAST_CORRELATION = 0.1
"""Habits of one person are taken to go together at least so far, whatever the run shows …"""
ALLOWED_FOR = 1.0
"""… and by so many standard errors more than it shows."""
UNKNOWN = 0.5
"""Taken where fewer than :data:`ENOUGH` persons answer both questions."""
ENOUGH = 20
BULK = 2.0
"""Normal scores are cut here: what few do far outside says nothing of how honest habits go together."""


def correlation(first: Floats, second: Floats) -> float:
    """Correlation of the normal scores of two columns of p, a standard error (1 ÷ √n) added; at least
    :data:`LEAST_CORRELATION`.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    if both.sum() < ENOUGH:
        return UNKNOWN
    scores = [np.clip(-ndtri(np.clip(p[both], 1e-12, 1 - 1e-12)), -BULK, BULK) for p in (first, second)]
    if min(score.std() for score in scores) < 1e-9:
        return UNKNOWN
    learnt = np.corrcoef(*scores)[0, 1] + ALLOWED_FOR / np.sqrt(both.sum())
    return float(np.clip(learnt, LEAST_CORRELATION, 0.99))


def joined(p: Floats, together: Floats) -> Floats:
    """One p per row. ``p``: persons × questions, nan where not asked (all nan gives nan); ``together``: correlations of
    the questions (questions × questions).
    """
    asked = ~np.isnan(p)
    statistic = np.where(asked, -2 * np.log(np.clip(p, 1e-300, 1.0)), 0.0).sum(axis=1)
    rho = np.asarray(together, dtype=np.float64)
    shared = 3.263 * rho + 0.710 * rho**2 + 0.027 * rho**3
    np.fill_diagonal(shared, 0.0)
    mean = 2.0 * asked.sum(axis=1)
    variance = 2 * mean + np.einsum("ij,jk,ik->i", asked.astype(float), shared, asked.astype(float))
    scale = variance / (2 * np.maximum(mean, 1.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = chi_square_above(statistic / scale, 2 * mean**2 / variance)
    return np.where(asked.any(axis=1), value, np.nan)
