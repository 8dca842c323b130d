"""Departments and communes, two of which merge, and the units that only look on."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.motives.catalogue import ALWAYS_THERE, DEPARTMENTS, PLACES, PROVINCES
from benchmarks.motives.period import Period
from numpy.random import Generator

DEPARTMENT_COUNT, COMMUNE_COUNT = 8, 20
FRONT = DEPARTMENT_COUNT + COMMUNE_COUNT
"""Units that receive dossiers: departments, then communes. Units are known by their places."""
CENTRE, INSPECTORATE, MERGED = FRONT, FRONT + 1, FRONT + 3
MERGING = FRONT - 2
"""This commune and the next become one."""
_MARGIN_OF_MERGER = 80
"""Working days from the ends of the period."""
_ID_STYLES = 3


@dataclass(frozen=True)
class Unit:
    id: str
    name: str
    parent: str | None
    level: str


@dataclass
class Units:
    """``id_style`` says how this province numbers its units, procedures, dossiers and agents."""

    all: list[Unit]
    departments: list[str]
    """Their keys in the catalogue."""
    id_style: int
    merger: int
    """Working day."""

    def __len__(self) -> int:
        return len(self.all)


def is_department(unit: int) -> bool:
    return unit < DEPARTMENT_COUNT


def draw_units(rng: Generator, seed: int, period: Period) -> Units:
    others = [key for key in DEPARTMENTS if key not in ALWAYS_THERE]
    drawn = rng.choice(others, DEPARTMENT_COUNT - len(ALWAYS_THERE), replace=False)
    departments = [*ALWAYS_THERE, *(str(key) for key in drawn)]
    places = [str(place) for place in rng.choice(PLACES, COMMUNE_COUNT, replace=False)]
    id_style = int(rng.integers(0, _ID_STYLES))
    merger = int(rng.integers(period.first + _MARGIN_OF_MERGER, period.last - _MARGIN_OF_MERGER))

    def unit_id(kind: str, number: int) -> str:
        return _unit_id(id_style, seed, kind, number)

    province = unit_id("T", 0)
    of_departments = [
        Unit(unit_id("S", number), DEPARTMENTS[key].name, province, "department")
        for number, key in enumerate(departments, 1)
    ]
    communes = [
        Unit(unit_id("X", number), f"UBND xã {place}", province, "commune") for number, place in enumerate(places, 1)
    ]
    return Units(
        [
            *of_departments,
            *communes,
            Unit(unit_id("C", 90), "Trung tâm Phục vụ hành chính công tỉnh", province, "centre"),
            Unit(unit_id("S", 91), "Thanh tra tỉnh", province, "department"),
            Unit(province, f"UBND tỉnh {PROVINCES[seed % len(PROVINCES)]}", None, "province"),
            Unit(unit_id("X", COMMUNE_COUNT + 1), f"UBND xã {places[-2]} mới", province, "commune"),
        ],
        departments,
        id_style,
        merger,
    )


def _unit_id(style: int, seed: int, kind: str, number: int) -> str:
    first = {"X": 200, "S": 10, "C": 300, "T": 0}[kind]
    return [f"{kind}{number:02d}", f"H{40 + seed % 20}.{first + number}", f"{kind.lower()}-{number:03d}"][style]
