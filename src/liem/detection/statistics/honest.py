"""How much honest subjects differ, learnt from records in which some may not be honest.

Two groups are assumed, and neither is told apart beforehand: most subjects vary around a common centre by a
symmetric law on the log-odds scale (Student's t with spread τ and ν degrees of freedom, so that heavier tails than
the normal are possible); a share π ≥ 0 lies higher by about δ. Units vary too (a t with 4 degrees of freedom, so
that a whole unit may stand out as a unit). Each parameter is a grid, each combination is weighed by its marginal
likelihood with every subject's exact likelihood integrated, and *all* combinations with weight are carried forward:
what the records cannot decide stays undecided and widens the null.

Because the second group takes the planted subjects, they do not swell τ; because π = 0 and heavy tails stay in the
mixture, honest variation is not taken for a second group unless the centre and the *lower* side say so.

After Efron (2004, 2008: two groups and the empirical null), Ohlssen, Sharples and Spiegelhalter (2007: null as
random effects distribution).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import logsumexp
from scipy.stats import t as student

from liem.detection.statistics.cells import Floats, Ints
from liem.detection.statistics.tilt import GRID, STEP, Source

TAUS = np.array([0.05, 0.1, 0.14, 0.18, 0.23, 0.28, 0.34, 0.41, 0.5, 0.6, 0.75, 0.95, 1.2])
NUS = np.array([5.0, 12.0, 60.0])
"""Degrees of freedom of honest variation: a balance, and a known limit. With lighter tails alone (8, 16, 60) an
innocent was named in 15 to 30 % of honest provinces whose officials differ widely
(benchmarks/statistics_error_rates.py); with heavier ones (3.5, 6, 20) hardly any p fell below 0.001 whatever the
excess, and most of the planted officials of the examiner's provinces went unfound (benchmarks/provinces). A name by
one pattern is no lead on a person.
"""
NU_PRIOR = np.array([0.15, 0.3, 0.55])
SHARES = np.array([0.0, 0.01, 0.03, 0.08, 0.14, 0.22, 0.35])
SHARE_PRIOR = np.array([0.5, 0.07, 0.1, 0.12, 0.1, 0.07, 0.04])
SHIFTS = np.array([0.4, 0.55, 0.7, 0.9, 1.15, 1.5, 2.0, 2.5])
APART = 2.0
"""A second group less than so many honest spreads away cannot be told from the honest, and is counted among them."""
BROADENING = (0.75, 1.0, 1.25)
UNIT_SPREADS = np.array([0.05, 0.1, 0.15, 0.22, 0.32, 0.45, 0.65, 0.95])
NO_UNITS = np.array([0.03])
"""Where no units are named: subjects share one level, as far as the grid can tell."""
UNIT_NU = 4.0
CENTRES = np.round(np.arange(-0.6, 0.61, 0.15), 10)
PLACES = np.round(np.arange(-1.75, 1.75 + STEP / 2, STEP), 10)
"""Log-odds at which the level of a unit is evaluated."""
REACH = np.round(np.arange(PLACES[0], PLACES[-1] + 3.25 + STEP / 2, STEP), 10)
"""The same, and further up, where the second group lies."""
LEARN_FROM = 1500
"""Subjects from whom variation is learnt at most (whole units, drawn with the seed)."""
ROUGHLY_FROM = 600
"""The same, for the coarse grid."""
VERY_MANY = 20_000
"""So many subjects determine the variation so well that fewer combinations are carried."""
NEGLIGIBLE = 12.0
"""A spread whose best log evidence on the coarse grid lies so far below the best is not looked at again."""
KEPT = 36
"""Combinations carried forward (drawn in proportion to their weight, systematically)."""


@dataclass(frozen=True)
class Combination:
    """One state of the world: honest spread and tail, second group, level and spread of the units, and its weight."""

    tau: float
    nu: float
    share: float
    shift: float
    centre: float
    unit_spread: float
    weight: float


@dataclass(frozen=True)
class HonestVariation:
    """What was learnt, as combinations whose weights sum to 1."""

    combinations: tuple[Combination, ...]

    def mean(self, name: str) -> float:
        """Weighted mean of one parameter."""
        return float(sum(getattr(c, name) * c.weight for c in self.combinations))

    @property
    def variance(self) -> float:
        """Variance of honest log-odds between subjects of one unit (the t's variance, at most four times its scale
        squared).
        """
        return float(sum(c.weight * c.tau**2 * _t_inflation(c.nu) for c in self.combinations))

    @property
    def planted_variance(self) -> float:
        """Variance that the second group adds between subjects."""
        return float(sum(c.weight * c.share * (1 - c.share) * c.shift**2 for c in self.combinations))


def _t_inflation(nu: float) -> float:
    return nu / (nu - 2) if nu > 2 else 4.0


@lru_cache(maxsize=256)
def spread_kernel(tau: float, nu: float) -> Floats:
    """Mass of the honest law on :data:`GRID` around each of :data:`REACH`: one column per place, each summing to 1.

    Mass beyond the grid is laid on its ends.
    """
    edges = np.concatenate([[-np.inf], GRID[:-1] + STEP / 2, [np.inf]])
    shifted = (edges[:, None] - REACH[None, :]) / tau
    return np.asarray(np.diff(student.cdf(shifted, nu), axis=0))


@lru_cache(maxsize=256)
def unit_law(centre: float, spread: float) -> Floats:
    """Mass of the law of a unit's level on :data:`PLACES`."""
    edges = np.concatenate([PLACES - STEP / 2, [PLACES[-1] + STEP / 2]])
    mass = np.diff(student.cdf((edges - centre) / spread, UNIT_NU))
    return np.asarray(mass / mass.sum())


def level_part(reach: Floats) -> Floats:
    """The columns of :data:`REACH` that are :data:`PLACES`."""
    return reach[:, : len(PLACES)]


def raised_part(reach: Floats, shift: float) -> Floats:
    """For each of :data:`PLACES`, the columns of the second group: δ further up, blurred a little."""
    steps = [round(shift * b / STEP) for b in BROADENING]
    return np.asarray(sum(reach[:, s : s + len(PLACES)] for s in steps) / len(steps))


def mixture(reach: Floats, share: float, shift: float) -> Floats:
    """Likelihood of each subject at each level of its unit, honest or not."""
    honest = level_part(reach)
    return honest if share == 0 else (1 - share) * honest + share * raised_part(reach, shift)


@dataclass(frozen=True)
class _World:
    """Tail, second group and their log-prior; π = 0 has no δ."""

    nu: float
    share: float
    shift: float
    prior: float


def _worlds(tau: float, nu: float, nu_prior: float, rough: bool) -> list[_World]:
    worlds = [_World(nu, 0.0, float(SHIFTS[0]), float(np.log(nu_prior * SHARE_PRIOR[0])))]
    shifts = SHIFTS[APART * tau <= SHIFTS][:: 2 if rough else 1]
    for share, share_prior in list(zip(SHARES, SHARE_PRIOR, strict=True))[1 :: 2 if rough else 1]:
        worlds += [
            _World(nu, float(share), float(d), float(np.log(nu_prior * share_prior / len(shifts)))) for d in shifts
        ]
    return worlds


@dataclass(frozen=True)
class _Laws:
    """Candidates for the level and spread of units, and their masses on :data:`PLACES` (one column per candidate)."""

    pairs: list[tuple[float, float]]
    masses: Floats


def _laws(centres: Floats, spreads: Floats) -> _Laws:
    pairs = [(round(float(centre), 6), float(spread)) for centre in centres for spread in spreads]
    return _Laws(pairs, np.stack([unit_law(*pair) for pair in pairs], axis=1))


def _between(ladder: Floats, tried: Floats, best: Floats, fall: float) -> Floats:
    """The rungs of ``ladder`` around those of ``tried`` whose best score lies within ``fall`` of the best of all."""
    good = np.flatnonzero(best > best.max() - fall)
    low = tried[max(good[0] - 1, 0)]
    high = tried[min(good[-1] + 1, len(tried) - 1)] if good[-1] + 1 < len(tried) else np.inf
    inside = (ladder > low) & (ladder < high) | np.isin(ladder, tried[good])
    return np.asarray(ladder[inside])


def _finer(laws: _Laws, score: Floats) -> _Laws:
    """Candidates around those to which the coarse grid gave weight."""
    weight = np.exp(score - logsumexp(score))
    centre, spread = np.array(laws.pairs).T
    mean = float(weight @ centre)
    step = max(0.03, 0.6 * float(np.sqrt(weight @ (centre - mean) ** 2)))
    tried = np.unique(spread)
    best = np.array([score[spread == s].max() for s in tried])
    kept = _between(UNIT_SPREADS if len(tried) > 1 else NO_UNITS, tried, best, NEGLIGIBLE / 2)
    return _laws(np.asarray(mean + step * np.arange(-5.0, 6.0)), kept)


def _sample_units(cluster: Ints, most: int, seed: int) -> Ints:
    """Subjects to learn from: all, or whole units drawn until there are enough."""
    if len(cluster) <= most:
        return np.arange(len(cluster))
    rng = np.random.default_rng(seed)
    codes, sizes = np.unique(cluster, return_counts=True)
    if len(codes) == 1:
        return np.sort(rng.choice(len(cluster), most, replace=False))
    order = rng.permutation(len(codes))
    enough = int(np.searchsorted(np.cumsum(sizes[order]), most)) + 1
    return np.flatnonzero(np.isin(cluster, codes[order[:enough]]))


def _draw(scores: Floats, kept: int, seed: int) -> tuple[Ints, Floats]:
    """Systematic draw of ``kept`` entries in proportion to exp(score): which, and their weights."""
    weight = np.exp(scores - logsumexp(scores))
    start = np.random.default_rng(seed).random()
    drawn = np.searchsorted(np.cumsum(weight), (np.arange(kept) + start) / kept)
    chosen, counts = np.unique(np.minimum(drawn, len(weight) - 1), return_counts=True)
    return chosen, counts / kept


@dataclass(frozen=True)
class _Evidence:
    """What is learnt from: likelihood of each subject (sorted by unit), and where units start."""

    likelihood: Floats
    starts: Ints

    def score(self, tau: float, laws: _Laws, rough: bool) -> tuple[Floats, list[_World]]:
        """Log evidence (worlds × laws) for one honest spread."""
        scores, worlds = [], []
        for nu, nu_prior in zip(NUS[1:2] if rough else NUS, NU_PRIOR, strict=False):
            reach = self.likelihood @ spread_kernel(tau, float(nu))
            honest = level_part(reach)
            raised = {float(shift): raised_part(reach, float(shift)) for shift in SHIFTS}
            for world in _worlds(tau, float(nu), float(nu_prior), rough):
                chance = (1 - world.share) * honest + world.share * raised[world.shift]
                scores.append(_unit_evidence(chance, self.starts, laws.masses) + world.prior)
                worlds.append(world)
        return np.stack(scores), worlds


def _unit_evidence(chance: Floats, starts: Ints, masses: Floats) -> Floats:
    """Log evidence under each law of the units: Σ over units of log ∫ Π over its subjects."""
    if not len(starts):
        return np.zeros(masses.shape[1])
    if len(starts) == len(chance):
        return np.asarray(np.log(chance @ masses + 1e-300).sum(axis=0))
    joint = np.add.reduceat(np.log(np.maximum(chance, 1e-300)), starts, axis=0)
    top = joint.max(axis=1, keepdims=True)
    return np.asarray((np.log(np.exp(joint - top) @ masses + 1e-300) + top).sum(axis=0))


def _evidence(source: Source, cluster: Ints | None, most: int, seed: int) -> _Evidence:
    """Without units every subject is its own: its level is then the centre, up to the resolution of the grid."""
    group = np.arange(len(source)) if cluster is None else cluster
    sample = _sample_units(group, most, seed)
    order = np.argsort(group[sample], kind="stable")
    likelihood, group = np.exp(source.of(sample[order]).loglik), group[sample][order]
    starts = np.flatnonzero(np.r_[True, np.diff(group) != 0]) if len(order) else np.zeros(0, dtype=np.int64)
    return _Evidence(likelihood, starts)


def _first_laws(evidence: _Evidence, units: bool) -> _Laws:
    peaks = GRID[np.argmax(evidence.likelihood, axis=1)]
    middle = float(np.clip(np.median(peaks), -1.0, 1.0)) if len(peaks) else 0.0
    return _laws(middle + CENTRES, UNIT_SPREADS[::2] if units else NO_UNITS)


def learn(source: Source, cluster: Ints | None, least: float, seed: int, rough: bool = False) -> HonestVariation:
    """Weigh every combination by what the subjects show.

    ``cluster``: unit of each subject, or ``None``. ``least``: floor on τ. ``rough``: on a coarse grid, for the first
    passes.
    """
    evidence = _evidence(source, cluster, ROUGHLY_FROM, seed)
    laws = _first_laws(evidence, cluster is not None)
    taus = np.concatenate([[least], TAUS[1.01 * least < TAUS]])
    coarse = [evidence.score(float(tau), laws, rough=True) for tau in taus[::2]]
    if rough:
        return _carry([(float(t), *c) for t, c in zip(taus[::2], coarse, strict=True)], laws, KEPT // 4, seed)
    best = np.array([score.max() for score, _ in coarse])
    likely = _between(taus, taus[::2], best, NEGLIGIBLE)
    laws = _finer(laws, logsumexp(np.concatenate([score for score, _ in coarse]), axis=0))
    evidence = _evidence(source, cluster, LEARN_FROM, seed)
    fine = [(float(tau), *evidence.score(float(tau), laws, rough=False)) for tau in likely]
    return _carry(fine, laws, KEPT if len(source) < VERY_MANY else KEPT // 3, seed)


def _carry(scored: list[tuple[float, Floats, list[_World]]], laws: _Laws, kept: int, seed: int) -> HonestVariation:
    """Draw the combinations that are carried forward."""
    states = [(tau, world) for tau, _, worlds in scored for world in worlds]
    chosen, weights = _draw(np.concatenate([scores.ravel() for _, scores, _ in scored]), kept, seed)
    combinations = []
    for i, weight in zip(chosen, weights, strict=True):
        (tau, world), (centre, spread) = states[i // len(laws.pairs)], laws.pairs[i % len(laws.pairs)]
        combinations.append(Combination(tau, world.nu, world.share, world.shift, centre, spread, float(weight)))
    return HonestVariation(tuple(combinations))
