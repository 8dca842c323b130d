"""Transfers, long absences with their covers, trainees, and the short leave of everybody."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.arrays import NOBODY
from benchmarks.sizes.posts import TRAINEE, Role
from benchmarks.sizes.staff import Absence, Staff, Transfer
from benchmarks.sizes.units import Units
from benchmarks.sizes.workdays import Calendar
from numpy.random import Generator

TRANSFERRED, ABSENT, TRAINEES = 0.025, 0.025, 0.02
"""Share of the officials."""
LEAST_UNIT = 4
"""Smaller units spare nobody."""
TRANSFER_BETWEEN, ABSENCE_BETWEEN, TRAINEE_BETWEEN = (0.25, 0.75), (0.1, 0.8), (0.1, 0.5)
"""Share of the recorded days."""
ABSENCE_DAYS, LEAVE_DAYS = (15, 45), (2, 6)
LEAVES = 3


def move(rng: Generator, calendar: Calendar, units: Units, staff: Staff) -> None:
    _Moves(rng, calendar, units, staff).move()


class _Moves:
    def __init__(self, rng: Generator, calendar: Calendar, units: Units, staff: Staff) -> None:
        self.rng, self.calendar, self.units, self.staff = rng, calendar, units, staff

    def move(self) -> None:
        pool = self._pool()
        transferred, absent, trainees = (
            max(1, round(share * len(self.staff))) for share in (TRANSFERRED, ABSENT, TRAINEES)
        )
        for official in pool[:transferred]:
            self._transfer(official)
        for official in pool[transferred : transferred + absent]:
            self._send_away(official)
        for official in pool[transferred + absent : transferred + absent + trainees]:
            self._begin(official)
        self._cover()
        for official in range(len(self.staff)):
            self._give_leave(official)

    def _pool(self) -> list[int]:
        """In the order of chance, those whose unit stays."""
        staff, units = self.staff, self.units
        works = (staff.holds[Role.APPRAISER] | staff.holds[Role.CLERK]) & (staff.home < units.local)
        pool = np.flatnonzero(works & (units.successor[staff.home] == NOBODY))
        self.rng.shuffle(pool)
        return [int(official) for official in pool if staff.size(staff.home[official]) >= LEAST_UNIT]

    def _day(self, between: tuple[float, float]) -> int:
        first, last = (int(share * self.calendar.recorded) for share in between)
        return int(self.rng.integers(first, last))

    def _transfer(self, official: int) -> None:
        units, home = self.units, self.staff.home[official]
        others = [
            unit
            for unit in range(units.local)
            if units.levels[unit] == units.levels[home] and unit != home and units.stays(unit)
        ]
        if not others:
            return
        day, unit = self._day(TRANSFER_BETWEEN), int(self.rng.choice(others))
        self.staff.unit_by_day[official, day:] = unit
        self.staff.transfers[official] = Transfer(day, unit)
        self.staff.section[official] %= self.staff.sections[unit]

    def _send_away(self, official: int) -> None:
        first = self._day(ABSENCE_BETWEEN)
        until = first + int(self.rng.integers(*ABSENCE_DAYS))
        self.staff.present[official, first:until] = False
        self.staff.absences[official] = Absence(first, until)

    def _begin(self, official: int) -> None:
        day = self._day(TRAINEE_BETWEEN)
        self.staff.unit_by_day[official, :day] = NOBODY
        self.staff.trainees[official] = day
        self.staff.titles[official] += TRAINEE

    def _cover(self) -> None:
        """By a colleague of the same section if there is one, and by the one with least to do."""
        staff = self.staff
        for absent in staff.absences:
            role = Role.APPRAISER if staff.holds[Role.APPRAISER][absent] else Role.CLERK
            able = [int(official) for official in staff.of(staff.home[absent], role) if official not in staff.moved]
            if able:
                staff.covers[absent] = self._nearest(absent, able)

    def _nearest(self, absent: int, able: list[int]) -> int:
        section, weight = self.staff.section, self.staff.weight
        return min(able, key=lambda official: (section[official] != section[absent], weight[official]))

    def _give_leave(self, official: int) -> None:
        for _ in range(LEAVES):
            first = int(self.rng.integers(0, self.calendar.recorded))
            self.staff.present[official, first : first + int(self.rng.integers(*LEAVE_DAYS))] = False
