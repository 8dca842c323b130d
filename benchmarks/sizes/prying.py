"""Opening what is none of one's business: a little of it is everybody's, and much of it is planted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from benchmarks.sizes.access_log import EXPORT, PRINT, AccessLog, in_one_go
from benchmarks.sizes.arrays import Floats, Ints
from benchmarks.sizes.chance import PRYING
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.history import History
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.posts import Role
from benchmarks.sizes.variants import How
from benchmarks.sizes.world import World
from numpy.random import Generator

LEADERS_LOOK = 2.5
"""How much more those look who have no work of their own at the dossiers."""
LISTS, LIST_LENGTH, LIST_SECONDS = (3, 6), (20, 45), 1500
LIST_EXPORTED = 0.7
"""The others are printed."""
LIST_AFTER, LIST_AT = 0.3, (0.05, 0.9)
"""Share of the recorded days before which there is too little to take, and of the day."""
TRIED_FOR_LIST = 6
RELATIVE_LOOKS = (18, 35)


@dataclass(frozen=True)
class Pried:
    own: Ints
    """Accesses by official that go with the own work."""
    expected_unexplained: Floats
    """Of an average honest official with the same work."""
    expected_at_night: Floats
    relatives: dict[int, int] = field(default_factory=dict)
    """Agents by the officials they are related to."""


def pry(world: World, plan: Plan, history: History, log: AccessLog) -> Pried:
    return _Prying(world, plan, history, log).pry()


class _Prying:
    def __init__(self, world: World, plan: Plan, history: History, log: AccessLog) -> None:
        self.world, self.plan, self.history, self.log = world, plan, history, log
        own, rate = log.counts(), world.nature.rate
        self.pried = Pried(own, rate[Deed.UNEXPLAINED] * own, rate[Deed.NIGHT] * own)

    def pry(self) -> Pried:
        steps = self.history.steps
        by_official = np.argsort(steps.official, kind="stable")
        bounds = np.searchsorted(steps.official[by_official], np.arange(len(self.world.staff) + 1))
        for official in range(len(self.world.staff)):
            own = steps.dossier[by_official[bounds[official] : bounds[official + 1]]]
            if self.world.staff.home[official] != self.world.units.centre and len(own):
                self._as_everybody(official, own)
                self._as_planted(official, self.world.stream(PRYING, official))
        return self.pried

    def _as_everybody(self, official: int, own: Ints) -> None:
        log, rng, habits = self.log, self.log.rng, self.history.habits
        holds = self.world.staff.holds
        works = any(holds[role][official] for role in (Role.APPRAISER, Role.CLERK, Role.RELEASER))
        expected = self.pried.expected_unexplained[official] * (1.0 if works else LEADERS_LOOK)
        count = rng.poisson(expected * habits[Deed.UNEXPLAINED][official])
        dossier = log.strangers(rng, official, count)
        log.add(official, dossier, log.soon(rng, dossier))
        count = rng.poisson(self.pried.expected_at_night[official] * habits[Deed.NIGHT][official])
        dossier = rng.choice(own, count) if count else np.zeros(0, int)
        log.add(official, dossier, log.at_night(rng, dossier))

    def _as_planted(self, official: int, rng: Generator) -> None:
        log, how = self.log, self.plan.wrongs.get(official)
        if how == How.UNEXPLAINED:
            count = rng.poisson(self.plan.more(how) * self.pried.expected_unexplained[official])
            dossier = log.strangers(rng, official, count)
            log.add(official, dossier, log.soon(rng, dossier))
        elif how == How.NIGHT:
            count = rng.poisson(self.plan.more(how) * self.pried.expected_at_night[official])
            dossier = log.strangers(rng, official, count)
            log.add(official, dossier, log.at_night(rng, dossier))
        elif how == How.BULK:
            for _ in range(int(rng.integers(*LISTS))):
                self._take_list(official, rng)
        if self.plan.chosen.get(official) == How.RELATIVE:
            self._relate(official, rng)

    def _take_list(self, official: int, rng: Generator) -> None:
        calendar, log, staff = self.world.calendar, self.log, self.world.staff
        count = rng.poisson(self.plan.strength * rng.uniform(*LIST_LENGTH))
        there = (staff.unit_by_day[official] >= 0) & staff.present[official]
        days = np.flatnonzero(there[: calendar.recorded])
        moment = rng.choice(days[days > LIST_AFTER * calendar.recorded]) + rng.uniform(*LIST_AT)
        dossier = log.strangers(rng, official, TRIED_FOR_LIST * count)
        dossier = dossier[log.received[dossier] < moment][:count]
        clock = in_one_go(rng, calendar.clock_at(moment), LIST_SECONDS, len(dossier))
        log.add(official, dossier, clock, np.where(rng.random(len(dossier)) < LIST_EXPORTED, EXPORT, PRINT))

    def _relate(self, official: int, rng: Generator) -> None:
        """A relative among the agents, whom only the planted look up."""
        agents, home = self.world.agents, self.world.staff.home[official]
        near = [
            agent for agent in range(len(agents)) if agents.desks[agent][0] == home or home in agents.communes[agent]
        ]
        agent = int(rng.choice(near or len(agents)))
        self.pried.relatives[official] = agent
        if self.plan.honest:
            return
        theirs = np.flatnonzero(self.history.filings.agent == agent)
        theirs = theirs[~self.log.touched(official, theirs)]
        count = rng.poisson(self.plan.strength * rng.uniform(*RELATIVE_LOOKS))
        if len(theirs):
            dossier = rng.choice(theirs, count)
            self.log.add(official, dossier, self.log.soon(rng, dossier))
