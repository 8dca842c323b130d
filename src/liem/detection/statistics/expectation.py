"""The yardstick of each subject: what the others did with comparable dossiers (leave-one-out expectation).

A cell is compared with the finest stratum in which *other* subjects have enough opportunities; while they have not,
the coarser (parent) stratum is used; where there is none, the cell is not compared at all. The rate of the others
in the stratum is ``(their events + overall rate) / (their opportunities + 1)``: the one borrowed opportunity keeps
a small clean stratum from making a single event infinitely surprising.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from liem.detection.statistics.cells import ROOT, Bools, Cells, Floats, Ints
from liem.detection.statistics.settings import Settings

TINY = 1e-6
"""Rates are kept this far from 0 (and from 1 for shares), so that odds stay finite."""
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
    _, place = np.unique(keys, return_inverse=True)
    return np.bincount(place, weights=weights).astype(np.float64)[place]


@dataclass
class _Others:
    """Per cell: opportunities and events of the others in the stratum chosen so far."""

    level: Ints
    n: Floats
    events: Floats
    settled: Bools


def _choose_levels(cells: Cells, trusted: Bools, least: float) -> _Others:
    lineage = ancestry(cells)[cells.stratum]
    weight = trusted[cells.subject].astype(np.float64)
    rows = len(cells.subject)
    found = _Others(np.full(rows, ROOT, dtype=np.int64), np.zeros(rows), np.zeros(rows), np.zeros(rows, dtype=bool))
    strata = int(lineage.max()) + 2 if rows else 1
    for depth in range(lineage.shape[1]):
        level = lineage[:, depth]
        own_key = cells.subject * strata + level
        n = _totals(level, weight * cells.n) - weight * _totals(own_key, cells.n)
        events = _totals(level, weight * cells.events) - weight * _totals(own_key, cells.events)
        take = ~found.settled & (level != ROOT) & (n >= least)
        found.level[take], found.n[take], found.events[take] = level[take], n[take], events[take]
        found.settled |= take
    return found


def _spread(cells: Cells, trusted: Bools, others: _Others, pull: Floats) -> Floats:
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
    others = _choose_levels(cells, trusted, float(settings.min_others))
    use, share = others.settled, settings.outcome == "share"
    overall = float(cells.events.sum() / max(cells.n.sum(), 1.0))
    base = np.where(use, (others.events + overall) / (others.n + 1), np.nan)
    base = np.clip(base, TINY, 1 - TINY if share else None)
    known = np.where(use, base, 0.0)
    curvature = cells.n * known * (1 - known if share else 1.0)
    information = cells.per_subject(curvature)
    safe = np.maximum(information, TINY)
    pull = curvature / safe[cells.subject]
    # One stratum's noise is shared by all the cells that climbed to it: sum the pulls before squaring.
    key = cells.subject * (int(others.level.max()) + 2 if len(use) else 1) + others.level
    per_event = known * (1 - known if share else 1.0) * np.maximum(others.n, 1.0)
    joint = pull * _totals(key, pull) if len(use) else pull
    noise = cells.per_subject(np.where(use, joint / np.maximum(per_event, TINY), 0.0))
    return Yardstick(
        base=base,
        level=others.level,
        compared=use,
        n=cells.per_subject(np.where(use, cells.n, 0.0)),
        observed=cells.per_subject(np.where(use, cells.events, 0.0)),
        expected=cells.per_subject(np.where(use, cells.n * known, 0.0)),
        information=information,
        noise=noise,
        spread=_spread(cells, trusted, others, np.where(use, pull, 0.0)) if use.any() else np.zeros(cells.subjects),
    )
