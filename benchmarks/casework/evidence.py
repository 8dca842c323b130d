"""How far a planted act shows: events beyond those of an honest official, against what chance and habit explain."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from benchmarks.casework.accesses import Accesses
from benchmarks.casework.caseload import Caseload
from benchmarks.casework.documents import Documents
from benchmarks.casework.life import Life
from benchmarks.casework.office import CLERK, Office, Seat
from benchmarks.casework.plan import Plan
from benchmarks.casework.procedures import LONG_LIMIT
from benchmarks.casework.workdays import Bools


@dataclass(frozen=True)
class Evidence:
    n: int
    """Dossiers, drafts or accesses in question."""
    excess: float
    """Events more than with honest people only."""
    expected: float
    """Events among as many comparable cases of others."""
    variance: float
    habit: str
    """The kind of habit that could explain the excess as well."""

    def strength(self, spread: float) -> float:
        """The excess in standard deviations, people's habits differing by ``spread``."""
        return float(self.excess / math.sqrt(max(self.variance, 0.25) + (spread * self.expected) ** 2))


@dataclass(frozen=True)
class _Measure:
    fact: str
    habit: str
    at_counter: bool = False
    only: str | None = None
    """Dossiers it can be done with: those with a fee, or with a long limit."""


_MEASURES = {
    "requests": _Measure("req", "content"),
    "outside": _Measure("outside", "outside"),
    "fees": _Measure("fee", "fee", at_counter=True, only="fee"),
    "intake": _Measure("missed", "check", at_counter=True),
    "late": _Measure("late", "speed"),
    "clock": _Measure("lastday", "lastday", only="limit"),
}


def _possible(measure: _Measure, office: Office, load: Caseload) -> Bools:
    if measure.only == "fee":
        return np.array([office.procedures[p].fee > 0 for p in load.procedure])
    if measure.only == "limit":
        return np.array([office.procedures[p].limit >= LONG_LIMIT for p in load.procedure])
    return np.full(len(load), True)


def of_dossiers(official: str, how: str, office: Office, load: Caseload, plan: Plan, life: Life) -> Evidence:
    """Against dossiers of the same procedures in which nobody planted had a hand."""
    measure = _MEASURES[how]
    honestly, indeed = life.honestly[measure.fact], life.indeed[measure.fact]
    handler, clerk = np.array(life.handler), np.array(life.clerk)
    possible = _possible(measure, office, load)
    clean = possible & ~np.isin(handler, list(plan.acts)) & ~np.isin(clerk, list(plan.acts))
    mine = possible & ((clerk if measure.at_counter else handler) == official)
    size = len(office.procedures)
    count = np.bincount(load.procedure[clean], minlength=size)
    events = np.bincount(load.procedure[clean], weights=honestly[clean], minlength=size)
    # Half a dossier at the mean of all steadies the rates of rare procedures.
    rate = ((events + 0.5 * honestly[clean].mean()) / (count + 0.5))[load.procedure[mine]]
    excess = float(indeed[mine].sum() - honestly[mine].sum())
    return Evidence(int(mine.sum()), excess, float(rate.sum()), float((rate * (1 - rate)).sum()), measure.habit)


def of_documents(official: str, plan: Plan, documents: Documents) -> Evidence:
    others = [t for o, t in documents.tallies.items() if plan.how(o) != "documents"]
    rate = sum(t.unlawful for t in others) / sum(t.reviewed for t in others)
    own = documents.tallies.get(official)
    n = own.reviewed if own else 0
    excess = own.unlawful - own.honestly_unlawful if own else 0
    return Evidence(n, excess, rate * n, rate * (1 - rate) * n, "doc")


def of_accesses(official: str, seats: Mapping[str, Seat], n: int, accesses: Accesses) -> Evidence:
    """Clerks answer the telephone, some more than others: against them stands the mean of all clerks."""
    expected = accesses.expected[official]
    if CLERK in seats[official].roles:
        expected = float(np.mean([e for o, e in accesses.expected.items() if CLERK in seats[o].roles]))
    return Evidence(n, accesses.planted[official], expected, expected, "access")


def of_pair(strength: float, dossiers: int, spread: float) -> float:
    """The planted haste, in standard deviations of the mean log-duration of that many dossiers."""
    haste = 1.204 * strength
    return round(haste / math.sqrt(0.25 / max(dossiers, 1) + (0.23 * spread) ** 2), 2)
