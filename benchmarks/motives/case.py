"""A dossier on its way: who has it, how far it has come, and what it left in the log."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.motives.agents import Agent
from benchmarks.motives.deeds import Deed
from benchmarks.motives.habits import Habits
from benchmarks.motives.load import Channel
from benchmarks.motives.steps import Event, Step
from benchmarks.motives.throws import Throws
from benchmarks.motives.units import MERGING
from benchmarks.motives.ways import How, Trace
from benchmarks.motives.workdays import midnight, seconds_at
from benchmarks.motives.world import World

_LEARNING, _SETTLING = 80, 45
"""Working days a trainee takes to learn the work, and others to get used to something new."""
_RUSH_FELT = 25
_LATE_IN_DAY = 0.99
"""Where in the working day what comes at night is counted."""


@dataclass
class Filing:
    """One line of the table of dossiers."""

    number: int
    earlier: int | None
    """The refused dossier that is filed again."""
    received: int
    """Seconds, as are the other times."""
    due: int
    fee: int | None
    finished: int | None = None
    outcome: str | None = None


class Case:
    """The course changes ``total``, ``paused`` and ``stopped_days``; moments are working days with their fractions."""

    def __init__(
        self, world: World, place: int, number: int, filed: tuple[int, float], throws: Throws, deed: Deed
    ) -> None:
        dossiers = world.dossiers
        self.world, self.number, self.throws, self.deed = world, number, throws, deed
        self.earlier = place if number != place else None
        self.day, fraction = filed
        self.unit, self.procedure_place = int(dossiers.unit[place]), int(dossiers.procedure[place])
        self.procedure, self.limit = world.procedures[self.procedure_place], int(dossiers.limit[place])
        self.clerk, self.appraiser = int(dossiers.clerk[place]), int(dossiers.appraiser[place])
        self.leader, self.hand = int(dossiers.leader[place]), int(dossiers.hand[place])
        self.forwarded_by = int(dossiers.forwarded_by[place])
        self.channel, self.hard = Channel(dossiers.channel[place]), bool(dossiers.hard[place])
        agent = int(dossiers.agent[place])
        self.agent: Agent | None = world.agents[agent] if agent >= 0 else None
        self.group = (0 if dossiers.business[place] else 1) + (0 if agent < 0 else 2)
        """Of applicants, for the appraiser's sympathies."""
        self.by_system = bool(dossiers.by_system[place]) and not self.again
        self.received = self.day + (_LATE_IN_DAY if self.by_system else fraction)
        night = midnight(self.day) + int(dossiers.night_second[place])
        self.received_at = night if self.by_system else seconds_at(self.received)
        self.log: list[Event] = []
        self.traces: set[Trace] = set()
        self.total = 0.0
        """Working days the work takes."""
        self.paused = 0.0
        self.stopped_days = 0
        """By which the time limit is put off."""
        self.requests = 0

    def enter(
        self, moment: float, step: Step, official: int, document: str | None = None, reason: str | None = None
    ) -> None:
        """Later than the records end, nothing is entered."""
        if self.in_records(moment):
            self.log.append(Event(self.number, seconds_at(moment), step, official, document, reason))

    def enter_at(self, seconds: int, step: Step, official: int, amount: int | None = None) -> None:
        self.log.append(Event(self.number, seconds, step, official, amount=amount))

    def in_records(self, moment: float) -> bool:
        return moment < self.world.end

    def after(self, work: float) -> float:
        """The moment so much work is done."""
        return self.received + work + self.paused

    def days_left(self, moment: float) -> int:
        return self.last_day - int(moment)

    @property
    def again(self) -> bool:
        """Whether it was filed before, and refused."""
        return self.earlier is not None

    @property
    def last_day(self) -> int:
        """Of the limit, with what stopped it."""
        return int(self.received) + self.limit + self.stopped_days

    def stop(self, begin: float, days: float) -> None:
        self.paused += days
        self.stopped_days += int(begin + days) - int(begin)

    def appraised_by(self, how: How) -> bool:
        """Whether the appraiser does this to it."""
        return self.deed.appraisal == how

    @property
    def granted_quietly(self) -> bool:
        """After a refusal that had no ground, all goes well the second time."""
        return self.again and self.appraised_by(How.REFUSE_THEN_GRANT)

    def habits(self, official: int) -> Habits:
        return self.world.staff.officials[official].habits

    @property
    def unit_habits(self) -> Habits:
        return self.world.staff.unit_habits[self.unit]

    def factor(self, official: int, habit: str, more: float = 0) -> float:
        """By which an official and the unit do something more often than usual."""
        return math.exp(getattr(self.habits(official), habit) + getattr(self.unit_habits, habit) + more)

    @property
    def sympathy(self) -> float:
        """Of the appraiser; more is asked of whom it is great for."""
        return self.world.staff.officials[self.appraiser].sympathies[self.group]

    @property
    def opposite_sympathy(self) -> float:
        sympathies = self.world.staff.officials[self.appraiser].sympathies
        return sympathies[len(sympathies) - 1 - self.group]

    def is_learning(self, official: int) -> bool:
        joined = self.world.staff.officials[official].joined
        return joined is not None and self.day - joined < _LEARNING

    @property
    def in_merger(self) -> bool:
        return self.unit >= MERGING and 0 <= self.day - self.world.units.merger < _SETTLING

    @property
    def in_changed_limit(self) -> bool:
        change = self.world.circumstances.limit_change
        return self.procedure_place == change.procedure and 0 <= self.day - change.at < _SETTLING

    @property
    def in_rush(self) -> bool:
        rush = self.world.circumstances.rush
        return self.procedure_place == rush.procedure and 0 <= self.day - rush.start < _RUSH_FELT

    @property
    def with_newcomer(self) -> bool:
        transfer = self.world.circumstances.transfer
        return self.appraiser == transfer.official and self.unit == transfer.unit and self.day - transfer.at < _SETTLING
