"""What goes together: which step is there whenever another is, and which comes first, learnt from all pairs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liem.detection.control_flow.log import Bools, Floats, Ints, Log

LARGEST = 300
"""Activities whose pairs are learnt, the most frequent; memory and time grow with its square."""
CHUNK = 4_000_000
"""Cells of the largest table held at once while looking for company."""
FEW = 1e-4
ABSENCE, ORDER = 1.2, 1.5
"""Surprisals (nats) above which a missing step or an inversion counts."""
ENOUGH_ABSENCE, ENOUGH_ORDER = 5.0, 3.0
"""Weighted dossiers of comparison that a rule needs."""


@dataclass(frozen=True)
class Standing:
    """Where each followed activity first stands in each dossier: ``first`` (dossiers × activities), -1 where absent."""

    first: NDArray[np.int32]

    @property
    def present(self) -> Bools:
        """Which dossier has which activity."""
        return self.first >= 0


@dataclass(frozen=True)
class Violations:
    """Pairs of steps that broke what is usual: dossier, the step that is there, the other one, surprisal (nats), and
    the comparison: so many of so many other dossiers kept to it (weighted).
    """

    dossier: Ints
    there: Ints
    other: Ints
    surprisal: Floats
    kept: Floats
    of: Floats


def followed_activities(log: Log) -> Ints:
    """The number of each activity among those followed, -1 for the rare rest."""
    seen = np.bincount(log.activity, minlength=log.activities)
    most = np.argsort(-seen, kind="stable")[:LARGEST]
    number = np.full(log.activities + 1, -1, np.int64)
    chosen = np.sort(most[seen[most] > 0])
    number[chosen] = np.arange(len(chosen))
    return number


def standing(log: Log, number: Ints, followed: int) -> Standing:
    """First places of the followed activities in each dossier of ``log``."""
    first = np.full((log.dossiers, followed), -1, np.int32)
    code = number[np.minimum(log.activity, len(number) - 1)]
    back = np.flatnonzero(code >= 0)[::-1]
    first[log.owner[back], code[back]] = log.place[back]
    return Standing(first)


class PairRules:
    """Company and order of activities in the reference dossiers, weighted."""

    def __init__(self, reference: Standing, weights: Floats) -> None:
        self._reference, self._weights = reference, weights
        first, present = reference.first, reference.present.astype(np.float64)
        weighted = present * weights[:, None]
        self.count: Floats = weighted.sum(0)
        self.both: Floats = weighted.T @ present
        self.before: Floats = np.zeros_like(self.both)
        for one in range(first.shape[1]):
            rows = np.flatnonzero(first[:, one] >= 0)
            self.before[one] = weights[rows] @ (first[rows, one, None] < first[rows])

    def _own(self, left_out: Ints) -> tuple[NDArray[np.int32], Floats]:
        """First places and weight of the dossiers left out (nothing and 0 where none is)."""
        known = left_out >= 0
        return np.where(known[:, None], self._reference.first[left_out], -1), np.where(
            known, self._weights[left_out], 0.0
        )

    def missing(self, looked: Standing, left_out: Ints) -> Violations:
        """Steps absent although another is there that nearly always comes with them."""
        share = self.both / np.maximum(self.count[:, None], 1e-9)
        strong = (share >= 0.65) & (self.count[:, None] >= ENOUGH_ABSENCE)
        np.fill_diagonal(strong, False)
        dossier, there, other = _pairs(looked, strong, _absent)
        own, weight = self._own(left_out)
        w, has = weight[dossier], own[dossier, there] >= 0
        n = self.count[there] - w * has
        both = self.both[there, other] - w * (has & (own[dossier, other] >= 0))
        surprisal = -np.log(np.clip(1 - (both + 0.2) / (n + 0.6), FEW, 1))
        return _kept(Violations(dossier, there, other, surprisal, both, n), ENOUGH_ABSENCE, ABSENCE)

    def inverted(self, looked: Standing, left_out: Ints) -> Violations:
        """Steps that came before another which nearly always comes first."""
        rare = (self.before <= 0.3 * self.both + 1) & (self.both >= ENOUGH_ORDER)
        np.fill_diagonal(rare, False)
        dossier, there, other = _pairs(looked, rare, _earlier)
        own, weight = self._own(left_out)
        w, a, b = weight[dossier], own[dossier, there], own[dossier, other]
        n = self.both[there, other] - w * ((a >= 0) & (b >= 0))
        before = self.before[there, other] - w * ((a >= 0) & (a < b))
        surprisal = -np.log(np.clip((before + 0.3) / (n + 0.6), FEW, 1))
        return _kept(Violations(dossier, there, other, surprisal, n - before, n), ENOUGH_ORDER, ORDER)

    def company(self, looked: Standing, left_out: Ints) -> tuple[Floats, Floats]:
        """How surprising each step is given its best companion: the largest and the sum, per dossier."""
        largest, total = np.zeros(len(looked.first)), np.zeros(len(looked.first))
        chunk = max(1, CHUNK // max(looked.first.shape[1], 1))
        for step in range(looked.first.shape[1]):
            rows = np.flatnonzero(looked.first[:, step] >= 0)
            for at in range(0, len(rows), chunk):
                part = rows[at : at + chunk]
                found = self._company_of(step, looked.first[part] >= 0, left_out[part])
                largest[part] = np.maximum(largest[part], found)
                total[part] += found
        return largest, total

    def _company_of(self, step: int, present: Bools, left_out: Ints) -> Floats:
        own, weight = self._own(left_out)
        own_has = (own >= 0) * weight[:, None]
        n = self.count - own_has
        both = self.both[:, step] - own_has * (own[:, step, None] >= 0)
        share = np.where(present, (both + 0.3) / (n + 0.6), 0.0)
        share[:, step] = 0.0
        best = share.max(axis=1)
        return np.where(present.sum(1) > 1, -np.log(np.clip(best, FEW, 1)), 0.0)


def _absent(looked: Standing, rows: Ints, one: int, others: Ints) -> Bools:
    return looked.first[rows][:, others] < 0


def _earlier(looked: Standing, rows: Ints, one: int, others: Ints) -> Bools:
    return looked.first[rows, one, None] < looked.first[rows][:, others]


def _pairs(looked: Standing, candidates: Bools, breaks: object) -> tuple[Ints, Ints, Ints]:
    """Every (dossier, there, other) of candidate pairs that is broken."""
    dossiers, there, other = [], [], []
    for one in range(candidates.shape[0]):
        others = np.flatnonzero(candidates[one])
        rows = np.flatnonzero(looked.first[:, one] >= 0)
        if len(others) and len(rows):
            row, column = np.nonzero(breaks(looked, rows, one, others))  # type: ignore[operator]
            dossiers.append(rows[row])
            there.append(np.full(len(row), one))
            other.append(others[column])
    if not dossiers:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing
    return np.concatenate(dossiers), np.concatenate(there), np.concatenate(other)


def _kept(found: Violations, enough: float, above: float) -> Violations:
    keep = (found.of >= enough) & (found.surprisal > above)
    return Violations(*(getattr(found, name)[keep] for name in Violations.__dataclass_fields__))


def strongest_per_step(found: Violations, dossiers: int, steps: int) -> tuple[Floats, Floats]:
    """Largest surprisal per dossier, and the sum over the other steps of the largest each has."""
    key = found.dossier * steps + found.other
    order = np.lexsort((-found.surprisal, key))
    fresh = np.r_[True, key[order][1:] != key[order][:-1]] if len(key) else np.zeros(0, bool)
    best = order[fresh]
    total = np.bincount(found.dossier[best], weights=found.surprisal[best], minlength=dossiers)
    largest: Floats = np.zeros(dossiers)
    np.maximum.at(largest, found.dossier[best], found.surprisal[best])
    return largest, np.asarray(total, np.float64)
