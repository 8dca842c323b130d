"""The offices of the province as they stand on a day: who works where, what lies on which desk, and what is to come."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from benchmarks.queues.arrays import NONE
from benchmarks.queues.chance import working_stream
from benchmarks.queues.matter import FAVOURED, ORDERED, Matter, Stage, bring_all
from benchmarks.queues.plan import Plan, favoured_agents
from benchmarks.queues.staff import Order
from benchmarks.queues.steps import Activity, Step
from benchmarks.queues.variants import How
from benchmarks.queues.workdays import DAY, HOUR
from benchmarks.queues.world import World

_AHEAD_OF_ALL, _IN_TURN = -1e6, 1e-6
"""Where a favoured dossier stands in a pile; among themselves they go by number."""
_AHEAD_UNTIL = -1e5
_DRIFT = 4
"""Days by which a dossier moves in a pile with no strict order, and days an hour of work moves it back."""
_OFFICE_OPENS, _OFFICE_HOURS = 8, 8


class Reason(Enum):
    """Why a dossier comes back to its desk."""

    SUPPLEMENTED = auto()
    REPLIED = auto()
    VISITED = auto()
    RESUMED = auto()
    STOPPED = auto()
    """In the last days of its time."""
    SET_ASIDE = auto()


class Return(NamedTuple):
    at: int
    matter: Matter
    stage: Stage
    reason: Reason


class Pickup(NamedTuple):
    """A result to be handed over."""

    matter: Matter
    ready_at: int | None = None
    """Where the applicant comes the same day."""
    withdraws: bool = False


class Task(NamedTuple):
    place: float
    order: int
    matter: Matter
    stage: Stage

    @property
    def goes_ahead(self) -> bool:
        return self.place < _AHEAD_UNTIL


class Delivery(NamedTuple):
    at: float
    order: int
    matter: Matter
    stage: Stage


class Begun(NamedTuple):
    matter: Matter
    stage: Stage
    hours: float
    """Of work left."""


@dataclass
class Desk:
    inbox: list[Delivery] = field(default_factory=list)
    pile: list[Task] = field(default_factory=list)
    begun: Begun | None = None

    @property
    def waiting(self) -> int:
        return len(self.pile) + len(self.inbox)

    @property
    def is_empty(self) -> bool:
        return not self.inbox and not self.pile and self.begun is None

    def take(self) -> Task:
        """From the top of the pile."""
        return heapq.heappop(self.pile)

    def put(self, task: Task) -> None:
        heapq.heappush(self.pile, task)

    def keep(self, tasks: list[Task]) -> None:
        """These only, in the order of the pile."""
        heapq.heapify(tasks)
        self.pile = tasks


class Drafted(NamedTuple):
    """Waits for a signature."""

    day: int
    at: int
    matter: Matter


class Bureau:
    def __init__(self, world: World, plan: Plan, strength: float) -> None:
        self.world, self.plan, self.strength = world, plan, strength
        self.units, self.staff, self.days = world.units, world.staff, len(world.period)
        self.chance = working_stream(world.seed)
        self.throw = self.chance.random
        self.matters = bring_all(world)
        self.steps: list[Step] = []
        self.arriving: list[list[tuple[int, Matter]]] = [[] for _ in range(self.days + 1)]
        arrivals = world.arrivals
        for matter, day, second in zip(self.matters, arrivals.day.tolist(), arrivals.second.tolist(), strict=True):
            self.arriving[day].append((second, matter))
        self.returning: list[list[Return]] = [[] for _ in range(self.days + 1)]
        self.pickups: list[list[Pickup]] = [[] for _ in range(self.days + 1)]
        self.desks = [Desk() for _ in self.staff]
        self.handlers = [list(unit.handlers) for unit in self.units]
        self.clerks = [list(unit.clerks) for unit in self.units]
        self.leaders = [list(unit.leaders) for unit in self.units]
        self.to_sign: list[list[Drafted]] = [[] for _ in self.units]
        self.turns = [0] * len(self.units)
        self.home = [official.unit for official in self.staff]
        self.now_part_of = list(range(len(self.units)))
        """Unit, by what it was in the beginning."""
        self.long_absences = [official.long_absences() for official in self.staff]
        self.favours = favoured_agents(plan)
        self.patrons = {agent: official for official, agent in self.favours.items()}
        self.order = 0

    def how(self, official: int) -> How | None:
        wrong = self.plan.get(official)
        return wrong.how if wrong else None

    def present(self, officials: list[int], day: int) -> list[int]:
        return [official for official in officials if day not in self.staff[official].absences]

    def is_absent(self, official: int, day: int) -> bool:
        return day in self.staff[official].absences

    def unit_of(self, matter: Matter) -> int:
        """That has it now."""
        return self.now_part_of[matter.unit]

    def any_of(self, officials: list[int]) -> int:
        return officials[int(self.throw() * len(officials))]

    def least_busy(self, officials: list[int]) -> int:
        return min(officials, key=lambda official: self.desks[official].waiting)

    def is_favoured(self, official: int, matter: Matter) -> bool:
        favoured = matter.agent != NONE and self.favours.get(official) == matter.agent
        return favoured and matter.throws[FAVOURED] < self.strength

    def at(self, day: int, second: int) -> int:
        return self.world.period.midnights[day] + second

    def note(
        self,
        matter: Matter,
        at: int,
        activity: Activity,
        official: int,
        *,
        document: str | None = None,
        reason: str | None = None,
        amount: int | None = None,
    ) -> None:
        self.steps.append(Step(matter.number, at, activity, official, document, reason, amount))

    def office_second(self, hours: float = _OFFICE_HOURS) -> int:
        return int((_OFFICE_OPENS + hours * self.throw()) * HOUR)

    def arrives(self, matter: Matter, day: int, opens: float = _OFFICE_OPENS, hours: float = _OFFICE_HOURS) -> None:
        """At some hour of a day, if the records go on till then."""
        if day < self.days:
            self.arriving[day].append((int((opens + hours * self.throw()) * HOUR), matter))

    def comes_back(self, day: int, comes: Return) -> None:
        if day < self.days:
            self.returning[day].append(comes)

    def picked_up(self, day: int, pickup: Pickup) -> None:
        if day < self.days:
            self.pickups[day].append(pickup)

    def deliver(self, official: int, matter: Matter, stage: Stage, at: float) -> None:
        """To the official's inbox."""
        self.order += 1
        self.desks[official].inbox.append(Delivery(at, self.order, matter, stage))

    def pile_up(self, official: int, delivery: Delivery) -> None:
        place = self._place_in_pile(official, delivery.matter)
        self.desks[official].put(Task(place, delivery.order, delivery.matter, delivery.stage))

    def _place_in_pile(self, official: int, matter: Matter) -> float:
        if self.is_favoured(official, matter):
            return _AHEAD_OF_ALL + matter.number * _IN_TURN
        order = self.staff[official].order
        if order == Order.AS_RECEIVED:
            return matter.received_at / DAY
        if order == Order.AS_DUE:
            return matter.due
        if order == Order.MIXED:
            return matter.due * 0.5 + matter.received_on * 0.5 + _DRIFT * matter.throws[ORDERED]
        return matter.received_on + _DRIFT * matter.work
