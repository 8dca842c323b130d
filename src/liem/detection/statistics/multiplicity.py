"""Many questions asked at once: false discovery rates, and one answer from several tests of the same thing.

Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289–300; Benjamini and Yekutieli (2001), Ann. Stat. 29,
1165–1188; Simes (1986), Biometrika 73, 751–754; Barber and Candès (2015), Ann. Stat. 43, 2055–2085, for the mirror.
"""

import numpy as np

from liem.detection.statistics.cells import Floats, Ints


def _step_up(p: Floats, factor: float) -> Floats:
    p = np.asarray(p, dtype=np.float64)
    q = np.full(p.shape, np.nan)
    asked = np.flatnonzero(~np.isnan(p))
    if not len(asked):
        return q
    order = asked[np.argsort(p[asked], kind="stable")[::-1]]
    m = len(asked)
    scaled = p[order] * m * factor / np.arange(m, 0, -1)
    q[order] = np.minimum(np.minimum.accumulate(scaled), 1.0)
    return q


def benjamini_hochberg(p: Floats) -> Floats:
    """q-values (adjusted p) of one family; nan stays nan and does not count as a question asked."""
    return _step_up(p, 1.0)


def benjamini_yekutieli(p: Floats) -> Floats:
    """As :func:`benjamini_hochberg`, valid under any dependence between the tests (and dearer by Σ 1/i)."""
    m = int((~np.isnan(np.asarray(p, dtype=np.float64))).sum())
    return _step_up(p, float((1.0 / np.arange(1, m + 1)).sum()) if m else 1.0)


def adjust_families(p: Floats, family: Ints, dependent: bool = False) -> Floats:
    """q-values within each family (one act × one period): ``family`` has one code per p."""
    p, family = np.asarray(p, dtype=np.float64), np.asarray(family)
    q = np.full(p.shape, np.nan)
    adjust = benjamini_yekutieli if dependent else benjamini_hochberg
    for code in np.unique(family):
        q[family == code] = adjust(p[family == code])
    return q


def simes(p: Floats) -> Floats:
    """One p per row from the tests in its columns: min over i of m·p(i)/i. nan: that test was not made; all nan
    gives nan.
    """
    p = np.atleast_2d(np.asarray(p, dtype=np.float64))
    ordered = np.sort(p, axis=1)
    m = (~np.isnan(ordered)).sum(axis=1)
    scaled = ordered * m[:, None] / np.arange(1, p.shape[1] + 1)
    return np.where(m > 0, np.minimum(np.nanmin(np.where(np.isnan(scaled), np.inf, scaled), axis=1), 1.0), np.nan)


def mirrored(upper: Floats, lower: Floats) -> Floats:
    """For each subject: how many are as extreme on the innocent side, per subject as extreme on the suspicious side.

    If honest variation is symmetric, the innocent side estimates the false discoveries; so where the model's tail
    is too thin this ratio is large although the q-values are small. ``upper`` and ``lower`` are the one-sided p of
    the same subjects.
    """
    upper, lower = np.asarray(upper, dtype=np.float64), np.asarray(lower, dtype=np.float64)
    above, below = np.sort(upper[~np.isnan(upper)]), np.sort(lower[~np.isnan(lower)])
    named = np.maximum(np.searchsorted(above, upper, side="right"), 1)
    ratio = np.searchsorted(below, upper, side="right") / named
    # A list is as good as the best longer list it is part of (as for q-values).
    order = np.argsort(upper)[::-1]
    out = np.empty_like(ratio)
    out[order] = np.minimum.accumulate(ratio[order])
    return np.where(np.isnan(upper), np.nan, out)
