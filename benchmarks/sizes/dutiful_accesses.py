"""Opening dossiers as the work asks: one's own, the unit's, those of whom one stands in for, the month's report."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.access_log import EXPORT, AccessLog, in_one_go
from benchmarks.sizes.arrays import Ints
from benchmarks.sizes.history import History
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.posts import Role
from benchmarks.sizes.staff import Absence
from benchmarks.sizes.world import World
from numpy.random import Generator

LOOKED_AT_RECEIPT, LOOKED_AT_HANDING_OVER = 0.95, 0.7
WHILE_APPRAISING = ((1.0, 0.05, 1.0), (0.75, 0.0, 0.9), (0.4, 0.2, 0.95))
"""How often each of three looks is taken, and between which shares of the time until appraisal."""
NOT_BEFORE = 0.03
AROUND_STEP, SOONER_AT_HANDING_OVER = (5, 900), 3
"""Seconds between a step and the look that goes with it."""
LEADER_LOOKS = 0.04
"""Share of the unit's dossiers."""
HANDED_ON_WITHIN, BEFORE_END = 10, 0.01
REPORT_DAYS, REPORTED, REPORT_MOST, REPORT_AT, REPORT_SECONDS = 21, 0.25, 60, 0.7, 1200
"""A month's report covers that many working days and a part of the dossiers, on the last afternoon of the month."""


class DutifulAccesses:
    """Each method draws from the log's chance, in the order in which they are called."""

    def __init__(self, world: World, plan: Plan, history: History, log: AccessLog) -> None:
        self.world, self.plan, self.history, self.log = world, plan, history, log
        self.rng: Generator = log.rng
        self.filings, self.course = history.filings, history.course
        self.received, self.calendar = self.filings.received, world.calendar

    def of_own_work(self) -> None:
        course, to_clock = self.course, self.calendar.to_clock
        received = self._some(LOOKED_AT_RECEIPT)
        seconds = self._seconds(received)
        self.log.add(self.filings.clerk[received], received, to_clock(self.received[received]) + seconds)
        for share, least, most in WHILE_APPRAISING:
            self._while_appraising(self._some(share), least, most)
        approved = np.flatnonzero(course.moments.approved < self.calendar.end)
        clock = to_clock(course.moments.approved[approved]) - self._seconds(approved)
        self.log.add(course.hands.signs[approved], approved, clock)
        finished = np.flatnonzero(self.history.finished & (self._throw() < LOOKED_AT_HANDING_OVER))
        before = self._seconds(finished) // SOONER_AT_HANDING_OVER
        self.log.add(course.hands.hands_over[finished], finished, to_clock(course.moments.finished[finished]) - before)

    def of_leaders(self) -> None:
        for leader in np.flatnonzero(self.world.staff.holds[Role.SIGNER]):
            of_unit = self.log.of_unit[self.world.staff.home[leader]]
            count = self.rng.poisson(LEADER_LOOKS * len(of_unit))
            dossier = of_unit[self.rng.integers(0, len(of_unit), count)]
            self.log.add(int(leader), dossier, self.log.soon(self.rng, dossier))

    def of_covers(self) -> None:
        for absent, cover in self.world.staff.covers.items():
            absence = self.world.staff.absences[absent]
            dossier = self._left_by(absent, absence)
            last = min(absence.until, self.calendar.recorded - 1)
            moment = self.rng.uniform(absence.first, last, len(dossier))
            moment = np.maximum(moment, self.received[dossier])
            known = moment < self.calendar.end
            self.log.add(cover, dossier[known], self.calendar.to_clock(moment[known]))

    def of_transferred(self) -> None:
        """They hand over what they have begun."""
        for official, transfer in self.world.staff.transfers.items():
            begun = (self.filings.appraiser == official) & (self.received < transfer.day)
            dossier = np.flatnonzero(begun & (self.course.moments.ready > transfer.day))
            moment = transfer.day + self.rng.uniform(0, HANDED_ON_WITHIN, len(dossier))
            clock = self.calendar.to_clock(np.minimum(moment, self.calendar.end - BEFORE_END))
            self.log.add(official, dossier, clock)

    def of_reporters(self) -> None:
        for official in self.plan.reporters:
            for month in range(self.calendar.last_month + 1):
                last_day = int(np.flatnonzero(self.calendar.recorded_months == month)[-1])
                self._report(official, last_day)

    def _report(self, official: int, last_day: int) -> None:
        of_unit = self.log.of_unit[self.world.staff.home[official]]
        recent = (self.filings.day[of_unit] >= last_day - REPORT_DAYS) & (self.received[of_unit] < last_day)
        of_month = of_unit[recent]
        dossier = of_month[self.rng.random(len(of_month)) < REPORTED][:REPORT_MOST]
        clock = in_one_go(self.rng, self.calendar.clock_at(last_day + REPORT_AT), REPORT_SECONDS, len(dossier))
        self.log.add(official, dossier, clock, np.full(len(dossier), EXPORT))

    def _left_by(self, absent: int, absence: Absence) -> Ints:
        """Dossiers of whoever is away."""
        filings, open_then = self.filings, self.course.moments.ready > absence.first
        if self.world.staff.holds[Role.APPRAISER][absent]:
            return np.flatnonzero((filings.appraiser == absent) & (self.received < absence.until) & open_then)
        return np.flatnonzero((filings.clerk == absent) & (self.received < absence.first) & open_then)

    def _while_appraising(self, dossier: Ints, least: float, most: float) -> None:
        """Where the appraiser is there at the time."""
        received, appraised = self.received[dossier], self.course.moments.appraised[dossier]
        moment = received + (appraised - received) * self.rng.uniform(least, most, len(dossier))
        known = moment < self.calendar.end
        dossier, moment = dossier[known], moment[known]
        day, appraiser = np.floor(moment).astype(int), self.filings.appraiser[dossier]
        there = self.world.staff.unit_by_day[appraiser, day] == self.world.units.at(self.filings.branch[dossier], day)
        there &= self.world.staff.present[appraiser, day]
        dossier, moment = dossier[there], moment[there]
        moment = np.maximum(moment, self.received[dossier] + NOT_BEFORE)
        self.log.add(appraiser[there], dossier, self.calendar.to_clock(moment))

    def _throw(self) -> np.ndarray:
        return self.rng.random(len(self.history))

    def _some(self, share: float) -> Ints:
        return np.flatnonzero(self._throw() < share)

    def _seconds(self, dossier: Ints) -> Ints:
        return self.rng.integers(*AROUND_STEP, len(dossier))
