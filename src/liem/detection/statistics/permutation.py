"""Permutation nulls: what would have come out if, within each stratum, dossiers had fallen to officials by chance.

Where a stratum has only one subject there is nobody to deal to: it is dealt out in the coarser stratum in which the
subject is compared. Else the subject would keep every event in every shuffle, and be named in all of them.

Within a stratum the labels are shuffled; in counts that is a multivariate hypergeometric draw of the stratum's
events over the subjects' opportunities, so a million dossiers are shuffled without being touched. Exact for any
statistic of the cells; the null has no honest variation between subjects in it, and so serves placebos and
assignments, not the naming of officials.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from liem.detection.statistics.cells import ROOT, Bools, Cells, Floats, Ints

MANY = 5000
"""Subjects in one stratum from which numpy's other algorithm is quicker."""
Statistic = Callable[[Cells], Floats]


def shuffled(cells: Cells, draws: int, seed: int) -> Iterator[Cells]:
    """``draws`` sets of cells with the same opportunities, and each stratum's events dealt out again. Counts must
    be whole numbers.
    """
    for events in shuffled_events(cells, draws, seed):
        yield replace(cells, events=events)


def dealt_within(cells: Cells) -> Ints:
    """The stratum in which each cell is dealt out: its own, or the finest coarser one that several subjects share."""
    within = cells.stratum.astype(np.int64).copy()
    if cells.parent is None or not len(within):
        return within
    while True:
        lonely = _of_one_subject(within, cells.subject)
        up = np.where(within >= 0, cells.parent[np.maximum(within, 0)], ROOT)
        if not (lonely & (within != ROOT)).any():
            return within
        within = np.where(lonely, up, within)
        for target in np.unique(within[lonely]).tolist():
            if len(np.unique(cells.subject[within == target])) == 1:
                within = np.where(_below(cells, within, target), target, within)


def _of_one_subject(within: Ints, subject: Ints) -> Bools:
    """Whether all cells dealt out together with this one are of one subject."""
    group = np.unique(within, return_inverse=True)[1]
    least, most = np.full(int(group.max()) + 1, subject.max()), np.zeros(int(group.max()) + 1, subject.dtype)
    np.minimum.at(least, group, subject)
    np.maximum.at(most, group, subject)
    return np.asarray((least == most)[group])


def _below(cells: Cells, within: Ints, target: int) -> Bools:
    """Cells whose stratum is ``target`` or lies below it (all lie below the root)."""
    parent, at, found = cells.parent, within.copy(), np.full(len(within), target == ROOT)
    while parent is not None and (at != ROOT).any():
        found |= at == target
        at = np.where(at >= 0, parent[np.maximum(at, 0)], ROOT)
    return np.asarray(found)


def shuffled_events(cells: Cells, draws: int, seed: int) -> Floats:
    """Events per draw (rows) and cell (columns)."""
    rng = np.random.default_rng(seed)
    within = dealt_within(cells)
    order = np.argsort(within, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(within[order]) != 0]) if len(order) else np.zeros(0, dtype=np.int64)
    n, events = cells.n.astype(np.int64), cells.events.astype(np.int64)
    out = np.zeros((draws, len(order)))
    for rows in np.split(order, starts[1:]):
        total = int(events[rows].sum())
        if len(rows) < MANY:
            out[:, rows] = rng.multivariate_hypergeometric(n[rows], total, draws, method="marginals")
        else:
            out[:, rows] = rng.multivariate_hypergeometric(n[rows], total, draws, method="count")
    return out


def permutation_p(cells: Cells, statistic: Statistic, draws: int = 999, seed: int = 1) -> Floats:
    """p of each entry of ``statistic``: (1 + how many shuffles reach the observed value) ÷ (draws + 1)."""
    observed = np.asarray(statistic(cells), dtype=np.float64)
    reached = np.zeros(observed.shape)
    for drawn in shuffled(cells, draws, seed):
        # Sums in another order differ in the last digit: equal must count as reached.
        reached += np.asarray(statistic(drawn)) >= observed - 1e-9 * np.maximum(1.0, np.abs(observed))
    return np.asarray((1 + reached) / (draws + 1))


def excess_of_subjects(cells: Cells) -> Floats:
    """Statistic: events of each subject (with the strata's margins fixed, the same as observed less expected)."""
    return cells.per_subject(cells.events)


def largest_excess(cells: Cells) -> Floats:
    """Statistic: the largest standardised excess of any subject, so that one p answers for all of them."""
    n = np.bincount(cells.stratum, weights=cells.n)
    rate = np.divide(np.bincount(cells.stratum, weights=cells.events), n, out=np.zeros_like(n), where=n > 0)[
        cells.stratum
    ]
    excess = cells.per_subject(cells.events - cells.n * rate)
    spread = np.sqrt(cells.per_subject(cells.n * rate * (1 - rate)))
    return np.asarray([np.max(np.divide(excess, spread, out=np.zeros_like(excess), where=spread > 0), initial=0.0)])
