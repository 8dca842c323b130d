"""The procedures, and the desks to which the hard ones come."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.sizes.catalogue import (
    COMMUNE_PROCEDURES,
    DEPARTMENTS,
    LISTED_PAPERS,
    PLACE_OF_PAPER,
)
from benchmarks.sizes.chance import spread_around_one
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.posts import Role
from benchmarks.sizes.staff import Staff
from benchmarks.sizes.units import Units
from numpy.random import Generator

SPREAD, WEIGHT_SPREAD = 0.30, 0.5
"""Of the logarithm."""
BY_PROCEDURE = (Deed.INCOMPLETE, Deed.EXTRA, Deed.OFF_LIST, Deed.LATE, Deed.UNLAWFUL)
"""In these, procedures differ."""
COMMUNE_LIMITS, DEPARTMENT_LIMITS, HARD_LIMITS = (3, 5, 7, 10, 15, 20), (5, 7, 10, 15, 20, 30), (20, 30)
COMMUNE_FEES = (0, 0, 30, 50, 80, 100, 150, 300, 500)
DEPARTMENT_FEES = (0, 50, 100, 200, 300, 500, 1200)
FEE_UNIT = 1000
PAPERS_BETWEEN, PER_SECTION, IN_COMMUNES = (3, 8), (2, 5), (8, 12)
HARD_DESKS, HARD_SECTION = 0.02, 0.3
"""Share of the officials; how likely a section is to have a procedure of hard cases."""
HARD = {Deed.INCOMPLETE: 1.5, Deed.EXTRA: 2.2, Deed.OFF_LIST: 1.6, Deed.LATE: 1.9, Deed.UNLAWFUL: 1.8}
HARD_WEIGHT = 0.8
CODES_PER_BOOK = 30


@dataclass(frozen=True)
class Procedure:
    name: str
    field: str
    unit: int
    """``NOBODY``: every commune has it."""
    section: int
    limit: int
    papers: list[str]
    fee: int
    factors: dict[Deed, float]
    weight: float
    """Of its share in the dossiers of a unit."""


class HardDesk(NamedTuple):
    official: int
    procedure: int


@dataclass
class Procedures:
    all: list[Procedure]
    hard_desks: list[HardDesk]
    codes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def unit(self) -> Ints:
        return np.array([procedure.unit for procedure in self.all])

    @cached_property
    def section(self) -> Ints:
        return np.array([procedure.section for procedure in self.all])

    @cached_property
    def limit(self) -> Ints:
        return np.array([procedure.limit for procedure in self.all])

    @cached_property
    def fee(self) -> Ints:
        return np.array([procedure.fee for procedure in self.all])

    @cached_property
    def weight(self) -> Floats:
        return np.array([procedure.weight for procedure in self.all])

    @cached_property
    def factors(self) -> dict[Deed, Floats]:
        return {deed: np.array([procedure.factors[deed] for procedure in self.all]) for deed in BY_PROCEDURE}

    @cached_property
    def paper_count(self) -> Ints:
        return np.array([len(procedure.papers) for procedure in self.all])

    @cached_property
    def papers(self) -> Ints:
        """Row: procedure; places of its papers, and then no paper."""
        places = np.zeros((len(self), PAPERS_BETWEEN[1]), int)
        for row, procedure in zip(places, self.all, strict=True):
            row[: len(procedure.papers)] = [PLACE_OF_PAPER[paper] for paper in procedure.papers]
        return places

    def lists(self, procedure: Ints, paper: Ints) -> Bools:
        """Whether the list of each procedure names the paper."""
        return (self.papers[procedure] == paper[:, None]).any(1)


def draw_procedures(rng: Generator, units: Units, staff: Staff) -> Procedures:
    drawing = _Drawing(rng, units, staff)
    drawing.of_communes()
    for unit in range(units.departments):
        for section in range(staff.sections[unit]):
            drawing.of_section(unit, section)
    procedures = Procedures(drawing.procedures, drawing.hard_desks)
    procedures.codes = [
        f"{1 + place // CODES_PER_BOOK}.{rng.integers(1000, 9999):06d}.{place:02d}" for place in range(len(procedures))
    ]
    return procedures


class _Drawing:
    def __init__(self, rng: Generator, units: Units, staff: Staff) -> None:
        self.rng, self.units, self.staff = rng, units, staff
        self.procedures: list[Procedure] = []
        self.hard_desks: list[HardDesk] = []

    def of_communes(self) -> None:
        count = int(self.rng.integers(*IN_COMMUNES))
        for place in sorted(self.rng.choice(len(COMMUNE_PROCEDURES), count, replace=False)):
            of_field, name = COMMUNE_PROCEDURES[place]
            self._add(name, of_field, NOBODY, 0, COMMUNE_LIMITS)

    def of_section(self, unit: int, section: int) -> None:
        name, of_field = self.units.names[unit], DEPARTMENTS[unit % len(DEPARTMENTS)][1]
        for place in range(int(self.rng.integers(*PER_SECTION))):
            title = f"Cấp phép/xác nhận nhóm {section + 1}.{place + 1} - {name}"
            self._add(title, of_field, unit, section, DEPARTMENT_LIMITS)
        if self._has_hard_cases(unit, section):
            self._add(f"Hồ sơ phức tạp, tranh chấp - {name}", of_field, unit, section, HARD_LIMITS, hard=True)
            self._open_hard_desk(unit, section)

    def _has_hard_cases(self, unit: int, section: int) -> bool:
        """The first section always."""
        if unit == section == 0:
            return True
        more = len(self.hard_desks) < max(1, round(HARD_DESKS * len(self.staff)))
        return more and self.rng.random() < HARD_SECTION

    def _open_hard_desk(self, unit: int, section: int) -> None:
        appraisers = self.staff.of(unit, Role.APPRAISER)
        able = [
            official
            for official in appraisers
            if self.staff.section[official] == section and official not in self.staff.moved
        ]
        if able:
            self.hard_desks.append(HardDesk(int(self.rng.choice(able)), len(self.procedures) - 1))

    def _add(
        self, name: str, of_field: str, unit: int, section: int, limits: tuple[int, ...], *, hard: bool = False
    ) -> None:
        rng = self.rng
        fee = int(rng.choice(COMMUNE_FEES if unit == NOBODY else DEPARTMENT_FEES)) * FEE_UNIT
        limit = int(rng.choice(limits))
        count = int(rng.integers(*PAPERS_BETWEEN))
        papers = [str(paper) for paper in rng.choice(LISTED_PAPERS, count, replace=False)]
        factors = {deed: float(spread_around_one(rng, SPREAD)) for deed in BY_PROCEDURE}
        weight = float(np.exp(rng.normal(0, WEIGHT_SPREAD)))
        if hard:
            factors, weight = HARD, HARD_WEIGHT
        self.procedures.append(Procedure(name, of_field, unit, section, limit, papers, fee, factors, weight))
