"""The null as it is rather than as theory has it: where the middle of the z-values lies, and how wide it is.

Three estimators, each using only what is central, so that a minority of extremes does not move them: median and
MAD; central matching and truncated maximum likelihood (Efron 2004, J. Am. Stat. Assoc. 99, 96–104; Efron 2010,
*Large-Scale Inference*, ch. 6). They are the check on the modelled honest variation, and serve z-values that come
without counts.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtr, ndtri

from liem.detection.statistics.cells import Floats

MAD_TO_SD = 1.4826022185056018


@dataclass(frozen=True)
class Null:
    """Centre and standard deviation of the null z-values; ``share`` is the estimated share of nulls (nan if not
    estimated).
    """

    centre: float
    scale: float
    share: float = float("nan")

    def p(self, z: Floats) -> Floats:
        """One-sided p of z above this null."""
        return np.asarray(ndtr(-(np.asarray(z, dtype=np.float64) - self.centre) / self.scale))


def by_median(z: Floats, least_scale: float = 1.0) -> Null:
    """Median and MAD; the scale is never below ``least_scale``."""
    z = np.asarray(z, dtype=np.float64)
    z = z[np.isfinite(z)]
    if not len(z):
        return Null(0.0, least_scale)
    centre = float(np.median(z))
    return Null(centre, max(least_scale, MAD_TO_SD * float(np.median(np.abs(z - centre)))))


def by_lower_half(z: Floats, least_scale: float = 1.0) -> Null:
    """Where all contamination lies above: the scale is taken from the distance between median and lower quartile,
    which up to a fifth of planted subjects can only widen (the median moves up, and the quartile less).
    """
    z = np.asarray(z, dtype=np.float64)
    z = z[np.isfinite(z)]
    if not len(z):
        return Null(0.0, least_scale)
    quartile, centre = np.quantile(z, [0.25, 0.5])
    return Null(float(centre), max(least_scale, float(centre - quartile) / float(ndtri(0.75))))


def by_central_matching(z: Floats, inside: float = 1.5, degree: int = 7, bins: int = 90) -> Null:
    """Efron's central matching: log density by Poisson regression of histogram counts on a polynomial, then a
    parabola fitted to it within ``inside`` robust standard deviations of the median; curvature gives the scale,
    vertex the centre, height the share.

    Raises :class:`ValueError` with fewer than 50 finite values: the histogram would be noise.
    """
    z = np.asarray(z, dtype=np.float64)
    z = z[np.isfinite(z)]
    if len(z) < 50:
        raise ValueError("central matching needs at least 50 z-values")
    counts, edges = np.histogram(z, bins=bins, range=(float(z.min()), float(z.max())))
    middle = (edges[1:] + edges[:-1]) / 2
    rough = by_median(z, 1e-6)
    log_count = _log_density(middle, counts.astype(np.float64), degree)
    near = np.abs(middle - rough.centre) <= max(inside * rough.scale, 2.5 * (edges[1] - edges[0]))
    height = log_count - np.log(len(z) * (edges[1] - edges[0]))
    square, slope, constant = np.polyfit(middle[near], height[near], 2)
    if square >= 0:
        return rough
    variance = -1 / (2 * square)
    centre = slope * variance
    share = np.exp(constant + centre**2 / (2 * variance)) * np.sqrt(2 * np.pi * variance)
    return Null(float(centre), float(np.sqrt(variance)), float(share))


def _log_density(middle: Floats, counts: Floats, degree: int) -> Floats:
    """Fitted log counts of a Poisson regression on orthogonal polynomials, by iterated weighted least squares."""
    scaled = 2 * (middle - middle[0]) / (middle[-1] - middle[0]) - 1
    design = np.polynomial.legendre.legvander(scaled, degree)
    eta = np.log(counts + 0.5)
    for _ in range(100):
        mean = np.exp(np.clip(eta, -30, 30))
        working = eta + (counts - mean) / mean
        root = np.sqrt(mean)[:, None]
        coefficients = np.linalg.lstsq(design * root, working * root[:, 0], rcond=None)[0]
        fresh = design @ coefficients
        if np.abs(fresh - eta).max() < 1e-8:
            break
        eta = fresh
    return np.asarray(fresh)


def by_truncated_likelihood(z: Floats, low: float, high: float) -> Null:
    """Maximum likelihood of a normal from the values within [low, high] alone, all others being left unexplained.

    The share of nulls follows from how many of all values lie inside. Raises :class:`ValueError` with fewer than 10
    values inside.
    """
    z = np.asarray(z, dtype=np.float64)
    z = z[np.isfinite(z)]
    inside = z[(z >= low) & (z <= high)]
    if len(inside) < 10:
        raise ValueError("fewer than 10 z-values lie inside the interval")

    def loss(parameters: Floats) -> float:
        centre, scale = parameters[0], np.exp(parameters[1])
        a, b = (low - centre) / scale, (high - centre) / scale
        mass = log_ndtr(b) + np.log1p(-np.exp(np.minimum(log_ndtr(a) - log_ndtr(b), -1e-12)))
        density = ((inside - centre) / scale) ** 2 / 2 + np.log(scale * np.sqrt(2 * np.pi))
        return float(density.sum() + len(inside) * mass)

    start = by_median(inside, 1e-3)
    best = minimize(
        loss, [start.centre, np.log(start.scale)], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}
    )
    centre, scale = float(best.x[0]), float(np.exp(best.x[1]))
    mass = float(ndtr((high - centre) / scale) - ndtr((low - centre) / scale))
    return Null(centre, scale, len(inside) / len(z) / mass)
