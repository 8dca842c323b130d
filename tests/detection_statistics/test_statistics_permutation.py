"""Shuffled labels: exact margins, exact probabilities, and the right level."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import hypergeom

from liem.detection.statistics import Cells
from liem.detection.statistics.permutation import (
    dealt_within,
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


def lonely(rate: float) -> Cells:
    """Ten officials share stratum 0; the eleventh alone has stratum 1. Both lie in stratum 2."""
    rng = np.random.default_rng(4)
    n = np.full(11, 200)
    events = rng.binomial(n, [0.05] * 10 + [rate])
    return Cells(np.arange(11), [0] * 10 + [1], n, events, parent=[2, 2, -1])


def test_whoever_is_alone_in_a_stratum_is_dealt_out_with_those_they_are_compared_with() -> None:
    cells = lonely(0.4)
    assert dealt_within(cells).tolist() == [2] * 11
    drawn = shuffled_events(cells, 50, 1)
    assert (drawn.sum(axis=1) == cells.events.sum()).all()
    assert drawn[:, 10].mean() == pytest.approx(cells.events.sum() / 11, rel=0.1)
    assert drawn[:, 10].max() < cells.events[10] / 2, "what the lone one had does not stay with them"


def test_several_alone_under_one_coarser_stratum_are_dealt_out_among_themselves() -> None:
    cells = Cells([0, 1, 2, 3], [0, 0, 1, 2], [50] * 4, [5] * 4, parent=[3, 3, 3, -1])
    assert dealt_within(cells).tolist() == [0, 0, 3, 3]


def test_where_nobody_else_is_there_at_all_nothing_can_be_dealt_out() -> None:
    cells = Cells([0, 0], [0, 1], [50, 50], [5, 9], parent=[2, 2, -1])
    assert shuffled_events(cells, 1, 1).sum() == 14
    assert dealt_within(Cells([], [], [], [], parent=[])).tolist() == []


def test_a_shuffle_keeps_who_is_asked_and_who_is_only_compared() -> None:
    asked = np.array([True, False, False])
    cells = Cells(np.arange(3), np.zeros(3, dtype=int), np.full(3, 20), np.array([4, 1, 0]), asked=asked)
    (drawn,) = shuffled(cells, 1, seed=1)
    assert drawn.are_asked.tolist() == asked.tolist()
    assert drawn.events.sum() == cells.events.sum()
