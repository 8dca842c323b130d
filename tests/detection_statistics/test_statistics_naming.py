"""The person first, then the act, then the indicator: against the procedure done step by step, and its guarantee."""

import numpy as np
import pytest

from liem.detection.statistics import name_persons
from liem.detection.statistics.multiplicity import benjamini_hochberg, simes
from liem.detection.statistics.naming import side_by_side

pytestmark = pytest.mark.slow

ACT = np.array([0, 0, 1, 2, 2, 2])


def step_by_step(p: np.ndarray, rate: float) -> np.ndarray:
    """Benjamini and Bogomolov's procedure on three levels, as one would do it by hand."""
    acts = [np.flatnonzero(code == ACT) for code in np.unique(ACT)]
    by_act = np.stack([simes(p[:, columns]) for columns in acts], axis=1)
    persons = benjamini_hochberg(simes(by_act))
    asked = int((~np.isnan(persons)).sum())
    named = np.zeros(p.shape, dtype=bool)
    for who in np.flatnonzero(persons <= rate):
        level = rate * (persons <= rate).sum() / asked
        q = benjamini_hochberg(by_act[who])
        inside = level * (q <= level).sum() / (~np.isnan(q)).sum()
        for columns, value in zip(acts, q, strict=True):
            if value <= level:
                named[who, columns] = benjamini_hochberg(p[who, columns]) <= inside
    return named


@pytest.mark.parametrize("seed", range(40))
def test_q_says_at_which_rate_a_question_names_a_person(seed: int) -> None:
    rng = np.random.default_rng(seed)
    p = rng.random((30, 6)) ** rng.choice([1, 1, 6], (30, 1))
    p[rng.random(p.shape) < 0.2] = np.nan
    q = name_persons(p, ACT)
    assert (np.isnan(q) == np.isnan(p)).all()
    for rate in (0.01, 0.05, 0.2, 0.5, 0.9):
        np.testing.assert_array_equal(q <= rate, step_by_step(p, rate))


def test_where_nobody_does_anything_somebody_is_named_in_one_run_of_twenty() -> None:
    rng = np.random.default_rng(1)
    runs = [(name_persons(rng.random((80, 6)), ACT) <= 0.05).any() for _ in range(2000)]
    assert np.mean(runs) == pytest.approx(0.05, abs=0.015)


def test_questions_that_repeat_each_other_make_nobody_named_oftener() -> None:
    rng = np.random.default_rng(2)
    runs = [(name_persons(np.repeat(rng.random((80, 1)), 6, axis=1), ACT) <= 0.05).any() for _ in range(2000)]
    assert np.mean(runs) <= 0.065


def test_the_share_of_innocents_among_persons_named_is_held() -> None:
    rng, shares, found = np.random.default_rng(3), [], []
    for _ in range(400):
        p = rng.random((80, 6))
        guilty = np.arange(80) < 8
        p[:8, 3] *= 1e-4
        p[:8, 0] *= 1e-3
        named = (name_persons(p, ACT) <= 0.05).any(axis=1)
        shares.append((named & ~guilty).sum() / max(named.sum(), 1))
        found.append(named[guilty].mean())
    assert np.mean(shares) <= 0.055
    assert np.mean(found) > 0.95


def test_two_families_share_one_rate_and_one_that_speaks_leaves_it_to_the_other() -> None:
    first, second = side_by_side(np.array([0.04, 0.5, np.nan]), np.array([0.02, 0.004]), 0.9)
    np.testing.assert_allclose(first, [0.04, 0.5, np.nan])  # 0.004 ÷ 0.1 speaks at 0.04 already
    np.testing.assert_allclose(second, [0.04 / 0.9, 0.04])
    alone, nothing = side_by_side(np.array([0.046]), np.array([0.5]), 0.9)
    assert (alone[0], nothing[0]) == (pytest.approx(0.046 / 0.9), pytest.approx(0.5))
    np.testing.assert_array_equal(side_by_side(np.array([0.046]), np.zeros(0), 0.9)[0], [0.046])


def test_two_families_of_which_nobody_does_anything_name_somebody_in_one_run_of_twenty() -> None:
    rng = np.random.default_rng(4)
    runs = []
    for _ in range(2000):
        questions = name_persons(rng.random((80, 6)), ACT)
        agents = name_persons(rng.random((40, 5)), np.zeros(5, dtype=int))
        runs.append(any((q <= 0.05).any() for q in side_by_side(questions, agents, 0.9)))
    assert np.mean(runs) == pytest.approx(0.05, abs=0.015)


def test_nobody_asked_anything_is_no_mistake() -> None:
    assert name_persons(np.zeros((0, 6)), ACT).shape == (0, 6)
    assert np.isnan(name_persons(np.full((3, 6), np.nan), ACT)).all()
    assert name_persons(np.zeros((2, 0)), np.zeros(0, dtype=int)).shape == (2, 0)
