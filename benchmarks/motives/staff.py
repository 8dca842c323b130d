"""Who works in each unit, and what for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.motives.habits import Habits, Spreads, Temper, draw_habits, draw_temper, draw_unit_habits
from benchmarks.motives.procedures import Procedure
from benchmarks.motives.units import CENTRE, FRONT, INSPECTORATE, Units, is_department
from numpy.random import Generator

NOBODY = -1
_USUAL_SIZE = 150
"""Officials of a province whose units have the usual numbers."""
_CLERKS, _CLERKS_OF_COMMUNE = [2, 2, 3], [1, 1, 1, 2]
_APPRAISERS, _APPRAISERS_OF_COMMUNE = [4, 4, 5, 5], [2, 2, 2, 3]
_HOLDERS = [2, 2, 3]
"""Appraisers of a department who share a procedure; in communes all do."""
_GROUPS = 4
"""Of applicants: citizens and businesses, with agent and without."""


class Role(StrEnum):
    LEADER = "leader"
    CLERK = "clerk"
    APPRAISER = "appraiser"
    ADMINISTRATOR = "administrator"
    HOTLINE = "hotline"
    INSPECTOR = "inspector"


@dataclass
class Absence:
    start: int
    """Working day."""
    end: int
    covered_by: int


@dataclass
class Assignment:
    unit: int
    start: int | None = None
    """Working day."""
    end: int | None = None


@dataclass
class Official:
    unit: int
    role: Role
    post: str
    temper: Temper
    habits: Habits
    weight: float
    """How much of the work comes to this desk."""
    sympathies: list[float]
    """By group of applicants: added to what is asked of them, and of the group opposite to the time it takes."""
    assignments: list[Assignment]
    id: str = ""
    procedures: list[int] = field(default_factory=list)
    absence: Absence | None = None
    joined: int | None = None
    """Working day, of trainees."""


@dataclass
class Staff:
    """Officials are known by their places; those of a unit by the unit's."""

    officials: list[Official]
    leaders: dict[int, list[int]]
    clerks: dict[int, list[int]]
    appraisers: dict[int, list[int]]
    administrator: int
    hotline: int
    inspector: int
    unit_habits: list[Habits]

    def __len__(self) -> int:
        return len(self.officials)

    def of(self, *roles: Role) -> list[int]:
        return [place for place, official in enumerate(self.officials) if official.role in roles]

    def with_procedure(self, procedure: int) -> list[int]:
        return [place for place in self.of(Role.APPRAISER) if procedure in self.officials[place].procedures]


def draw_staff(rng: Generator, units: Units, procedures: list[Procedure], spreads: Spreads, size: int) -> Staff:
    id_style = int(rng.integers(0, 3))
    officials: list[Official] = []

    def hire(unit: int, role: Role, post: str) -> int:
        officials.append(_draw_official(rng, spreads, unit, role, post))
        return len(officials) - 1

    scale = size / _USUAL_SIZE
    leaders, clerks, appraisers = {}, {}, {}
    for unit in range(FRONT):
        department = is_department(unit)
        posts = ["Giám đốc", "Phó Giám đốc"] if department else ["Chủ tịch"]
        leaders[unit] = [hire(unit, Role.LEADER, post) for post in posts]
        usual_clerks = rng.choice(_CLERKS if department else _CLERKS_OF_COMMUNE)
        clerk_count = max(1, round(usual_clerks * max(1, scale**0.5)))
        usual_appraisers = rng.choice(_APPRAISERS if department else _APPRAISERS_OF_COMMUNE)
        appraiser_count = max(2, round(usual_appraisers * scale))
        clerks[unit] = [hire(unit, Role.CLERK, "Chuyên viên tiếp nhận một cửa") for _ in range(clerk_count)]
        appraisers[unit] = [hire(unit, Role.APPRAISER, "Chuyên viên thẩm định") for _ in range(appraiser_count)]
    administrator = hire(CENTRE, Role.ADMINISTRATOR, "Quản trị hệ thống")
    hotline = hire(CENTRE, Role.HOTLINE, "Tổng đài 1022")
    inspector = hire(INSPECTORATE, Role.INSPECTOR, "Thanh tra viên")
    _number(rng, officials, units, id_style)
    unit_habits = [draw_unit_habits(rng, spreads) for _ in range(len(units))]
    for unit in range(FRONT):
        _share_procedures(rng, officials, unit, appraisers[unit], procedures)
    return Staff(officials, leaders, clerks, appraisers, administrator, hotline, inspector, unit_habits)


def _draw_official(rng: Generator, spreads: Spreads, unit: int, role: Role, post: str) -> Official:
    temper = draw_temper(rng)
    return Official(
        unit=unit,
        role=role,
        post=post,
        temper=temper,
        habits=draw_habits(rng, temper, spreads),
        weight=float(rng.gamma(5, 0.2) + 0.25),
        sympathies=[rng.normal(0, spreads.sympathies) for _ in range(_GROUPS)],
        assignments=[Assignment(unit)],
    )


def _number(rng: Generator, officials: list[Official], units: Units, id_style: int) -> None:
    numbers = rng.permutation(len(officials) * 3)
    for official, number in zip(officials, numbers, strict=False):
        unit = units.all[official.unit].id
        official.id = [f"CB{number + 1001}", f"{unit}/{number + 100:03d}", f"nv{number + 10:05d}"][id_style]


def _share_procedures(
    rng: Generator, officials: list[Official], unit: int, appraisers: list[int], procedures: list[Procedure]
) -> None:
    of_unit = [place for place, procedure in enumerate(procedures) if unit in procedure.units]
    for procedure in of_unit:
        holders = min(len(appraisers), int(rng.choice(_HOLDERS))) if is_department(unit) else len(appraisers)
        for appraiser in rng.choice(appraisers, holders, replace=False):
            officials[appraiser].procedures.append(procedure)
    for appraiser in appraisers:
        if not officials[appraiser].procedures:
            officials[appraiser].procedures.append(int(rng.choice(of_unit)))
