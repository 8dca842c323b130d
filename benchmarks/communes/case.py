"""A dossier on its way: who does what to it, and how far it has come."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from benchmarks.communes.agents import Agent
from benchmarks.communes.dossier import Dossier
from benchmarks.communes.log_habits import LogHabits
from benchmarks.communes.office import Official, Trait, Unit
from benchmarks.communes.plan import Plan
from benchmarks.communes.procedures import Procedure
from benchmarks.communes.ways import Chance, Way
from benchmarks.communes.workdays import month

_LEARNING = 65
"""Working days a trainee takes."""
_MONTHS_OF_MERGER = 2
_FAMILIARITY_SPREAD = 0.07


@dataclass
class Familiarity:
    """How much faster an official works for an agent he knows; added to the logarithm of working time."""

    known: dict[tuple[Official, Agent], float] = field(default_factory=dict)

    def of(self, rng: Random, official: Official, agent: Agent) -> float:
        # Drawn each time, whether it is needed or not.
        drawn = rng.gauss(0, _FAMILIARITY_SPREAD)
        return self.known.setdefault((official, agent), drawn)


@dataclass
class Case:
    """The work is counted in working days of the office's own time, which stands still in a pause."""

    dossier: Dossier
    plan: Plan
    asked: bool = False
    """Whether a supplement will be asked for."""
    off_list: bool = False
    """A planted request for a paper that is not on the list."""
    stopped_at: float | None = None
    """Work done at a planted stop of the clock."""
    work: float = 0.0
    """All that it takes."""
    consults: bool = False
    """Another office is asked."""
    done: float = 0.0
    """Share of the work done at the last request."""
    pause: float = 0.0
    paused_days: int = 0
    gone: float | None = None
    """When it was withdrawn."""

    @property
    def unit(self) -> Unit:
        return self.dossier.unit

    @property
    def habits(self) -> LogHabits:
        return self.dossier.unit.habits

    @property
    def procedure(self) -> Procedure:
        return self.dossier.procedure

    @property
    def checker(self) -> Official:
        return self.dossier.checker

    @property
    def limit(self) -> int:
        return self.dossier.procedure.limit

    @property
    def strength(self) -> float:
        return self.plan.strength

    @property
    def way(self) -> Way | None:
        """Of the checker."""
        return self.plan.ways.get(self.dossier.checker)

    @property
    def way_of_receiver(self) -> Way | None:
        return self.plan.ways.get(self.dossier.receiver)

    @property
    def way_of_signer(self) -> Way | None:
        return self.plan.ways.get(self.unit.vice_chair)

    @property
    def takes_then_asks(self) -> bool:
        return self.way == Way.TAKES_THEN_ASKS and self.dossier.receiver is self.checker

    @property
    def favoured(self) -> bool:
        return self.plan.favours(self.dossier)

    @property
    def in_merger(self) -> bool:
        return month(self.dossier.day) < _MONTHS_OF_MERGER

    @property
    def with_trainee(self) -> bool:
        return self.checker.trait == Trait.TRAINEE and self.dossier.day < self.checker.joined + _LEARNING

    @property
    def worked_off(self) -> float:
        """The moment all work is done."""
        return self.dossier.received + self.work + self.pause

    @property
    def due(self) -> int:
        """The last day of the limit, by its place."""
        return self.dossier.day + self.limit + self.paused_days

    def happens(self, rng: Random, chance: Chance, less_for_agents: float = 1) -> bool:
        """Whether a planted act falls on this dossier."""
        return rng.random() < chance.at(self.strength) * (less_for_agents if self.dossier.agent else 1)

    def stop_clock(self, begin: float, days: float) -> None:
        self.pause += days
        self.paused_days += int(begin + days) - int(begin)


def log_normal(rng: Random, median: float, spread: float) -> float:
    return math.exp(rng.gauss(math.log(median), spread))
