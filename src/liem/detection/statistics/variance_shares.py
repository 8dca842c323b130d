"""Person or procedure? Shares of variance on the latent logistic scale, and the norm that most exceed.

With random effects on the log-odds the residual variance is π²/3 (Snijders and Bosker 1999, ch. 14; Goldstein,
Browne and Rasbash 2002), so the intra-class correlation of subjects is var(subjects) ÷ (var(subjects) + var(units)
+ var(procedures) + π²/3). For counts the residual is log(1 + 1/λ) at the mean count λ per opportunity (Nakagawa,
Johnson and Schielzeth 2017).
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.statistics.cells import Bools, Cells, Floats
from liem.detection.statistics.expectation import Yardstick
from liem.detection.statistics.honest import HonestVariation
from liem.detection.statistics.settings import Settings


@dataclass(frozen=True)
class VarianceShares:
    """Shares of the latent variance that lie between subjects, between units and between strata (procedures); the
    rest is chance.
    """

    subject: float
    unit: float
    procedure: float


def between_strata(cells: Cells, share: bool) -> float:
    """Variance between strata of log-odds (log-rates): the weighted spread of the empirical logits less their
    sampling variance, ≥ 0.
    """
    n = np.bincount(cells.stratum, weights=cells.n)
    events = np.bincount(cells.stratum, weights=cells.events)
    used = n > 0
    n, events = n[used], events[used]
    if len(n) < 2:
        return 0.0
    if share:
        level = np.log((events + 0.5) / (n - events + 0.5))
        noise = 1 / (events + 0.5) + 1 / (n - events + 0.5)
    else:
        level, noise = np.log((events + 0.5) / n), 1 / (events + 0.5)
    weight = n / n.sum()
    centre = float(weight @ level)
    return max(0.0, float(weight @ ((level - centre) ** 2 - noise * (1 - weight))))


def variance_shares(cells: Cells, ruler: Yardstick, variation: HonestVariation, settings: Settings) -> VarianceShares:
    """Shares from the learnt variation (both groups of subjects count: the question is whether persons matter,
    honest or not).
    """
    share = settings.outcome == "share"
    rate = float(ruler.expected.sum() / max(ruler.n.sum(), 1.0))
    # Variation is learnt of log rates; where events are common the same is more on the scale of log-odds.
    scale = 1 / max(1 - rate, 0.1) ** 2 if share else 1.0
    between = scale * (variation.variance + variation.planted_variance)
    unit = scale * 2.0 * variation.mean("unit_spread") ** 2 if cells.cluster is not None else 0.0
    procedure = between_strata(cells, share)
    residual = np.pi**2 / 3 if share else float(np.log1p(1 / max(rate, 1e-9)))
    total = between + unit + procedure + residual
    return VarianceShares(between / total, unit / total, procedure / total)


def exceed_norm(low: Floats, n: Floats, shown: Bools, norm: float | None) -> float:
    """Share of the shown subjects whose lower limit of events per opportunity exceeds an outside norm; 0 without a
    norm.
    """
    if norm is None or not shown.any():
        return 0.0
    return float(np.mean(low[shown] / n[shown] > norm))
