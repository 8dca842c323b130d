"""What the two systems do not tell, and the terms of office as they are written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.chains.staff import ALWAYS, Staff
from benchmarks.chains.units import SECOND_SYSTEM
from numpy.random import Generator

RELATIONS_UNKNOWN, SENSITIVE_UNKNOWN, POST_UNKNOWN = 0.12, 0.3, 0.5
"""The last in the second system only."""


class Term(NamedTuple):
    official: int
    unit: int
    post: str | None
    first: int
    until: int


@dataclass(frozen=True)
class Holes:
    relations_known: bool
    sensitive_known: bool
    terms: list[Term]


def draw_holes(rng: Generator, staff: Staff) -> Holes:
    relations_known = rng.random() > RELATIONS_UNKNOWN
    sensitive_known = not rng.random() < SENSITIVE_UNKNOWN
    terms = []
    for place, official in enumerate(staff.officials):
        for unit, first, until in _times(staff, place):
            unknown = staff.units[unit].system == SECOND_SYSTEM and rng.random() < POST_UNKNOWN
            terms.append(Term(place, unit, None if unknown else official.post, first, until))
    return Holes(relations_known, sensitive_known, terms)


def _times(staff: Staff, official: int) -> list[tuple[int, int, int]]:
    times = {(one.unit, max(one.first, 0), one.until) for one in staff.assignments if one.official == official}
    of_staff = sorted(times) or [(staff.officials[official].home, 0, ALWAYS)]
    return [(unit, first, until) for unit, first, until in of_staff if until > first]
