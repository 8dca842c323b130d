"""Who opens which dossier in the system: for the work, on the telephone, to supervise, or for no reason of work."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from benchmarks.centre.acts import How, Raised
from benchmarks.centre.catalogue import CONSTRUCTION, LAND
from benchmarks.centre.centre import Centre
from benchmarks.centre.dossier import Dossier, Event, History
from benchmarks.centre.logbook import Logbook
from benchmarks.centre.people import Official
from benchmarks.centre.workdays import DAY, EXTRACTED_SECOND, HOUR_SECONDS, midnight, seconds, seconds_of

OPENED_BEFORE_A_STEP = 0.62
EDITED, PRINTED = 0.5, 0.35
EDITING = ("appraised", "supplement_requested", "received")
PRINTING = ("receipt_slip_issued", "result_ready")
BEFORE_SECONDS = (20, 600)
"""How long before the step."""
AT_ANY_COUNTER, AS_A_MODEL, BY_TELEPHONE, BY_A_DIRECTOR, BY_THE_TECHNICIAN = 0.05, 0.16, 0.07, 0.02, 0.015
"""Of all dossiers, so many are opened once more by somebody who has no part in them."""
LOOKS_FOR_A_MODEL, SIMILAR_DAYS = 0.6, 80
"""A curious colleague of mean curiosity looks so often, at what came in within so many working days."""
SUPERVISED, SUPERVISED_CLOSELY, LATE_SUPERVISED, BY_MISTAKE = 0.04, 0.25, 0.5, 0.003
COVERED, COVERED_DAYS = 0.75, 70
"""Whoever stands in opens so many of the dossiers of the last so many working days."""
TECHNICIAN_DOES = ("view", "view", "edit", "export")
HOLE = (seconds_of(datetime(2025, 12, 8)), seconds_of(datetime(2025, 12, 10, 23)))  # noqa: DTZ001
"""Nothing of these days is left in the access log."""

STRAYING = Raised(honest=0.012, planted=0.115)
"""Share of the accesses without a reason of work."""
PER_STEP = OPENED_BEFORE_A_STEP + 0.2
"""Accesses of an official for each own step, about."""
NIGHT_HOURS = (18.5, 23.3)
AT_NIGHT, OF_OTHER_TEAMS = 0.75, 0.3
ONLY_VIEWED, PRINTED_TOO = 0.45, 0.2
PRINTED_AFTER_SECONDS = (20, 200)
WORTH_EXPORTING = (LAND, CONSTRUCTION)


class Access(NamedTuple):
    second: int
    official: str
    dossier: str
    action: str


def open_dossiers(centre: Centre, history: History, log: Logbook) -> list[Access]:
    """In the order of time."""
    opening = _Opening(centre, history)
    for event, second in log.lines:
        if event.official:
            opening.for_a_step(event, event.official, second)
    for dossier in history.dossiers:
        opening.by_the_way(dossier)
        opening.to_supervise(dossier)
    opening.to_cover()
    opening.without_reason()
    start, end = HOLE
    return sorted(a for a in opening.rows if a.second <= EXTRACTED_SECOND and not start <= a.second <= end)


class _Opening:
    def __init__(self, centre: Centre, history: History) -> None:
        self.chance, self.office, self.plan = centre.chance, centre.office, centre.plan
        self.history = history
        self.specialists = centre.office.all_specialists
        self.workloads = [clerk.workload for clerk in centre.office.counters]
        self.rows: list[Access] = []
        self.handled: defaultdict[str, list[int]] = defaultdict(list)
        """Places of the dossiers, once for each step, by official."""

    def _open(self, second: float, official: str, dossier: Dossier, action: str = "view") -> None:
        self.rows.append(Access(int(second), official, dossier.code, action))

    def _some_time(self, dossier: Dossier) -> float:
        """While it is being handled; a withdrawn one stays of interest for a day at least."""
        start = dossier.received
        end = dossier.finished or start + 10 * DAY
        minute = self.chance.uniform(start, start + max(DAY, end - start))
        return min(seconds(minute) + self.chance.uniform(0, 59), EXTRACTED_SECOND)

    def for_a_step(self, event: Event, official: str, second: int) -> None:
        chance, dossier = self.chance, self.history.dossiers[event.dossier]
        self.handled[official].append(event.dossier)
        if chance.happens(OPENED_BEFORE_A_STEP):
            self._open(second - chance.uniform(*BEFORE_SECONDS), official, dossier)
        if event.activity in EDITING:
            if chance.happens(EDITED):
                self._open(second, official, dossier, "edit")
        elif event.activity in PRINTING and chance.happens(PRINTED):
            self._open(second, official, dossier, "print")

    def by_the_way(self, dossier: Dossier) -> None:
        """Applicants ask at any counter and by telephone, colleagues look how it was done, the technician repairs."""
        chance, office = self.chance, self.office
        if chance.happens(AT_ANY_COUNTER):
            second = self._some_time(dossier)
            clerk = chance.choices(office.counters, self.workloads)[0]
            if second >= seconds(clerk.arrives):
                self._open(second, clerk.id, dossier)
        if chance.happens(AS_A_MODEL):
            self._as_a_model(dossier)
        if chance.happens(BY_TELEPHONE):
            self._open(self._some_time(dossier), chance.choice(office.hotline).id, dossier)
        if chance.happens(BY_A_DIRECTOR):
            self._open(self._some_time(dossier), chance.choice(office.directors).id, dossier)
        if chance.happens(BY_THE_TECHNICIAN):
            second = self._some_time(dossier)
            self._open(second, office.technician.id, dossier, chance.choice(TECHNICIAN_DOES))

    def _as_a_model(self, dossier: Dossier) -> None:
        """Somebody of the team has a similar dossier at about the same time."""
        second = self._some_time(dossier)
        other = self.chance.choice(self.history.by_team[dossier.team])
        colleague = self.office.officials[other.handler]
        looks = self.chance.happens(colleague.habits.curiosity * LOOKS_FOR_A_MODEL)
        if looks and abs(other.received - dossier.received) < SIMILAR_DAYS * DAY:
            self._open(second, colleague.id, dossier)

    def to_supervise(self, dossier: Dossier) -> None:
        chance, office, place = self.chance, self.office, dossier.team
        nosy = place in office.nosy_teams
        if chance.happens(SUPERVISED_CLOSELY if nosy else SUPERVISED):
            superior = office.deputies[place][-1] if nosy else office.heads[place]
            self._open(self._some_time(dossier), superior.id, dossier)
        if dossier.late and chance.happens(LATE_SUPERVISED):
            second = self._some_time(dossier)
            self._open(second, chance.choice(office.leaders[dossier.department]).id, dossier)
        if chance.happens(BY_MISTAKE):
            self._open(self._some_time(dossier), chance.choice(self.specialists).id, dossier)

    def to_cover(self) -> None:
        """Whoever stands in looks through the absent colleague's dossiers: people call and ask."""
        for absent, cover in self.office.covers.items():
            start, end = max(self.office.officials[absent].absences, key=lambda days: days[1] - days[0])
            for dossier in self.history.dossiers:
                open_then = dossier.handler == absent and start - COVERED_DAYS * DAY < dossier.received < end
                if open_then and self.chance.happens(COVERED):
                    minute = self.chance.uniform(max(start, dossier.received), end)
                    self._open(seconds(minute), cover.id, dossier)

    def without_reason(self) -> None:
        """Planted; as many as make up the share planted of the official's accesses."""
        share = STRAYING.at(self.plan.strength)
        for plant in self.plan.plants:
            if plant.manner.act != "E":
                continue
            steps = self.handled[plant.official.id]
            number = int(len(steps) * PER_STEP * share / (1 - share))
            pool = self._tempting(plant.official, plant.how, set(steps))
            for dossier in self.chance.sample(pool, min(number, len(pool))):
                self._stray(plant.official, plant.how, dossier)

    def _tempting(self, official: Official, how: How, own: set[int]) -> list[Dossier]:
        def tempts(dossier: Dossier) -> bool:
            if how == How.NIGHT_VIEWS:
                return dossier.team == official.team or self.chance.happens(OF_OTHER_TEAMS)
            return how == How.CURIOUS or dossier.department in WORTH_EXPORTING

        return [d for d in self.history.dossiers if d.place not in own and tempts(d)]

    def _stray(self, official: Official, how: How, dossier: Dossier) -> None:
        chance = self.chance
        second: float = seconds(dossier.received + chance.around(4, 1) * DAY)
        if how == How.NIGHT_VIEWS and chance.happens(AT_NIGHT):
            second = midnight(second) + chance.uniform(*NIGHT_HOURS) * HOUR_SECONDS
        if second >= EXTRACTED_SECOND:
            return
        only_looks = how != How.EXPORTS or chance.happens(ONLY_VIEWED)
        self._open(second, official.id, dossier, "view" if only_looks else chance.choice(["export", "print"]))
        if chance.happens(PRINTED_TOO):
            self._open(second + chance.uniform(*PRINTED_AFTER_SECONDS), official.id, dossier, "print")
