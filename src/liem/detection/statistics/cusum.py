"""Watching one desk over time: the risk-adjusted CUSUM.

Steiner, Cook, Farewell and Treasure (2000), Biostatistics 1, 441–452. After each dossier with expected chance p the
score adds W = log of (1 − p + ρp)⁻¹·ρ^y, the log-likelihood ratio of odds ρ times the expected against the
expected, and never falls below zero; a signal at h. h is set by simulation so that an honest desk signals once in a
given number of dossiers on average (ARL₀).
"""

from dataclasses import dataclass

import numpy as np

from liem.detection.statistics.cells import Bools, Floats


@dataclass(frozen=True)
class Path:
    """The score after each dossier, and where it first reached the limit (−1: never). After a signal the score
    starts again at 0.
    """

    score: Floats
    signals: Bools

    @property
    def first(self) -> int:
        """Index of the first dossier at which the limit was reached, or −1."""
        at = np.flatnonzero(self.signals)
        return int(at[0]) if len(at) else -1


def weights(chance: Floats, events: Floats, odds_ratio: float = 2.0) -> Floats:
    """Score of each dossier: ``chance`` expected for it, ``events`` 1 where the outcome happened."""
    chance, events = np.asarray(chance, dtype=np.float64), np.asarray(events, dtype=np.float64)
    return np.asarray(events * np.log(odds_ratio) - np.log1p(chance * (odds_ratio - 1)))


def watch(chance: Floats, events: Floats, limit: float, odds_ratio: float = 2.0) -> Path:
    """Run the chart over dossiers in the order of their decision."""
    score, signals, now = np.zeros(len(chance)), np.zeros(len(chance), dtype=bool), 0.0
    for i, step in enumerate(weights(chance, events, odds_ratio)):
        now = max(0.0, now + float(step))
        score[i], signals[i] = now, now >= limit
        now = 0.0 if signals[i] else now
    return Path(score, signals)


def _run_lengths(
    chance: Floats, limit: float, odds_ratio: float, actual: float, runs: int, longest: int, seed: int
) -> Floats:
    """Dossiers until the signal in ``runs`` simulated desks; cut at ``longest``."""
    rng = np.random.default_rng(seed)
    chance = np.asarray(chance, dtype=np.float64)
    happens = actual * chance / (1 - chance + actual * chance)
    gain, loss = weights(chance, np.ones_like(chance), odds_ratio), weights(chance, np.zeros_like(chance), odds_ratio)
    score, length, alive = np.zeros(runs), np.full(runs, float(longest)), np.arange(runs)
    for step in range(1, longest + 1):
        case = rng.integers(len(chance), size=len(alive))
        score = np.maximum(0.0, score + np.where(rng.random(len(alive)) < happens[case], gain[case], loss[case]))
        hit = score >= limit
        length[alive[hit]] = step
        score, alive = score[~hit], alive[~hit]
        if not len(alive):
            break
    return length


def average_run_length(
    chance: Floats,
    limit: float,
    odds_ratio: float = 2.0,
    actual: float = 1.0,
    runs: int = 500,
    longest: int = 20_000,
    seed: int = 1,
) -> float:
    """Mean number of dossiers until a signal when the true odds are ``actual`` × expected and cases are drawn from
    ``chance``.

    Runs that are cut at ``longest`` count as that long: the result is then a lower bound.
    """
    return float(_run_lengths(chance, limit, odds_ratio, actual, runs, longest, seed).mean())


def limit_for(
    chance: Floats, run_length: float, odds_ratio: float = 2.0, runs: int = 500, seed: int = 1, tolerance: float = 0.02
) -> float:
    """The limit h at which an honest desk with this mix of cases runs ``run_length`` dossiers on average before it
    signals.

    By bisection on simulated run lengths with common random numbers; ``run_length`` should be five years of the
    desk's volume.
    """
    longest = int(20 * run_length)
    low, high = 0.0, 12.0
    while high - low > tolerance:
        middle = (low + high) / 2
        reached = average_run_length(chance, middle, odds_ratio, 1.0, runs, longest, seed) >= run_length
        low, high = (low, middle) if reached else (middle, high)
    return high
