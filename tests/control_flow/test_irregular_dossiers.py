"""Irregular dossiers are found without a label or a threshold set by hand, and each is told what was irregular."""

import numpy as np
import pytest
from tests.control_flow.office import (
    APPRAISE,
    CHECK,
    HAND_OVER,
    HEADS,
    PAY,
    RECEIVE,
    SIGN,
    STRANGE,
    Trace,
    dossiers,
    spoiled_log,
)

from liem.detection.control_flow import Finding, Log, Settings, explain, find_irregular, from_traces, why_not

pytestmark = pytest.mark.slow


def log_of(traces: list[Trace]) -> Log:
    return from_traces(traces)


def f1(flagged: np.ndarray, label: np.ndarray) -> float:
    return 2 * label[flagged].sum() / (len(flagged) + label.sum())


def oracle_f1(score: np.ndarray, label: np.ndarray) -> float:
    order = np.argsort(-score)
    return float(np.max(2 * np.cumsum(label[order]) / (np.arange(1, len(label) + 1) + label.sum())))


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.4])
def test_irregular_dossiers_are_found_nearly_as_well_as_with_the_best_threshold(rate: float) -> None:
    traces, label = spoiled_log(600, rate, seed=11)
    found = find_irregular(log_of(traces))

    best = oracle_f1(found.score, label)
    assert best > 0.8
    assert f1(found.flagged, label) > max(0.8, best - 0.15)
    assert found.share == pytest.approx(label.mean(), abs=0.02 + 0.35 * rate)


def test_the_probability_rises_with_the_score_and_its_mean_is_the_share() -> None:
    traces, _ = spoiled_log(300, 0.15, seed=4)
    found = find_irregular(log_of(traces))

    order = np.argsort(found.score)
    assert (np.diff(found.probability[order]) >= 0).all()
    assert found.probability.mean() == pytest.approx(found.share, abs=1e-6)


def test_a_log_where_nothing_was_planted_flags_hardly_anybody() -> None:
    found = find_irregular(log_of(dossiers(800, seed=2)))

    assert len(found.flagged) <= 0.03 * 800


def test_the_same_log_gives_the_same_answer() -> None:
    traces, _ = spoiled_log(200, 0.2, seed=9)
    first, again = find_irregular(log_of(traces)), find_irregular(log_of(traces))

    np.testing.assert_array_equal(first.score, again.score)
    assert first.threshold == again.threshold


def test_a_log_beyond_the_reference_is_scored_whole() -> None:
    traces, label = spoiled_log(900, 0.2, seed=5)
    found = find_irregular(log_of(traces), Settings(reference_dossiers=400, block=150))

    assert np.isfinite(found.score).all()
    assert (found.left_out >= 0).sum() == 400
    assert f1(found.flagged, label) > 0.75


def spoiled(change: str) -> tuple[Trace, int]:
    """A plain dossier spoilt by hand, and the place at which it is."""
    plain = [[RECEIVE, 0], [CHECK, 0], [APPRAISE, 2], [SIGN, HEADS[0]], [PAY, 0], [HAND_OVER, 0]]
    if change == "skipped":
        return [step for step in plain if step[0] != SIGN], 3
    if change == "repeated":
        return [*plain[:5], plain[4], *plain[5:]], 5
    if change == "out_of_order":
        return [plain[4], *plain[:4], plain[5]], 0
    if change == "unexpected":
        return [*plain[:2], [STRANGE, 0], *plain[2:]], 2
    return [*plain[:3], [SIGN, 1], *plain[4:]], 3


@pytest.mark.parametrize("change", ["skipped", "repeated", "out_of_order", "unexpected", "unusual_value"])
def test_a_flagged_dossier_says_which_step_and_what_was_expected(change: str) -> None:
    trace, place = spoiled(change)
    log = log_of([*dossiers(400, seed=8), trace])
    found = find_irregular(log)

    assert 400 in found.flagged
    told = {one.dossier: one for one in explain(log, found, found.flagged)}[400]
    assert (told.kind, told.place) == (change, place)
    assert told.usual.kept / told.usual.of > 0.9
    _expected_instead(told)


def _expected_instead(told: Finding) -> None:
    if told.kind == "skipped":
        assert told.activity == SIGN
    if told.kind == "out_of_order":
        assert (told.activity, told.before) == (PAY, True)
    if told.kind == "unusual_value":
        assert told.expected == HEADS[0]


@pytest.mark.parametrize(
    ("traces", "reason"),
    [
        ([[[0, 0], [1, 0]]], "few_dossiers"),
        ([[[0, 0]]] * 40, "single_steps"),
        ([[[0, 0], [1, 0], [2, 0]]] * 40, "all_alike"),
        ([[[3 * i, 0], [3 * i + 1, 0], [3 * i + 2, 0]] for i in range(40)], "nothing_in_common"),
        ([[[i, 0], [i + 1, 0]] for i in range(2500)], "many_activities"),
    ],
)
def test_a_log_too_small_or_trivial_is_refused_with_the_reason(traces: list[Trace], reason: str) -> None:
    refusal = why_not(from_traces(traces))

    assert refusal is not None
    assert refusal.reason == reason


def test_an_ordinary_log_is_not_refused() -> None:
    assert why_not(log_of(dossiers(60, seed=1))) is None


def test_steps_at_random_are_not_called_irregular() -> None:
    draw = np.random.default_rng(3)
    noise = [[[int(a), int(r)] for a, r in draw.integers(0, 4, (int(draw.integers(3, 9)), 2))] for _ in range(300)]
    found = find_irregular(from_traces(noise, 4, [4]))

    assert found.refusal is not None
    assert not len(found.flagged)


def test_a_dossier_without_steps_cannot_stand_in_a_log() -> None:
    with pytest.raises(ValueError, match="without steps"):
        from_traces([[[0, 0]], []])
