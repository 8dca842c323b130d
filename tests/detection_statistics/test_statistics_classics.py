"""Funnel limits, classical over-dispersion, empirical nulls, shrinkage and stratified tables, against published
figures.
"""

import numpy as np
import pytest
from scipy.stats import betabinom, binom, nbinom, norm, poisson, truncnorm

from liem.detection.statistics.empirical_null import (
    by_central_matching,
    by_lower_half,
    by_median,
    by_truncated_likelihood,
)
from liem.detection.statistics.funnel import additive_variance, ratio_limits, share_limits, winsorised_dispersion
from liem.detection.statistics.mantel_haenszel import common_odds_ratio, common_rate_ratio, homogeneity
from liem.detection.statistics.shrinkage import (
    fit_beta_binomial,
    fit_gamma_poisson,
    ratio_exceeds,
    share_exceeds,
    shrink_ratios,
    shrink_shares,
)

BERKELEY_1973 = np.array(
    [
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
    ],
    dtype=float,
)
"""Admissions by department: men admitted, rejected, women admitted, rejected (Bickel, Hammel and O'Connell 1975)."""

BCG_TRIALS = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ],
    dtype=float,
)
"""Thirteen trials of the BCG vaccine (Colditz et al. 1994): cases and others, vaccinated and not."""

# fmt: off
LIP_CANCER_OBSERVED = np.array(
    [
        9, 39, 11, 9, 15, 8, 26, 7, 6, 20, 13, 5, 3, 8, 17, 9, 2, 7, 9, 7, 16, 31, 11, 7, 19, 15, 7,
        10, 16, 11, 5, 3, 7, 8, 11, 9, 11, 8, 6, 4,
    ],
    dtype=float,
)
LIP_CANCER_EXPECTED = np.array(
    [
        1.4, 8.7, 3.0, 2.5, 4.3, 2.4, 8.1, 2.3, 2.0, 6.6, 4.4, 1.8, 1.1, 3.3, 7.8, 4.6, 1.1, 4.2,
        5.5, 4.4, 10.5, 22.7, 8.8, 5.6, 15.5, 12.5, 6.0, 9.0, 14.4, 10.2, 4.8, 2.9, 7.0, 8.5, 12.3,
        10.1, 12.7, 9.4, 7.2, 5.3,
    ],
    dtype=float,
)
# fmt: on
"""Lip cancer in the first forty Scottish districts (Clayton and Kaldor 1987)."""


def berkeley() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    men, women = BERKELEY_1973[:, 0] + BERKELEY_1973[:, 1], BERKELEY_1973[:, 2] + BERKELEY_1973[:, 3]
    return BERKELEY_1973[:, 0], men, BERKELEY_1973[:, 2], women


def test_the_common_odds_ratio_of_berkeley_is_the_one_r_prints() -> None:
    found = common_odds_ratio(*berkeley(), np.zeros(6, dtype=int), 1)
    assert found.ratio[0] == pytest.approx(0.9046968, rel=1e-6)
    assert (found.low[0], found.high[0]) == pytest.approx((0.7719074, 1.0603298), rel=1e-6)


def test_berkeley_departments_do_not_agree_on_one_ratio() -> None:
    statistic, p = homogeneity(*berkeley(), 0.9046968)
    assert statistic == pytest.approx(18.83, abs=0.01)
    assert p == pytest.approx(0.0021, abs=0.0001)


def test_groups_of_tables_are_kept_apart() -> None:
    tables = [np.tile(column, 2) for column in berkeley()]
    both = common_odds_ratio(*tables, np.repeat([0, 1], 6), 3)
    np.testing.assert_allclose(both.ratio[:2], 0.9046968, rtol=1e-6)
    assert np.isnan(both.ratio[2])


def test_the_common_rate_ratio_is_covered_by_its_interval_in_simulation() -> None:
    rng = np.random.default_rng(1)
    time, other = rng.uniform(20, 200, (2, 8))
    rate = rng.uniform(0.02, 0.2, 8)
    group = np.repeat(np.arange(2000), 8)
    events, others = rng.poisson(np.tile(2 * rate * time, 2000)), rng.poisson(np.tile(rate * other, 2000))
    found = common_rate_ratio(events, np.tile(time, 2000), others, np.tile(other, 2000), group, 2000)
    assert np.mean((found.low <= 2) & (found.high >= 2)) == pytest.approx(0.95, abs=0.016)


def test_the_additive_variance_is_dersimonian_and_lairds_for_the_bcg_trials() -> None:
    a, b, c, d = BCG_TRIALS.T
    effect = np.log(a / (a + b)) - np.log(c / (c + d))
    variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    centre = np.average(effect, weights=1 / variance)
    q = ((effect - centre) ** 2 / variance).sum()
    assert q == pytest.approx(152.2330, abs=0.001)
    assert additive_variance(q / 13, np.sqrt(variance)) == pytest.approx(0.3088, abs=0.0001)


def test_winsorised_dispersion_hardly_moves_when_a_tenth_is_planted() -> None:
    z = norm.ppf((np.arange(1000) + 0.5) / 1000)
    planted = np.concatenate([z, np.full(100, 9.0)])
    assert winsorised_dispersion(planted) < 1.5
    assert np.mean(planted**2) > 8
    assert winsorised_dispersion(np.array([np.nan])) == 1.0


@pytest.mark.parametrize("n", [25, 80, 400])
def test_share_limits_lie_between_the_neighbouring_exact_quantiles(n: int) -> None:
    for level in (0.025, 0.975, 0.999):
        limit = float(share_limits(np.array([n]), 0.2, level)[0]) * n
        assert binom.ppf(level, n, 0.2) - 1 <= limit <= binom.ppf(level, n, 0.2)


def test_ratio_limits_widen_with_honest_spread_and_are_poissons_without() -> None:
    expected = np.array([8.0, 40.0])
    plain = ratio_limits(expected, 0.975)
    assert (np.abs(plain * expected - poisson.ppf(0.975, expected)) <= 1).all()
    assert (ratio_limits(expected, 0.975, 0.3) >= plain).all()
    assert ratio_limits(np.array([1e6]), 0.975, 0.3)[0] == pytest.approx(np.exp(1.96 * 0.3), rel=1e-3)


def test_a_central_null_is_found_under_one_sided_contamination() -> None:
    rng = np.random.default_rng(3)
    z = np.concatenate([rng.normal(0.2, 1.5, 4500), rng.normal(6, 1, 500)])
    matched = by_central_matching(z)
    assert (matched.centre, matched.scale, matched.share) == pytest.approx((0.2, 1.5, 0.9), abs=0.12)
    fitted = by_truncated_likelihood(z, -2.5, 2.5)
    assert (fitted.centre, fitted.scale, fitted.share) == pytest.approx((0.2, 1.5, 0.9), abs=0.1)
    assert by_median(z).scale == pytest.approx(1.5 * 1.12, rel=0.08)
    assert 1.5 <= by_lower_half(z).scale <= 1.5 * 1.15


def test_truncated_likelihood_is_scipys() -> None:
    rng = np.random.default_rng(4)
    z = rng.normal(0.3, 1.2, 800)
    found = by_truncated_likelihood(z, -1.0, 1.5)
    inside = z[(z >= -1.0) & (z <= 1.5)]

    def loglik(centre: float, scale: float) -> float:
        return float(truncnorm.logpdf(inside, (-1 - centre) / scale, (1.5 - centre) / scale, centre, scale).sum())

    best = loglik(found.centre, found.scale)
    for step in (-0.01, 0.01):
        assert loglik(found.centre + step, found.scale) <= best + 1e-6
        assert loglik(found.centre, found.scale + step) <= best + 1e-6


def test_nulls_without_values_are_the_theoretical_one() -> None:
    assert by_median(np.array([])).p(np.array([1.96]))[0] == pytest.approx(0.025, abs=1e-4)
    assert by_lower_half(np.array([np.nan])).scale == 1.0
    with pytest.raises(ValueError, match="at least 50"):
        by_central_matching(np.zeros(10))
    with pytest.raises(ValueError, match="fewer than 10"):
        by_truncated_likelihood(np.zeros(10) + 5, -1, 1)


def test_the_gamma_prior_of_lip_cancer_maximises_scipys_negative_binomial_likelihood() -> None:
    shape, rate = fit_gamma_poisson(LIP_CANCER_OBSERVED, LIP_CANCER_EXPECTED)

    def loglik(a: float, b: float) -> float:
        return float(nbinom.logpmf(LIP_CANCER_OBSERVED, a, b / (b + LIP_CANCER_EXPECTED)).sum())

    best = loglik(shape, rate)
    for factor in (0.97, 1.03):
        assert loglik(shape * factor, rate) < best
        assert loglik(shape, rate * factor) < best
    found = shrink_ratios(LIP_CANCER_OBSERVED, LIP_CANCER_EXPECTED)
    np.testing.assert_allclose(found.mean, (shape + LIP_CANCER_OBSERVED) / (rate + LIP_CANCER_EXPECTED))
    raw = LIP_CANCER_OBSERVED / LIP_CANCER_EXPECTED
    # The district with a raw ratio of 6.4 rests on 1.4 expected cases: it is drawn in more than that of 4.5 with 8.7.
    assert found.mean[0] < raw[0] * 0.75
    assert found.mean[1] > raw[1] * 0.8


def test_the_beta_prior_maximises_scipys_likelihood_and_its_intervals_cover() -> None:
    rng = np.random.default_rng(6)
    truth = rng.beta(3, 17, 2000)
    n = rng.integers(5, 80, 2000)
    events = rng.binomial(n, truth)
    a, b = fit_beta_binomial(events, n)
    assert (a, b) == pytest.approx((3, 17), rel=0.15)
    best = betabinom.logpmf(events, n, a, b).sum()
    for factor in (0.97, 1.03):
        assert betabinom.logpmf(events, n, a * factor, b).sum() < best
        assert betabinom.logpmf(events, n, a, b * factor).sum() < best
    found = shrink_shares(events, n)
    assert np.mean((found.low <= truth) & (truth <= found.high)) == pytest.approx(0.9, abs=0.025)
    likely = share_exceeds(events, n, 0.2, (a, b))
    assert np.mean(truth[likely > 0.8] > 0.2) > 0.8


def test_the_probability_of_exceeding_a_ratio_is_calibrated() -> None:
    rng = np.random.default_rng(7)
    truth, expected = rng.gamma(5, 0.2, 3000), rng.uniform(2, 30, 3000)
    likely = ratio_exceeds(rng.poisson(truth * expected), expected, 1.5, (5.0, 5.0))
    band = (likely > 0.3) & (likely < 0.7)
    assert np.mean(truth[band] > 1.5) == pytest.approx(np.mean(likely[band]), abs=0.08)


def test_shrinkage_without_anything_to_learn_from_says_so_with_a_flat_prior() -> None:
    assert fit_beta_binomial(np.array([0.0]), np.array([0.0])) == (1.0, 1.0)
    assert fit_gamma_poisson(np.array([0.0, 0.0]), np.array([3.0, 4.0])) == (1.0, 1.0)
