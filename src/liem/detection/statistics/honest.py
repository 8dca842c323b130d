"""How much honest subjects differ, learnt from records in which some may not be honest.

Most subjects vary around a common centre by a symmetric law on the log-odds scale: Student's t with scale τ and ν
degrees of freedom. A share π ≥ 0 lies higher, anywhere: that *slab* begins where honest variation thins out and is
flat, so that nothing is assumed of how strong a planted act is, and what lies there says nothing about the honest.
Units vary too (a t with 8 degrees of freedom, so that a whole unit may stand out as a unit). τ, ν, π and the law of
the units are weighed on a grid by their marginal likelihood, every subject's exact likelihood integrated; what the
records cannot decide stays undecided and widens the null.

How heavy the tails of habits are (ν) no single indicator can tell, and few tell their spread (τ): all indicators of a
run are heard together (:func:`pool`), by their lower side and their bulk, for what lies above may always be the slab's.

After Efron (2004, 2008: two groups and the empirical null), Ohlssen, Sharples and Spiegelhalter (2007: null as
random effects distribution), Mitchell and Beauchamp (1988: spike and slab).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.special import logsumexp, stdtr

from liem.detection.statistics.cells import Floats, Ints
from liem.detection.statistics.tilt import GRID, STEP, Source

TAUS = np.array([0.05, 0.1, 0.14, 0.18, 0.23, 0.28, 0.34, 0.41, 0.5, 0.6, 0.75, 0.95, 1.2])
LADDER = TAUS[1:]
"""Scales that may be the usual one of a run: nobody is more alike than the floor of the settings."""
TAU_SCALE = 0.3
"""Honest spreads are a priori half-normal with this scale; where there is enough to learn from, the records decide."""
ALIKE = np.array([0.2, 0.35])
"""How much the logarithms of honest spreads differ from question to question, where they are of a kind …"""
KINDS_ALIKE = 0.5
"""The same from one kind of work to another within a question."""
UNLIKE = 0.1
"""… and the share of questions whose spread has nothing to do with the others'."""
NUS = np.array([5.0, 8.0, 15.0, 60.0])
CARRIED = np.array([6.0, 10.0, 25.0, 100.0])
"""What is carried forward for each of :data:`NUS`. The planted, too, make tails look heavy; what is learnt is
therefore taken a little lighter than it looks (record 0024).
"""
NU_PRIOR = np.array([0.02, 0.08, 0.3, 0.6])
"""Before anything is seen habits are normal, gamma or a little heavier on the log scale. The records of one province
hardly ever tell, so this is a decision (records 0018 and 0024).
"""
SAYS = 2.0
"""What one indicator says of the tail for the others, at most (log evidence): an outcome with a shape of its own does
not decide for a run.
"""
SHARES = np.array([0.0, 0.015, 0.06, 0.2])
SHARE_PRIOR = np.array([0.4, 0.2, 0.2, 0.2])
APART = 2.0
"""The slab begins so many honest scales above the level of the unit …"""
AT_LEAST = 0.4
"""… and no lower than this."""
SLAB = 2.0
"""It is flat up to here, and falls by e per unit of log-odds beyond."""
UNIT_SPREADS = np.array([0.05, 0.1, 0.15, 0.22, 0.32, 0.45, 0.65, 0.95])
NO_UNITS = np.array([0.03])
"""Where no units are named: subjects share one level, as far as the grid can tell."""
UNIT_SCALE = 0.3
"""Units differ a priori by a half-normal spread of this scale."""
UNIT_NU = 8.0
CENTRES = np.round(np.arange(-0.6, 0.61, 0.15), 10)
PLACES = np.round(np.arange(-1.75, 1.75 + STEP / 2, STEP), 10)
"""Log-odds at which the level of a unit is evaluated."""
LEARN_FROM = 1500
"""Subjects from whom variation is learnt at most (whole units, drawn with the seed)."""
ROUGHLY_FROM = 600
"""The same, for the coarse grid."""
NEGLIGIBLE = 12.0
"""A spread whose best log evidence on the coarse grid lies so far below the best is not looked at again."""
NEGLECTED = 1e-4
"""Scales and tails with less weight than this are not carried forward."""
_EDGES = np.concatenate([[-np.inf], GRID[:-1] + STEP / 2, [np.inf]])


@dataclass(frozen=True)
class Combination:
    """One honest scale and tail, with what is likely given them: second group, level and spread of the units."""

    tau: float
    nu: float
    share: float
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
        """Variance of honest log-odds between subjects of one unit."""
        return float(sum(c.weight * c.tau**2 * c.nu / (c.nu - 2) for c in self.combinations))

    @property
    def planted_variance(self) -> float:
        """Variance that the second group adds between subjects."""
        return float(
            sum(c.weight * c.share * (1 - c.share) * (slab_begins(c.tau) + 1.0) ** 2 for c in self.combinations)
        )


def together(parts: Sequence[tuple[float, HonestVariation]]) -> HonestVariation:
    """The variation of several kinds of subjects as one mixture; ``parts``: weight and variation of each."""
    total = sum(weight for weight, _ in parts) or 1.0
    return HonestVariation(
        tuple(
            replace(c, weight=c.weight * weight / total) for weight, variation in parts for c in variation.combinations
        )
    )


def slab_begins(tau: float) -> float:
    """How far above the level of the unit the second group begins."""
    return max(APART * tau, AT_LEAST)


@lru_cache(maxsize=128)
def spread_kernel(tau: float, nu: float) -> Floats:
    """Mass of the honest law on :data:`GRID` around each of :data:`PLACES`: one column per place, each summing to 1.

    Mass beyond the grid is laid on its ends.
    """
    shifted = (_EDGES[:, None] - PLACES[None, :]) / tau
    return np.asarray(np.diff(stdtr(nu, shifted), axis=0))


@lru_cache(maxsize=32)
def slab_kernel(tau: float) -> Floats:
    """The same of the second group."""
    begins = slab_begins(tau)
    flat = max(SLAB - begins, 0.5)
    above = np.maximum(_EDGES[:, None] - PLACES[None, :] - begins, 0.0)
    within = np.minimum(above, flat)
    area = within + np.where(above > flat, -np.expm1(-(np.minimum(above, 1e3) - flat)), 0.0)
    return np.asarray(np.diff(area / (flat + 1.0), axis=0))


@lru_cache(maxsize=512)
def unit_law(centre: float, spread: float) -> Floats:
    """Mass of the law of a unit's level on :data:`PLACES`."""
    edges = np.concatenate([PLACES - STEP / 2, [PLACES[-1] + STEP / 2]])
    mass = np.diff(stdtr(UNIT_NU, (edges - centre) / spread))
    return np.asarray(mass / mass.sum())


@dataclass(frozen=True)
class _Laws:
    """Candidates for the level and spread of units, and their masses on :data:`PLACES` (one column per candidate)."""

    pairs: Floats
    masses: Floats

    @property
    def prior(self) -> Floats:
        """Log prior of each candidate."""
        return np.asarray(-0.5 * (self.pairs[:, 1] / UNIT_SCALE) ** 2)


def _laws(centres: Floats, spreads: Floats) -> _Laws:
    pairs = [(round(float(centre), 6), float(spread)) for centre in centres for spread in spreads]
    return _Laws(np.array(pairs), np.stack([unit_law(*pair) for pair in pairs], axis=1))


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
    centre, spread = laws.pairs.T
    mean = float(weight @ centre)
    step = max(0.03, 0.6 * float(np.sqrt(weight @ (centre - mean) ** 2)))
    tried = np.unique(spread)
    best = np.array([score[spread == s].max() for s in tried])
    kept = _between(UNIT_SPREADS if len(tried) > 1 else NO_UNITS, tried, best, NEGLIGIBLE / 2)
    return _laws(np.asarray(mean + step * np.arange(-4.0, 5.0)), kept)


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


@dataclass(frozen=True)
class _Evidence:
    """What is learnt from: likelihood of each subject (sorted by unit), and where units start."""

    likelihood: Floats
    starts: Ints

    def score(self, tau: float, nus: Floats, shares: Floats, laws: _Laws) -> Floats:
        """Log evidence of one honest scale: tails × shares × laws."""
        raised = self.likelihood @ slab_kernel(tau)
        scores = np.empty((len(nus), len(shares), len(laws.pairs)))
        for i, nu in enumerate(nus):
            honest = self.likelihood @ spread_kernel(tau, float(nu))
            for j, share in enumerate(shares):
                chance = (1 - share) * honest + share * raised
                scores[i, j] = _unit_evidence(chance, self.starts, laws.masses) + laws.prior
        return scores


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


@dataclass(frozen=True)
class Weighed:
    """Log evidence, prior of the share included: scales × :data:`NUS` × :data:`SHARES` × laws of the units."""

    taus: Floats
    scores: Floats
    laws: _Laws

    def tail(self) -> Floats:
        """Log evidence of each of :data:`NUS`, as far as bulk and lower side have it: that nobody lies in the
        slab is left out, so that whoever lies far above says nothing about the tails of the honest.
        """
        scores = self.scores + _alone(self.taus)[:, None, None, None]
        return np.asarray(logsumexp(scores[:, :, 1:], axis=(0, 2, 3)))

    def scale(self) -> Floats:
        """Log evidence of each of the scales, with the same left out."""
        scores = self.scores + np.log(NU_PRIOR)[None, :, None, None]
        return np.asarray(logsumexp(scores[:, :, 1:], axis=(1, 2, 3)))

    def carried(self, pooled: "Pooled | None" = None) -> HonestVariation:
        """What is carried forward; without what was learnt from others too (``pooled``), from these subjects alone."""
        pooled = pooled or Pooled(self.tail() + np.log(NU_PRIOR), _alone(self.taus))
        scores = self.scores + pooled.scale[:, None, None, None]
        own = np.asarray(logsumexp(scores, axis=(0, 2, 3)))
        joint = scores + (pooled.tail - logsumexp(pooled.tail) - own)[None, :, None, None]
        weight = np.exp(joint - joint.max())
        each = weight.sum(axis=(2, 3))
        each /= each.sum()
        found = [
            self._combination(i, k, weight[i, k], float(each[i, k]))
            for i, k in zip(*np.nonzero(each >= NEGLECTED), strict=True)
        ]
        total = sum(c.weight for c in found)
        return HonestVariation(tuple(Combination(**{**vars(c), "weight": c.weight / total}) for c in found))

    def _combination(self, i: int, k: int, weight: Floats, total: float) -> Combination:
        """Share and law of the units as they are likely for one scale and tail; what is open of the centre widens the
        spread.
        """
        law = weight.sum(axis=0) / weight.sum()
        centre, spread = self.laws.pairs.T
        mean = float(law @ centre)
        wide = float(np.sqrt(law @ (spread**2 + (centre - mean) ** 2)))
        share = float(weight.sum(axis=1) @ SHARES / weight.sum())
        return Combination(float(self.taus[i]), float(CARRIED[k]), share, round(mean, 6), round(wide, 6), total)


@dataclass(frozen=True)
class Pooled:
    """What all questions of a run say of one of them: log weights of :data:`NUS`, and of its scales."""

    tail: Floats
    scale: Floats


def pool(weighed: Sequence[Sequence[Weighed]]) -> list[list[Pooled]]:
    """What each may take from the others: one tail for all, and for each the scales that the others let expect.

    ``weighed``: for each question its kinds of work. A person's habits differ from others' habits by much the same
    measure, whatever is counted: a dozen questions, each of which alone hardly tells its spread, tell together what
    spreads are usual (Gelman 2006, Bayesian Anal. 1, 515–534, on the spread of few groups). Kinds of work that are
    asked the same are more alike still. Nobody speaks in their own favour, and some have a spread of their own.
    """
    tails = [one.tail() for kinds in weighed for one in kinds]
    tail = np.log(NU_PRIOR) + sum(np.maximum(one - one.max(), -SAYS) for one in tails)
    tail -= logsumexp(tail)
    heard = [_heard(kinds) for kinds in weighed]
    said = np.repeat(_alone(LADDER), len(ALIKE)) + sum(heard)
    return [
        [Pooled(tail, scale) for scale in _expected_scales(kinds, said - own)]
        for kinds, own in zip(weighed, heard, strict=True)
    ]


def _heard(kinds: Sequence[Weighed]) -> Floats:
    """Log evidence of one question on each row of :func:`_around`."""
    if len(kinds) == 1:
        return np.asarray(logsumexp(_around(kinds[0].taus) + kinds[0].scale()[None, :], axis=1))
    return np.asarray(
        logsumexp(_around(LADDER) + np.sum([_of_the_question(one) for one in kinds], axis=0)[None, :], axis=1)
    )


def _expected_scales(kinds: Sequence[Weighed], said: Floats) -> list[Floats]:
    """Log prior of the scales of each kind of one question, from what the other questions and kinds say (``said``:
    log weights of the rows of :func:`_around`).
    """
    if len(kinds) == 1:
        return [_mixed(said, _around(kinds[0].taus))]
    expected = _mixed(said, _around(LADDER))
    each = [_of_the_question(one) for one in kinds]
    whole = np.sum(each, axis=0)
    return [_mixed(expected + whole - own, _near(one.taus)) for one, own in zip(kinds, each, strict=True)]


def _of_the_question(one: Weighed) -> Floats:
    """Log evidence of one kind of work on the scale of its question, on :data:`LADDER`."""
    return np.asarray(logsumexp(_near(one.taus) + one.scale()[None, :], axis=1))


def _near(taus: Floats) -> Floats:
    """Log prior of ``taus`` (columns) for each scale of the question on :data:`LADDER` (rows)."""
    of = np.log(LADDER)[:, None]
    near, all_near = (np.exp(-0.5 * ((np.log(these) - of) / KINDS_ALIKE) ** 2) for these in (taus, LADDER))
    return np.asarray(np.log(near / all_near.sum(axis=1, keepdims=True)))


def _mixed(said: Floats, prior: Floats) -> Floats:
    """The log priors of the rows of ``prior``, mixed by the log weights ``said``."""
    return np.asarray(logsumexp((said - logsumexp(said))[:, None] + prior, axis=0))


def _alone(taus: Floats) -> Floats:
    """Log prior of scales of which nothing is known from other questions."""
    return np.asarray(-0.5 * (taus / TAU_SCALE) ** 2 - logsumexp(-0.5 * (LADDER / TAU_SCALE) ** 2))


def _around(taus: Floats) -> Floats:
    """Log prior of ``taus`` (columns) for each usual scale of :data:`LADDER` and each of :data:`ALIKE` (rows)."""
    usual, wide = np.log(LADDER)[:, None, None], ALIKE[None, :, None]
    near, all_near = (np.exp(-0.5 * ((np.log(of) - usual) / wide) ** 2) for of in (taus, LADDER))
    mixed = (1 - UNLIKE) * near / all_near.sum(axis=2, keepdims=True) + UNLIKE * np.exp(_alone(taus))
    return np.asarray(np.log(mixed).reshape(-1, len(taus)))


def weigh(source: Source, cluster: Ints | None, least: float, seed: int) -> Weighed:
    """Weigh every combination by what the subjects show. ``cluster``: unit of each subject, or ``None``. ``least``:
    floor on τ.
    """
    evidence = _evidence(source, cluster, ROUGHLY_FROM, seed)
    laws = _first_laws(evidence, cluster is not None)
    taus = np.concatenate([[least], TAUS[1.01 * least < TAUS]])
    prior = _alone(taus)
    coarse = np.stack(
        [evidence.score(float(t), NUS[2:3], SHARES[::2], laws) + p for t, p in zip(taus[::2], prior[::2], strict=True)]
    )
    likely = _between(taus, taus[::2], coarse.max(axis=(1, 2, 3)), NEGLIGIBLE)
    laws = _finer(laws, logsumexp(coarse, axis=(0, 1, 2)))
    if len(source) > len(evidence.likelihood):
        evidence = _evidence(source, cluster, LEARN_FROM, seed)
    fine = np.stack([evidence.score(float(tau), NUS, SHARES, laws) for tau in likely])
    fine += np.log(SHARE_PRIOR)[None, None, :, None]
    return Weighed(likely, fine - fine.max(), laws)
