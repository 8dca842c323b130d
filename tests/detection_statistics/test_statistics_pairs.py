"""Pairs of official and agent, and late stops: the planted ones are seen, the honest look-alikes are not named."""

import numpy as np
import pytest

from liem.detection.statistics.late_stops import LateStops, assess_late_stops
from liem.detection.statistics.mantel_haenszel import common_odds_ratio
from liem.detection.statistics.pairs import NO_AGENT, PairCells, assess_pairs

OFFICIALS, AGENTS, STRATA = 60, 12, 4
QUICK_OFFICIAL, EASY_AGENT = 0, 0


def counted(seed: int, planted: set[tuple[int, int]], ratio: float = 8.0) -> PairCells:
    """Official 0 is quick with everybody, agent 0 has easy dossiers everywhere."""
    rng = np.random.default_rng(seed)
    official, agent, stratum = (
        x.ravel() for x in np.meshgrid(np.arange(OFFICIALS), np.arange(-1, AGENTS), np.arange(STRATA), indexing="ij")
    )
    n = rng.poisson(np.where(agent == NO_AGENT, 60, 12))
    level = np.array([-2.2, -1.8, -1.5, -1.0])[stratum]
    level = level + rng.normal(0, 0.25, OFFICIALS)[official] + np.append(rng.normal(0, 0.3, AGENTS), 0)[agent]
    level = level + np.where(official == QUICK_OFFICIAL, 1.2, 0) + np.where(agent == EASY_AGENT, 1.2, 0)
    mark = np.array([(int(o), int(a)) in planted for o, a in zip(official, agent, strict=True)])
    chance = 1 / (1 + np.exp(-level - np.where(mark, np.log(ratio), 0.0)))
    return PairCells(official, agent, stratum, n, rng.binomial(n, chance))


def named_pairs(cells: PairCells) -> set[tuple[int, int]]:
    found = assess_pairs(cells)
    return {(int(o), int(a)) for o, a, yes in zip(found.official, found.agent, found.named, strict=True) if yes}


def test_quick_officials_and_easy_agents_are_not_named_and_nor_is_their_meeting() -> None:
    for seed in range(4):
        assert named_pairs(counted(seed, set())) == set()


def test_pairs_with_their_own_speed_are_named() -> None:
    planted = {(5, 3), (9, 7), (20, 1), (33, 11), (41, 3)}
    hits, wrong = 0, 0
    for seed in range(4):
        found = named_pairs(counted(seed, planted))
        hits, wrong = hits + len(found & planted), wrong + len(found - planted)
    assert hits >= 16
    assert wrong <= 1


def test_the_ratios_beside_a_pair_are_mantel_and_haenszels() -> None:
    cells = counted(1, {(5, 3)})
    found = assess_pairs(cells)
    row = int(np.flatnonzero((found.official == 5) & (found.agent == 3))[0])
    mine = (cells.official == 5) & (cells.agent == 3)

    def by_stratum(values: np.ndarray, where: np.ndarray) -> np.ndarray:
        return np.bincount(cells.stratum[where], values[where], STRATA)

    for rest, got in (
        ((cells.official == 5) & ~mine, found.with_others),
        ((cells.agent == 3) & ~mine, found.elsewhere),
    ):
        tables = [by_stratum(v, w) for w in (mine, rest) for v in (cells.events, cells.n)]
        want = common_odds_ratio(*tables, np.zeros(STRATA, dtype=int), 1)
        assert got.ratio[row] == pytest.approx(want.ratio[0])
        assert got.low[row] == pytest.approx(want.low[0])


def test_an_agent_seen_at_one_official_only_has_nothing_elsewhere_and_no_false_certainty() -> None:
    cells = counted(2, set())
    keep = (cells.agent != 4) | (cells.official == 7)
    found = assess_pairs(
        PairCells(*(x[keep] for x in (cells.official, cells.agent, cells.stratum, cells.n, cells.events)))
    )
    row = int(np.flatnonzero(found.agent == 4)[0])
    assert np.isnan(found.elsewhere.ratio[row])
    assert not found.named[row]
    other = int(np.flatnonzero((found.official == 7) & (found.agent == 5))[0])
    width = np.log(found.effect_high / found.effect_low)
    assert width[row] > width[other]


def test_without_agents_there_are_no_pairs() -> None:
    found = assess_pairs(
        PairCells(np.array([0, 1]), np.array([-1, -1]), np.zeros(2, int), np.array([50, 50]), np.array([5, 9]))
    )
    assert len(found.named) == 0


def test_more_events_than_opportunities_are_refused_for_pairs() -> None:
    with pytest.raises(ValueError, match="more events"):
        assess_pairs(PairCells(np.array([0]), np.array([0]), np.array([0]), np.array([1]), np.array([2])))


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
