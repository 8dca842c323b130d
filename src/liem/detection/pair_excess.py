"""What an official and an agent show together beyond what each shows with others.

Each cell (official × agent × stratum) has the log-odds of its stratum, plus an effect of the official, plus one of
the agent. For a pair both effects are learnt *without* the pair's own dossiers and drawn towards the ordinary; what
they cannot tell widens the null. So an agent who does well everywhere explains a good result, an official who is
quick with everyone explains it too, and an agent who is nowhere else is measured by how much agents differ. What
remains, the interaction, is tested one-sidedly.

Additive effects on the log-odds scale with normal priors (penalised likelihood; Breslow and Clayton 1993); the
interaction's honest spread is estimated from all pairs by the median of |z|, which a few planted ones do not move.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtri

from liem.detection.statistics.tails import binomial_mid

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

GRID = np.linspace(-4.0, 4.0, 81)
OFFICIAL_SPREAD, AGENT_SPREAD = 0.5, 0.7
"""Standard deviations of honest effects on the log-odds scale, before anything is learnt."""
LEAST_SPREAD = 0.25
"""Floor on the honest spread of interactions."""
ROUNDS = 4
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(25)


@dataclass(frozen=True)
class PairCells:
    """Counts by official, agent (-1: the applicant) and stratum, all coded from 0."""

    official: Ints
    agent: Ints
    stratum: Ints
    n: Floats
    events: Floats


@dataclass(frozen=True)
class PairExcess:
    """One entry per pair: its codes, counts, what is expected of it, effect with 95 % interval, one-sided mid-p."""

    official: Ints
    agent: Ints
    n: Floats
    observed: Floats
    expected: Floats
    effect: Floats
    effect_low: Floats
    effect_high: Floats
    p: Floats
    spread: float


def pair_excess(cells: PairCells) -> PairExcess:
    """Test every pair of an official and an agent for an excess of their own."""
    base = _strata_log_odds(cells)
    agent = cells.agent + 1
    u, v = _effects(cells, agent, base)
    pairs, place = np.unique(np.stack([cells.official, agent], axis=1), axis=0, return_inverse=True)
    place = place.ravel()
    mine = _curve(base, cells.n, place, len(pairs))
    by_official = _curve(base + v[agent], cells.n, cells.official, len(u))
    by_agent = _curve(base + u[cells.official], cells.n, agent, len(v))
    own_v, own_u = (
        _curve(base + v[agent], cells.n, place, len(pairs)),
        _curve(base + u[cells.official], cells.n, place, len(pairs)),
    )
    events = _sums(place, cells.events, len(pairs))
    n = _sums(place, cells.n, len(pairs))
    o, a = pairs[:, 0], pairs[:, 1]
    rest_o = _sums(cells.official, cells.events, len(u))[o] - events
    rest_a = _sums(agent, cells.events, len(v))[a] - events
    effect_o, variance_o = _solve(by_official[o] - own_v, rest_o, OFFICIAL_SPREAD, 0.0)
    effect_a, variance_a = _solve(by_agent[a] - own_u, rest_a, AGENT_SPREAD, _agents_mean(v))
    shift = np.clip(effect_o + effect_a, GRID[0], GRID[-1])
    expected = _at(mine, shift)
    delta, own = _solve(mine, events, np.inf, 0.0)
    unknown = variance_o + variance_a
    judged = (a > 0) & (n > 0)
    spread = _honest_spread((delta - shift)[judged], (own + unknown)[judged])
    p = _tail(mine, shift, np.sqrt(unknown + spread**2), n, events)
    low, high = (_at(mine, np.clip(delta + k * np.sqrt(own), GRID[0], GRID[-1])) for k in (-1.96, 1.96))
    safe = np.maximum(expected, 1e-9)
    keep = np.flatnonzero(judged)
    return PairExcess(
        o[keep],
        a[keep] - 1,
        n[keep],
        events[keep],
        expected[keep],
        (events / safe)[keep],
        (low / safe)[keep],
        (high / safe)[keep],
        p[keep],
        spread,
    )


def _sums(owner: Ints, values: Floats, size: int = 0) -> Floats:
    """Sum of ``values`` by owner."""
    return np.bincount(owner, weights=values, minlength=size).astype(np.float64)


def _strata_log_odds(cells: PairCells) -> Floats:
    """Log-odds of each cell's stratum, drawn towards the overall share by one case."""
    overall = (cells.events.sum() + 0.5) / (cells.n.sum() + 1)
    n, events = (_sums(cells.stratum, values) for values in (cells.n, cells.events))
    share = (events + overall) / (n + 1)
    return np.asarray(logit(np.clip(share, 1e-4, 1 - 1e-4))[cells.stratum])


def _curve(offset: Floats, n: Floats, owner: Ints, size: int) -> Floats:
    """Expected events of each owner over :data:`GRID`: one row per owner."""
    curve = np.empty((size, len(GRID)))
    for column, x in enumerate(GRID):
        curve[:, column] = _sums(owner, n * expit(offset + x), size)
    return curve


def _at(curve: Floats, x: Floats) -> Floats:
    """Each row of ``curve`` at its own ``x``, interpolated."""
    place = (x - GRID[0]) / (GRID[1] - GRID[0])
    left = np.clip(place.astype(np.int64), 0, len(GRID) - 2)
    part, row = place - left, np.arange(len(curve))
    return np.asarray(curve[row, left] * (1 - part) + curve[row, left + 1] * part)


def _solve(curve: Floats, events: Floats, spread: float, middle: float) -> tuple[Floats, Floats]:
    """Penalised estimate of each owner's effect and its variance: where expected + penalty meets the events."""
    penalty = 0.0 if np.isinf(spread) else 1.0 / spread**2
    risen = curve + penalty * (GRID - middle)[None, :]
    right = np.clip((risen < events[:, None]).sum(axis=1), 1, len(GRID) - 1)
    row = np.arange(len(curve))
    low, high = risen[row, right - 1], risen[row, right]
    slope = np.maximum(high - low, 1e-12)
    x = GRID[right - 1] + np.clip((events - low) / slope, 0, 1) * (GRID[1] - GRID[0])
    information = np.maximum(slope / (GRID[1] - GRID[0]), 1e-3)
    return x, 1.0 / information


def _effects(cells: PairCells, agent: Ints, base: Floats) -> tuple[Floats, Floats]:
    """Effects of officials and agents in turn, each given the other."""
    u, v = np.zeros(int(cells.official.max()) + 1), np.zeros(int(agent.max()) + 1)
    by_official, by_agent = _sums(cells.official, cells.events), _sums(agent, cells.events)
    for _ in range(ROUNDS):
        u, _ = _solve(_curve(base + v[agent], cells.n, cells.official, len(u)), by_official, OFFICIAL_SPREAD, 0.0)
        curve = _curve(base + u[cells.official], cells.n, agent, len(v))
        v, _ = _solve(curve, by_agent, AGENT_SPREAD, _agents_mean(v))
    return u, v


def _agents_mean(v: Floats) -> float:
    """What agents show in common, against applicants who come themselves."""
    return float(np.median(v[1:])) if len(v) > 1 else 0.0


def _honest_spread(z: Floats, variance: Floats) -> float:
    """Standard deviation of honest interactions: what the middle half of the pairs shows beyond chance."""
    if len(z) < 5:
        return LEAST_SPREAD
    centred = np.abs(z - np.median(z))
    spreads = np.linspace(LEAST_SPREAD, 2.0, 36)
    quartile = ndtri(0.75)
    for spread in spreads:
        if np.median(centred / np.sqrt(variance + spread**2)) <= quartile:
            return float(spread)
    return float(spreads[-1])


def _tail(mine: Floats, shift: Floats, deviation: Floats, n: Floats, events: Floats) -> Floats:
    """Mid-p of so many events, the effects' uncertainty and honest interactions integrated."""
    p = np.zeros(len(n))
    for node, weight in zip(NODES, WEIGHTS / WEIGHTS.sum(), strict=True):
        x = np.clip(shift + node * deviation, GRID[0], GRID[-1])
        chance = np.clip(_at(mine, x) / np.maximum(n, 1), 1e-9, 1 - 1e-9)
        p += weight * binomial_mid(events, n, chance)
    return p
