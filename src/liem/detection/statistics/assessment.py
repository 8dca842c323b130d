"""From cells to an assessment of every subject: the one door the indicators use."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields

import numpy as np
from scipy.special import ndtri

from liem.detection.statistics import sample
from liem.detection.statistics.cells import Bools, Cells, Floats, Ints
from liem.detection.statistics.expectation import Yardstick, leave_one_out
from liem.detection.statistics.funnel import winsorised_dispersion
from liem.detection.statistics.honest import HonestVariation, learn
from liem.detection.statistics.interval import ratio_limits
from liem.detection.statistics.naming import decide
from liem.detection.statistics.predictive import Prediction, predict
from liem.detection.statistics.settings import Settings
from liem.detection.statistics.tilt import Source
from liem.detection.statistics.variance_shares import VarianceShares, exceed_norm, variance_shares

FIRST_GUESS = 0.15
"""Honest variance between subjects assumed before it is learnt (standard deviation 0.4)."""
SURELY_OUTSIDE = 0.8
"""Above this probability of belonging to the second group a subject is no yardstick for others."""
PASSES = 3
FAR = 1.5
"""Lower limit of observed ÷ expected above which a person matters although persons in general hardly do."""


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
    named: Bools
    outside: Floats
    """Probability that the subject does not belong to honest variation; a named one has more than one half."""
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
class _Fit:
    yardstick: Yardstick
    trusted: Bools
    kept: Ints
    variation: HonestVariation
    prediction: Prediction


def _gate(ruler: Yardstick, settings: Settings) -> tuple[Ints, Bools, Bools]:
    """Reason, shown and eligible of each subject."""
    rate = np.divide(ruler.expected, ruler.n, out=np.zeros_like(ruler.n), where=ruler.n > 0)
    scarce = np.minimum(ruler.expected, ruler.n - ruler.expected) if settings.outcome == "share" else ruler.expected
    few = scarce < settings.min_expected
    weak = ruler.n < sample.required(rate, settings.power_ratio, settings.power_alpha, settings.power)
    if settings.outcome == "count":
        weak = few
    reason = np.full(len(ruler.n), sample.SHOWN)
    for failed, code in (
        (weak, sample.BELOW_POWER),
        (few, sample.FEW_EXPECTED),
        (ruler.n < settings.min_opportunities, sample.FEW_OPPORTUNITIES),
        (ruler.n <= 0, sample.NO_COMPARISON),
    ):
        reason[failed] = code
    shown = np.isin(reason, (sample.SHOWN, sample.BELOW_POWER))
    return reason, shown, reason == sample.SHOWN


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


def _fit(cells: Cells, settings: Settings, measure: Measure) -> _Fit:
    """Learn yardstick and honest variation in turn: who is surely outside leaves the yardstick of the others."""
    trusted, variance = np.ones(cells.subjects, dtype=bool), FIRST_GUESS
    for rough in (True,) * (PASSES - 1) + (False,):
        ruler = measure(cells, trusted, settings)
        kept = np.flatnonzero(_gate(ruler, settings)[1])
        units = None if cells.cluster is None else cells.cluster[kept]
        source = _source(cells, ruler, kept, variance, settings)
        variation = learn(source, units, settings.least_dispersion, settings.seed, rough)
        prediction = predict(source, units, variation)
        variance, used = variation.variance, trusted
        outside = np.zeros(cells.subjects, dtype=bool)
        outside[kept] = prediction.outside > SURELY_OUTSIDE
        trusted = ~outside
    return _Fit(ruler, used, kept, variation, prediction)


def _spread_out(size: int, kept: Ints, values: Floats) -> Floats:
    whole = np.full(size, np.nan)
    whole[kept] = values
    return whole


def _review(shares: VarianceShares, exceeding: float, material: Bools, settings: Settings) -> bool:
    """Is this a matter of the procedure rather than of persons?

    Where persons make almost no difference (ICC below the floor), only somebody far outside may still be named.
    """
    return bool(exceeding > 0.5 or (shares.subject < settings.icc_floor and not material.any()))


def assess(cells: Cells, settings: Settings | None = None, measure: Measure = leave_one_out) -> Assessment:
    """Assess every subject of one indicator against comparable work of the others.

    ``measure`` makes the yardstick from the cells (which reach it sorted) and from who is trusted. Raises
    :class:`ValueError` when a share has more events than opportunities.
    """
    settings = settings or Settings()
    if settings.outcome == "share" and (cells.events > cells.n).any():
        raise ValueError("a share cannot have more events than opportunities")
    cells = cells.in_order()
    fit = _fit(cells, settings, measure)
    size, kept, ruler, guess = cells.subjects, fit.kept, fit.yardstick, fit.prediction
    reason, shown, eligible = _gate(ruler, settings)
    over = {f.name: _spread_out(size, kept, getattr(guess, f.name)) for f in fields(Prediction)}
    effect = np.divide(ruler.observed, ruler.expected, out=np.full(size, np.nan), where=shown)
    low, high = ratio_limits(ruler.observed, ruler.expected, ruler.n, ruler.noise, settings.outcome == "share")
    centre = np.exp(over["centre"])
    found = decide(over["upper"], over["lower"], over["outside"], effect / centre, eligible, settings)
    shares = variance_shares(cells, ruler, fit.variation, settings)
    exceeding = exceed_norm(over["low"] * ruler.expected, ruler.n, shown, settings.norm)
    far = found.named & (over["low"] > FAR)
    review = _review(shares, exceeding, far, settings)
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
        q=found.q,
        shown=shown,
        eligible=eligible,
        reason=reason,
        named=found.named & np.bool_(not review),
        outside=over["outside"],
        yardstick=fit.trusted,
        centre=centre,
        phi=winsorised_dispersion(_spread_out(size, kept, _naive_z(ruler)[kept])),
        tau=float(np.sqrt(fit.variation.variance)),
        unit_tau=_unit_tau(fit.variation, cells.cluster is not None),
        null_location=float(np.exp(np.median(guess.centre))) if len(kept) else 1.0,
        null_scale=float(np.median(guess.scale)) if len(kept) else 0.0,
        icc_subject=shares.subject,
        icc_unit=shares.unit,
        icc_procedure=shares.procedure,
        procedure_review=review,
        exceeding_norm=exceeding,
        diagnostics=_diagnostics(fit, eligible),
    )


def _naive_z(ruler: Yardstick) -> Floats:
    return (ruler.observed - ruler.expected) / np.sqrt(np.maximum(ruler.information, 1e-12))


def _unit_tau(variation: HonestVariation, units: bool) -> float:
    return variation.mean("unit_spread") if units else 0.0


def _diagnostics(fit: _Fit, eligible: Bools) -> dict[str, float]:
    found = fit.variation
    return {
        "eligible": float(eligible.sum()),
        "second_group_share": found.mean("share"),
        "second_group_shift": found.mean("shift"),
        "tail_degrees_of_freedom": found.mean("nu"),
        "probability_of_no_second_group": float(sum(c.weight for c in found.combinations if c.share == 0)),
        "left_out_of_yardstick": float((~fit.trusted).sum()),
    }
