"""Is there enough to say anything? Gates before a figure is shown, and before a person may be named."""

from functools import lru_cache

import numpy as np
from scipy.stats import binom

from liem.detection.statistics.cells import Floats

SHOWN = 0
NO_COMPARISON = 1
FEW_OPPORTUNITIES = 2
FEW_EXPECTED = 3
BELOW_POWER = 4
REASONS = {
    SHOWN: "",
    NO_COMPARISON: "no_comparison",
    FEW_OPPORTUNITIES: "few_opportunities",
    FEW_EXPECTED: "few_expected",
    BELOW_POWER: "below_power",
}
"""Why a subject cannot be named, by code."""


@lru_cache(maxsize=4096)
def minimum_sample(base: float, ratio: float = 3.0, alpha: float = 0.001, power: float = 0.8) -> int:
    """Fewest opportunities at which an exact one-sided binomial test of level ``alpha`` sees rate ``ratio × base``
    with ``power``.

    >>> [minimum_sample(base) for base in (0.02, 0.05, 0.10, 0.20)]
    [319, 119, 55, 21]

    Power is not monotone in n (the test's true level jumps): the smallest n that reaches it is returned, as in the
    published table.
    """
    raised = min(base * ratio, 1 - 1e-9)
    if base <= 0 or raised <= base:
        return np.iinfo(np.int32).max
    top = 64
    while True:
        n = np.arange(1, top + 1)
        critical = binom.isf(alpha, n, base) + 1
        enough = np.flatnonzero(binom.sf(critical - 1, n, raised) >= power)
        if len(enough):
            return int(n[enough[0]])
        if top > 1_000_000:
            return np.iinfo(np.int32).max
        top *= 4


def required(rate: Floats, ratio: float, alpha: float, power: float) -> Floats:
    """:func:`minimum_sample` for each rate, looked up on a fine ladder of rates rounded down (so never too few)."""
    rate = np.clip(np.asarray(rate, dtype=np.float64), 1e-5, 0.5)
    rungs = np.floor(np.log(rate) / 0.05) * 0.05
    values, place = np.unique(np.where(np.isnan(rungs), np.log(1e-5), rungs), return_inverse=True)
    return np.array([minimum_sample(float(np.exp(v)), ratio, alpha, power) for v in values], dtype=np.float64)[place]
