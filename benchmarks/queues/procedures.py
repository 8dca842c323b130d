"""The rules of this province's procedures: what they ask for, and their limits, one of which is changed."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.chance import factor
from benchmarks.queues.workdays import Period
from numpy.random import Generator

_MAY_CHANGE, _LEAST_LIMIT, _SHORTER_BY = 10, 4, (3, 5)
"""Working days of a limit."""
_MOST_INCOMPLETE, _SPREAD = 0.6, 0.15


@dataclass(frozen=True)
class LimitChange:
    procedure: int
    day: int
    limit: int


@dataclass(frozen=True)
class Procedures:
    papers: list[list[str]]
    change: LimitChange
    incomplete: list[float]
    """Share of the dossiers."""
    hours: list[float]

    def limit(self, procedure: int, day: int) -> int:
        changed = procedure == self.change.procedure and day >= self.change.day
        return self.change.limit if changed else PROCEDURES[procedure].limit


def draw_procedures(rng: Generator, period: Period) -> Procedures:
    changeable = [place for place, procedure in enumerate(PROCEDURES) if procedure.limit >= _MAY_CHANGE]
    changed = changeable[rng.integers(len(changeable))]
    day = int(rng.integers(len(period) // 3, 2 * len(period) // 3))
    limit = max(_LEAST_LIMIT, PROCEDURES[changed].limit - _SHORTER_BY[rng.integers(len(_SHORTER_BY))])
    return Procedures(
        papers=[[f"{one.code}-{nth + 1:02d}" for nth in range(one.papers)] for one in PROCEDURES],
        change=LimitChange(changed, day, limit),
        incomplete=[min(_MOST_INCOMPLETE, one.incomplete * factor(rng, _SPREAD)) for one in PROCEDURES],
        hours=[one.hours * factor(rng, _SPREAD) for one in PROCEDURES],
    )
