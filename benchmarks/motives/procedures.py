"""The procedures of a province: limits, lists and fees, how much comes, and one limit that is shortened."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from benchmarks.motives.catalogue import DEPARTMENTS, OF_COMMUNES, Listed
from benchmarks.motives.period import Period
from benchmarks.motives.units import DEPARTMENT_COUNT, FRONT, Units, is_department
from numpy.random import Generator

UNLISTED_PAPERS = [f"K{number:02d}" for number in range(1, 9)]
"""On no procedure's list; the first is the one asked for by custom."""
_LEAST_LIMIT, _LIMIT_SPREAD, _VOLUME_SPREAD = 2, 0.12, 0.25
_INCOMPLETE, _INCOMPLETE_SPREAD, _INCOMPLETE_WITHIN = 0.30, 0.3, (0.1, 0.5)
_ASKED_BEYOND, _ASKED_BEYOND_SPREAD = 0.055, 0.35
_SHARE_OF_LIMIT, _PACE_SPREAD = 0.5, 0.12
_VISIT, _VISIT_ELSEWHERE = 0.45, 0.03
_LONG_LIMIT = 8
"""Only such a limit is shortened."""
_SHORTENED_TO, _LEAST_SHORTENED = 0.7, 4
_CHANGED_AFTER, _CHANGED_BEFORE = 70, 90
"""Working days from the ends of the period."""


@dataclass
class LimitChange:
    procedure: int
    at: int
    """Working day."""
    limit: int


@dataclass
class Procedure:
    code: str
    name: str
    field: str
    limit: int
    documents: list[str]
    fee: int
    by_businesses: float
    issues_document: bool
    volume: float
    units: list[int]
    incomplete: float
    """Share of the dossiers."""
    asked_beyond: float
    """Share of those in which something is asked for though nothing is missing."""
    pace: float
    """Logarithm of the share of the limit that the work takes."""
    visited: float

    @property
    def of_department(self) -> bool:
        return is_department(self.units[0])


def draw_procedures(rng: Generator, units: Units) -> list[Procedure]:
    procedures: list[Procedure] = []
    for place, key in enumerate(units.departments):
        for listed in DEPARTMENTS[key].procedures:
            procedures.append(_draw_procedure(rng, units.id_style, len(procedures), key, listed, [place]))
    communes = list(range(DEPARTMENT_COUNT, FRONT))
    for listed in OF_COMMUNES:
        procedures.append(_draw_procedure(rng, units.id_style, len(procedures), "XA", listed, communes))
    return procedures


def draw_limit_change(rng: Generator, procedures: list[Procedure], period: Period) -> LimitChange:
    long = [place for place, one in enumerate(procedures) if one.limit >= _LONG_LIMIT and one.of_department]
    changed = int(rng.choice(long))
    at = int(rng.integers(period.first + _CHANGED_AFTER, period.last - _CHANGED_BEFORE))
    return LimitChange(changed, at, max(_LEAST_SHORTENED, int(procedures[changed].limit * _SHORTENED_TO)))


def _draw_procedure(
    rng: Generator, id_style: int, place: int, prefix: str, listed: Listed, units: list[int]
) -> Procedure:
    limit = max(_LEAST_LIMIT, round(listed.limit * math.exp(rng.normal(0, _LIMIT_SPREAD))))
    number = int(rng.integers(1000, 9999))
    codes = [f"{prefix}.{place + 1:03d}", f"1.{number:06d}.H{place:02d}", f"TT{place + 1:03d}"]
    return Procedure(
        code=codes[id_style],
        name=listed.name,
        field=listed.field,
        limit=limit,
        documents=[f"{prefix}{place + 1:02d}-{paper + 1:02d}" for paper in range(listed.documents)],
        fee=listed.fee,
        by_businesses=listed.by_businesses,
        issues_document=listed.issues_document,
        volume=listed.volume * math.exp(rng.normal(0, _VOLUME_SPREAD)),
        units=units,
        incomplete=float(np.clip(_INCOMPLETE * math.exp(rng.normal(0, _INCOMPLETE_SPREAD)), *_INCOMPLETE_WITHIN)),
        asked_beyond=_ASKED_BEYOND * math.exp(rng.normal(0, _ASKED_BEYOND_SPREAD)),
        pace=math.log(_SHARE_OF_LIMIT) + rng.normal(0, _PACE_SPREAD),
        visited=_VISIT if listed.field in ("land", "construction") else _VISIT_ELSEWHERE,
    )
