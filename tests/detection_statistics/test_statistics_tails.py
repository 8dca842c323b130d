"""Tails and quantiles against ``scipy.stats``, edges and nonsense included: they replaced it, and answer as it did."""

import subprocess
import sys
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from scipy.interpolate import CubicHermiteSpline
from scipy.stats import beta, binom, chi2, poisson, spearmanr
from scipy.stats import t as student

from liem.detection.calibration.placebos import _ranks
from liem.detection.statistics import tails, tilt
from liem.detection.statistics.cells import Floats
from liem.detection.statistics.honest import PLACES, UNIT_NU, unit_law
from liem.detection.statistics.sample import minimum_sample
from liem.detection.statistics.tilt import GRID, KNOTS

NAN, INF = float("nan"), float("inf")
N = [0.0, 1.0, 2.0, 7.0, 40.0, 333.0, 5_000.0, 1_000_000.0, -1.0, 2.5, NAN]
P = [0.0, 1e-9, 0.001, 0.02, 0.3, 0.5, 0.97, 1 - 1e-9, 1.0, -0.1, 1.1, NAN]
LEVELS = [1e-9, 0.001, 0.025, 0.1, 0.47, 0.8, 0.975, 0.999, 1 - 1e-6]
MEANS = [0.0, 1e-12, 0.05, 1.0, 3.7, 100.0, 12_345.6, 1e7, -1.0, NAN]


def _binomial_grid() -> tuple[Floats, Floats, Floats]:
    k = [-INF, -3, -1, -0.5, 0, 0.5, 1, 3, 39, 40, 41, 120, 4_999, 5_000, 20_345, 999_999, INF, NAN]
    near = [n * p + d * (n * p * (1 - p)) ** 0.5 for n in N[:8] for p in P[:9] for d in (-6, -2, 0, 1, 4, 12)]
    whole = [*product([*k, *map(float, np.floor(near[:60]))], N, P)]
    return tuple(np.array(whole).T)


@pytest.mark.parametrize(
    ("ours", "theirs"), [(tails.binomial_above, binom.sf), (tails.binomial_up_to, binom.cdf)], ids=["above", "up to"]
)
def test_binomial_tails_are_those_of_scipy(ours: Callable[..., Floats], theirs: Callable[..., Floats]) -> None:
    k, n, p = _binomial_grid()
    np.testing.assert_allclose(ours(k, n, p), theirs(k, n, p), rtol=1e-12, atol=1e-300)


def test_the_mid_p_is_the_tail_above_and_half_of_what_was_seen() -> None:
    k, n, p = _binomial_grid()
    sensible = (k >= 0) & (k == np.floor(k)) & (k < INF) & ((p > 1e-8) | (k == 0))
    k, n, p = k[sensible], n[sensible], p[sensible]
    np.testing.assert_allclose(
        tails.binomial_mid(k, n, p), binom.sf(k, n, p) + 0.5 * binom.pmf(k, n, p), rtol=1e-9, atol=1e-300
    )


def test_poisson_tails_are_those_of_scipy() -> None:
    k, mean = np.array([*product([-INF, -2, -0.5, 0, 0.5, 1, 4, 100, 12_000, 1e7, 2e7, INF, NAN], MEANS)]).T
    np.testing.assert_allclose(tails.poisson_up_to(k, mean), poisson.cdf(k, mean), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("level", LEVELS)
def test_quantiles_of_counts_are_those_of_scipy(level: float) -> None:
    n, p = np.array([*product(N, P)]).T
    np.testing.assert_array_equal(tails.binomial_quantile(level, n, p), binom.ppf(level, n, p))
    mean = np.array([one for one in MEANS if not one > 1e6])  # beyond, scipy's own starting point is some counts off
    np.testing.assert_array_equal(tails.poisson_quantile(level, mean), poisson.ppf(level, mean))


@pytest.mark.parametrize("level", LEVELS)
def test_a_quantile_of_very_many_is_the_fewest_that_reaches_the_level(level: float) -> None:
    k = tails.poisson_quantile(level, 1e7)
    assert poisson.cdf(k - 1, 1e7) < level <= poisson.cdf(k, 1e7)


@pytest.mark.parametrize("level", LEVELS[1:])
def test_limits_of_means_and_shares_are_those_of_scipy(level: float) -> None:
    events = np.array([1e-9, 0.5, 1, 2, 3.25, 17, 300, 1e6])
    np.testing.assert_allclose(tails.poisson_mean_limit(level, events), chi2.ppf(level, 2 * events) / 2, rtol=1e-12)
    one, other = np.array([*product(events, events)]).T
    np.testing.assert_allclose(tails.share_limit(level, one, other), beta.ppf(level, one, other), rtol=1e-12)


def test_the_tail_of_chi_square_is_that_of_scipy() -> None:
    statistic, degrees = np.array(
        [*product([-1, 0, 1e-9, 0.3, 4, 77, 600, 1e5, INF, NAN], [0, -1, 0.2, 1, 2, 3.7, 40, 1e5, NAN])]
    ).T
    np.testing.assert_allclose(
        tails.chi_square_above(statistic, degrees), chi2.sf(statistic, degrees), rtol=1e-12, atol=1e-300
    )


def test_one_number_is_answered_as_well_as_many() -> None:
    assert float(tails.binomial_above(2, 10, 0.3)) == pytest.approx(float(binom.sf(2, 10, 0.3)), rel=1e-13)
    assert float(tails.binomial_quantile(0.999, 10, 0.3)) == binom.ppf(0.999, 10, 0.3)
    assert float(tails.poisson_quantile(0.975, 3.0)) == poisson.ppf(0.975, 3.0)
    assert float(tails.chi_square_above(3.0, 0)) != float(tails.chi_square_above(3.0, 0)), "nan"


@pytest.mark.parametrize("ratio", [1.5, 3.0, 10.0])
@pytest.mark.parametrize("base", [0.0004, 0.003, 0.0207, 0.05, 0.11, 0.2, 0.33, 0.4, 0.6])
def test_the_smallest_sample_is_the_first_of_all_sizes_at_which_the_test_has_power(base: float, ratio: float) -> None:
    n, raised = np.arange(1, 20_000), min(base * ratio, 1 - 1e-9)
    for alpha, power in ((0.001, 0.8), (0.05, 0.5), (1e-5, 0.95)):
        enough = n[binom.sf(binom.isf(alpha, n, base), n, raised) >= power]
        found = minimum_sample(base, ratio, alpha, power)
        assert found == enough[0] if len(enough) else found > n[-1]


def test_no_sample_of_a_million_is_enough_where_hardly_anything_happens_or_nothing_is_raised() -> None:
    never = np.iinfo(np.int32).max
    assert minimum_sample(1e-5) == 677_926
    assert [minimum_sample(1e-7), minimum_sample(0.0), minimum_sample(0.2, 1.0), minimum_sample(1.0)] == [never] * 4


def test_the_law_of_units_is_students() -> None:
    edges = np.append(PLACES - tilt.STEP / 2, PLACES[-1] + tilt.STEP / 2)
    mass = np.diff(student.cdf((edges - 0.1) / 0.3, UNIT_NU))
    np.testing.assert_allclose(unit_law(0.1, 0.3), mass / mass.sum(), rtol=1e-12)


def test_values_and_slopes_are_interpolated_as_by_scipy() -> None:
    one, none = np.eye(len(KNOTS)), np.zeros((len(KNOTS), len(KNOTS)))
    np.testing.assert_allclose(tilt.VALUES, CubicHermiteSpline(KNOTS, one, none)(GRID).T, atol=1e-14)
    np.testing.assert_allclose(tilt.SLOPES, CubicHermiteSpline(KNOTS, none, one)(GRID).T, atol=1e-14)


def test_the_agreement_of_two_orders_is_spearmans() -> None:
    draw = np.random.default_rng(5)
    for size, kinds in ((3, 2), (9, 4), (200, 1000)):
        a, b = draw.integers(0, kinds, size) / 7, draw.integers(0, kinds, size) / 3
        a[0], a[1], b[0], b[1] = 0.0, 9.0, 0.0, 9.0
        assert np.corrcoef(_ranks(a), _ranks(b))[0, 1] == pytest.approx(spearmanr(a, b).statistic, rel=1e-12)


def test_what_every_command_and_process_loads_leaves_the_heavy_rooms_of_scipy_out() -> None:
    """They took more than a third of the start of every command and process."""
    code = "import liem.detection.run, liem.detection.catalogue, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scipy.stats", "scipy.interpolate", "scipy.optimize"} & set(loaded)
