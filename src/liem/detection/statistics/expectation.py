"""The yardstick of each subject: what the others did with comparable dossiers (leave-one-out expectation).

A cell is compared with the finest stratum in which *other* subjects have enough opportunities; while they have not,
the coarser (parent) stratum is used; where there is none, the cell is not compared at all. The rate of the others
in the stratum is ``(their events + overall rate) / (their opportunities + 1)``, of half an event at least: what is
borrowed keeps a clean stratum from making a single event infinitely surprising. Enough are twenty opportunities with
three events among them, or as many as let thirty be expected.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from liem.detection.statistics.cells import ROOT, Bools, Cells, Floats, Ints
from liem.detection.statistics.settings import Settings

TINY = 1e-6
"""Rates are kept this far from 0 (and from 1 for shares), so that odds stay finite."""
FEW_EVENTS = 3.0
"""A stratum in which the others show fewer says little of how rare the event is there …"""
EXPECTED_EVENTS = 30.0
"""… unless so many would be expected of them at the overall rate."""
HALF_AN_EVENT = 0.5
"""What is assumed of the others where they show less."""
MAX_LINKS = 4_000_000
"""Largest number of subject-to-subject links that are followed one by one."""


@dataclass(frozen=True)
class Yardstick:
    """What is expected of each cell, and how sure that is.

    ``base`` is the others' rate per cell (nan where ``compared`` is false), ``level`` the stratum used,
    ``expected`` and ``n`` and ``observed`` are sums by subject over the compared cells. On the log-odds scale of a
    subject, the yardstick's own variance is ``noise + spread × (honest variance between subjects)``.
    """

    base: Floats
    level: Ints
    compared: Bools
    n: Floats
    observed: Floats
    expected: Floats
    information: Floats
    noise: Floats
    spread: Floats


def ancestry(cells: Cells) -> Ints:
    """Strata from the finest to the root: one row per stratum code, one column per level, :data:`ROOT` past the end.

    Raises :class:`ValueError` when the parents run in a circle.
    """
    strata = int(cells.stratum.max()) + 1 if len(cells.stratum) else 0
    if cells.parent is None:
        return np.arange(strata, dtype=np.int64)[:, None]
    parent = np.append(cells.parent, ROOT)
    parent[:-1][parent[:-1] == np.arange(len(parent) - 1)] = ROOT
    levels = [np.arange(len(cells.parent), dtype=np.int64)]
    while (levels[-1] != ROOT).any():
        if len(levels) > 64:
            raise ValueError("the parents of strata run in a circle")
        levels.append(parent[levels[-1]])
    return np.stack(levels[:-1], axis=1) if len(levels) > 1 else levels[0][:, None]


def _totals(keys: Ints, weights: Floats) -> Floats:
    """Sum of ``weights`` over equal keys, spread back to each entry."""
    if not len(keys):
        return weights
    _, place = np.unique(keys, return_inverse=True)
    return np.bincount(place, weights=weights).astype(np.float64)[place]


@dataclass(frozen=True)
class Others:
    """Per cell: the stratum chosen, and in it the sums of the others: opportunities and whatever else was asked
    for.
    """

    level: Ints
    settled: Bools
    n: Floats
    sums: tuple[Floats, ...]


def others_of(cells: Cells, trusted: Bools, least: float, *values: Floats, known_from: float = 0.0) -> Others:
    """Climb each cell to the finest stratum in which trusted others have ``least`` opportunities; sum ``values`` there.

    With ``known_from`` the first of ``values`` are events: while fewer than :data:`FEW_EVENTS` are seen among fewer
    than ``known_from`` opportunities, a coarser stratum is preferred where there is one.
    """
    lineage = ancestry(cells)[cells.stratum]
    weight = trusted[cells.subject].astype(np.float64)
    rows, strata = len(cells.subject), int(lineage.max(initial=0)) + 2
    chosen, settled = np.full(rows, ROOT, dtype=np.int64), np.zeros(rows, dtype=bool)
    sums = [np.zeros(rows) for _ in (cells.n, *values)]
    for depth in range(lineage.shape[1]):
        level = lineage[:, depth]
        own = cells.subject * strata + level
        found = [_totals(level, weight * value) - weight * _totals(own, value) for value in (cells.n, *values)]
        take = ~settled & (level != ROOT) & (found[0] >= least)
        chosen[take] = level[take]
        for whole, part in zip(sums, found, strict=True):
            whole[take] = part[take]
        known = (found[1] >= FEW_EVENTS) | (found[0] >= known_from) if known_from else True
        settled |= take & known
    return Others(chosen, chosen != ROOT, sums[0], tuple(sums[1:]))


def _spread(cells: Cells, trusted: Bools, others: Others, pull: Floats) -> Floats:
    """Σ over the others of (their share in the yardstick)²: how far one honest colleague's habit moves what is
    expected.
    """
    lineage = ancestry(cells)[cells.stratum]
    strata, subjects = int(lineage.max()) + 1, cells.subjects
    use = others.settled
    asks = sparse.csr_array(
        (pull[use] / others.n[use], (cells.subject[use], others.level[use])), shape=(subjects, strata)
    )
    depth = lineage != ROOT
    who = np.repeat(cells.subject, depth.sum(axis=1))
    gives_n = np.repeat(cells.n * trusted[cells.subject], depth.sum(axis=1))
    gives = sparse.csr_array((gives_n, (lineage[depth], who)), shape=(strata, subjects))
    links = float(asks.astype(bool).sum(axis=0) @ gives.astype(bool).sum(axis=1))
    if links > MAX_LINKS:
        # So many links mean so many colleagues per stratum that the sum is small; strata are then taken as
        # independent.
        squares = gives.power(2).sum(axis=1)
        return np.asarray(asks.power(2) @ squares)
    shares = asks @ gives
    shares.setdiag(0)
    return np.asarray(shares.power(2).sum(axis=1)).ravel()


def leave_one_out(cells: Cells, trusted: Bools, settings: Settings) -> Yardstick:
    """Expected events of each subject from the trusted others (``trusted``: one entry per subject)."""
    share = settings.outcome == "share"
    usual = trusted[cells.subject]
    overall = max(float(cells.events[usual].sum()), HALF_AN_EVENT) / max(float(cells.n[usual].sum()), 1.0)
    least, known_from = float(settings.min_others), EXPECTED_EVENTS / overall
    others = others_of(cells, trusted, least, cells.events, known_from=known_from)
    seen = np.maximum(others.sums[0] + overall, HALF_AN_EVENT)
    base = np.where(others.settled, seen / (others.n + 1), np.nan)
    base = np.clip(base, TINY, 1 - TINY if share else None)
    # Variance of an estimated log-odds (log-rate): 1 ÷ information of the others in the stratum.
    certainty = np.maximum(others.n * base * (1 - base if share else 1.0), TINY)
    return yardstick_from(cells, trusted, others, base, 1 / certainty, share)


def yardstick_from(
    cells: Cells, trusted: Bools, others: Others, base: Floats, uncertainty: Floats, share: bool
) -> Yardstick:
    """Sum up by subject what is expected per cell. ``uncertainty``: variance of the log-odds of ``base``, by cell."""
    use = others.settled
    known = np.where(use, base, 0.0)
    curvature = cells.n * known * (1 - known if share else 1.0)
    information = cells.per_subject(curvature)
    pull = curvature / np.maximum(information, TINY)[cells.subject]
    # One stratum's noise is shared by all the cells that climbed to it: sum the pulls before squaring.
    joint = pull * _totals(cells.subject * (int(others.level.max(initial=0)) + 2) + others.level, pull)
    return Yardstick(
        base=base,
        level=others.level,
        compared=use,
        n=cells.per_subject(np.where(use, cells.n, 0.0)),
        observed=cells.per_subject(np.where(use, cells.events, 0.0)),
        expected=cells.per_subject(cells.n * known),
        information=information,
        noise=cells.per_subject(np.where(use, joint * uncertainty, 0.0)),
        spread=_spread(cells, trusted, others, pull) if use.any() else np.zeros(cells.subjects),
    )
