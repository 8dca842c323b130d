"""Is there enough to say anything? Gates before a figure is shown, and before a person may be named."""

from functools import lru_cache

import numpy as np

from liem.detection.statistics.cells import Floats
from liem.detection.statistics.tails import binomial_above

SHOWN = 0
NO_COMPARISON = 1
FEW_OPPORTUNITIES = 2
FEW_EXPECTED = 3
BELOW_POWER = 4
OTHER_WORK = 5
FEW_COMPARED = 6
REASONS = {
    SHOWN: "",
    NO_COMPARISON: "no_comparison",
    FEW_OPPORTUNITIES: "few_opportunities",
    FEW_EXPECTED: "few_expected",
    BELOW_POWER: "below_power",
    OTHER_WORK: "other_work",
    FEW_COMPARED: "few_compared",
}
"""Why a subject cannot be named, by code."""
MOST = 2**20
"""No larger sample is looked for: what a million cases do not show, a unit never shows."""
NEVER = int(np.iinfo(np.int32).max)


@lru_cache(maxsize=4096)
def minimum_sample(base: float, ratio: float = 3.0, alpha: float = 0.001, power: float = 0.8) -> int:
    """Fewest opportunities at which an exact one-sided binomial test of level ``alpha`` sees rate ``ratio × base``
    with ``power``.

    >>> [minimum_sample(base) for base in (0.02, 0.05, 0.10, 0.20)]
    [319, 119, 55, 21]

    Power is not monotone in n (the test's true level jumps): the smallest n that reaches it is returned, as in the
    published table. An n is enough if some count of events is both rare enough at ``base`` and likely enough at the
    raised rate; each count is likely from a certain n on, and rarest at the first of them.
    """
    raised = min(base * ratio, 1 - 1e-9)
    if base <= 0 or raised <= base:
        return NEVER
    first, last = 1, 64
    while first <= MOST:
        events = np.arange(first, min(last, MOST) + 1, dtype=np.float64)
        n = _first_likely(events, raised, power)
        enough = np.flatnonzero((n <= MOST) & (binomial_above(events - 1, n, base) <= alpha))
        if len(enough):
            return int(n[enough[0]])
        if n[-1] > MOST:
            return NEVER
        first, last = last + 1, last * 4
    return NEVER


def _first_likely(events: Floats, rate: float, power: float) -> Floats:
    """Fewest opportunities at which so many events or more have probability ``power``; beyond :data:`MOST` where they
    never have.
    """
    low, high = events - 1, np.full(len(events), MOST + 1.0)
    while (open_ := high - low > 1).any():
        middle = np.floor((low + high) / 2)
        likely = binomial_above(events - 1, middle, rate) >= power
        high = np.where(open_ & likely, middle, high)
        low = np.where(open_ & ~likely, middle, low)
    return high


def required(rate: Floats, ratio: float, alpha: float, power: float) -> Floats:
    """:func:`minimum_sample` for each rate, looked up on a fine ladder of rates rounded down (so never too few)."""
    rate = np.clip(np.asarray(rate, dtype=np.float64), 1e-5, 0.5)
    rungs = np.floor(np.log(rate) / 0.05) * 0.05
    values, place = np.unique(np.where(np.isnan(rungs), np.log(1e-5), rungs), return_inverse=True)
    return np.array([minimum_sample(float(np.exp(v)), ratio, alpha, power) for v in values], dtype=np.float64)[place]
