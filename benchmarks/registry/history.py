"""All dossiers with their courses and steps: first those filed for the first time, then those filed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from benchmarks.registry.arrays import Ints, Objects
from benchmarks.registry.cases import Cases
from benchmarks.registry.casting import Cast
from benchmarks.registry.chance import Streams
from benchmarks.registry.course import Courses, run
from benchmarks.registry.filings import Filings, file_first
from benchmarks.registry.plan import Plan
from benchmarks.registry.refiling import file_again
from benchmarks.registry.steps import Log, Steps
from benchmarks.registry.world import World

FILED_AGAIN = 0.025
"""Share of all dossiers, about, that are earlier ones filed again."""
APPLICANT_FACTOR, APPLICANT_SHIFT, SHIFTS, APPLICANT_CODES = 7_919, 104_729, 97, 9_999_991
"""Codes of applicants look drawn, but the same applicant always has the same one."""
FIRST_PROVINCE, PROVINCES = 40, 23
"""Of the codes that dossiers begin with."""

Columns = TypeVar("Columns", Filings, Courses)


@dataclass
class History:
    filed: Filings
    course: Courses
    steps: Steps
    """In the order of logging, also those that lie beyond the day the records were drawn."""
    order: Ints
    """Dossiers in the order of filing."""
    codes: Objects
    applicants: Objects
    """Codes."""

    def __len__(self) -> int:
        return len(self.filed)


def make_history(streams: Streams, world: World, plan: Plan, cast: Cast) -> History:
    log = Log()
    filed = file_first(streams.dossiers, world, world.dossiers - int(world.dossiers * FILED_AGAIN))
    course = run(Cases(streams.steps, world, plan, cast, log, filed, first=0))
    again = file_again(streams.dossiers, world, plan, filed, course)
    course_again = run(Cases(streams.steps, world, plan, cast, log, again, first=len(filed)))
    filed, course = _join(filed, again), _join(course, course_again)
    order = np.argsort(filed.at, kind="stable")
    numbers = filed.applicant * APPLICANT_FACTOR + APPLICANT_SHIFT * (streams.seed % SHIFTS)
    return History(
        filed=filed,
        course=course,
        steps=log.all(),
        order=order,
        codes=_codes(world, filed, order, f"H{FIRST_PROVINCE + streams.seed % PROVINCES}"),
        applicants=np.array([f"NN{number:07d}" for number in numbers % APPLICANT_CODES], dtype=object),
    )


def _join(first: Columns, second: Columns) -> Columns:
    both = {name: np.concatenate([column, getattr(second, name)]) for name, column in vars(first).items()}
    return type(first)(**both)


def _codes(world: World, filed: Filings, order: Ints, province: str) -> Objects:
    """Numbered through in the order of filing."""
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    units, days = world.units.all, world.calendar.days
    return np.array(
        [
            f"{province}.{units[unit].id}-{days[int(at)].year % 100:02d}-{number:06d}"
            for unit, at, number in zip(filed.unit, filed.at, rank, strict=True)
        ],
        dtype=object,
    )
