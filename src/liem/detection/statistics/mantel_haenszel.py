"""Stratified two-by-two tables: one common ratio, its interval, and whether the strata agree.

Mantel and Haenszel (1959); variance of the log odds ratio after Robins, Breslow and Greenland (1986), Biometrics
42, 311–323; rate ratio and its variance after Greenland and Robins (1985), Biometrics 41, 55–68; homogeneity after
Breslow and Day (1980) with Tarone's correction (1985).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from liem.detection.statistics.cells import Floats, Ints
from liem.detection.statistics.tails import chi_square_above


@dataclass(frozen=True)
class CommonRatio:
    """Per group: ratio, 95 % limits, and the variance of its logarithm. nan where the strata say nothing."""

    ratio: Floats
    low: Floats
    high: Floats
    log_variance: Floats


def _with_limits(ratio: Floats, variance: Floats) -> CommonRatio:
    with np.errstate(invalid="ignore", over="ignore"):
        reach = ndtri(0.975) * np.sqrt(variance)
        return CommonRatio(ratio, ratio * np.exp(-reach), ratio * np.exp(reach), variance)


def _sum(group: Ints, groups: int, values: Floats) -> Floats:
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64)


def common_odds_ratio(
    events: Floats, n: Floats, other_events: Floats, other_n: Floats, group: Ints, groups: int
) -> CommonRatio:
    """Mantel–Haenszel odds ratio of (events of n) against (other_events of other_n), one table per entry, by
    ``group``.
    """
    a, b, c, d = events, n - events, other_events, other_n - other_events
    total = np.maximum(n + other_n, 1e-300)
    p, q, r, s = (a + d) / total, (b + c) / total, a * d / total, b * c / total
    sums = [_sum(group, groups, x) for x in (r, s, p * r, p * s + q * r, q * s)]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = sums[0] / sums[1]
        variance = sums[2] / (2 * sums[0] ** 2) + sums[3] / (2 * sums[0] * sums[1]) + sums[4] / (2 * sums[1] ** 2)
    return _with_limits(ratio, np.where(np.isfinite(ratio) & (ratio > 0), variance, np.nan))


def common_rate_ratio(
    events: Floats, time: Floats, other_events: Floats, other_time: Floats, group: Ints, groups: int
) -> CommonRatio:
    """Mantel–Haenszel rate ratio of (events in time) against (other_events in other_time), by ``group``."""
    total = np.maximum(time + other_time, 1e-300)
    r, s = events * other_time / total, other_events * time / total
    v = (events + other_events) * time * other_time / total**2
    sums = [_sum(group, groups, x) for x in (r, s, v)]
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = sums[0] / sums[1]
        variance = sums[2] / (sums[0] * sums[1])
    return _with_limits(ratio, np.where(np.isfinite(ratio) & (ratio > 0), variance, np.nan))


def homogeneity(
    events: Floats, n: Floats, other_events: Floats, other_n: Floats, odds_ratio: float
) -> tuple[float, float]:
    """Breslow–Day statistic with Tarone's correction, and its p (strata − 1 degrees of freedom): do the strata
    agree on the ratio?
    """
    a, m = np.asarray(events, float), np.asarray(events, float) + np.asarray(other_events, float)
    n, other_n = np.asarray(n, float), np.asarray(other_n, float)
    fitted = _fitted_events(m, n, other_n, odds_ratio)
    cells = np.stack([fitted, n - fitted, m - fitted, other_n - m + fitted])
    variance = 1 / (1 / np.maximum(cells, 1e-12)).sum(axis=0)
    statistic = float(((a - fitted) ** 2 / variance).sum() - (a - fitted).sum() ** 2 / variance.sum())
    return statistic, float(chi_square_above(statistic, len(a) - 1))


def _fitted_events(margin: Floats, n: Floats, other_n: Floats, odds_ratio: float) -> Floats:
    """Expected events in the first row of each table under the common odds ratio, margins kept."""
    if abs(odds_ratio - 1) < 1e-9:
        return margin * n / (n + other_n)
    square, middle = 1 - odds_ratio, other_n - margin + odds_ratio * (margin + n)
    root = np.sqrt(middle**2 + 4 * square * odds_ratio * margin * n)
    return np.asarray((-middle + root) / (2 * square))
