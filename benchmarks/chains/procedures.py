"""What one may apply for: the limit, the list of papers, the fee, and how often something happens on the way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.catalogue import FIELD_NAMES, OTHERS_ARE_ASKED, WITH_DOCUMENTS
from benchmarks.chains.units import Kind
from benchmarks.chains.workdays import Calendar
from numpy.random import Generator


class Group(NamedTuple):
    """Procedures of one field at one level."""

    field: str
    kind: Kind
    limits: tuple[int, ...]
    procedures: int
    weight: float
    """In the number of dossiers."""


GROUPS = (
    Group("land", Kind.LAND_BRANCH, (10, 15, 20, 30), 5, 1.3),
    Group("construction", Kind.DEPARTMENT, (10, 15, 20), 3, 1),
    Group("finance", Kind.DEPARTMENT, (3, 5, 10), 4, 1.1),
    Group("transport", Kind.DEPARTMENT, (5, 7, 10), 2, 1),
    Group("health", Kind.DEPARTMENT, (10, 15, 20), 2, 0.8),
    Group("justice", Kind.DEPARTMENT, (5, 10), 2, 1),
    Group("environment", Kind.DEPARTMENT, (15, 20, 30), 2, 0.5),
    Group("civil", Kind.COMMUNE, (3, 5), 4, 1.2),
    Group("cert", Kind.COMMUNE, (1, 2), 1, 1.0),
    Group("social", Kind.COMMUNE, (7, 10, 15), 3, 0.8),
    Group("land", Kind.COMMUNE, (5, 10, 15), 3, 1.1),
    Group("construction", Kind.COMMUNE, (7, 10, 15), 2, 0.8),
    Group("household", Kind.COMMUNE, (3,), 2, 0.8),
)
PAPERS, WEIGHT = (3, 9), (0.5, 1.6)
COMMUNE_FEES, FEES = (0, 0, 15, 30, 50, 100, 150, 300), (0, 50, 100, 200, 300, 550, 1000)
FEE_UNIT = 1000
INCOMPLETE, INCOMPLETE_SPREAD, INCOMPLETE_BETWEEN = 0.26, 0.3, (0.1, 0.5)
ASKED, ASKED_SPREAD, ASKED_BETWEEN = 0.085, 0.3, (0.03, 0.2)
REFUSED, REFUSED_SPREAD = 0.028, 0.25
OTHERS_ASKED, OTHERS_ASKED_ELSEWHERE = 0.55, 0.08
"""Chance that a procedure is one for which another office has to be consulted."""
EFFORT = (0.88, 1.15)
CHANGED_FROM, CHANGED_TIMES, CHANGED_LEAST = 10, (0.6, 0.67, 0.7), 3
"""The limit that is cut: of those so long, to such a share, but to no less."""
CHANGED_WEIGHT, CHANGED_AT = 1.6, (0.4, 0.6)


@dataclass
class Procedure:
    code: str
    field: str
    kind: Kind
    """Of the units that deal with it."""
    limit: int
    papers: list[str]
    fee: int
    weight: float
    incomplete: float
    """Chance that something is missing."""
    asked: float
    """Chance that an appraiser asks for something by an own judgement."""
    consults: bool
    effort: float
    refused: float

    @property
    def issues_document(self) -> bool:
        return self.field in WITH_DOCUMENTS


@dataclass(frozen=True)
class LimitChange:
    procedure: int
    day: int
    limit: int


@dataclass
class Procedures:
    all: list[Procedure]
    change: LimitChange

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def field(self) -> Ints:
        return np.array([FIELD_NAMES.index(one.field) for one in self.all])

    @cached_property
    def limit(self) -> Ints:
        return np.array([one.limit for one in self.all])

    @cached_property
    def incomplete(self) -> Floats:
        return np.array([one.incomplete for one in self.all])

    @cached_property
    def asked(self) -> Floats:
        return np.array([one.asked for one in self.all])

    @cached_property
    def fee(self) -> Ints:
        return np.array([one.fee for one in self.all])

    @cached_property
    def consults(self) -> Bools:
        return np.array([one.consults for one in self.all])

    @cached_property
    def effort(self) -> Floats:
        return np.array([one.effort for one in self.all])

    @cached_property
    def refused(self) -> Floats:
        return np.array([one.refused for one in self.all])

    @cached_property
    def issues_document(self) -> Bools:
        return np.array([one.issues_document for one in self.all])

    def limit_on(self, procedure: Ints, day: Ints) -> Floats:
        usual = self.limit[procedure].astype(float)
        changed = (procedure == self.change.procedure) & (day >= self.change.day)
        return np.where(changed, self.change.limit, usual)

    def of(self, kind: Kind, fields: list[str]) -> list[int]:
        return [place for place, one in enumerate(self.all) if one.kind == kind and one.field in fields]


def draw_procedures(rng: Generator, calendar: Calendar) -> Procedures:
    drawn: list[Procedure] = []
    for group in GROUPS:
        for _ in range(group.procedures):
            drawn.append(_draw_procedure(rng, group, len(drawn)))
    codes: set[str] = set()
    for procedure in drawn:
        while procedure.code in codes:
            procedure.code = procedure.code[:-1] + str(rng.integers(10)) + "x"
        codes.add(procedure.code)
    return Procedures(drawn, _change_limit(rng, calendar, drawn))


def _draw_procedure(rng: Generator, group: Group, place: int) -> Procedure:
    """In the order of chance."""
    papers = int(rng.integers(*PAPERS))
    begin, at_commune = f"GT-{group.field[:3].upper()}{place:02d}", group.kind == Kind.COMMUNE
    return Procedure(
        code=f"{rng.integers(1, 3)}.{rng.integers(1000, 13000):06d}",
        field=group.field,
        kind=group.kind,
        limit=int(rng.choice(group.limits)),
        papers=[f"{begin}-{number + 1:02d}" for number in range(papers)],
        fee=int(rng.choice(COMMUNE_FEES if at_commune else FEES) * FEE_UNIT),
        weight=group.weight * rng.uniform(*WEIGHT),
        incomplete=float(np.clip(rng.lognormal(np.log(INCOMPLETE), INCOMPLETE_SPREAD), *INCOMPLETE_BETWEEN)),
        asked=float(np.clip(rng.lognormal(np.log(ASKED), ASKED_SPREAD), *ASKED_BETWEEN)),
        consults=rng.random() < (OTHERS_ASKED if group.field in OTHERS_ARE_ASKED else OTHERS_ASKED_ELSEWHERE),
        effort=rng.uniform(*EFFORT),
        refused=float(rng.lognormal(np.log(REFUSED), REFUSED_SPREAD)),
    )


def _change_limit(rng: Generator, calendar: Calendar, procedures: list[Procedure]) -> LimitChange:
    """Of one that many use, about half way through the records."""
    long = [
        place
        for place, one in enumerate(procedures)
        if one.limit >= CHANGED_FROM and one.kind in (Kind.LAND_BRANCH, Kind.COMMUNE)
    ]
    changed = int(rng.choice(long))
    procedures[changed].weight *= CHANGED_WEIGHT
    day = int(calendar.recorded * rng.uniform(*CHANGED_AT))
    limit = max(CHANGED_LEAST, round(procedures[changed].limit * rng.choice(CHANGED_TIMES)))
    return LimitChange(changed, day, limit)
