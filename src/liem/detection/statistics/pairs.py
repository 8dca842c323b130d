"""An official and an agent together: what is in excess of both.

An official who is quick with everybody, and an agent whose dossiers are easy everywhere, are no sign, and neither
is the two meeting. The log-odds of a pair are taken as (stratum) + (official with other applicants) + (agent at
other officials) + (the pair's own), and only the last is judged: against its spread between all pairs, learnt as
for officials. What the official does with others and what the agent meets elsewhere are drawn to the middle when
they rest on little, and their uncertainty widens the yardstick: an agent who works with one official only cannot be
told from a habit of that agent, and is not named unless the excess is larger than agents differ.
"""

from dataclasses import dataclass, replace

import numpy as np

from liem.detection.statistics.cells import Bools, Cells, Floats, Ints
from liem.detection.statistics.expectation import TINY, Yardstick, leave_one_out
from liem.detection.statistics.funnel import additive_variance, winsorised_dispersion
from liem.detection.statistics.honest import HonestVariation, learn
from liem.detection.statistics.mantel_haenszel import CommonRatio, common_odds_ratio
from liem.detection.statistics.naming import decide
from liem.detection.statistics.predictive import Prediction, predict
from liem.detection.statistics.settings import Settings
from liem.detection.statistics.tilt import Source

NO_AGENT = -1
"""Code of applicants who come themselves."""
LEAST_EFFECT_VARIANCE = 0.04
"""Officials and agents are taken to differ by at least this much (standard deviation 0.2 of log-odds)."""
ROUNDS = 3


@dataclass(frozen=True)
class PairCells:
    """Counts by official × agent × stratum. ``agent`` is :data:`NO_AGENT` where the applicant came without one:
    those dossiers are comparison only. ``parent`` as in :class:`~liem.detection.statistics.cells.Cells`.
    """

    official: Ints
    agent: Ints
    stratum: Ints
    n: Floats
    events: Floats
    parent: Ints | None = None


@dataclass(frozen=True)
class PairAssessment:
    """One entry per pair with an agent, sorted by official and agent; nan where a pair has too little to be shown.

    ``expected`` is what the official does with others and the agent meets elsewhere, in these strata; ``effect`` =
    observed ÷ expected. ``with_others``: odds ratio of the pair against the same official's other applicants;
    ``elsewhere``: against the same agent at other officials (Mantel–Haenszel, same strata). ``named`` needs both
    above 1.
    """

    official: Ints
    agent: Ints
    n: Floats
    observed: Floats
    expected: Floats
    effect: Floats
    effect_low: Floats
    effect_high: Floats
    shrunk: Floats
    shrunk_low: Floats
    shrunk_high: Floats
    p: Floats
    q: Floats
    outside: Floats
    shown: Bools
    named: Bools
    with_others: CommonRatio
    elsewhere: CommonRatio
    tau: float


@dataclass(frozen=True)
class _Rows:
    """Cells sorted by pair; ``pair`` counts all combinations met, those without agent too."""

    pair: Ints
    official: Ints
    agent: Ints
    stratum: Ints
    n: Floats
    events: Floats
    officials: Ints
    agents: Ints
    """Official and agent of each pair."""


def _rows(cells: PairCells) -> _Rows:
    official, agent = np.asarray(cells.official, dtype=np.int64), np.asarray(cells.agent, dtype=np.int64)
    order = np.lexsort((cells.events, cells.n, cells.stratum, agent, official))
    official, agent = official[order], agent[order]
    key = official * (int(agent.max(initial=0)) + 2) + agent + 1
    _, first, pair = np.unique(key, return_index=True, return_inverse=True)
    return _Rows(
        pair=pair,
        official=official,
        agent=agent,
        stratum=np.asarray(cells.stratum, dtype=np.int64)[order],
        n=np.asarray(cells.n, dtype=np.float64)[order],
        events=np.asarray(cells.events, dtype=np.float64)[order],
        officials=official[first],
        agents=agent[first],
    )


@dataclass(frozen=True)
class _Effect:
    """Log-odds by pair of one of its two sides, learnt without the pair itself, and its variance."""

    mean: Floats
    variance: Floats


def _tilted(base: Floats, offset: Floats) -> Floats:
    odds = base / (1 - base) * np.exp(np.clip(offset, -8, 8))
    return np.clip(odds / (1 + odds), TINY, 1 - TINY)


def _without_pair(side: Ints, pair: Ints, pairs: int, values: Floats) -> Floats:
    """Sum of ``values`` over the rows of the pair's side (its official, its agent), less the pair's own: one entry
    per pair.
    """
    of_pair = np.bincount(pair, weights=values, minlength=pairs)
    side_of_pair = np.zeros(pairs, dtype=np.int64)
    side_of_pair[pair] = side
    return np.asarray(np.bincount(side, weights=values)[side_of_pair] - of_pair)


def _log_odds(observed: Floats, n: Floats, expected: Floats, information: Floats) -> tuple[Floats, Floats]:
    """Log-odds ratio of totals, scaled for the mix of strata behind them, and its variance; (0, ∞) where there is
    nothing.
    """
    some = information > 1e-6
    rest = np.maximum(n - expected, TINY)
    expected = np.maximum(expected, TINY)
    scale = np.where(some, expected * rest / np.maximum(n, TINY) / np.maximum(information, TINY), 1.0)
    crude = np.log((observed + 0.5) / (n - observed + 0.5)) - np.log((expected + 0.5) / (rest + 0.5))
    variance = scale**2 * (1 / (observed + 0.5) + 1 / (n - observed + 0.5))
    return np.where(some, scale * crude, 0.0), np.where(some, variance, np.inf)


def _between(crude: Floats, variance: Floats) -> float:
    """Variance between sides, by moments with winsorised dispersion, never below the floor."""
    known = np.isfinite(variance) & (variance < 1)
    if known.sum() < 3:
        return 4 * LEAST_EFFECT_VARIANCE
    error = np.sqrt(variance[known])
    centre = np.average(crude[known], weights=1 / variance[known])
    phi = winsorised_dispersion((crude[known] - centre) / error)
    return max(LEAST_EFFECT_VARIANCE, additive_variance(phi, error))


def _side_effect(rows: _Rows, side: Ints, used: Bools, chance: Floats) -> _Effect:
    """Effect of one side without the pair, given ``chance`` per row with all but that effect in it."""
    pairs = len(rows.officials)
    parts = (rows.events, rows.n, rows.n * chance, rows.n * chance * (1 - chance))
    sums = [_without_pair(side, rows.pair, pairs, np.where(used, part, 0.0)) for part in parts]
    crude, noise = _log_odds(*sums)
    side_of_pair = np.zeros(pairs, dtype=np.int64)
    side_of_pair[rows.pair] = side
    _, once = np.unique(side_of_pair, return_index=True)
    between = _between(crude[once], noise[once])
    weight = np.where(np.isfinite(noise), between / (between + noise), 0.0)
    return _Effect(weight * crude, between * (1 - weight))


def _both_effects(rows: _Rows, base: Floats, used: Bools) -> tuple[_Effect, _Effect]:
    """Official and agent effects of each pair, each learnt given the other."""
    pairs = len(rows.officials)
    nothing = _Effect(np.zeros(pairs), np.zeros(pairs))
    official, agent = nothing, nothing
    has_agent = rows.agent != NO_AGENT
    place = np.where(has_agent, rows.agent, rows.agent.max(initial=0) + 1)
    for _ in range(ROUNDS):
        official = _side_effect(rows, rows.official, used, _tilted(base, agent.mean[rows.pair]))
        found = _side_effect(rows, place, used & has_agent, _tilted(base, official.mean[rows.pair]))
        own = rows.agents != NO_AGENT
        agent = _Effect(np.where(own, found.mean, 0.0), np.where(own, found.variance, 0.0))
    return official, agent


def _table(rows: _Rows, side: Ints, used: Bools) -> CommonRatio:
    """Mantel–Haenszel of each pair against the rest of its side in the same strata."""
    key = side * (int(rows.stratum.max(initial=0)) + 1) + rows.stratum
    _, place = np.unique(key, return_inverse=True)
    whole = [np.bincount(place, weights=np.where(used, x, 0.0))[place] for x in (rows.events, rows.n)]
    own_key = rows.pair * (int(rows.stratum.max(initial=0)) + 1) + rows.stratum
    _, first, own_place = np.unique(own_key, return_index=True, return_inverse=True)
    own = [np.bincount(own_place, weights=x).astype(np.float64) for x in (rows.events, rows.n)]
    rest = [np.maximum(total[first] - mine, 0.0) for total, mine in zip(whole, own, strict=True)]
    return common_odds_ratio(own[0], own[1], rest[0], rest[1], rows.pair[first], len(rows.officials))


def _pick(ratio: CommonRatio, chosen: Ints) -> CommonRatio:
    return CommonRatio(ratio.ratio[chosen], ratio.low[chosen], ratio.high[chosen], ratio.log_variance[chosen])


def _source(rows: _Rows, chance: Floats, used: Bools, kept: Ints, variance: Floats) -> Source:
    place = np.full(len(rows.officials), -1)
    place[kept] = np.arange(len(kept))
    use = used & (place[rows.pair] >= 0)
    return Source(chance[use], rows.n[use], rows.events[use], place[rows.pair[use]], variance[kept])


def _shown(rows: _Rows, n: Floats, expected: Floats, settings: Settings) -> Bools:
    scarce = np.minimum(expected, n - expected)
    return (rows.agents != NO_AGENT) & (n >= settings.min_opportunities) & (scarce >= settings.min_expected)


def assess_pairs(cells: PairCells, settings: Settings | None = None) -> PairAssessment:
    """Assess every official–agent pair for what neither the official nor the agent shows with others. Shares only.

    Raises :class:`ValueError` when there are more events than opportunities.
    """
    settings = settings or Settings()
    if (np.asarray(cells.events) > np.asarray(cells.n)).any():
        raise ValueError("a share cannot have more events than opportunities")
    rows = _rows(cells)
    as_cells = Cells(rows.pair, rows.stratum, rows.n, rows.events, None, cells.parent)
    ruler = leave_one_out(as_cells, np.ones(as_cells.subjects, dtype=bool), settings)
    used = ruler.compared
    base = np.where(used, ruler.base, 0.5)
    official, agent = _both_effects(rows, base, used)
    chance = _tilted(base, (official.mean + agent.mean)[rows.pair])
    ruler = replace(ruler, expected=as_cells.per_subject(np.where(used, rows.n * chance, 0.0)))
    shown = _shown(rows, ruler.n, ruler.expected, settings)
    kept = np.flatnonzero(shown)
    source = _source(rows, chance, used, kept, official.variance + agent.variance + ruler.noise)
    variation = learn(source, None, settings.least_dispersion, settings.seed)
    return _report(rows, ruler, kept, variation, predict(source, None, variation), used, settings)


def _report(
    rows: _Rows,
    ruler: Yardstick,
    kept: Ints,
    variation: HonestVariation,
    guess: Prediction,
    used: Bools,
    settings: Settings,
) -> PairAssessment:
    chosen = np.flatnonzero(rows.agents != NO_AGENT)
    size = len(rows.officials)

    def laid(values: Floats) -> Floats:
        whole = np.full(size, np.nan)
        whole[kept] = values
        return whole[chosen]

    shown = ~np.isnan(laid(guess.upper))
    with_others = _pick(_table(rows, rows.official, used), chosen)
    elsewhere = _pick(_table(rows, rows.agent + 1, used & (rows.agent != NO_AGENT)), chosen)
    effect = np.divide(ruler.observed, ruler.expected, out=np.full(size, np.nan), where=ruler.expected > 0)[chosen]
    effect = np.where(shown, effect, np.nan)
    excess = effect / np.exp(laid(guess.centre))
    found = decide(laid(guess.upper), laid(guess.lower), laid(guess.outside), excess, shown, settings)
    # Nobody elsewhere to compare with gives nan: then the agent's uncertainty is already in the yardstick.
    both = ~(with_others.ratio <= 1) & ~(elsewhere.ratio <= 1)
    return PairAssessment(
        official=rows.officials[chosen],
        agent=rows.agents[chosen],
        n=ruler.n[chosen],
        observed=ruler.observed[chosen],
        expected=ruler.expected[chosen],
        effect=effect,
        effect_low=laid(guess.low),
        effect_high=laid(guess.high),
        shrunk=laid(guess.shrunk),
        shrunk_low=laid(guess.shrunk_low),
        shrunk_high=laid(guess.shrunk_high),
        p=laid(guess.upper),
        q=found.q,
        outside=laid(guess.outside),
        shown=shown,
        named=found.named & both,
        with_others=with_others,
        elsewhere=elsewhere,
        tau=float(np.sqrt(variation.variance)),
    )
