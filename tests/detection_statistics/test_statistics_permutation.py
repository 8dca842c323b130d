"""Shuffled labels: exact margins, exact probabilities, and the right level."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import hypergeom

from liem.detection.statistics import Cells
from liem.detection.statistics.permutation import (
    excess_of_subjects,
    largest_excess,
    permutation_p,
    shuffled,
    shuffled_events,
)


def test_a_shuffle_keeps_every_stratum_and_every_workload(province: Callable) -> None:
    cells = province(1, officials=20).cells
    for drawn in shuffled(cells, 3, seed=5):
        np.testing.assert_array_equal(drawn.n, cells.n)
        np.testing.assert_allclose(np.bincount(cells.stratum, drawn.events), np.bincount(cells.stratum, cells.events))
        assert (drawn.events <= drawn.n).all()


def test_the_p_of_one_official_in_one_stratum_is_fishers() -> None:
    cells = Cells([0, 1], [0, 0], [20, 60], [9, 8])
    p = permutation_p(cells, excess_of_subjects, draws=20_000, seed=2)[0]
    assert p == pytest.approx(hypergeom.sf(8, 80, 17, 20), abs=0.002)


def test_the_same_seed_gives_the_same_shuffles() -> None:
    cells = Cells([0, 1, 0, 1], [0, 0, 1, 1], [20, 60, 5, 9], [9, 8, 1, 2])
    np.testing.assert_array_equal(shuffled_events(cells, 4, 1), shuffled_events(cells, 4, 1))


def test_one_p_for_the_largest_excess_keeps_its_level() -> None:
    rng = np.random.default_rng(3)
    ps = []
    for seed in range(150):
        n = rng.integers(5, 60, 30)
        cells = Cells(np.repeat(np.arange(10), 3), np.tile(np.arange(3), 10), n, rng.binomial(n, 0.2))
        ps.append(permutation_p(cells, largest_excess, draws=99, seed=seed)[0])
    assert np.mean(np.array(ps) <= 0.1) <= 0.1 + 3 * np.sqrt(0.09 / 150)
