"""How likely a subject's total is when all its odds (or rates) are multiplied by the same factor.

A subject's events are a sum of binomials with different chances (or of Poissons). Multiplying the odds of every
opportunity by ``exp(x)`` is the exponential family of that sum: with ``K(x) = Σ n·log(1 − p + p·exp(x))`` (for
counts ``Σ n·p·(exp(x) − 1)``) the log-likelihood is ``x·O − K(x)`` exactly, and tail probabilities follow by the
saddlepoint formula of Lugannani and Rice (1980), which without continuity correction gives the mid-p tail ``P(Y >
O) + ½·P(Y = O)`` to about three digits even for small counts.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from liem.detection.statistics.cells import Floats, Ints

STEP = 0.05
GRID = np.round(np.arange(-5.0, 5.0 + STEP / 2, STEP), 10)
"""Log hazards (log rates, for counts) at which everything is evaluated; log-odds within this module."""
CHUNK = 1_000_000
"""Cell × knot products held at once."""
KNOTS = GRID[::4]
FINEST = 0.04
"""No subject is known better than this on the log-odds scale: the resolution of the grid."""


@dataclass(frozen=True)
class Tilted:
    """Per subject (rows) and grid point (columns): log-likelihood less its maximum, upper mid-p tail, mean ÷ expected;
    the grid is of log hazards (log rates, for counts).
    """

    loglik: Floats
    tail: Floats
    ratio: Floats

    def __len__(self) -> int:
        return len(self.loglik)

    def limits(self) -> tuple[Floats, Floats]:
        """95 % limits of mean ÷ expected: where the mid-p tails are 2.5 %."""
        return _crossing(self.tail, 0.025, self.ratio), _crossing(self.tail, 0.975, self.ratio)


def _crossing(rising: Floats, level: float, ratio: Floats) -> Floats:
    """Value of ``ratio`` where each row of ``rising`` reaches ``level``, interpolated."""
    right = np.clip((rising < level).sum(axis=1), 1, rising.shape[1] - 1)
    row = np.arange(len(rising))
    low, high = rising[row, right - 1], rising[row, right]
    part = np.clip((level - low) / np.maximum(high - low, 1e-12), 0, 1)
    return np.asarray(ratio[row, right - 1] * (1 - part) + ratio[row, right] * part)


def quantile(mass: Floats, level: float, ratio: Floats) -> Floats:
    """Quantile of ``ratio`` under each row's distribution ``mass`` over the grid."""
    return _crossing(np.cumsum(mass, axis=1), level, ratio)


def cumulant(base: Floats, n: Floats, x: Floats, share: bool) -> tuple[Floats, Floats, Floats]:
    """K, K′ (mean) and K″ (variance) of each cell at log factor ``x``; the arrays broadcast."""
    grown = np.exp(x)
    if not share:
        mean = n * base * grown
        return n * base * (grown - 1), mean, mean
    norm = 1 - base + base * grown
    chance = base * grown / norm
    return n * np.log(norm), n * chance, n * chance * (1 - chance)


def _hermite() -> tuple[Floats, Floats]:
    """Cubic Hermite interpolation from :data:`KNOTS` to :data:`GRID`: weights of the values and of the slopes."""
    left = np.clip(np.searchsorted(KNOTS, GRID, side="right") - 1, 0, len(KNOTS) - 2)
    wide = np.diff(KNOTS)[left]
    part, point = (GRID - KNOTS[left]) / wide, np.arange(len(GRID))
    values, slopes = np.zeros((2, len(KNOTS), len(GRID)))
    values[left + 1, point] = part**2 * (3 - 2 * part)
    values[left, point] = 1 - values[left + 1, point]
    slopes[left, point] = wide * part * (1 - part) ** 2
    slopes[left + 1, point] = -wide * part**2 * (1 - part)
    return values, slopes


VALUES, SLOPES = _hermite()


def _by_subject(values: Floats, starts: Ints) -> Floats:
    return np.add.reduceat(values, starts, axis=0)


def _peaks(base: Floats, n: Floats, starts: Ints, observed: Floats, means: Floats, share: bool) -> Floats:
    """Maximum-likelihood log factor per subject, held inside the grid."""
    owner = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(base))))
    right = np.clip((means < observed[:, None]).sum(axis=1), 1, len(GRID) - 1)
    x = GRID[right - 1] + STEP / 2
    for _ in range(25):
        _, mean, variance = cumulant(base, n, x[owner], share)
        step = (observed - _by_subject(mean, starts)) / np.maximum(_by_subject(variance, starts), 1e-9)
        x = np.clip(x + np.clip(step, -0.5, 0.5), GRID[0], GRID[-1])
        if np.abs(step).max(initial=0.0) < 1e-10:
            break
    return x


def _saddlepoint(drop: Floats, lead: Floats, curvature: Floats) -> Floats:
    """Upper tail from the fall of the log-likelihood ``drop`` ≥ 0 at distance ``lead`` = peak − x."""
    root = np.sign(lead) * np.sqrt(2 * drop)
    slope = lead * np.sqrt(curvature)[:, None]
    far = np.abs(root) > 1e-3
    safe_root, safe_slope = np.where(far, root, 1.0), np.where(far, slope, 1.0)
    adjusted = np.where(far, root + np.log(np.maximum(safe_slope / safe_root, 1e-300)) / safe_root, root)
    return np.asarray(ndtr(-adjusted))


def _tails(loglik: Floats, peak: Floats, curvature: Floats, edges: tuple[Floats, Floats], certain: Floats) -> Floats:
    """Mid-p tails; where nothing or everything happened they are exact, for the saddlepoint has no interior peak
    there.

    ``edges`` are the log-probabilities of no event and of only events, over the grid.
    """
    nothing, everything = edges
    tail = _saddlepoint(-loglik, peak[:, None] - GRID[None, :], curvature)
    tail = np.where((certain == -1)[:, None], 1 - 0.5 * np.exp(nothing), tail)
    return np.where((certain == 1)[:, None], 0.5 * np.exp(everything), tail)


def _chunk(base: Floats, n: Floats, starts: Ints, events: Floats, variance: Floats, share: bool) -> Tilted:
    k, mean, curve = (_by_subject(x, starts) for x in cumulant(base[:, None], n[:, None], KNOTS[None, :], share))
    k, mean = k @ VALUES + mean @ SLOPES, mean @ VALUES + curve @ SLOPES
    observed, total = _by_subject(events, starts), _by_subject(n, starts)
    peak = _peaks(base, n, starts, observed, mean, share)
    owner = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(base))))
    k_peak, _, curve = (_by_subject(part, starts) for part in cumulant(base, n, peak[owner], share))
    certain = np.where(observed <= 0, -1.0, np.where(share & (observed >= total), 1.0, 0.0))
    best = np.where(certain == 0, observed * peak - k_peak, (observed[:, None] * GRID - k).max(axis=1))
    # The yardstick's own noise widens the likelihood: its curvature is divided by 1 + noise × information.
    widening = 1 + np.maximum(variance, FINEST**2) * np.maximum(curve, 1e-9)
    widening = np.where(certain == 0, widening, 1.0)
    loglik = np.minimum((observed[:, None] * GRID - k - best[:, None]) / widening[:, None], 0.0)
    none = _by_subject(n * (np.log(1 - base) if share else -base), starts)[:, None] - k
    every = _by_subject(n * np.log(base), starts)[:, None] + total[:, None] * GRID - k
    tail = _tails(loglik, peak, curve / widening, (np.minimum(none, 0.0), np.minimum(every, 0.0)), certain)
    ratio = mean / np.maximum(_by_subject(n * base, starts), 1e-300)[:, None]
    if not share:
        return Tilted(loglik, tail, ratio)
    return _on_hazards(loglik, tail, ratio, _by_subject(n * base, starts) / np.maximum(total, 1e-300))


def _on_hazards(loglik: Floats, tail: Floats, ratio: Floats, rate: Floats) -> Tilted:
    """The same at the log-odds where the hazard behind the mean share is ``exp(GRID)`` times that behind the expected.

    Honest habits multiply: whoever asks half as often again does so for rare events and for common ones. Log-odds
    would stretch the upper side of common events, and honest habits with it; logarithms of the share would let it
    pass 1. The complementary log-log lies between.
    """
    chance = np.clip(rate, 1e-9, 1 - 1e-6)[:, None]
    hazard = -np.log1p(-np.clip(ratio * chance, 1e-15, 1 - 1e-12))
    reached = np.log(hazard) - np.log(-np.log1p(-chance))
    out = np.empty_like(loglik), np.empty_like(tail), np.empty_like(ratio)
    for row, at in enumerate(reached):
        for whole, values in zip(out, (loglik, tail, ratio), strict=True):
            whole[row] = np.interp(GRID, at, values[row])
    return Tilted(*out)


@dataclass(frozen=True)
class Source:
    """What subjects did, and their yardstick: evaluated for a few of them at a time, for there may be a million.

    ``base``, ``n``, ``events``, ``owner`` have one entry per cell, sorted by ``owner``, which counts 0…S−1 with no
    gap; ``variance`` (one per subject) is the variance of the yardstick on the log-odds scale.
    """

    base: Floats
    n: Floats
    events: Floats
    owner: Ints
    variance: Floats
    share: bool = True

    def __len__(self) -> int:
        return len(self.variance)

    def of(self, subjects: Ints) -> Tilted:
        """Likelihood and tails over :data:`GRID` of the subjects asked for, in their order."""
        first = np.searchsorted(self.owner, subjects, side="left")
        length = np.searchsorted(self.owner, subjects, side="right") - first
        starts = np.cumsum(length) - length
        rows = np.repeat(first - starts, length) + np.arange(int(length.sum()))
        base, n, events = self.base[rows], self.n[rows], self.events[rows]
        return _in_chunks(base, n, events, starts, self.variance[subjects], self.share)


def _in_chunks(base: Floats, n: Floats, events: Floats, starts: Ints, variance: Floats, share: bool) -> Tilted:
    ends = np.append(starts, len(base))
    parts, first = [], 0
    while first < len(starts):
        last = max(int(np.searchsorted(ends, ends[first] + CHUNK // len(KNOTS), side="right")) - 1, first + 1)
        rows = slice(ends[first], ends[last])
        part = (base[rows], n[rows], starts[first:last] - starts[first], events[rows], variance[first:last], share)
        parts.append(_chunk(*part))
        first = last
    if not parts:
        empty = np.zeros((0, len(GRID)))
        return Tilted(empty, empty, empty)
    return Tilted(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("loglik", "tail", "ratio")))
