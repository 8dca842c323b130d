"""What happens to units and officials through no fault of theirs, and makes them look as if."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from benchmarks.chains.catalogue import MERGED, commune_name
from benchmarks.chains.lookalikes import Lookalikes
from benchmarks.chains.offices import Offices
from benchmarks.chains.procedures import Procedures
from benchmarks.chains.staff import ALWAYS, Absence, Assignment, Role
from benchmarks.chains.units import Kind, Unit
from benchmarks.chains.workdays import Calendar
from numpy.random import Generator

TRAINEE = " (tập sự)"
MERGER_FROM, MERGER_AT, NAME_OF_MERGED = 6, (0.45, 0.7), 70
"""Communes there must be, the share of the records after which two become one, and which name it gets."""
SPARED_OF_MERGED, SPARED_OF_RUSH = 2, 2
"""So many may not be planted besides."""
ABSENT_FROM, ABSENT_FOR, COVER_WEIGHT = (0.2, 0.7), (35, 75), 1.5
TWO_TRANSFERS_ABOVE, TRANSFERRED_AT, TRANSFERS_A_CLERK = 110, (0.3, 0.7), 0.4
MOVES_LEAST, OFFICIALS_PER_MOVE, MOVES_FOR_GOOD = 2, 40, 0.5
LENT_FROM, LENT_FOR, LENT_WEIGHT = (0.1, 0.5), (80, 200), 0.45
PART_TIME, PART_TIME_WEIGHT = 0.08, 0.4
TRAINEE_FROM = (0.25, 0.6)
BATCH_DAYS, WEEK = 2, 5
CUSTOM_FIELDS, CUSTOM_PROCEDURES, CUSTOM_RATE = ("land", "construction", "social"), 3, (0.35, 0.55)
RUSH_NOT_WITHIN = 3
"""Months of the beginning or end."""
ANYWHERE = (Kind.COMMUNE, Kind.DEPARTMENT, Kind.LAND_BRANCH, Kind.CENTRE)
IN_COMMUNES, WITH_CHAINS = (Kind.COMMUNE,), (Kind.DEPARTMENT, Kind.LAND_BRANCH)


class Merger(NamedTuple):
    first: int
    second: int
    into: int
    day: int

    @property
    def units(self) -> tuple[int, int, int]:
        return self.first, self.second, self.into


class Cover(NamedTuple):
    absent: int
    cover: int
    first: int
    until: int


class Transfer(NamedTuple):
    official: int
    unit: int
    """Where from."""
    day: int


class Custom(NamedTuple):
    """A commune asks for one more paper."""

    unit: int
    procedures: list[int]
    rate: float


class Rush(NamedTuple):
    """A month in which much more comes to a commune."""

    unit: int
    month: int
    officials: list[int]


@dataclass
class Circumstances:
    merger: Merger | None = None
    covers: list[Cover] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    trainees: dict[int, int] = field(default_factory=dict)
    """The day on which each trainee begins."""
    hard_desk: int | None = None
    """The hard cases come there."""
    efforts: list[int] = field(default_factory=list)
    """Hurry everything through just before its day."""
    batch_days: dict[int, list[int]] = field(default_factory=dict)
    """The days of the week on which these signers sign."""
    custom: Custom = field(init=False)
    rush: Rush = field(init=False)

    @property
    def merged(self) -> tuple[int, ...]:
        return self.merger.units if self.merger else ()


def draw_circumstances(
    rng: Generator,
    calendar: Calendar,
    offices: Offices,
    procedures: Procedures,
    lookalikes: Lookalikes,
    spared: set[int],
) -> Circumstances:
    """``spared`` is filled with those who are not to be planted as well; the staff changes on the way."""
    casting = _Casting(rng, calendar, offices, lookalikes, spared)
    casting.merge()
    casting.send_away()
    casting.transfer()
    casting.move_others()
    casting.train()
    casting.choose_desks()
    casting.look_around()
    casting.keep_custom(procedures)
    casting.rush()
    return casting.drawn


class _Casting:
    def __init__(
        self, rng: Generator, calendar: Calendar, offices: Offices, lookalikes: Lookalikes, spared: set[int]
    ) -> None:
        self.rng, self.calendar, self.offices, self.staff = rng, calendar, offices, offices.staff
        self.lookalikes, self.spared, self.drawn = lookalikes, spared, Circumstances()

    def merge(self) -> None:
        day, communes = self._day(MERGER_AT), self.offices.communes
        if len(communes) < MERGER_FROM:
            return
        first, second = (int(unit) for unit in self.rng.choice(communes, 2, replace=False))
        units = self.staff.units
        into = len(units)
        name = commune_name(self.offices.names[NAME_OF_MERGED]) + MERGED
        units.append(Unit(name, Kind.COMMUNE, units[first].system, units[first].fields, size=0, begins=day))
        for unit in (first, second):
            units[unit].ends, units[unit].successor = day, into
        for assignment in list(self.staff.assignments):
            if assignment.unit in (first, second):
                self.staff.hand_on(assignment, into, day)
        self.drawn.merger = Merger(first, second, into, day)
        concerned = [
            place
            for place, official in enumerate(self.staff.officials)
            if official.home in (first, second) and Role.APPRAISER in official.roles
        ]
        self.lookalikes.officials("merged_unit", concerned)
        self.spared.update(concerned[:SPARED_OF_MERGED])

    def send_away(self) -> None:
        """Somebody is absent for long, and a colleague stands in."""
        for kinds in (IN_COMMUNES, WITH_CHAINS):
            absent = self._take(Role.APPRAISER, kinds)
            if absent is None:
                continue
            first = self._day(ABSENT_FROM)
            absence = Absence(first, first + int(self.rng.integers(*ABSENT_FOR)))
            official = self.staff.officials[absent]
            official.absences.append(absence)
            self.lookalikes.officials("absent", [absent])
            colleagues = [
                other for other in self._free(Role.APPRAISER) if self.staff.officials[other].home == official.home
            ]
            if colleagues:
                self._stand_in(absent, int(self.rng.choice(colleagues)), absence)

    def transfer(self) -> None:
        for _ in range(2 if self.offices.size > TWO_TRANSFERS_ABOVE else 1):
            clerk = self.rng.random() < TRANSFERS_A_CLERK
            official = self._take(Role.CLERK if clerk else Role.APPRAISER, IN_COMMUNES)
            if official is None:
                continue
            unit = self.staff.officials[official].home
            to, day = self._other_commune(unit), self._day(TRANSFERRED_AT)
            self.staff.move(official, unit, to, day)
            self.drawn.transfers.append(Transfer(official, unit, day))
            self.lookalikes.officials("newly_transferred", [official])

    def move_others(self) -> None:
        """Who moves or is lent without looking like anything, and who works part-time."""
        for _ in range(max(MOVES_LEAST, self.offices.size // OFFICIALS_PER_MOVE)):
            movable = self._free(Role.APPRAISER, IN_COMMUNES) + self._free(Role.CLERK, IN_COMMUNES)
            official = int(self.rng.choice(movable))
            unit = self.staff.officials[official].home
            to = self._other_commune(unit)
            if self.rng.random() < MOVES_FOR_GOOD:
                self._move_for_good(official, unit, to)
            else:
                self._lend(official, unit, to)
        for assignment in self.staff.assignments:
            if self.rng.random() < PART_TIME:
                assignment.weight *= PART_TIME_WEIGHT

    def train(self) -> None:
        for role in (Role.APPRAISER, Role.CLERK):
            official = self._take(role)
            if official is None:
                continue
            begins = self._day(TRAINEE_FROM)
            self.drawn.trainees[official] = begins
            self.lookalikes.officials("trainee_desk", [official])
            self.staff.officials[official].post += TRAINEE
            for assignment in self.staff.assignments:
                if assignment.official == official:
                    assignment.first = max(assignment.first, begins)

    def choose_desks(self) -> None:
        """The desk for hard cases, those who hurry before the day is up, and those who sign on some days only."""
        drawn = self.drawn
        drawn.hard_desk = self._take(Role.APPRAISER, WITH_CHAINS)
        self.lookalikes.officials("hard_dossiers_desk", [] if drawn.hard_desk is None else [drawn.hard_desk])
        drawn.efforts = self._take_each(Role.APPRAISER, (ANYWHERE, IN_COMMUNES))
        self.lookalikes.officials("deadline_effort", drawn.efforts)
        for signer in self._take_each(Role.SIGNER, (IN_COMMUNES, WITH_CHAINS)):
            drawn.batch_days[signer] = sorted(self.rng.choice(WEEK, BATCH_DAYS, replace=False))
        self.lookalikes.officials("batch_signing_day", drawn.batch_days)

    def look_around(self) -> None:
        """Those whose work it is to open the dossiers of others."""
        offices = self.offices
        self.lookalikes.officials("hotline_access", offices.hotline)
        self.lookalikes.officials("administrator_access", offices.administrators)
        self.lookalikes.officials("inspection_access", offices.inspectors)
        self.spared.update(offices.hotline, offices.administrators, offices.inspectors, offices.leaders)

    def keep_custom(self, procedures: Procedures) -> None:
        unit = int(self.rng.choice(self.staying))
        known = [
            place
            for place, procedure in enumerate(procedures.all)
            if procedure.kind == Kind.COMMUNE and procedure.field in CUSTOM_FIELDS
        ]
        chosen = [int(place) for place in self.rng.choice(known, CUSTOM_PROCEDURES, replace=False)]
        self.drawn.custom = Custom(unit, chosen, self.rng.uniform(*CUSTOM_RATE))
        appraisers = self.staff.of(unit, Role.APPRAISER)
        self.lookalikes.officials("local_custom", appraisers)
        self.spared.update(appraisers)

    def rush(self) -> None:
        unit = int(self.rng.choice([unit for unit in self.staying if unit != self.drawn.custom.unit]))
        month = int(self.rng.integers(RUSH_NOT_WITHIN, self.calendar.month_count - RUSH_NOT_WITHIN))
        appraisers = self.staff.of(unit, Role.APPRAISER)
        self.drawn.rush = Rush(unit, month, appraisers)
        self.lookalikes.officials("rush_month", appraisers)
        self.spared.update(appraisers[:SPARED_OF_RUSH])

    @property
    def staying(self) -> list[int]:
        """Communes that outlive the merger."""
        return staying_communes(self.offices, self.drawn)

    def _stand_in(self, absent: int, cover: int, absence: Absence) -> None:
        self.spared.add(cover)
        self.lookalikes.officials("cover_of_absence", [cover])
        self.drawn.covers.append(Cover(absent, cover, *absence))
        fields = next(
            one.fields for one in self.staff.assignments if one.official == absent and one.role == Role.APPRAISER
        )
        home = self.staff.officials[absent].home
        self.staff.assignments.append(Assignment(cover, home, Role.APPRAISER, fields, COVER_WEIGHT, *absence))

    def _move_for_good(self, official: int, unit: int, to: int) -> None:
        """Whatever was to end anyhow ends where it is."""
        day = self._day(TRANSFERRED_AT)
        for assignment in list(self.staff.assignments):
            if assignment.official == official and assignment.unit == unit and assignment.until == ALWAYS:
                self.staff.hand_on(assignment, to, day)

    def _lend(self, official: int, unit: int, to: int) -> None:
        first = self._day(LENT_FROM)
        until = first + int(self.rng.integers(*LENT_FOR))
        self.staff.assignments += [
            Assignment(official, to, one.role, one.fields, LENT_WEIGHT, first, until)
            for one in self.staff.assignments
            if one.official == official and one.unit == unit
        ]

    def _day(self, between: tuple[float, float]) -> int:
        """After such a share of the records."""
        return int(self.calendar.recorded * self.rng.uniform(*between))

    def _other_commune(self, unit: int) -> int:
        return int(self.rng.choice([other for other in self.staying if other != unit]))

    def _take_each(self, role: Role, places: Collection[tuple[Kind, ...]]) -> list[int]:
        taken = [self._take(role, kinds) for kinds in places]
        return [official for official in taken if official is not None]

    def _take(self, role: Role, kinds: tuple[Kind, ...] = ANYWHERE) -> int | None:
        free = self._free(role, kinds)
        if not free:
            return None
        official = int(self.rng.choice(free))
        self.spared.add(official)
        return official

    def _free(self, role: Role, kinds: tuple[Kind, ...] = ANYWHERE) -> list[int]:
        units, merged = self.staff.units, self.drawn.merged
        return [
            place
            for place, official in enumerate(self.staff.officials)
            if role in official.roles
            and place not in self.spared
            and units[official.home].kind in kinds
            and official.home not in merged
        ]


def staying_communes(offices: Offices, circumstances: Circumstances) -> list[int]:
    return [unit for unit in offices.communes if unit not in circumstances.merged]


def after_merger(merger: Merger | None, unit: np.ndarray, day: np.ndarray) -> np.ndarray:
    """The units themselves, or what has become of them by those days."""
    if merger is None:
        return unit
    gone = (day >= merger.day) & ((unit == merger.first) | (unit == merger.second))
    return np.where(gone, merger.into, unit)
