"""Leave-one-out expectation against a slow recount, and its variance against simulation."""

import numpy as np
import pytest

from liem.detection.statistics import ROOT, Cells, Settings
from liem.detection.statistics.expectation import ancestry, leave_one_out

pytestmark = pytest.mark.slow


def recount(cells: Cells, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Base and level of each cell, by loops over plain numbers."""
    overall = max(cells.events.sum(), 0.5) / cells.n.sum()
    base, chosen = [], []
    for subject, stratum in zip(cells.subject, cells.stratum, strict=True):
        level, rate, taken = int(stratum), np.nan, ROOT
        while level != ROOT:
            n = events = 0.0
            for other, where, k, y in zip(cells.subject, cells.stratum, cells.n, cells.events, strict=True):
                up = int(where)
                while up not in (ROOT, level):
                    up = int(cells.parent[up])
                if up == level and other != subject:
                    n, events = n + k, events + y
            if n >= least:
                rate, taken = max(events + overall, 0.5) / (n + 1), level
                if events >= 3 or n * overall >= 30:
                    break
            level = int(cells.parent[level])
        base.append(rate)
        chosen.append(taken)
    return np.array(base), np.array(chosen)


@pytest.mark.parametrize("seed", range(6))
def test_every_cell_is_compared_with_the_finest_stratum_that_has_enough_of_others(seed: int) -> None:
    rng = np.random.default_rng(seed)
    subject, stratum = rng.integers(0, 7, 60), rng.integers(0, 12, 60)
    n = rng.integers(0, 12, 60)
    parent = np.array([12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, ROOT, ROOT])
    cells = Cells(subject, stratum, n, rng.binomial(n, rng.choice([0.02, 0.08, 0.3])), None, parent)
    found = leave_one_out(cells, np.ones(7, dtype=bool), Settings(min_others=20))
    base, level = recount(cells, 20)
    np.testing.assert_allclose(found.base, base)
    np.testing.assert_array_equal(found.level, level)
    np.testing.assert_allclose(found.expected, cells.per_subject(np.nan_to_num(base) * n))
    np.testing.assert_allclose(found.n, cells.per_subject(np.where(np.isnan(base), 0, n)))


def test_lineages_run_from_the_finest_stratum_to_the_root() -> None:
    cells = Cells([0], [0], [1], [0], None, np.array([2, 2, 3, ROOT]))
    assert ancestry(cells).tolist() == [[0, 2, 3], [1, 2, 3], [2, 3, ROOT], [3, ROOT, ROOT]]


def test_who_is_surely_outside_is_no_yardstick_for_others_but_is_measured_himself() -> None:
    cells = Cells([0, 1, 2], [0, 0, 0], [100, 100, 100], [10, 20, 90])
    found = leave_one_out(cells, np.array([True, True, False]), Settings())
    assert found.expected[0] == pytest.approx(100 * (20 + 0.15) / 101)
    assert found.expected[2] == pytest.approx(100 * (30 + 0.15) / 201)


def test_where_nobody_else_ever_does_it_the_yardstick_is_rare_and_hardly_known() -> None:
    cells = Cells([0, 1, 2], [0, 0, 0], [400, 400, 400], [30, 0, 0])
    found = leave_one_out(cells, np.array([False, True, True]), Settings())
    assert found.expected[0] == pytest.approx(400 * 0.5 / 801)
    assert found.noise[0] == pytest.approx(2.0, rel=0.01)


@pytest.mark.parametrize("colleagues", [2, 5, 12])
def test_the_yardstick_says_how_far_a_few_colleagues_can_move_it(colleagues: int) -> None:
    """Simulated: the log-odds expected of the first official vary by noise + spread × variance between the others."""
    rng = np.random.default_rng(colleagues)
    officials, strata, size, honest, runs = colleagues + 1, 4, 60, 0.4, 1200
    subject, stratum = np.repeat(np.arange(officials), strata), np.tile(np.arange(strata), officials)
    log_odds = np.array([-2.0, -1.5, -1.0, -0.5])
    shifts, claimed = [], []
    for _ in range(runs):
        chance = 1 / (1 + np.exp(-log_odds[stratum] - rng.normal(0, honest, officials)[subject]))
        cells = Cells(subject, stratum, np.full(len(subject), size), rng.binomial(size, chance))
        found = leave_one_out(cells, np.ones(officials, dtype=bool), Settings())
        base = found.base[:strata]
        weight = base * (1 - base)
        shifts.append((weight * (np.log(base / (1 - base)) - log_odds)).sum() / weight.sum())
        claimed.append(found.noise[0] + found.spread[0] * honest**2)
    assert np.mean(claimed) == pytest.approx(np.var(shifts), rel=0.2)
