"""The likelihood and tails of a sum of binomials, against exact convolution and SciPy."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom, poisson

from liem.detection.statistics.tilt import GRID, Source

MIDDLE = len(GRID) // 2


def exact(n: list[int], base: np.ndarray) -> np.ndarray:
    mass = np.array([1.0])
    for size, chance in zip(n, base, strict=True):
        mass = np.convolve(mass, binom.pmf(np.arange(size + 1), size, chance))
    return mass


def tilted(n: list[int], base: list[float], events: int, share: bool = True):
    counts = np.zeros(len(n))
    counts[0] = events
    owner = np.zeros(len(n), dtype=np.int64)
    return Source(np.array(base), np.array(n, float), counts, owner, np.zeros(1), share).of(np.array([0]))


def odds_at(n: list[int], base: list[float], log_hazard: float) -> np.ndarray:
    """The odds of each part when all are multiplied so that the hazard behind the mean share is exp(log_hazard) times
    as high.
    """
    size, odds = np.array(n), np.array(base) / (1 - np.array(base))
    usual = float(size @ np.array(base)) / size.sum()
    wanted = 1 - (1 - usual) ** np.exp(log_hazard)

    def missed(x: float) -> float:
        return float(size @ (odds * np.exp(x) / (1 + odds * np.exp(x)))) / size.sum() - wanted

    return np.asarray(odds * np.exp(brentq(missed, -20, 20)))


@pytest.mark.parametrize(("n", "base"), [([30, 40, 20], [0.02, 0.1, 0.3]), ([90], [0.05]), ([60, 50], [0.2, 0.6])])
@pytest.mark.parametrize("shift", [-10, 0, 10])
def test_tails_are_those_of_the_exact_convolution(n: list[int], base: list[float], shift: int) -> None:
    odds = odds_at(n, base, float(GRID[MIDDLE + shift]))
    mass = exact(n, odds / (1 + odds))
    for events in (0, 1, 3, 8, 15, 25, sum(n)):
        want = mass[events + 1 :].sum() + mass[events] / 2
        got = tilted(n, base, events).tail[0, MIDDLE + shift]
        assert got == pytest.approx(want, rel=0.12, abs=2e-4)


def test_the_likelihood_is_exact_up_to_the_resolution_of_the_grid() -> None:
    found = tilted([80], [0.2], 20).loglik[0]
    want = binom.logpmf(20, 80, 1 - 0.8 ** np.exp(GRID))
    # The finest resolution (0.04) widens the curve by 1 + 0.04² × information.
    widening = 1 + 0.04**2 * 80 * 0.25 * 0.75
    near = want > want.max() - 8
    # The grid's best point lies up to half a step from the true maximum.
    np.testing.assert_allclose(found[near], (want - want.max())[near] / widening, atol=0.01)


def test_counts_follow_the_poisson_law() -> None:
    found = tilted([50], [0.3], 24, share=False).tail[0, MIDDLE]
    assert found == pytest.approx(poisson.sf(24, 15) + poisson.pmf(24, 15) / 2, rel=0.1)


def test_limits_of_the_effect_are_the_mid_p_limits() -> None:
    found = tilted([100], [0.2], 30)

    def tail(rate: float) -> float:
        return float(binom.sf(30, 100, rate) + binom.pmf(30, 100, rate) / 2)

    low, high = (brentq(lambda r, a=a: tail(r) - a, 1e-6, 1 - 1e-6) for a in (0.025, 0.975))
    got = [limit[0] for limit in found.limits()]
    np.testing.assert_allclose(got, [low / 0.2, high / 0.2], rtol=0.02)


def test_p_values_are_uniform_when_the_yardstick_is_true() -> None:
    rng = np.random.default_rng(2)
    base, n = np.array([0.05, 0.2, 0.4]), np.array([100.0, 60.0, 30.0])
    events = rng.binomial(n.astype(int), base, (4000, 3)).astype(float).ravel()
    owner = np.repeat(np.arange(4000), 3)
    source = Source(np.tile(base, 4000), np.tile(n, 4000), events, owner, np.zeros(4000))
    p = source.of(np.arange(4000)).tail[:, MIDDLE]
    for level in (0.5, 0.1, 0.02):
        assert np.mean(p <= level) == pytest.approx(level, abs=3.5 * np.sqrt(level * (1 - level) / 4000) + 0.12 * level)
