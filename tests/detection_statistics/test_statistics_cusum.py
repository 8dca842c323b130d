"""The risk-adjusted CUSUM against the worked weights of Steiner et al. and an independent Markov chain."""

import numpy as np
import pytest

from liem.detection.statistics.cusum import average_run_length, limit_for, watch, weights


def markov_run_length(chance: float, limit: float, odds_ratio: float, actual: float, states: int = 400) -> float:
    """Brook and Evans (1972): the score in a fine grid of states is a Markov chain; mean time to absorption."""
    happens = actual * chance / (1 - chance + actual * chance)
    gain = np.log(odds_ratio / (1 - chance + odds_ratio * chance))
    loss = -np.log(1 - chance + odds_ratio * chance)
    width = limit / states
    centres = (np.arange(states) + 0.5) * width
    centres[0] = 0.0
    moves = np.zeros((states, states))
    for step, share in ((gain, happens), (loss, 1 - happens)):
        target = np.floor(np.maximum(centres + step, 0.0) / width).astype(int)
        stays = target < states
        np.add.at(moves, (np.flatnonzero(stays), target[stays]), share)
    return float(np.linalg.solve(np.eye(states) - moves, np.ones(states))[0])


def test_weights_are_those_of_the_paper() -> None:
    """Steiner et al. 2000: a patient with a high chance of death adds less when dying, and takes more off when
    living.
    """
    chance = np.array([0.01, 0.5])
    assert weights(chance, np.ones(2)) == pytest.approx([np.log(2 / 1.01), np.log(2 / 1.5)])
    assert weights(chance, np.zeros(2)) == pytest.approx([-np.log(1.01), -np.log(1.5)])


@pytest.mark.parametrize(("chance", "limit", "actual"), [(0.2, 2.0, 1.0), (0.2, 2.0, 2.0), (0.1, 3.0, 2.0)])
def test_simulated_run_lengths_are_those_of_the_markov_chain(chance: float, limit: float, actual: float) -> None:
    simulated = average_run_length(np.array([chance]), limit, 2.0, actual, runs=2000, seed=3)
    assert simulated == pytest.approx(markov_run_length(chance, limit, 2.0, actual), rel=0.08)


def test_the_limit_gives_an_honest_desk_the_run_length_asked_for_and_sees_a_doubling_soon() -> None:
    mix = np.array([0.05, 0.1, 0.3])
    limit = limit_for(mix, 600, runs=300, seed=2)
    assert average_run_length(mix, limit, runs=1000, seed=9) == pytest.approx(600, rel=0.2)
    assert average_run_length(mix, limit, actual=2.0, runs=500, seed=9) < 150


def test_a_score_never_falls_below_zero_and_starts_again_after_a_signal() -> None:
    path = watch(np.full(8, 0.2), np.array([0, 0, 1, 1, 1, 1, 0, 0]), limit=1.5)
    assert path.first == 4
    assert path.score[:2].tolist() == [0.0, 0.0]
    assert path.score[5] == pytest.approx(np.log(2 / 1.2))
    assert watch(np.full(3, 0.2), np.zeros(3), limit=1.0).first == -1
