"""The interval beside observed ÷ expected: it always holds the ratio it stands beside.

Chance in the observed count by exact limits (Garwood 1936 for counts, Clopper and Pearson 1934 for shares); chance in
the expected count, which is measured on others, joined to it on the log scale (MOVER: Zou and Donner 2008).
"""

import numpy as np

from liem.detection.statistics.cells import Floats
from liem.detection.statistics.tails import poisson_mean_limit, share_limit

TAIL = 0.025
NORMAL = 1.959963984540054


def count_limits(observed: Floats) -> tuple[Floats, Floats]:
    """95 % limits of the mean of a Poisson count."""
    low = np.where(observed > 0, poisson_mean_limit(TAIL, np.maximum(observed, 1e-9)), 0.0)
    return low, poisson_mean_limit(1 - TAIL, observed + 1)


def share_limits(observed: Floats, n: Floats) -> tuple[Floats, Floats]:
    """95 % limits of the mean number of events among ``n`` opportunities."""
    missed = np.maximum(n - observed, 0.0)
    low = np.where(observed > 0, share_limit(TAIL, np.maximum(observed, 1e-9), missed + 1), 0.0)
    high = np.where(missed > 0, share_limit(1 - TAIL, observed + 1, np.maximum(missed, 1e-9)), 1.0)
    return low * n, high * n


def ratio_limits(observed: Floats, expected: Floats, n: Floats, noise: Floats, share: bool) -> tuple[Floats, Floats]:
    """95 % limits of observed ÷ expected; ``noise``: variance of the logarithm of ``expected``.

    nan where nothing was expected.
    """
    low, high = share_limits(observed, n) if share else count_limits(observed)
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.hypot(np.log(observed / low), NORMAL * np.sqrt(noise))
        up = np.hypot(np.log(high / observed), NORMAL * np.sqrt(noise))
        ratio = observed / expected
        none = observed <= 0
        lower = np.where(none, 0.0, ratio * np.exp(-down))
        upper = np.where(none, high / expected * np.exp(NORMAL * np.sqrt(noise)), ratio * np.exp(up))
    known = expected > 0
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)
