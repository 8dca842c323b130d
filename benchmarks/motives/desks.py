"""Who gets each dossier on the desk: clerk, appraiser, leader, and the clerk who hands the result over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.motives.arrays import Bools, Ints
from benchmarks.motives.load import Channel, Filings, draw_filings
from benchmarks.motives.place import Place
from benchmarks.motives.staff import NOBODY
from benchmarks.motives.units import MERGED, MERGING
from benchmarks.motives.ways import Task
from numpy.random import Generator

_SAME_CLERK, _FIRST_LEADER = 0.6, 0.45
_TO_USUAL_DESK = 0.7
"""Share of the dossiers of a specialised agent."""
_COVERED = 0.92
_HARD, _HARD_ELSEWHERE = 0.6, 0.08
_AT_NIGHT = 0.3
"""Share of what comes online after office hours, where the system takes it in."""
_NIGHT = (63_000, 84_000)
"""Seconds of the day."""


@dataclass
class Dossiers(Filings):
    clerk: Ints
    appraiser: Ints
    leader: Ints
    hand: Ints
    """Who hands the result over."""
    office: Ints
    """The unit, or the one it became."""
    forwarded_by: Ints
    """The absent appraiser whose work another does."""
    hard: Bools
    by_system: Bools
    """Taken in at night."""
    night_second: Ints

    def holders(self, task: Task) -> Ints:
        """Who has it, by dossier."""
        return {Task.INTAKE: self.clerk, Task.APPRAISAL: self.appraiser, Task.HANDOVER: self.hand}[task]


def draw_dossiers(rng: Generator, place: Place, count: int) -> Dossiers:
    filings = draw_filings(rng, place, count)
    throws = rng.random((count, 8))
    clerk, appraiser, leader, hand, office = (np.zeros(count, int) for _ in range(5))
    forwarded_by = np.full(count, NOBODY)
    for number in range(count):
        desk = _Desk(place, filings, number, throws[number])
        clerk[number], hand[number] = desk.clerks()
        appraiser[number], forwarded_by[number] = desk.appraiser()
        leader[number], office[number] = desk.leader(), desk.office()
    to_hard_desk = np.isin(appraiser, place.circumstances.hard_cases)
    return Dossiers(
        **vars(filings),
        clerk=clerk,
        appraiser=appraiser,
        leader=leader,
        hand=hand,
        office=office,
        forwarded_by=forwarded_by,
        hard=throws[:, 7] < np.where(to_hard_desk, _HARD, _HARD_ELSEWHERE),
        by_system=(filings.channel == Channel.ONLINE) & (rng.random(count) < _AT_NIGHT),
        night_second=rng.integers(*_NIGHT, count),
    )


class _Desk:
    """Of one dossier."""

    def __init__(self, place: Place, filings: Filings, number: int, throws: Sequence[float]) -> None:
        self.place, self.staff, self.throws = place, place.staff, throws
        self.unit, self.procedure = int(filings.unit[number]), int(filings.procedure[number])
        self.day, self.agent = int(filings.day[number]), filings.agent[number]

    def clerks(self) -> tuple[int, int]:
        """Who takes it in and who hands the result over."""
        team = self.staff.clerks[self.unit]
        clerks = [one for one in team if self._is_there(one)] or team
        clerk = self._by_weight(clerks, self.throws[0])
        return clerk, clerk if self.throws[1] < _SAME_CLERK else self._by_weight(clerks, self.throws[2])

    def appraiser(self) -> tuple[int, int]:
        """Who appraises it, and for whom."""
        able = self._able()
        picked = self._by_weight(able, self.throws[3])
        speciality = self.place.agents[self.agent].speciality if self.agent >= 0 else None
        if speciality is not None and speciality.desk in able and self.throws[4] < _TO_USUAL_DESK:
            picked = speciality.desk
        absence = self.staff.officials[picked].absence
        if absence is not None and absence.start <= self.day <= absence.end and self.throws[5] < _COVERED:
            return absence.covered_by, picked
        return picked, NOBODY

    def leader(self) -> int:
        leaders = self.staff.leaders[self.unit]
        return leaders[0] if len(leaders) == 1 or self.throws[6] < _FIRST_LEADER else leaders[1]

    def office(self) -> int:
        return MERGED if self.unit >= MERGING and self.day >= self.place.units.merger else self.unit

    def _able(self) -> list[int]:
        team, transfer = self.staff.appraisers[self.unit], self.place.circumstances.transfer
        moved = transfer.official if self.day >= transfer.at else NOBODY
        stayed = [one for one in team if one != moved]
        able = [
            one for one in stayed if self.procedure in self.staff.officials[one].procedures and self._is_there(one)
        ] or stayed
        if moved >= 0 and self.unit == transfer.unit and self.procedure in transfer.procedures:
            return [*able, moved]
        return able

    def _is_there(self, official: int) -> bool:
        joined = self.staff.officials[official].joined
        return joined is None or joined <= self.day

    def _by_weight(self, officials: list[int], throw: float) -> int:
        weights = [self.staff.officials[one].weight for one in officials]
        left = throw * sum(weights)
        for official, weight in zip(officials, weights, strict=True):
            left -= weight
            if left <= 0:
                return official
        return officials[-1]
