"""Applications as they come in: how many on which day, for what, by whom, and through which channel."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
from benchmarks.centre.agents import Agent, Agents
from benchmarks.centre.catalogue import DEPARTMENTS
from benchmarks.centre.centre import Centre
from benchmarks.centre.chance import Chance
from benchmarks.centre.communes import ALL
from benchmarks.centre.office import Office
from benchmarks.centre.procedures import Procedure
from benchmarks.centre.workdays import DAY, NEW_PROCEDURE_DAY, RECEIPT_DAYS, RECEIPTS_END, WORKDAYS, workdays_before

BY_MONTH = {5: 1.0, 6: 1.05, 7: 1.1, 8: 1.05, 9: 1.1, 10: 1.1, 11: 1.0, 12: 0.95, 1: 0.85, 2: 0.75, 3: 1.2, 4: 1.1}
BY_WEEKDAY = (1.2, 1.05, 1, 0.95, 0.85)
FRIDAY = 4
RESUBMITTED = 0.008
"""Share of all dossiers that are earlier ones handed in again; these arise on the way."""
BUSINESSES = 4_000
AGENTS_ONLINE = 1.15
"""How many times as often agents hand in online."""
BY_POST = 0.045
AFTER_HOURS = 0.3
"""Share of what is handed in online; on Fridays half of it comes at the weekend."""
IN_THE_MORNING, MORNING_HOURS, AFTERNOON_HOURS = 0.6, (5, 235), (240, 420)
"""Of what is handed in during the day; the hours in minutes of the working day."""
ONLINE, POST, COUNTER = "online", "post", "counter"


class Sent(Enum):
    """When it was handed in, against the hours of the counter; the working axis has no place for the others."""

    IN_HOURS = 0
    IN_THE_EVENING = 1
    AT_THE_WEEKEND = 2


@dataclass(frozen=True)
class Application:
    minute: float
    procedure: Procedure
    agent: Agent | None
    commune: int
    business: bool
    channel: str
    applicant: str
    earlier: str | None = None
    """The dossier it is handed in again for."""
    sent: Sent = Sent.IN_HOURS


class Arrivals:
    """All applications to come, the next one first; more may be added on the way."""

    def __init__(self, applications: list[Application]) -> None:
        self._queue = [(application.minute, k, application) for k, application in enumerate(applications)]
        self._added = len(self._queue)
        heapq.heapify(self._queue)

    def add(self, application: Application) -> None:
        heapq.heappush(self._queue, (application.minute, self._added, application))
        self._added += 1

    def __iter__(self) -> Iterator[Application]:
        """Until the last day of receipts."""
        while self._queue:
            minute, _, application = heapq.heappop(self._queue)
            if minute < RECEIPTS_END:
                yield application


def draw_businesses(chance: Chance) -> list[str]:
    return [f"DN{chance.randint(10**7, 10**8)}" for _ in range(BUSINESSES)]


@dataclass(frozen=True)
class Demand:
    """How many applications come on each day of receipts, and for what."""

    by_day: list[int]
    procedures: list[Procedure]
    before: list[float]
    """Weights of the procedures until the new one is introduced; ``after`` from then on."""
    after: list[float]

    def weights_on(self, day: int) -> list[float]:
        return self.after if day >= workdays_before(NEW_PROCEDURE_DAY) else self.before


def draw_demand(chance: Chance, office: Office, dossiers: int, seed: int) -> Demand:
    days = WORKDAYS[:RECEIPT_DAYS]
    weights = np.array([BY_MONTH[d.month] * BY_WEEKDAY[d.weekday()] * chance.around(1, 0.1) for d in days])
    first_time = dossiers - int(dossiers * RESUBMITTED)
    # The only draw outside the stream: the number of each day, given the sum.
    by_day = np.random.default_rng(seed).multinomial(first_time, weights / weights.sum())
    team_weights = [size * chance.around(1, 0.12) for size in office.team_sizes]
    procedures = office.procedures.all
    after = [
        p.weight / sum(q.weight for q in office.procedures.of_team(p.team)) * team_weights[p.team] for p in procedures
    ]
    before = [0 if p.new else weight for p, weight in zip(procedures, after, strict=True)]
    return Demand([int(n) for n in by_day], procedures, before, after)


def draw_arrivals(centre: Centre, demand: Demand, businesses: list[str]) -> Arrivals:
    drawing = _Drawing(centre, businesses)
    return Arrivals(
        [
            drawing.application(day, procedure)
            for day, number in enumerate(demand.by_day)
            for procedure in centre.chance.choices(demand.procedures, demand.weights_on(day), k=number)
        ]
    )


class _Drawing:
    def __init__(self, centre: Centre, businesses: list[str]) -> None:
        self.chance = centre.chance
        self.commune_sizes = centre.communes.sizes
        self.businesses = businesses
        self.agents: Agents = centre.agents
        self.agent_weights = [
            [agent.size * agent.by_team[place] for agent in centre.agents[team.department]]
            for place, team in enumerate(centre.office.teams)
        ]

    def application(self, day: int, procedure: Procedure) -> Application:
        chance, department = self.chance, DEPARTMENTS[procedure.department]
        commune = chance.choices(ALL, self.commune_sizes)[0]
        agent = None
        if chance.happens(department.agent_share):
            agent = chance.choices(self.agents[procedure.department], self.agent_weights[procedure.team])[0]
            if chance.happens(agent.local):
                commune = chance.choice(agent.home)
        business = chance.happens(department.business_share)
        channel = self._channel(department.online_share * (AGENTS_ONLINE if agent else 1))
        minute, sent = self._moment(day, channel)
        applicant = chance.choice(self.businesses) if business else f"CD{chance.randint(10**8, 10**9)}"
        return Application(minute, procedure, agent, commune, business, channel, applicant, sent=sent)

    def _channel(self, online_share: float) -> str:
        drawn = self.chance.random()
        if drawn < online_share:
            return ONLINE
        return POST if drawn > 1 - BY_POST else COUNTER

    def _moment(self, day: int, channel: str) -> tuple[float, Sent]:
        if channel == ONLINE and self.chance.happens(AFTER_HOURS):
            weekend = WORKDAYS[day].weekday() == FRIDAY and self.chance.happens(0.5)
            return (day + 1) * DAY - 0.01, Sent.AT_THE_WEEKEND if weekend else Sent.IN_THE_EVENING
        hours = MORNING_HOURS if self.chance.happens(IN_THE_MORNING) else AFTERNOON_HOURS
        return day * DAY + self.chance.uniform(*hours), Sent.IN_HOURS
