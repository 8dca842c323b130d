"""How often innocents are named, and how many of the planted are found, on small simulated provinces."""

from collections.abc import Callable

import numpy as np
import pytest

from liem.detection.statistics import Cells, Settings, assess
from liem.detection.statistics.units import by_unit


@pytest.mark.slow
def test_a_unit_with_hard_cases_lights_as_a_unit_and_none_of_its_officials_is_named(province: Callable) -> None:
    lit = 0
    for seed in range(3):
        cells = province(seed, raised_units=2).cells
        assert not assess(cells).named.any()
        units = assess(by_unit(cells), Settings(q_named=0.2, least_dispersion=0.1))
        lit += units.named[:2].sum()
        assert units.named[2:].sum() <= 1
    assert lit >= 4


@pytest.mark.slow
def test_planted_officials_do_not_swell_the_honest_variation(province: Callable) -> None:
    honest = np.mean([assess(province(seed).cells).tau for seed in range(3)])
    planted = np.mean([assess(province(seed, planted=0.15).cells).tau for seed in range(3)])
    assert planted < 1.35 * honest


def test_the_yardstick_leaves_out_who_is_surely_outside(province: Callable) -> None:
    made = province(4, planted=0.12)
    found = assess(made.cells)
    assert made.planted[~found.yardstick].mean() > 0.8
    assert found.yardstick[~made.planted].mean() > 0.97


def test_a_procedure_that_everybody_does_badly_is_reviewed_and_names_nobody(province: Callable) -> None:
    cells = province(5, planted=0.1, ratio=4.0).cells
    assert assess(cells).named.any()
    reviewed = assess(cells, Settings(norm=0.01))
    assert reviewed.procedure_review
    assert reviewed.exceeding_norm > 0.5
    assert not reviewed.named.any()


def test_hardly_any_difference_between_persons_is_a_matter_of_the_procedure(province: Callable) -> None:
    found = assess(province(6, spread=0.02, unit_spread=0.0).cells)
    assert found.procedure_review
    assert found.icc_subject < 0.02
    assert found.icc_procedure > found.icc_subject


def test_somebody_far_above_is_told_of_where_persons_hardly_differ(province: Callable) -> None:
    """Small honest differences make a doubled rate more of an outlier, not a matter of the procedure: although none of
    them is surely outside, whose p is smallest is one of the planted.
    """
    made = province(5, spread=0.15, unit_spread=0.05, planted=0.01, ratio=1.9)
    found = assess(made.cells)
    assert found.icc_subject < 0.02
    assert np.nanmax(found.outside) < 0.5
    assert not found.procedure_review
    first = int(np.nanargmin(np.where(found.worth, found.p, np.nan)))
    assert made.planted[first]
    assert found.p[first] < 0.001


@pytest.mark.slow
def test_the_share_of_variance_between_subjects_is_the_simulated_one(province: Callable) -> None:
    """spread 0.5 of rates at about 0.13 is about 0.57 of log-odds: 0.33 of about 0.33 + procedures + 3.29."""
    shares = [assess(province(seed, spread=0.5, dossiers=(400, 900)).cells).icc_subject for seed in range(3)]
    assert np.mean(shares) == pytest.approx(0.08, abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("officials", [40, 160])
def test_an_honest_province_names_nobody_in_nineteen_of_twenty_runs(province: Callable, officials: int) -> None:
    runs = [assess(province(seed, officials=officials).cells).named.any() for seed in range(20)]
    assert sum(runs) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("officials", [40, 160])
def test_heavy_tails_of_honest_habits_name_less_than_one_person_per_province(
    province: Callable, officials: int
) -> None:
    """The known limit of naming by one pattern: habits as heavy as a t with 4 degrees of freedom hold people so far out
    that no record tells them from planted ones. Such a name is a look at the unit, never a lead on a person.
    """
    named = [assess(province(seed, officials=officials, heavy=True).cells).named.sum() for seed in range(20)]
    assert sum(named) <= len(named)


@pytest.mark.slow
def test_false_discoveries_stay_under_five_percent_and_most_planted_officials_are_found(province: Callable) -> None:
    wrong, hits = [], []
    for seed in range(12):
        made = province(seed, spread=0.2, planted=0.12, ratio=3.0)
        named = assess(made.cells).named
        wrong.append((named & ~made.planted).sum() / max(named.sum(), 1))
        hits.append(named[made.planted].mean())
    assert np.mean(wrong) <= 0.05 + 2 * np.std(wrong) / np.sqrt(len(wrong))
    assert np.mean(hits) >= 0.9


@pytest.mark.slow
def test_a_few_planted_officials_among_many_are_found_too(province: Callable) -> None:
    wrong, hits = [], []
    for seed in range(10):
        made = province(seed, spread=0.2, planted=3 / 160, ratio=4.0)
        named = assess(made.cells).named
        wrong.append(named[~made.planted].any())
        hits.append(named[made.planted].mean())
    assert sum(wrong) <= 1
    assert np.mean(hits) >= 0.7


@pytest.mark.slow
def test_where_most_of_a_unit_is_planted_the_unit_mostly_lights(province: Callable) -> None:
    lit = []
    for seed in range(6):
        made = province(seed)
        cells = made.cells
        rng = np.random.default_rng(seed)
        guilty = np.isin(cells.cluster, (0, 1)) & (rng.random(cells.subjects) < 0.8)
        extra = rng.binomial((cells.n - cells.events).astype(int), np.where(guilty[cells.subject], 0.25, 0.0))
        planted = type(cells)(cells.subject, cells.stratum, cells.n, cells.events + extra, cells.cluster, cells.parent)
        lit += assess(by_unit(planted), Settings(q_named=0.2)).named[:2].tolist()
        named = assess(planted).named
        assert named[~guilty].sum() <= 1
    print(f"units lit: {sum(lit)} of {len(lit)}")
    assert np.mean(lit) >= 0.8


@pytest.mark.slow
def test_twenty_thousand_officials_are_assessed_in_bounded_memory() -> None:
    rng = np.random.default_rng(1)
    officials = 20_000
    subject, stratum = np.repeat(np.arange(officials), 4), rng.integers(0, 50, 4 * officials)
    odds = 0.1 * np.exp(rng.normal(0, 0.25, officials)[subject]) * np.where(subject % 20 == 0, 4.0, 1.0)
    n = rng.integers(40, 120, len(subject))
    found = assess(Cells(subject, stratum, n, rng.binomial(n, odds / (1 + odds)), np.arange(officials) // 7))
    planted = np.arange(officials) % 20 == 0
    assert found.named[planted].mean() > 0.65  # tails are taken one step heavier than learnt, which costs finds
    assert found.named[~planted].sum() <= 0.06 * found.named.sum()
