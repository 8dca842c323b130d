"""Multiplicity against published examples, SciPy, and simulation."""

import numpy as np
import pytest
from scipy.stats import false_discovery_control, norm

from liem.detection.statistics.convergence import converge
from liem.detection.statistics.multiplicity import (
    adjust_families,
    benjamini_hochberg,
    benjamini_yekutieli,
    mirrored,
    simes,
)

NEUHAUS_1992 = np.array(
    [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0]
)
"""The fifteen p-values of Benjamini and Hochberg (1995), section 3.3."""


def test_the_example_of_benjamini_and_hochberg_rejects_four_where_bonferroni_rejects_three() -> None:
    assert (benjamini_hochberg(NEUHAUS_1992) <= 0.05).sum() == 4
    assert (NEUHAUS_1992 * 15 <= 0.05).sum() == 3


@pytest.mark.parametrize("seed", range(5))
def test_q_values_are_those_of_scipy(seed: int) -> None:
    p = np.random.default_rng(seed).random(37) ** 2
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p, method="bh"))
    np.testing.assert_allclose(benjamini_yekutieli(p), false_discovery_control(p, method="by"))


def test_questions_not_asked_do_not_count() -> None:
    p = np.array([0.01, np.nan, 0.04, np.nan, 0.3])
    q = benjamini_hochberg(p)
    assert np.isnan(q[[1, 3]]).all()
    np.testing.assert_allclose(q[[0, 2, 4]], false_discovery_control(p[[0, 2, 4]]))
    assert np.isnan(benjamini_yekutieli(np.array([np.nan]))).all()


def test_families_are_adjusted_apart() -> None:
    p = np.array([0.01, 0.02, 0.03, 0.5])
    q = adjust_families(p, np.array([7, 3, 3, 7]))
    np.testing.assert_allclose(q[[0, 3]], false_discovery_control(p[[0, 3]]))
    np.testing.assert_allclose(q[[1, 2]], false_discovery_control(p[[1, 2]]))


def test_simes_takes_the_best_ordered_product_and_skips_what_was_not_tested() -> None:
    p = np.array([[0.01, 0.02, 0.9], [0.04, np.nan, 0.03], [np.nan, np.nan, np.nan]])
    np.testing.assert_allclose(simes(p), [0.03, 0.04, np.nan])


def test_simes_keeps_its_level_when_all_is_null_and_tests_are_correlated() -> None:
    rng = np.random.default_rng(4)
    z = rng.normal(size=(20_000, 4)) + rng.normal(size=(20_000, 1))
    share = np.mean(simes(norm.sf(z / np.sqrt(2))) <= 0.05)
    assert share <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 20_000)


def test_the_false_discovery_rate_is_kept_with_planted_effects() -> None:
    rng = np.random.default_rng(5)
    shares = []
    for _ in range(400):
        z = rng.normal(size=200)
        z[:20] += 3.5
        named = benjamini_hochberg(norm.sf(z)) <= 0.1
        shares.append(named[20:].sum() / max(named.sum(), 1))
    assert np.mean(shares) <= 0.1 * 0.9 + 3 * np.std(shares) / np.sqrt(400)


def test_the_mirror_counts_extremes_of_the_innocent_side() -> None:
    upper = np.array([0.001, 0.002, 0.004, 0.9, 0.5])
    lower = np.array([0.999, 0.998, 0.996, 0.003, 0.5])
    ratio = mirrored(upper, lower)
    np.testing.assert_allclose(ratio[:3], [0.0, 0.0, 1 / 3])


def test_two_sources_make_a_lead_and_two_indicators_of_one_source_do_not() -> None:
    p = np.full((10, 3), 0.8)
    p[0] = [0.0001, 0.0001, 0.9]
    p[1] = [0.0001, 0.9, 0.0001]
    found = converge(p, np.array([1, 1, 2]))
    assert found.met.tolist() == [1, 2] + [0] * 8
    assert found.lead.tolist() == [False, True] + [False] * 8


def test_with_independent_honest_sources_leads_are_rarer_than_signs_of_one_source() -> None:
    rng = np.random.default_rng(6)
    leads = [converge(rng.random((100, 4)), np.array([1, 1, 2, 3])).lead.any() for _ in range(300)]
    assert np.mean(leads) <= 0.02
