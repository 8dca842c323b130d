"""Departments, communes, those that are merged on the way, and the centre that serves the whole province."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Ints
from benchmarks.sizes.catalogue import (
    CENTRE,
    COMMUNE_BEGINS,
    COMMUNE_ENDS,
    DEPARTMENTS,
    FURTHER_DEPARTMENT,
    MERGED_BEGINS,
    MERGED_ENDS,
)
from benchmarks.sizes.chance import around
from numpy.random import Generator

DEPARTMENT, COMMUNE, AT_CENTRE = "department", "commune", "centre"
PREFIXES = ("H", "DV-", "38.", "U")
CENTRE_SHARE, CENTRE_LEAST = 0.03, 3
"""Of the officials, so many work at the centre."""
DEPARTMENT_SHARE, DEPARTMENT_LEAST, DEPARTMENT_MOST = 0.5, 10, 40
DEPARTMENT_USUAL, DEPARTMENT_SPREAD = 18, 0.35
LEFT_FOR_ANOTHER = 12
"""Where a department would be too large, so many are left to form one of their own."""
COMMUNE_SIZES, COMMUNE_SHARES = (2, 3, 4, 5, 6), (0.12, 0.25, 0.28, 0.2, 0.15)
COMMUNES_PER_MERGER, COMMUNES_TO_CHOOSE_FROM = 12, 4


@dataclass
class Units:
    """Departments stand first, then communes, merged communes, and the centre last."""

    prefix: str
    codes: list[str]
    names: list[str]
    levels: list[str]
    sizes: list[int]
    successor: Ints
    merger: int
    """Place of the working day on which successors take over."""

    @property
    def centre(self) -> int:
        return len(self.codes) - 1

    @cached_property
    def departments(self) -> int:
        return self.levels.count(DEPARTMENT)

    @cached_property
    def local(self) -> int:
        """Departments and communes before the merger; the last of these places plus one."""
        return self.centre - len(self.merged)

    @property
    def communes(self) -> list[int]:
        """Before the merger."""
        return list(range(self.departments, self.local))

    @cached_property
    def merged(self) -> list[int]:
        return sorted({int(successor) for successor in self.successor if successor >= 0})

    @cached_property
    def is_department(self) -> Bools:
        return np.array([level == DEPARTMENT for level in self.levels])

    def stays(self, unit: int) -> bool:
        """Whether it outlives the merger."""
        return bool(self.successor[unit] < 0)

    def at(self, unit: Ints, day: Ints) -> Ints:
        """The unit itself, or what has become of it by that day."""
        successor = self.successor[unit]
        return np.where((successor >= 0) & (day >= self.merger), successor, unit)


def draw_units(rng: Generator, officials: int, merger: int) -> Units:
    at_centre = max(CENTRE_LEAST, round(CENTRE_SHARE * officials))
    departments = _department_sizes(rng, round(DEPARTMENT_SHARE * officials))
    communes = _commune_sizes(rng, officials - at_centre - sum(departments))
    sizes = departments + communes
    names = [_department_name(place) for place in range(len(departments))]
    names += [_commune_name(rng, COMMUNE_BEGINS, COMMUNE_ENDS, len(departments) + k) for k in range(len(communes))]
    prefix = str(rng.choice(PREFIXES))
    merging = _Merging(rng, len(departments), len(sizes))
    merging.merge(max(1, len(communes) // COMMUNES_PER_MERGER))
    merged = len(merging.names)
    codes = [f"{prefix}{place + 1:03d}" for place in range(len(sizes) + merged)]
    return Units(
        prefix=prefix,
        codes=[*codes, f"{prefix}TT"],
        names=[*names, *merging.names, CENTRE],
        levels=[DEPARTMENT] * len(departments) + [COMMUNE] * (len(communes) + merged) + [AT_CENTRE],
        sizes=[*sizes, *[0] * merged, at_centre],
        successor=np.array([*merging.successor, *[NOBODY] * (merged + 1)]),
        merger=merger,
    )


def _department_sizes(rng: Generator, left: int) -> list[int]:
    sizes: list[int] = []
    while left >= DEPARTMENT_LEAST:
        usual = round(around(rng, np.log(DEPARTMENT_USUAL), DEPARTMENT_SPREAD))
        size = int(min(left, np.clip(usual, DEPARTMENT_LEAST, DEPARTMENT_MOST)))
        if left - size < DEPARTMENT_LEAST:
            size = left if left <= DEPARTMENT_MOST else left - LEFT_FOR_ANOTHER
        sizes.append(size)
        left -= size
    return sizes


def _commune_sizes(rng: Generator, left: int) -> list[int]:
    """Nobody is left to be a commune alone."""
    sizes: list[int] = []
    while left > 0:
        size = int(min(left, rng.choice(COMMUNE_SIZES, p=COMMUNE_SHARES)))
        if left - size == 1:
            size = size + 1 if size < COMMUNE_SIZES[-1] else size - 1
        sizes.append(size)
        left -= size
    return sizes


def _department_name(place: int) -> str:
    return DEPARTMENTS[place][0] if place < len(DEPARTMENTS) else f"{FURTHER_DEPARTMENT} {place}"


def _commune_name(rng: Generator, begins: tuple[str, ...], ends: tuple[str, ...], place: int) -> str:
    return f"UBND xã {rng.choice(begins)} {rng.choice(ends)} {place}"


class _Merging:
    """Two communes become one."""

    def __init__(self, rng: Generator, departments: int, units: int) -> None:
        self.rng, self.communes, self.units = rng, range(departments, units), units
        self.successor = [NOBODY] * units
        self.names: list[str] = []

    def merge(self, mergers: int) -> None:
        for _ in range(mergers):
            free = [commune for commune in self.communes if self.successor[commune] == NOBODY]
            if len(free) < COMMUNES_TO_CHOOSE_FROM:
                break
            both, place = self.rng.choice(free, 2, replace=False), self.units + len(self.names)
            self.names.append(_commune_name(self.rng, MERGED_BEGINS, MERGED_ENDS, place))
            for commune in both:
                self.successor[commune] = place
