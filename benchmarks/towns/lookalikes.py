"""Choosing the honest people who stand out for an innocent reason, and arranging what makes them stand out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from benchmarks.towns.candidates import Candidates, anybody
from benchmarks.towns.catalogue import BUSINESS, LAND, URBAN
from benchmarks.towns.circumstances import Circumstances
from benchmarks.towns.innocents import Absence, Innocents, Lookalike, Trainee, Transfer
from benchmarks.towns.place import Place
from benchmarks.towns.regulars import seat_regular
from benchmarks.towns.staff import HANDLING, TRAINEE_POST, Role, Tenure

APPRAISER, LEADER = (Role.APPRAISER,), (Role.LEADER,)
ENOUGH_COLLEAGUES = 3
"""Appraisers in a unit from which one can be told from the others."""
WITH_AGENTS = (LAND, URBAN, BUSINESS)
SPECIALISED_WORK, SPECIALISED_SHARE, SPECIALISED_CARE = 1.7, 0.7, -0.75

# Shares of the records' days.
ABSENT_FROM, TRAINEE_FROM, TRANSFERRED_FROM = (0.2, 0.65), (0.1, 0.3), (0.35, 0.6)
ABSENCES, SHORTEST_ABSENCE, LONGEST_ABSENCE = 2, 14, 29

AT_HEADQUARTERS = {
    Role.TECHNICIAN: "administrator_accesses",
    Role.HOTLINE: "hotline_accesses",
    Role.INSPECTOR: "inspection_accesses",
}


def draw_innocents(
    rng: np.random.Generator,
    place: Place,
    circumstances: Circumstances,
    candidates: Candidates,
    guilty: Iterable[int],
) -> Innocents:
    drawing = _Drawing(rng, place, circumstances, candidates)
    drawing.specialised_agent()
    for _ in range(ABSENCES):
        drawing.absence()
    drawing.hurried()
    drawing.trainee()
    drawing.hard_desk()
    drawing.transfer()
    drawing.batch_signer()
    drawing.units(set(guilty))
    return drawing.found


class _Drawing:
    def __init__(
        self, rng: np.random.Generator, place: Place, circumstances: Circumstances, candidates: Candidates
    ) -> None:
        self.rng, self.place, self.circumstances, self.candidates = rng, place, circumstances, candidates
        self.found = Innocents()

    def specialised_agent(self) -> None:
        """One agent prepares well wherever he files, and mostly comes to the same desk."""
        official = self.candidates.take(
            APPRAISER, lambda o: self.place.kind_of(o) in WITH_AGENTS and self._stays_apart(o)
        )
        if official is None:
            return
        agents, kind = self.place.agents, self.place.kind_of(official)
        free = self.candidates.free_agents()
        agent = self.candidates.take_agent([a for a in free if agents.kinds[a] == kind] or free)
        agents.kinds[agent] = kind
        agents.careful[agent] = SPECIALISED_CARE
        work = max(agents.work[agent], np.median(agents.work)) * SPECIALISED_WORK
        self.found.regulars.append(seat_regular(self.place, official, agent, SPECIALISED_SHARE, work))
        self._stands_out("specialised_agent_regular_desk", self.place.pair(official, agent), "pair")
        self._stands_out("specialised_agent", agents.codes[agent], "agent")

    def absence(self) -> None:
        official = self._one_of_many()
        if official is None:
            return
        homes = self.place.staff.homes
        colleagues = self.candidates.free(APPRAISER, lambda o: homes[o] == homes[official])
        if not colleagues:
            return
        cover = self.candidates.keep(int(self.rng.choice(colleagues)))
        first = self._day(ABSENT_FROM)
        until = first + int(self.rng.integers(SHORTEST_ABSENCE, LONGEST_ABSENCE + 1))
        self.found.absences.append(Absence(official, cover, first, until))
        self._official("absent", official)
        self._official("covers_absence", cover)

    def hurried(self) -> None:
        self.found.hurried = self._one_of_many()
        if self.found.hurried is not None:
            self._official("effort_before_deadline", self.found.hurried)

    def trainee(self) -> None:
        official = self._one_of_many()
        if official is None:
            return
        self.found.trainee = Trainee(official, self._day(TRAINEE_FROM))
        self.place.staff.posts[official] = TRAINEE_POST
        self.place.staff.tenures[official].since = self.found.trainee.since
        self._official("trainee_desk", official)

    def hard_desk(self) -> None:
        self.found.hard_desk = self._one_of_many()
        if self.found.hard_desk is not None:
            self._official("hard_dossiers_desk", self.found.hard_desk)

    def transfer(self) -> None:
        kinds = self.place.units.kinds
        official = self._one_of_many(lambda o: kinds.count(self.place.kind_of(o)) > 1)
        if official is None:
            return
        staff, merging = self.place.staff, self.circumstances.merging
        day = self._day(TRANSFERRED_FROM)
        others = [
            unit
            for unit in self.place.units.of_kind(self.place.kind_of(official))
            if unit not in (staff.homes[official], *merging)
        ]
        unit = int(self.rng.choice(others or [self.circumstances.absorbing]))
        staff.tenures[official].until = day
        staff.tenures.append(Tenure(official, unit, Role.APPRAISER, day))
        self.found.transfer = Transfer(official, day, unit)
        self._official("newly_transferred", official)

    def batch_signer(self) -> None:
        leader = self.candidates.take(LEADER)
        assert leader is not None, "every unit has a leader"
        self.found.batch_signer = leader
        self._official("batch_signing_day", leader)

    def units(self, guilty: set[int]) -> None:
        """All the people of units in which something happens, and those whose duty it is to look around."""
        staff, circumstances = self.place.staff, self.circumstances
        for official in range(len(staff)):
            if official in guilty:
                continue
            home, role = staff.homes[official], staff.roles[official]
            if home == circumstances.custom_unit and role == Role.APPRAISER:
                self._official("local_custom_one_more_paper", official)
            if home == circumstances.rush_unit and role in HANDLING:
                self._official("rush_month", official)
            if home in circumstances.merging:
                self._official("merged_units", official)
            if role in AT_HEADQUARTERS:
                self._official(AT_HEADQUARTERS[role], official)

    def _stays_apart(self, official: int) -> bool:
        """Not in a ward that merges."""
        return self.place.staff.homes[official] not in self.circumstances.merging

    def _one_of_many(self, fits: Callable[[int], bool] = anybody) -> int | None:
        """An appraiser with enough colleagues."""
        colleagues = self.place.staff.colleagues
        return self.candidates.take(
            APPRAISER, lambda o: len(colleagues(o)) >= ENOUGH_COLLEAGUES and self._stays_apart(o) and fits(o)
        )

    def _day(self, between: tuple[float, float]) -> int:
        return int(self.place.calendar.days * self.rng.uniform(*between))

    def _official(self, kind: str, official: int) -> None:
        self._stands_out(kind, self.place.staff.codes[official], "official")

    def _stands_out(self, kind: str, subject: str, subject_kind: str) -> None:
        self.found.lookalikes.append(Lookalike(kind, subject_kind, subject))
