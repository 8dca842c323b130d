"""What honest people open beside their work: for callers, colleagues, lists and reports, by mistake, and at night."""

from __future__ import annotations

import numpy as np
from benchmarks.queues.access_log import AccessLog, Action
from benchmarks.queues.arrays import Ints
from benchmarks.queues.staff import AT_CENTRE_ONLY, Official, Role
from benchmarks.queues.viewing import RECENT, REPORTED, Archive
from benchmarks.queues.workdays import DAY, HOUR
from numpy.random import Generator

_BY_CENTRE = {Role.ADMINISTRATOR: 900, Role.HOTLINE: 4000, Role.INSPECTOR: 1500}
"""Dossiers viewed."""
_EXPORTED_AT_CENTRE, _ADMINISTRATOR_LATE = 350, 0.35
_BY_CALLERS, _AT_COUNTER, _BY_LEADER, _FOR_COLLEAGUES = 0.10, 1.5, 0.08, 0.02
"""By dossier of the unit; the last by step of the official."""
_USUAL_CLERKS = 2
_ELSEWHERE, _AT_HOME, _EXPORTED = (9, 0.008), (5, 0.004), (4, 0.004)
"""So many, and further ones by step of the official."""
_EVENING = (21, 24.5)
_LISTS = 0.35
"""By official."""
_HANDING_OVER, _MOST_HANDED_OVER = 3, 40
"""Days after a transfer, and dossiers."""


class HonestViewing:
    def __init__(self, rng: Generator, log: AccessLog, archive: Archive) -> None:
        self.rng, self.log, self.archive = rng, log, archive
        self.world, self.history = archive.world, archive.history
        self.midnights = self.world.period.midnights
        self.steps = self.history.steps_of(len(self.world.staff))

    def look_around(self) -> None:
        for place, official in enumerate(self.world.staff):
            if official.role in AT_CENTRE_ONLY:
                self._serve_all(place, official.role)
            else:
                self._serve_unit(place, official)
                self._look_beside(place, official)
        for place, official in enumerate(self.world.staff):
            self._make_lists(place, official)
        for unit, reporter in self.world.circumstances.reporters.items():
            self._report(unit, reporter)
        self._hand_over_desks()

    def _serve_all(self, place: int, role: Role) -> None:
        received, count = self.history.received, _BY_CENTRE[role]
        moments, dossiers = self.archive.alive(self.rng, received, count)
        if role == Role.ADMINISTRATOR:
            late = self.rng.random(count) < _ADMINISTRATOR_LATE
            night = (moments // DAY) * DAY + self.rng.uniform(21, 23.8, count) * HOUR
            moments = np.where(late, night, moments)
        self.log.add(moments, place, dossiers)
        if role != Role.HOTLINE:
            moments, dossiers = self.archive.alive(self.rng, received, _EXPORTED_AT_CENTRE)
            self.log.add(moments, place, dossiers, Action.EXPORT)

    def _serve_unit(self, place: int, official: Official) -> None:
        for unit in official.units:
            dossiers = self.archive.by_unit[unit]
            if len(dossiers):
                count = self.rng.poisson(self._usual_in_unit(place, official, unit, dossiers))
                if count:
                    moments, drawn = self.archive.alive(self.rng, dossiers, count)
                    self.log.add(moments, place, drawn)

    def _usual_in_unit(self, place: int, official: Official, unit: int, dossiers: Ints) -> float:
        looking = official.habits.looking_elsewhere
        if official.role == Role.CLERK:
            clerks = len(self.world.units[unit].clerks) or _USUAL_CLERKS
            return _BY_CALLERS * len(dossiers) * looking / clerks * _AT_COUNTER
        if official.role == Role.LEADER:
            return _BY_LEADER * len(dossiers)
        return _FOR_COLLEAGUES * self.steps[place] * looking

    def _look_beside(self, place: int, official: Official) -> None:
        """An earlier dossier elsewhere, a wrong number; and from home, and for oneself."""
        habits, rng = official.habits, self.rng
        count = rng.poisson(self._usual(place, _ELSEWHERE) * habits.looking_elsewhere)
        moments, dossiers = self.archive.alive(rng, self.history.received, count)
        self.log.add(moments, place, dossiers)
        own = self.history.log.of(place)
        if not len(own):
            return
        count = rng.poisson(self._usual(place, _AT_HOME) * habits.working_at_night)
        dossiers = own[rng.integers(0, len(own), count)]
        day = self.history.received_at[dossiers] // DAY + rng.integers(0, 8, count)
        self.log.add(self.archive.midnight(day) + rng.uniform(*_EVENING, count) * HOUR, place, dossiers)
        count = rng.poisson(self._usual(place, _EXPORTED) * habits.exporting)
        moments, dossiers = self.archive.alive(rng, own, count)
        self.log.add(moments, place, dossiers, rng.integers(Action.EXPORT, Action.PRINT + 1, count))

    def _usual(self, place: int, so_many: tuple[float, float]) -> float:
        always, by_step = so_many
        return always + by_step * self.steps[place]

    def _make_lists(self, place: int, official: Official) -> None:
        """Of the field, when asked to."""
        dossiers = self.archive.by_unit[official.units[-1]]
        for _ in range(int(self.rng.poisson(_LISTS))):
            moment = self.midnights[int(self.rng.integers(10, len(self.midnights)))]
            recent = self.archive.received_before(dossiers, moment, RECENT)
            listed = recent[: int(self.rng.integers(6, 26))]
            self.log.add(moment + 14 * HOUR + np.arange(len(listed)) * 5, place, listed, Action.EXPORT)

    def _report(self, unit: int, reporter: int) -> None:
        """At the end of every month."""
        for day in self.world.period.month_ends:
            moment = self.midnights[day]
            recent = self.archive.received_before(self.archive.by_unit[unit], moment, REPORTED)
            if len(recent):
                reported = recent[: int(self.rng.integers(15, 60))]
                moments = moment + 15 * HOUR + np.arange(len(reported)) * 4
                self.log.add(moments, reporter, reported, Action.EXPORT)

    def _hand_over_desks(self) -> None:
        log = self.history.log
        for transfer in self.world.circumstances.transfers:
            moment = self.midnights[transfer.day]
            recent = (log.at < moment) & (log.at > moment - RECENT)
            dossiers = np.unique(log.dossier[(log.official == transfer.official) & recent])[:_MOST_HANDED_OVER]
            if len(dossiers):
                day = min(len(self.midnights) - 1, transfer.day + _HANDING_OVER)
                moments = self.midnights[day] + self.rng.uniform(8, 16, len(dossiers)) * HOUR
                self.log.add(moments, transfer.official, dossiers)
