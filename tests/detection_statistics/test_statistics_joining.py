"""Several traces of one doing as one question: against SciPy where they are independent, by simulation where not."""

import numpy as np
import pytest
from scipy.stats import combine_pvalues, norm

from liem.detection.statistics.joining import LEAST_CORRELATION, UNKNOWN, correlation, joined


def alike(rho: float) -> np.ndarray:
    return np.array([[1.0, rho], [rho, 1.0]])


@pytest.mark.parametrize("p", [(0.01, 0.2), (0.0003, 0.004), (0.5, 0.9), (1.0, 0.02)])
def test_independent_questions_are_joined_as_fisher_did(p: tuple[float, float]) -> None:
    assert joined(np.array([p]), alike(0.0))[0] == pytest.approx(combine_pvalues(p).pvalue)


def test_one_question_alone_keeps_its_p_and_none_has_none() -> None:
    p = np.array([[0.03, np.nan], [np.nan, np.nan]])
    found = joined(p, alike(0.4))
    assert found[0] == pytest.approx(0.03)
    assert np.isnan(found[1])


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6])
def test_habits_that_go_together_make_the_joined_p_no_smaller_than_chance(rho: float) -> None:
    rng = np.random.default_rng(5)
    common = rng.normal(size=(400_000, 1))
    p = norm.sf(np.sqrt(rho) * common + np.sqrt(1 - rho) * rng.normal(size=(400_000, 2)))
    found = joined(p, alike(rho))
    for level in (0.05, 0.01, 0.001):
        assert (found <= level).mean() <= 1.15 * level


def test_how_habits_go_together_is_learnt_from_the_run_and_never_taken_for_nothing() -> None:
    rng = np.random.default_rng(6)
    common = rng.normal(size=2000)
    first, second = (norm.sf(np.sqrt(0.6) * common + np.sqrt(0.4) * rng.normal(size=2000)) for _ in range(2))
    assert correlation(first, second) == pytest.approx(0.6, abs=0.06)
    assert correlation(rng.random(2000), rng.random(2000)) == LEAST_CORRELATION
    assert correlation(first[:10], second[:10]) == UNKNOWN
