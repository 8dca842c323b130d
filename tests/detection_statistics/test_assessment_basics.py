"""The assessment's arrays, gates and simplest cases."""

from dataclasses import replace

import numpy as np
import pytest

from liem.detection.statistics import REASONS, ROOT, Cells, Settings, assess

RARE = Settings(min_expected=0.0, power_ratio=1e6)
"""Of what honest people hardly ever do."""


def small_province(seed: int = 1, officials: int = 60, planted: int = 0) -> Cells:
    rng = np.random.default_rng(seed)
    subject = np.repeat(np.arange(officials), 3)
    stratum = np.tile(np.arange(3), officials)
    odds = np.array([0.05, 0.2, 0.6])[stratum] * np.exp(rng.normal(0, 0.25, officials))[subject]
    odds = odds * np.where(subject < planted, 4.0, 1.0)
    n = rng.integers(60, 160, len(subject))
    return Cells(subject, stratum, n, rng.binomial(n, odds / (1 + odds)))


def test_an_honest_province_names_nobody_and_planted_officials_are_named() -> None:
    assert not assess(small_province()).named.any()
    named = np.flatnonzero(assess(small_province(planted=6)).named)
    assert set(named) <= set(range(6))
    assert len(named) >= 4


def test_where_the_work_is_divided_nobody_stands_out() -> None:
    """Five of eleven send all the letters, as in a real permit log of people of whom nothing wrong is known."""
    n = np.array([427, 371, 72, 57, 47, 403, 120, 96, 61, 80, 75])
    events = np.array([121, 75, 13, 25, 20, 5, 3, 1, 2, 1, 2])
    divided = assess(Cells(np.arange(11), np.zeros(11, dtype=int), n, events))
    assert not divided.named.any()
    assert divided.yardstick[events > 0.1 * n].all()
    usual = np.array([150, 12, 9, 14, 11, 13, 10, 12, 15, 9, 12])
    alone = assess(Cells(np.arange(11), np.zeros(11, dtype=int), np.full(11, 400), usual))
    assert np.flatnonzero(alone.named).tolist() == [0]


def test_who_hardly_ever_does_a_thing_is_no_measure_for_who_does() -> None:
    """Ten surveyors among forty examiners never ask: nothing is asked of them, and nobody else is measured by them."""
    rng = np.random.default_rng(5)
    rate = np.append(0.2 * np.exp(rng.normal(0, 0.15, 40)), np.zeros(10))
    rate[0] = 0.6
    n = np.full(50, 300)
    cells = Cells(np.arange(50), np.zeros(50, dtype=int), n, rng.binomial(n, rate))
    mixed, apart = assess(cells), assess(Cells(np.arange(40), np.zeros(40, dtype=int), n[:40], cells.events[:40]))
    assert {REASONS[code] for code in mixed.reason[40:]} == {"other_work"}
    assert not mixed.eligible[40:].any()
    assert not mixed.yardstick[40:].any()
    np.testing.assert_allclose(mixed.p[:40], apart.p, rtol=1e-9)
    assert np.flatnonzero(mixed.named).tolist() == [0]


def test_no_single_one_of_them_tells_and_all_together_do() -> None:
    """Twelve at the counter never ask for it, where six times might be expected of each: by chance one might not."""
    rng = np.random.default_rng(7)
    n = np.append(np.full(30, 100), np.full(12, 60))
    events = np.append(rng.binomial(100, np.append(0.4, np.full(29, 0.12))), np.zeros(12))
    cells = Cells(np.arange(42), np.zeros(42, dtype=int), n, events)
    mixed, apart = assess(cells), assess(Cells(np.arange(30), np.zeros(30, dtype=int), n[:30], events[:30]))
    assert {REASONS[code] for code in mixed.reason[30:]} == {"other_work"}
    np.testing.assert_allclose(mixed.p[:30], apart.p, rtol=1e-9)
    few = assess(Cells(np.arange(33), np.zeros(33, dtype=int), n[:33], events[:33]))
    assert few.eligible[30:].all(), "three may be chance"


def test_whoever_never_does_what_hardly_anybody_does_is_asked_all_the_same() -> None:
    events = np.append(np.random.default_rng(8).poisson(1.0, 40), 9)
    found = assess(Cells(np.arange(41), np.zeros(41, dtype=int), np.full(41, 100), np.minimum(events, 100)))
    assert (events == 0).sum() > 10
    assert found.yardstick[:40].all()


def test_what_one_does_every_time_makes_nobody_else_idle() -> None:
    """One charges too much in a third of the cases, four others once each, and nobody else ever."""
    events = np.zeros(40)
    events[0], events[1:5] = 380, 1
    found = assess(Cells(np.arange(40), np.zeros(40, dtype=int), np.full(40, 1100), events), RARE)
    assert np.flatnonzero(found.named).tolist() == [0]
    assert found.eligible.all()


def test_who_does_a_thing_seldom_is_compared_all_the_same() -> None:
    rng = np.random.default_rng(6)
    events = rng.binomial(100, np.append(np.full(30, 0.2), np.full(10, 0.1)))
    found = assess(Cells(np.arange(40), np.zeros(40, dtype=int), np.full(40, 100), events))
    assert found.eligible.all()


def test_of_too_few_people_nobody_is_told_apart() -> None:
    """Eight people of a real permit log: one moves due dates ten times as often as the others."""
    n = np.array([25, 57, 97, 117, 131, 268, 319, 387])
    cells = Cells(np.arange(8), np.zeros(8, dtype=int), n, np.array([0, 2, 2, 11, 4, 1, 0, 0]))
    assert assess(cells, RARE).named[3]
    found = assess(cells, replace(RARE, least_compared=9))
    assert {REASONS[code] for code in found.reason} == {"few_compared"}
    assert np.isnan(found.p).all()
    assert not found.named.any()
    assert assess(cells, replace(RARE, least_compared=8)).named[3]


def test_the_same_cells_give_the_same_answer_whatever_their_order() -> None:
    cells = small_province(planted=6)
    order = np.random.default_rng(0).permutation(len(cells.n))
    shuffled = Cells(cells.subject[order], cells.stratum[order], cells.n[order], cells.events[order])
    np.testing.assert_allclose(assess(cells).q, assess(shuffled).q, rtol=1e-9)


def test_who_has_too_little_is_not_shown_and_the_reason_is_told() -> None:
    cells = small_province()
    n, events = cells.n.copy(), cells.events.copy()
    n[:3], events[:3] = (6, 6, 6), (0, 0, 0)
    result = assess(Cells(cells.subject, cells.stratum, n, events))
    assert REASONS[result.reason[0]] == "few_opportunities"
    assert np.isnan([result.effect[0], result.p[0], result.q[0], result.shrunk[0]]).all()
    assert not result.named[0]


def test_an_official_alone_in_a_stratum_without_parent_has_no_comparison() -> None:
    result = assess(Cells([0, 1], [0, 1], [100, 100], [50, 1]))
    assert [REASONS[code] for code in result.reason] == ["no_comparison", "no_comparison"]
    assert not result.named.any()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_late_or_none_late_names_nobody(share: float) -> None:
    n = np.full(40, 100)
    result = assess(Cells(np.arange(40), np.zeros(40, dtype=int), n, n * share))
    assert not result.named.any()
    assert not result.eligible.any()


def test_no_cells_at_all_give_an_empty_assessment() -> None:
    empty = np.zeros(0, dtype=int)
    result = assess(Cells(empty, empty, empty, empty))
    assert len(result.n) == 0
    assert not result.procedure_review


def test_more_events_than_opportunities_are_refused_for_a_share() -> None:
    with pytest.raises(ValueError, match="more events"):
        assess(Cells([0, 1], [0, 0], [10, 30], [11, 3]))


def test_counts_without_a_ceiling_are_assessed_as_rates() -> None:
    rng = np.random.default_rng(3)
    n = rng.integers(200, 500, 80)
    rate = 0.3 * np.exp(rng.normal(0, 0.2, 80)) * np.where(np.arange(80) < 8, 3.0, 1.0)
    result = assess(Cells(np.arange(80), np.zeros(80, dtype=int), n, rng.poisson(n * rate)), Settings(outcome="count"))
    assert set(np.flatnonzero(result.named)) <= set(range(8))
    assert result.named[:8].sum() >= 6


def test_parents_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        assess(Cells([0, 1], [0, 1], [10, 30], [1, 3], parent=np.array([1, 0])))


def test_a_small_stratum_is_compared_through_its_parent() -> None:
    cells = Cells([0, 1, 2], [0, 0, 1], [30, 10, 60], [3, 1, 6], parent=np.array([2, 2, ROOT]))
    result = assess(cells)
    assert result.expected[0] == pytest.approx(30 * (7 + 0.1) / (70 + 1))


def test_some_are_compared_and_nothing_is_said_of_them() -> None:
    """Three who are asked beside forty who are not, one of whom shows far more than anybody."""
    n = np.full(43, 400)
    events = np.append([14, 1, 0], np.random.default_rng(7).binomial(400, 0.002, 40))
    events[10] = 25
    asked = np.arange(43) < 3
    settings = Settings(min_expected=0.0, power_ratio=1e6)
    found = assess(Cells(np.arange(43), np.zeros(43, dtype=int), n, events, asked=asked), settings)
    assert np.flatnonzero(found.named).tolist() == [0]
    assert np.flatnonzero(found.eligible).tolist() == [0, 1, 2]
    assert np.isnan(found.p[3:]).all()
    assert found.expected[0] == pytest.approx(400 * events[3:].sum() / n[3:].sum(), rel=0.7)
    alone = assess(Cells(np.arange(3), np.zeros(3, dtype=int), n[:3], events[:3]), settings)
    assert alone.p[0] > 20 * found.p[0]
