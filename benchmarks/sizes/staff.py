"""The officials, where each works on which day, and who replaces whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.sizes.posts import Role, centre_posts, commune_posts, department_posts
from benchmarks.sizes.units import Units
from benchmarks.sizes.workdays import Calendar
from numpy.random import Generator

PREFIXES = ("CB", "cb-", "CCVC", "38-")
NUMBERS_FROM, NUMBERS = 1000, 9000
WEIGHT_SPREAD = 0.35
"""Of the logarithm: amounts of work differ."""


class Transfer(NamedTuple):
    day: int
    unit: int


class Absence(NamedTuple):
    first: int
    until: int


@dataclass
class Staff:
    codes: list[str]
    home: Ints
    """The unit of each when the records begin."""
    holds: dict[Role, Bools]
    section: Ints
    titles: list[str]
    sections: list[int]
    """By unit."""
    weight: Floats
    """Of each in the share of work."""
    unit_by_day: Ints
    """Row: official; ``NOBODY`` before the first day."""
    present: Bools
    transfers: dict[int, Transfer] = field(default_factory=dict)
    absences: dict[int, Absence] = field(default_factory=dict)
    trainees: dict[int, int] = field(default_factory=dict)
    """The day on which each trainee begins."""
    covers: dict[int, int] = field(default_factory=dict)
    """Who stands in for whom that is absent."""

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def moved(self) -> set[int]:
        """All to whom something happens, but for those who stand in."""
        return {*self.transfers, *self.absences, *self.trainees}

    def of(self, unit: int, role: Role) -> Ints:
        return np.flatnonzero((self.home == unit) & self.holds[role])

    def colleagues(self, official: int, role: Role) -> int:
        """Those of the unit who hold the role, the official among them."""
        return len(self.of(self.home[official], role))

    def size(self, unit: int) -> int:
        return int(np.sum(self.home == unit))

    @property
    def does_all(self) -> Bools:
        """Takes in and appraises."""
        return self.holds[Role.APPRAISER] & self.holds[Role.CLERK]


def draw_staff(rng: Generator, units: Units, calendar: Calendar) -> Staff:
    prefix = str(rng.choice(PREFIXES))
    home = np.repeat(np.arange(len(units.sizes)), units.sizes)
    numbers = rng.permutation(NUMBERS)[: len(home)] + NUMBERS_FROM
    seats = _Seats(len(home))
    for unit in range(len(units.sizes)):
        seats.fill(rng, units, unit)
    return Staff(
        codes=[f"{prefix}{number}" for number in numbers],
        home=home,
        holds=seats.holds,
        section=np.array(seats.section),
        titles=seats.titles,
        sections=seats.sections,
        weight=np.exp(rng.normal(0, WEIGHT_SPREAD, len(home))),
        unit_by_day=_unit_by_day(units, calendar, home),
        present=np.ones((len(home), calendar.last + 1), bool),
    )


class _Seats:
    """Filled unit by unit."""

    def __init__(self, officials: int) -> None:
        self.holds = {role: np.zeros(officials, bool) for role in Role}
        self.section: list[int] = []
        self.titles: list[str] = []
        self.sections: list[int] = []

    def fill(self, rng: Generator, units: Units, unit: int) -> None:
        size, sections = units.sizes[unit], 1
        if units.is_department[unit]:
            posts, sections = department_posts(size)
        elif unit == units.centre:
            posts = list(centre_posts(size))
        else:
            posts = commune_posts(rng, size) if size else []
        for place, post in enumerate(posts):
            for role in post.roles:
                self.holds[role][len(self.titles)] = True
            self.section.append(place % sections)
            self.titles.append(post.title)
        self.sections.append(sections)


def _unit_by_day(units: Units, calendar: Calendar, home: Ints) -> Ints:
    unit_by_day = np.repeat(home[:, None], calendar.last + 1, 1)
    ends = units.successor[home] != NOBODY
    unit_by_day[ends, units.merger :] = units.successor[home[ends], None]
    return unit_by_day
