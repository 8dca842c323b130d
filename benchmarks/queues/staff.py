"""Officials: their posts, their habits, and the days on which they are not there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from benchmarks.queues.arrays import NONE
from benchmarks.queues.chance import factor
from benchmarks.queues.units import AT_CENTRE, AT_CENTRE_OF_FEW, FEW, OF_CENTRE, Unit, settle
from benchmarks.queues.workdays import Period
from numpy.random import Generator

_SPEED = 0.55
"""Spread of the time officials take, by that of their other habits."""
_LEAVES, _LONGEST_LEAVE, _SICKNESSES, _LONGEST_SICKNESS = (2, 6), 4, 3, 3
"""In a year; and working days."""
_YEAR = 250
_TWO_LEADERS_FROM, _ONE_CLERK_UNTIL, _THREE_CLERKS_FROM = 8, 6, 13
"""Officials of a unit."""
_LONG_ABSENCE = 4
"""Further days, for which the colleagues do not wait."""


class Role(StrEnum):
    LEADER = "leader"
    CLERK = "clerk"
    HANDLER = "handler"
    ADMINISTRATOR = "admin"
    HOTLINE = "hotline"
    INSPECTOR = "inspect"


class Order(StrEnum):
    """In which one takes what lies on one's desk."""

    AS_RECEIVED = "as received"
    AS_DUE = "as due"
    MIXED = "mixed"
    SHORT_FIRST = "short first"


IN_OFFICES = (Role.HANDLER, Role.CLERK, Role.LEADER)
AT_CENTRE_ONLY = (Role.ADMINISTRATOR, Role.HOTLINE, Role.INSPECTOR)
_ORDERS = (Order.AS_RECEIVED, Order.AS_DUE, Order.MIXED, Order.MIXED, Order.SHORT_FIRST)
_CENTRE_POSTS = [
    (Role.ADMINISTRATOR, "Quản trị hệ thống"),
    (Role.HOTLINE, "Tổng đài viên"),
    (Role.INSPECTOR, "Thanh tra viên"),
    (Role.HOTLINE, "Tổng đài viên"),
]
_CLERK_POST = "Cán bộ một cửa"
_DEPARTMENT_HEADS, _COMMUNE_HEADS = (
    ("Giám đốc Sở", "Phó Giám đốc Sở"),
    ("Chủ tịch UBND xã", "Phó Chủ tịch UBND xã"),
)
_DEPARTMENT_POST = "Chuyên viên"
_COMMUNE_POSTS = (
    "Công chức tư pháp - hộ tịch",
    "Công chức địa chính - xây dựng",
    "Công chức văn hóa - xã hội",
    "Chuyên viên",
)


@dataclass(frozen=True)
class Habits:
    """By what factor one does it more often, or takes longer, than the usual official; drawn in this order."""

    slowness: float
    strictness: float
    overlooking: float
    """Of missing papers, at the counter."""
    skipping_slips: float
    guiding: float
    looking_elsewhere: float
    working_at_night: float
    exporting: float
    bad_drafting: float
    unlisted_papers: float
    overcharging: float
    mislaying: float


class Assignment(NamedTuple):
    unit: int
    start: int | None = None
    end: int | None = None
    """The first day, and the first day no more."""

    def holds_on(self, day: int) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day < self.end)


class Training(NamedTuple):
    start: int
    end: int


@dataclass
class Official:
    unit: int
    role: Role
    post: str
    id: str
    habits: Habits
    order: Order
    assignments: list[Assignment]
    absences: set[int] = field(default_factory=set)
    cover: int = NONE
    """Who takes over what is urgent."""
    training: Training | None = None

    @property
    def units(self) -> list[int]:
        return [assignment.unit for assignment in self.assignments]

    @property
    def first_day(self) -> int:
        return self.training.start if self.training else 0

    def trains_on(self, day: int) -> bool:
        return self.training is not None and self.training.start <= day < self.training.end

    def unit_on(self, day: int) -> int:
        held = [assignment.unit for assignment in self.assignments if assignment.holds_on(day)]
        return held[0] if held else self.assignments[0].unit

    def long_absences(self) -> set[int]:
        """Days on which the absence goes on for long."""
        return {day for day in self.absences if day + _LONG_ABSENCE in self.absences and day + 1 in self.absences}


class _Post(NamedTuple):
    unit: int
    role: Role
    name: str


def at_centre(officials: int) -> int:
    return AT_CENTRE if officials >= FEW else AT_CENTRE_OF_FEW


def appoint(rng: Generator, units: list[Unit], period: Period, at_centre: int, spread: float) -> list[Official]:
    """Who works in the units, and how the units work."""
    posts: list[_Post] = []
    for place, unit in enumerate(units):
        if place != OF_CENTRE:
            _fill(posts, place, unit)
            settle(rng, unit, period)
    everywhere = int(rng.integers(20, len(period) - 20))
    for unit in units[OF_CENTRE + 1 :]:
        unit.outages.add(everywhere)
    posts += [_Post(OF_CENTRE, role, name) for role, name in _CENTRE_POSTS[:at_centre]]
    officials = [_draw(rng, place, post, period, spread) for place, post in enumerate(posts)]
    codes = [official.id for official in officials]
    for official, place in zip(officials, rng.permutation(len(codes)).tolist(), strict=True):
        official.id = codes[place]
    return officials


def _fill(posts: list[_Post], place: int, unit: Unit) -> None:
    leaders = 2 if unit.size >= _TWO_LEADERS_FROM else 1
    clerks = 1 if unit.size <= _ONE_CLERK_UNTIL else 2
    if unit.size >= _THREE_CLERKS_FROM:
        clerks = 3
    heads = _DEPARTMENT_HEADS if unit.is_department else _COMMUNE_HEADS
    handlers = (_DEPARTMENT_POST,) if unit.is_department else _COMMUNE_POSTS
    for nth in range(leaders):
        unit.leaders.append(len(posts))
        posts.append(_Post(place, Role.LEADER, heads[nth]))
    for _ in range(clerks):
        unit.clerks.append(len(posts))
        posts.append(_Post(place, Role.CLERK, _CLERK_POST))
    for nth in range(unit.size - leaders - clerks):
        unit.handlers.append(len(posts))
        posts.append(_Post(place, Role.HANDLER, handlers[nth % len(handlers)]))


def _draw(rng: Generator, place: int, post: _Post, period: Period, spread: float) -> Official:
    others = len(Habits.__dataclass_fields__) - 1
    habits = Habits(factor(rng, spread * _SPEED), *(factor(rng, spread) for _ in range(others)))
    order = _ORDERS[rng.integers(len(_ORDERS))]
    official = Official(
        post.unit, post.role, post.name, f"CB{1003 + place * 7}", habits, order, [Assignment(post.unit)]
    )
    years = len(period) / _YEAR
    for _ in range(round(years * rng.integers(*_LEAVES))):
        official.absences |= _some_days(rng, period, _LONGEST_LEAVE)
    for _ in range(int(rng.poisson(years * _SICKNESSES))):
        official.absences |= _some_days(rng, period, _LONGEST_SICKNESS)
    return official


def _some_days(rng: Generator, period: Period, longest: int) -> set[int]:
    first = int(rng.integers(0, len(period)))
    return set(range(first, min(len(period), first + int(rng.integers(1, longest + 1)))))
