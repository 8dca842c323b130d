"""From cells to an assessment of every subject: the one door the indicators use."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields

import numpy as np
from scipy.special import ndtri

from liem.detection.statistics import sample
from liem.detection.statistics.cells import Bools, Cells, Floats, Ints
from liem.detection.statistics.expectation import Yardstick, leave_one_out
from liem.detection.statistics.funnel import winsorised_dispersion
from liem.detection.statistics.honest import HonestVariation, Pooled, Weighed, pool, together, weigh
from liem.detection.statistics.interval import ratio_limits
from liem.detection.statistics.multiplicity import benjamini_hochberg, benjamini_yekutieli
from liem.detection.statistics.predictive import Prediction, predict
from liem.detection.statistics.settings import Settings
from liem.detection.statistics.tails import poisson_mean_limit
from liem.detection.statistics.tilt import Source
from liem.detection.statistics.variance_shares import VarianceShares, exceed_norm, variance_shares

FIRST_GUESS = 0.15
"""Honest variance between subjects assumed before it is learnt (standard deviation 0.4)."""
SUSPICIOUS = 2.5
"""Standard deviations above the others, that guess included, from which a subject is no yardstick for others."""
SCREENINGS = 3
MOST_LEFT_OUT = 0.25
"""Share of those with cases enough who may be left out of the yardstick. Where more stand so far above the rest, the
work is divided that way (some send the letters, others do not), and nobody is an outlier: all are the yardstick. For
the same reason nobody is named by a question that would name so many.
"""
HARDLY_EVER, SURELY = 1 / 3, 0.999
"""Whoever surely does a thing less than a third as often as comparable work lets expect does not do it: another desk,
another step. Such a person is no measure for those who do it, and the question says nothing of them.
"""
MOST_UNCONCERNED = 0.5
"""Share of those with cases enough of whom that may be said."""
FEWEST_OF_A_KIND = 6
"""A kind of work done by fewer than this is learnt with the most common one."""
SELDOM, BEYOND_CHANCE, FEWEST_IDLE = 0.5, 4.0, 4
"""Where at least so many never do a thing, and so many times more than would by chance if all did it half as often as
comparable work lets expect, it is not theirs to do: no single one of them tells, all together do.
"""
FAR = 1.25
"""Lower limit of observed ÷ expected (of an honest subject in that place) above which a person matters although
persons in general hardly do. Where they differ little, who has twice what is expected is all the more an outlier.
"""


Measure = Callable[[Cells, Bools, Settings], Yardstick]


@dataclass(frozen=True)
class Assessment:
    """One entry per subject; nan where a subject has too little to be shown.

    ``n``, ``observed``, ``expected`` count the compared opportunities only. ``effect`` = observed ÷ expected with
    its 95 % interval (exact limits, the yardstick's noise included, honest variation not). ``shrunk`` is the same drawn
    towards what honest subjects of the unit show, with its 95 % interval. ``z`` is the normal score of ``p``, the
    one-sided probability of so many events if honest. ``q`` is its false discovery rate among the ``eligible``.
    ``reason`` is a code of :data:`liem.detection.statistics.sample.REASONS`.
    """

    n: Floats
    observed: Floats
    expected: Floats
    effect: Floats
    effect_low: Floats
    effect_high: Floats
    shrunk: Floats
    shrunk_low: Floats
    shrunk_high: Floats
    z: Floats
    p: Floats
    q: Floats
    shown: Bools
    eligible: Bools
    reason: Ints
    worth: Bools
    """Whether the excess is material, over the honest of the unit and over comparable work elsewhere, and no matter of
    the procedure: whose p may count against a person.
    """
    named: Bools
    """Who would be named if this were the only question asked."""
    outside: Floats
    """Probability that the subject does not belong to honest variation."""
    yardstick: Bools
    """Whose dossiers served as comparison: those surely outside do not."""
    centre: Floats
    """Ratio expected of the subject if honest, given its unit (1 = as the comparison group)."""
    phi: float
    """Over-dispersion: winsorised mean of z² (1 = nothing but chance)."""
    tau: float
    """Standard deviation of honest log-odds between subjects of one unit."""
    unit_tau: float
    """Standard deviation of log-odds between units."""
    null_location: float
    null_scale: float
    icc_subject: float
    icc_unit: float
    icc_procedure: float
    procedure_review: bool
    exceeding_norm: float
    diagnostics: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """Those of one kind of work: their places among the ``kept``, what they did, their units, and the evidence on how
    much the honest of them differ.

    Who signs differs from who signs by other measures than who examines from who examines: a signature late is rare,
    and ten times as often late with one head as with another.
    """

    rows: Ints
    source: Source
    units: Ints | None
    weighed: Weighed


@dataclass(frozen=True)
class Learnt:
    """What one indicator's cells say before anybody is judged: the yardstick, and the evidence on honest variation."""

    cells: Cells
    settings: Settings
    yardstick: Yardstick
    trusted: Bools
    concerned: Bools
    kept: Ints
    kinds: tuple[Kind, ...]

    @property
    def weighed(self) -> tuple[Weighed, ...]:
        """The evidence of each kind of work."""
        return tuple(kind.weighed for kind in self.kinds)


def _gate(ruler: Yardstick, concerned: Bools, asked: Bools, settings: Settings) -> tuple[Ints, Bools, Bools]:
    """Reason, shown and eligible of each subject."""
    rate = np.divide(ruler.expected, ruler.n, out=np.zeros_like(ruler.n), where=ruler.n > 0)
    scarce = np.minimum(ruler.expected, ruler.n - ruler.expected) if settings.outcome == "share" else ruler.expected
    few = scarce < settings.min_expected
    weak = ruler.n < sample.required(rate, settings.power_ratio, settings.power_alpha, settings.power)
    if settings.outcome == "count":
        weak = few
    reason = np.full(len(ruler.n), sample.SHOWN)
    for failed, code in (
        (~concerned, sample.OTHER_WORK),
        (weak, sample.BELOW_POWER),
        (few, sample.FEW_EXPECTED),
        (ruler.n < settings.min_opportunities, sample.FEW_OPPORTUNITIES),
        (ruler.n <= 0, sample.NO_COMPARISON),
    ):
        reason[failed] = code
    shown = asked & np.isin(reason, (sample.SHOWN, sample.BELOW_POWER))
    return reason, shown, asked & (reason == sample.SHOWN)


def _source(cells: Cells, ruler: Yardstick, kept: Ints, variance: float, settings: Settings) -> Source:
    place = np.full(cells.subjects, -1)
    place[kept] = np.arange(len(kept))
    rows = ruler.compared & (place[cells.subject] >= 0)
    return Source(
        base=ruler.base[rows],
        n=cells.n[rows],
        events=cells.events[rows],
        owner=place[cells.subject[rows]],
        variance=(ruler.noise + ruler.spread * variance)[kept],
        share=settings.outcome == "share",
    )


def _ordinary(ruler: Yardstick) -> Bools:
    """Who is no yardstick for others: whoever stands so far above them that planted events are the likelier reason.

    A planted subject would raise what is expected of everybody who shares its strata, and make them seem to differ.
    """
    excess = np.log((ruler.observed + 0.5) / (ruler.expected + 0.5))
    return np.asarray(excess <= SUSPICIOUS * np.sqrt(FIRST_GUESS + 1 / (ruler.expected + 0.5) + ruler.noise))


def learn(cells: Cells, settings: Settings | None = None, measure: Measure = leave_one_out) -> Learnt:
    """Measure every subject by the others, and weigh how much honest subjects differ.

    ``measure`` makes the yardstick from the cells (which reach it sorted) and from who is trusted. Raises
    :class:`ValueError` when a share has more events than opportunities.
    """
    settings = settings or Settings()
    if settings.outcome == "share" and (cells.events > cells.n).any():
        raise ValueError("a share cannot have more events than opportunities")
    cells = cells.in_order()
    trusted, concerned = np.ones(cells.subjects, dtype=bool), np.ones(cells.subjects, dtype=bool)
    large = cells.per_subject(cells.n) >= settings.min_opportunities
    busy = large & cells.are_asked
    ruler = measure(cells, trusted, settings)
    for _ in range(SCREENINGS):
        concerned = _concerned(ruler, concerned, busy)
        ordinary = _ordinary(ruler) & concerned
        if (ordinary == trusted).all():
            break
        trusted = ordinary
        ruler = measure(cells, trusted, settings)
    doing = concerned & ~_idle(ruler, trusted & busy)
    if (doing != concerned).any():
        concerned = doing
        trusted = trusted & concerned
        ruler = measure(cells, trusted, settings)
    compared = large & concerned
    if compared.any() and (~trusted[compared]).mean() > MOST_LEFT_OUT:
        trusted = concerned
        ruler = measure(cells, trusted, settings)
    kept = np.flatnonzero(_gate(ruler, concerned, cells.are_asked, settings)[1])
    return Learnt(cells, settings, ruler, trusted, concerned, kept, tuple(_kinds(cells, ruler, kept, settings)))


def _concerned(ruler: Yardstick, before: Bools, busy: Bools) -> Bools:
    """Those of ``before`` who do the thing at all. Where most hardly ever do, that is no division of the work."""
    never = poisson_mean_limit(SURELY, ruler.observed + 1) < HARDLY_EVER * ruler.expected
    concerned = before & ~(never & busy)
    return concerned if not busy.any() or (~concerned[busy]).mean() <= MOST_UNCONCERNED else before


def _idle(ruler: Yardstick, able: Bools) -> Bools:
    """Those of ``able`` who never do the thing, and are too many for that to be chance; nobody, where too few do it for
    anybody to tell what the work is. What a few do far above all others must not be in the yardstick.
    """
    order = np.flatnonzero(able)
    order = order[np.argsort(-ruler.expected[order], kind="stable")]
    by_chance = np.cumsum(np.exp(-SELDOM * ruler.expected[order]))
    idle = np.cumsum(ruler.observed[order] == 0)
    beyond = np.flatnonzero((idle >= FEWEST_IDLE) & (idle >= BEYOND_CHANCE * by_chance))
    found = np.zeros(len(able), dtype=bool)
    if len(beyond) and (able & (ruler.observed > 0)).sum() >= FEWEST_OF_A_KIND:
        found[order[: beyond[-1] + 1]] = True
    return found & (ruler.observed == 0)


def _kinds(cells: Cells, ruler: Yardstick, kept: Ints, settings: Settings) -> Iterator[Kind]:
    work = np.zeros(len(kept), dtype=np.int64) if cells.kind is None else cells.kind[kept]
    codes, sizes = np.unique(work, return_counts=True)
    if len(codes):
        work[np.isin(work, codes[sizes < FEWEST_OF_A_KIND])] = codes[np.argmax(sizes)]
    for rows in [np.flatnonzero(work == code) for code in np.unique(work)] or [np.arange(0)]:
        units = None if cells.cluster is None else cells.cluster[kept[rows]]
        source = _source(cells, ruler, kept[rows], FIRST_GUESS, settings)
        yield Kind(rows, source, units, weigh(source, units, settings.least_dispersion, settings.seed))


def _predicted(learnt: Learnt, variations: Sequence[HonestVariation]) -> dict[str, Floats]:
    """The fields of a :class:`Prediction` of all ``kept``, each kind by its own variation."""
    whole = {field.name: np.zeros(len(learnt.kept)) for field in fields(Prediction)}
    for kind, variation in zip(learnt.kinds, variations, strict=True):
        part = predict(kind.source, kind.units, variation)
        for name, values in whole.items():
            values[kind.rows] = getattr(part, name)
    return whole


def _spread_out(size: int, kept: Ints, values: Floats) -> Floats:
    whole = np.full(size, np.nan)
    whole[kept] = values
    return whole


def _review(shares: VarianceShares, exceeding: float, material: Bools, settings: Settings) -> bool:
    """Is this a matter of the procedure rather than of persons?

    Where persons make almost no difference (ICC below the floor), only somebody far outside may still be named.
    """
    return bool(exceeding > 0.5 or (shares.subject < settings.icc_floor and not material.any()))


def pooled(found: Sequence[Learnt | None]) -> list[list[Pooled] | None]:
    """What all indicators of a run together say of the honest variation of each, for each of its ``kinds``; nothing
    (``None``) for those that are not heard.
    """
    said = iter(pool([one.weighed for one in found if one is not None]))
    return [None if one is None else next(said) for one in found]


def assess(cells: Cells, settings: Settings | None = None, measure: Measure = leave_one_out) -> Assessment:
    """:func:`learn` and :func:`judge` of one indicator that stands alone."""
    return judge(learn(cells, settings, measure))


def judge(learnt: Learnt, shared: Sequence[Pooled] | None = None) -> Assessment:
    """Assess every subject of one indicator against comparable work of the others.

    ``shared``: what :func:`pooled` gives for it; without that, honest variation as this indicator alone tells it.
    """
    cells, settings, kept, ruler = learnt.cells, learnt.settings, learnt.kept, learnt.yardstick
    size = cells.subjects
    alone = [None] * len(learnt.kinds)
    variations = [one.carried(each) for one, each in zip(learnt.weighed, shared or alone, strict=True)]
    variation = together([(max(len(k.rows), 1), each) for k, each in zip(learnt.kinds, variations, strict=True)])
    guess = _predicted(learnt, variations)
    reason, shown, eligible = _gate(ruler, learnt.concerned, cells.are_asked, settings)
    if eligible.sum() < settings.least_compared:
        reason, eligible = np.where(eligible, sample.FEW_COMPARED, reason), np.zeros_like(eligible)
    over = {name: _spread_out(size, kept, values) for name, values in guess.items()}
    over["upper"] = np.where(reason == sample.FEW_COMPARED, np.nan, over["upper"])
    effect = np.divide(ruler.observed, ruler.expected, out=np.full(size, np.nan), where=shown)
    low, high = ratio_limits(ruler.observed, ruler.expected, ruler.n, ruler.noise, settings.outcome == "share")
    centre = over["centre"]
    with np.errstate(invalid="ignore"):
        worth = eligible & (effect >= settings.material_ratio * np.maximum(centre, 1.0))
    shares = variance_shares(cells, ruler, variation, settings)
    exceeding = exceed_norm(over["low"] * ruler.expected, ruler.n, shown, settings.norm)
    far = worth & (over["low"] > FAR * centre)
    p = np.where(eligible, np.where(worth, over["upper"], 1.0), np.nan)
    q = (benjamini_yekutieli if settings.dependent else benjamini_hochberg)(p)
    with np.errstate(invalid="ignore"):
        named = q <= settings.q_named
    crowded = bool(named.sum() > MOST_LEFT_OUT * (eligible.sum() + (~cells.are_asked).sum()))
    review = crowded or _review(shares, exceeding, far, settings)
    if review:
        worth, q, named = np.zeros_like(worth), np.where(eligible, 1.0, np.nan), np.zeros_like(named)
    return Assessment(
        n=ruler.n,
        observed=ruler.observed,
        expected=ruler.expected,
        effect=effect,
        effect_low=np.where(shown, low, np.nan),
        effect_high=np.where(shown, high, np.nan),
        shrunk=over["shrunk"],
        shrunk_low=over["shrunk_low"],
        shrunk_high=over["shrunk_high"],
        z=-ndtri(over["upper"]),
        p=over["upper"],
        q=q,
        shown=shown,
        eligible=eligible,
        reason=reason,
        worth=worth,
        named=named,
        outside=over["outside"],
        yardstick=learnt.trusted,
        centre=centre,
        phi=winsorised_dispersion(_spread_out(size, kept, _naive_z(ruler)[kept])),
        tau=float(np.sqrt(variation.variance)),
        unit_tau=_unit_tau(variation, cells.cluster is not None),
        null_location=float(np.median(guess["centre"])) if len(kept) else 1.0,
        null_scale=float(np.median(guess["scale"])) if len(kept) else 0.0,
        icc_subject=shares.subject,
        icc_unit=shares.unit,
        icc_procedure=shares.procedure,
        procedure_review=review,
        exceeding_norm=exceeding,
        diagnostics=_diagnostics(learnt, variation, eligible),
    )


def _naive_z(ruler: Yardstick) -> Floats:
    return (ruler.observed - ruler.expected) / np.sqrt(np.maximum(ruler.information, 1e-12))


def _unit_tau(variation: HonestVariation, units: bool) -> float:
    return variation.mean("unit_spread") if units else 0.0


def _diagnostics(learnt: Learnt, variation: HonestVariation, eligible: Bools) -> dict[str, float]:
    return {
        "eligible": float(eligible.sum()),
        "second_group_share": variation.mean("share"),
        "tail_degrees_of_freedom": variation.mean("nu"),
        "left_out_of_yardstick": float((~learnt.trusted).sum()),
    }
