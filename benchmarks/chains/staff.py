"""The officials, and who does what where and from when until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

import numpy as np
from benchmarks.chains.arrays import Bools, Ints
from benchmarks.chains.units import Kind, Unit

ALWAYS = 10**6
"""Later than any day."""


class Role(Enum):
    CLERK = auto()
    """Takes in."""
    RELEASER = auto()
    """Hands over."""
    APPRAISER = auto()
    CHECKER = auto()
    SIGNER = auto()
    CONSULTED = auto()


class Absence(NamedTuple):
    first: int
    until: int


@dataclass
class Official:
    post: str
    home: int
    """The unit of each when the records begin."""
    roles: tuple[Role, ...]
    absences: list[Absence] = field(default_factory=list)


@dataclass
class Assignment:
    """A share of a unit's work."""

    official: int
    unit: int
    role: Role
    fields: list[str] | None
    """``None``: all."""
    weight: float
    first: int = 0
    until: int = ALWAYS


@dataclass
class Staff:
    units: list[Unit]
    officials: list[Official]
    assignments: list[Assignment]

    def __len__(self) -> int:
        return len(self.officials)

    @cached_property
    def home(self) -> Ints:
        return np.array([official.home for official in self.officials])

    @cached_property
    def system(self) -> Ints:
        """By unit."""
        return np.array([unit.system for unit in self.units])

    @cached_property
    def is_commune(self) -> Bools:
        return np.array([unit.kind == Kind.COMMUNE for unit in self.units])

    def of(self, unit: int, role: Role) -> list[int]:
        return [
            place for place, official in enumerate(self.officials) if official.home == unit and role in official.roles
        ]

    def move(self, official: int, unit: int, to: int, day: int) -> None:
        """All work at the one unit is from that day on done at the other."""
        for one in list(self.assignments):
            if one.official == official and one.unit == unit:
                self.hand_on(one, to, day)

    def hand_on(self, assignment: Assignment, to: int, day: int) -> None:
        self.assignments.append(
            Assignment(
                assignment.official,
                to,
                assignment.role,
                assignment.fields,
                assignment.weight,
                day,
                assignment.until,
            )
        )
        assignment.until = day
