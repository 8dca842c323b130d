"""What one question of a run takes from the others, and what one kind of work from another: nothing it should not."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logsumexp

from liem.detection.statistics import Cells, assess, judge, learn, pool

FEW, MANY = (20, 40), (300, 600)


def usual_spread(weights: np.ndarray, taus: np.ndarray) -> float:
    """Mean of the spreads a question expects before it looks."""
    return float(np.exp(weights - logsumexp(weights)) @ taus)


def test_a_question_that_says_little_takes_the_spread_of_the_others(province: Callable) -> None:
    clear = [learn(province(seed, spread=0.15, dossiers=MANY).cells) for seed in range(5)]
    dim = learn(province(9, spread=0.15, officials=40, units=6, dossiers=FEW).cells)
    (own,) = dim.weighed
    *_, (said,) = pool([one.weighed for one in (*clear, dim)])
    assert usual_spread(said.scale, own.taus) < 0.25
    alone, together = judge(dim), judge(dim, [said])
    assert together.tau < alone.tau


def test_a_question_with_a_spread_of_its_own_keeps_it(province: Callable) -> None:
    calm = [learn(province(seed, spread=0.1, dossiers=MANY).cells) for seed in range(5)]
    wild = learn(province(9, spread=0.8, dossiers=MANY).cells)
    *_, (said,) = pool([one.weighed for one in (*calm, wild)])
    assert judge(wild, [said]).tau == pytest.approx(judge(wild).tau, rel=0.1)


def test_no_question_speaks_for_itself(province: Callable) -> None:
    (one,) = learn(province(3, spread=0.4, dossiers=MANY).cells).weighed
    (other,) = learn(province(4, spread=0.1, dossiers=MANY).cells).weighed
    (from_calm,), (from_like,) = pool([[one], [other]])[0], pool([[one], [one]])[0]
    assert usual_spread(from_calm.scale, one.taus) < usual_spread(from_like.scale, one.taus)
    assert pool([]) == []


def test_kinds_of_work_of_one_question_are_more_alike_than_questions(province: Callable) -> None:
    """A few heads whose spread nobody could tell: that of the examiners in the same question counts for more than those
    of other questions.
    """
    calm = [learn(province(seed, spread=0.1, dossiers=MANY).cells).weighed for seed in range(6)]
    (wide,) = learn(province(9, spread=0.6, dossiers=MANY).cells).weighed
    (dim,) = learn(province(11, spread=0.15, officials=8, units=2, dossiers=FEW).cells).weighed
    *_, (alone,) = pool([*calm, [wide], [dim]])
    *_, (_, beside) = pool([*calm, [wide, dim]])
    assert usual_spread(alone.scale, dim.taus) < 0.2
    assert usual_spread(beside.scale, dim.taus) > 0.3


def _two_kinds(seed: int, heads: int = 14, examiners: int = 120) -> Cells:
    """Heads, all honest, differ eight times as much as examiners do; each is compared with its own kind."""
    rng = np.random.default_rng(seed)
    kind = np.repeat([0, 1], [examiners, heads])
    n = np.where(kind == 0, 400, 2500)
    rate = np.where(kind == 0, 0.08, 0.003) * np.exp(rng.normal(0, np.where(kind == 0, 0.12, 1.0)))
    who = np.arange(len(kind))
    return Cells(who, kind, n, rng.binomial(n, np.minimum(rate, 0.9)), who % 10, None, kind)


def test_heads_are_not_measured_by_the_spread_of_examiners() -> None:
    told, mixed = 0, 0
    for seed in range(10):
        cells = _two_kinds(seed)
        told += int(assess(cells).named.sum())
        mixed += int(assess(replace(cells, kind=None)).named.sum())
    assert told <= 1
    assert mixed > told


def test_a_kind_of_very_few_is_learnt_with_the_most_common() -> None:
    assert len(learn(_two_kinds(1, heads=4)).kinds) == 1
    assert len(learn(_two_kinds(1)).kinds) == 2


def test_a_kind_needs_an_entry_for_every_subject() -> None:
    one = np.zeros(1, dtype=int)
    with pytest.raises(ValueError, match="kind needs one entry per subject"):
        Cells(np.array([0, 3]), np.array([0, 0]), np.ones(2), np.zeros(2), None, None, one)
