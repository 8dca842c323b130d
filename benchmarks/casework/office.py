"""The offices of a province: units, seats, who holds or covers a seat at a moment, and everybody's habits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.casework.procedures import Procedure
from benchmarks.casework.workdays import END, Floats

CLERK, APPRAISER, HEAD = "clerk", "appraiser", "head"
DECIDING_CLERK = "deciding clerk"
"""A second role of the only clerk of a small commune."""
TRAINEE = "Tập sự"


@dataclass
class Unit:
    code: str
    name: str
    level: str
    parent: str | None
    procedures: list[int] = field(default_factory=list)


class Holder(NamedTuple):
    """Somebody on a seat from a working minute on."""

    since: int
    official: str


class Cover(NamedTuple):
    """An absence, in working minutes, and the colleague's seat that does the work meanwhile."""

    start: int
    end: int
    by: int


@dataclass
class Seat:
    unit: int
    roles: set[str]
    holders: list[Holder]
    """One, or two where the seat changed hands."""
    covers: list[Cover] = field(default_factory=list)

    @property
    def first(self) -> str:
        return self.holders[0].official


class Tenure(NamedTuple):
    """The time, in working minutes, an official spends on a seat."""

    start: int
    end: int
    seat: int


class Lookalike(NamedTuple):
    """Somebody who stands out for an innocent reason."""

    kind: str
    subject_kind: str
    subject: str


class LongCover(NamedTuple):
    """A seat covered for weeks by another, and from when to when in working minutes."""

    seat: int
    by: int
    start: int
    end: int


@dataclass
class Habits:
    """What people do differently from each other without meaning anything by it."""

    spreads: dict[str, float]
    """Standard deviation of the logarithm, by kind of habit."""
    of: dict[str, dict[str, float]]
    """Factor about 1, by kind of habit and official."""
    unit_pace: Floats
    """Per unit, added to the logarithm of working time."""
    unit_requests: Floats
    """Per unit, a factor on the chance of a request."""
    unit_apology: Floats
    """Per unit, the share of late dossiers that get a letter of apology."""


@dataclass
class Office:
    """A province's administration; officials are codes, units, seats and procedures are places in their lists."""

    code: str
    size: int
    """How many officials were wanted."""
    units: list[Unit]
    """The first is the province itself, where nobody works."""
    seats: list[Seat]
    procedures: list[Procedure]
    confusing: int
    """The procedure whose published form is confusing."""
    posts: dict[str, str]
    """Officials and their posts, in the order of their coming."""
    marked: set[int] = field(default_factory=set)
    """Seats that already stand for a look-alike, a change or a cover."""
    trainees: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """Officials who gave up, took over or exchanged a seat."""
    long_covers: list[LongCover] = field(default_factory=list)
    deadline_seats: list[int] = field(default_factory=list)
    hard_seats: list[int] = field(default_factory=list)
    lookalikes: list[Lookalike] = field(default_factory=list)

    @property
    def officials(self) -> list[str]:
        return list(self.posts)

    @property
    def alike(self) -> int:
        """How many look-alikes of each kind a province of this size has."""
        return max(1, round(self.size / 60))

    @property
    def workplaces(self) -> range:
        """The units with people in them."""
        return range(1, len(self.units))

    def add_official(self, post: str) -> str:
        code = f"CB{len(self.posts) + 1:04d}"
        self.posts[code] = post
        return code

    def seats_in(self, unit: int, role: str) -> list[int]:
        return [k for k, s in enumerate(self.seats) if s.unit == unit and role in s.roles]

    def seats_as(self, role: str, level: str | None = None) -> list[int]:
        """All seats of a role, in units of one level or of any."""
        return [
            k
            for k, s in enumerate(self.seats)
            if role in s.roles and (level is None or self.units[s.unit].level == level)
        ]

    def holder(self, seat: int, minute: float) -> str:
        """Who has the seat, present or not."""
        holders = self.seats[seat].holders
        return holders[1].official if len(holders) > 1 and minute >= holders[1].since else holders[0].official

    def present(self, seat: int, minute: float) -> str:
        """Who does the work of the seat."""
        for cover in self.seats[seat].covers:
            if cover.start <= minute < cover.end:
                return self.holder(cover.by, minute)
        return self.holder(seat, minute)

    def last_seats(self) -> dict[str, Seat]:
        return {h.official: s for s in self.seats for h in s.holders}

    def tenures(self) -> dict[str, list[Tenure]]:
        found: dict[str, list[Tenure]] = {}
        for k, seat in enumerate(self.seats):
            ends = [h.since for h in seat.holders[1:]] + [END]
            for (since, official), end in zip(seat.holders, ends, strict=True):
                found.setdefault(official, []).append(Tenure(since, end, k))
        return found
