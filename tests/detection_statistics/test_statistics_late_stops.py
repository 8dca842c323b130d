"""Late stops: the planted ones are seen, the honest look-alikes are not named."""

import numpy as np
import pytest

from liem.detection.statistics.late_stops import LateStops, assess_late_stops


def stops(seed: int, planted: int, ratio: float = 3.5, honest: float = 0.2) -> LateStops:
    """Officials differ much in how often they stop clocks, and all stop a little more often at the end (ratio 1.5)."""
    rng = np.random.default_rng(seed)
    officials = 120
    official, stratum = np.repeat(np.arange(officials), 3), np.tile(np.arange(3), officials)
    late, other = rng.integers(150, 500, 360), rng.integers(1500, 5000, 360)
    hazard = np.array([0.01, 0.02, 0.04])[stratum] * np.exp(rng.normal(0, 0.5, officials))[official]
    own = 1.5 * np.exp(rng.normal(0, honest, officials)) * np.where(np.arange(officials) < planted, ratio, 1.0)
    late_stops = rng.binomial(late, np.minimum(hazard * own[official], 0.9))
    return LateStops(official, stratum, late, late_stops, other, rng.binomial(other, hazard))


def test_stopping_often_is_not_stopping_late() -> None:
    for seed in range(4):
        assert not assess_late_stops(stops(seed, 0)).assessment.named.any()


def test_officials_who_stop_clocks_at_the_last_moment_are_named() -> None:
    shares, hits = [], []
    for seed in range(5):
        named = assess_late_stops(stops(seed, 12)).assessment.named
        hits.append(named[:12].mean())
        shares.append(named[12:].sum() / max(named.sum(), 1))
    assert np.mean(hits) > 0.75
    assert np.mean(shares) <= 0.06


def test_the_common_hazard_ratio_is_near_the_one_simulated() -> None:
    found = assess_late_stops(stops(3, 0, honest=0.0))
    assert found.others.low[0] < 1.5 < found.others.high[0]
    assert found.assessment.null_location == pytest.approx(1.0, abs=0.1)


def test_stops_without_days_at_risk_are_refused() -> None:
    with pytest.raises(ValueError, match="without file-days"):
        assess_late_stops(
            LateStops(np.array([0]), np.array([0]), np.array([0]), np.array([1]), np.array([5]), np.array([0]))
        )
