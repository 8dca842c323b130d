"""From the cases of an indicator to the figures of every subject: counted in the engine, assessed by the statistical
core.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import narwhals.stable.v2 as nw
import numpy as np

from liem.detection.coding import Work
from liem.detection.counting import SUBJECT_COLUMNS, Counted, count, in_order, numbers_of, packed, yardstick
from liem.detection.engine import Lazy
from liem.detection.indicator import Indicator, SubjectKind
from liem.detection.pair_excess import PairCells, PairExcess, pair_excess
from liem.detection.statistics import REASONS, Assessment, Learnt, Pooled, judge, learn, pooled
from liem.detection.statistics.multiplicity import benjamini_hochberg

MATERIAL = 1.25
"""Least ratio of observed to expected at which a pair is named."""
FAR = 3.0
"""Times the expected by which the lower end of an interval is beyond any honest variation."""
UNIT_LOOK = 0.20
"""Largest q at which a unit may be looked at; persons need the run's own."""


@dataclass(frozen=True)
class Figure:
    """What was found of one subject by one indicator. ``keys`` are its numbers in the coded tables."""

    indicator: Indicator
    subject_kind: SubjectKind
    subject: str
    keys: tuple[int, ...]
    unit: int | None
    n: int
    observed: float
    expected: float
    effect: float
    effect_low: float
    effect_high: float
    shrunk: float
    shrunk_low: float
    shrunk_high: float
    p: float
    q: float
    eligible: bool
    reason: str
    named: bool
    """Whether nothing but the control of false discoveries stands between the subject and being named; after
    :func:`liem.detection.families.controlled` whether it is named.
    """
    procedure_review: bool


@dataclass(frozen=True)
class Counts:
    """The cells of one indicator about one kind of subject, and what they say of honest variation."""

    indicator: Indicator
    subject_kind: SubjectKind
    counted: Counted
    learnt: Learnt


def counts(work: Work, indicator: Indicator, cases: Lazy, subject_kind: SubjectKind, fdr: float) -> Counts | None:
    """What is to be judged of one kind of subject (not of pairs); ``None`` where there is nothing."""
    pattern = indicator.pattern
    if pattern is None:
        return None
    counted = count(work, cases, subject_kind, pattern.strata, yardstick(work, indicator, subject_kind))
    if not len(counted.keys):
        return None
    q_named = fdr if subject_kind != "unit" else max(fdr, UNIT_LOOK)
    settings = replace(pattern.settings, q_named=q_named)
    if subject_kind != "official":
        settings = replace(settings, least_compared=1)
    return Counts(indicator, subject_kind, counted, learn(counted.cells, settings))


def heard_together(found: Sequence[Counts]) -> list[list[Pooled] | None]:
    """What all indicators about officials say of the honest variation of each; ``None`` for other kinds of subject."""
    of_officials = [one.learnt if one.subject_kind == "official" else None for one in found]
    return hear([one.indicator for one in found], of_officials)


def hear(asked: Sequence[Indicator], learnt: Sequence[Learnt | None]) -> list[list[Pooled] | None]:
    """The same of what was ``learnt`` for each indicator; ``None``, too, for one that is not ``heard``."""
    return pooled([of if one.pattern and one.pattern.heard else None for one, of in zip(asked, learnt, strict=True)])


def figures(one: Counts, shared: Sequence[Pooled] | None, names: dict[str, list[str]]) -> list[Figure]:
    """The figures of every subject of one kind, named or not. ``shared``: what :func:`heard_together` gives for it."""
    found = judge(one.learnt, shared)
    return [_figure(one, found, row, names) for row in one.counted.asked() if found.n[row] > 0]


PAIR_STRATA = ("procedure", "channel")
SELF_FILED = -1
PAIR_LEAST = 15
"""Dossiers a pair must have to be looked at."""


def pair_figures(
    work: Work, indicator: Indicator, cases: Lazy, fdr: float, names: dict[str, list[str]]
) -> list[Figure]:
    """The figures of every official and agent, beyond what each shows with others."""
    rows = cases.filter(~nw.col("official").is_null()).group_by("official", "agent", *PAIR_STRATA)
    keys = ("official", "agent", *PAIR_STRATA)
    table = in_order(work.engine.collect(rows.agg(n=nw.len(), events=nw.col("event").sum())), keys)
    agent = numbers_of(table, "agent")
    if not table.num_rows or not (agent != SELF_FILED).any():
        return []
    stratum = np.unique(packed(table, PAIR_STRATA), return_inverse=True)[1].astype(np.int64)
    n, events = numbers_of(table, "n").astype(float), numbers_of(table, "events").astype(float)
    found = pair_excess(PairCells(numbers_of(table, "official"), agent, stratum, n, events))
    q = benjamini_hochberg(np.where(found.n >= PAIR_LEAST, found.p, np.nan))
    homes = work.engine.collect(work.table("homes").select("official", "unit"))
    home = dict(zip(numbers_of(homes, "official").tolist(), numbers_of(homes, "unit").tolist(), strict=True))
    return [_pair_figure(indicator, found, row, float(q[row]), fdr, names, home) for row in range(len(found.p))]


def _pair_figure(
    indicator: Indicator,
    found: PairExcess,
    row: int,
    q: float,
    fdr: float,
    names: dict[str, list[str]],
    home: dict[int, int],
) -> Figure:
    eligible = bool(found.n[row] >= PAIR_LEAST)
    official, agent = int(found.official[row]), int(found.agent[row])
    nothing = float("nan")
    return Figure(
        indicator=indicator,
        subject_kind="pair",
        subject=f"{names['official'][official]}|{names['agent'][agent]}",
        keys=(official, agent),
        unit=home.get(official),
        n=round(float(found.n[row])),
        observed=float(found.observed[row]),
        expected=float(found.expected[row]),
        effect=float(found.effect[row]),
        effect_low=float(found.effect_low[row]),
        effect_high=float(found.effect_high[row]),
        shrunk=nothing,
        shrunk_low=nothing,
        shrunk_high=nothing,
        p=float(found.p[row]),
        q=q,
        eligible=eligible,
        reason="" if eligible else "few_opportunities",
        named=bool(eligible and found.effect[row] >= MATERIAL),
        procedure_review=False,
    )


def _figure(one: Counts, found: Assessment, row: int, names: dict[str, list[str]]) -> Figure:
    counted, kind = one.counted, one.subject_kind
    keys = tuple(int(key) for key in counted.keys[row])
    subject = "|".join(names[column][key] for column, key in zip(SUBJECT_COLUMNS[kind], keys, strict=True))
    unit = int(counted.unit[row])
    return Figure(
        indicator=one.indicator,
        subject_kind=kind,
        subject=subject,
        keys=keys,
        unit=None if unit < 0 else unit,
        n=round(float(found.n[row])),
        observed=float(found.observed[row]),
        expected=float(found.expected[row]),
        effect=float(found.effect[row]),
        effect_low=float(found.effect_low[row]),
        effect_high=float(found.effect_high[row]),
        shrunk=float(found.shrunk[row]),
        shrunk_low=float(found.shrunk_low[row]),
        shrunk_high=float(found.shrunk_high[row]),
        p=float(found.p[row]),
        q=float(found.q[row]),
        eligible=bool(found.eligible[row]),
        reason=REASONS[int(found.reason[row])],
        named=bool(found.worth[row]),
        procedure_review=found.procedure_review,
    )
