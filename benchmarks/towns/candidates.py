"""Whom something can happen to: nobody twice, and rather those who have much work, where it would show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from benchmarks.towns.place import Place
from benchmarks.towns.staff import Role

BUSIEST = (2, 3)
"""Of the candidates, the two thirds with most work."""


def anybody(official: int) -> bool:
    return True


class Candidates:
    def __init__(self, rng: np.random.Generator, place: Place) -> None:
        self.rng, self.place = rng, place
        self.taken: set[int] = set()
        self.agents_taken: set[int] = set()

    def free(self, roles: tuple[Role, ...], fits: Callable[[int], bool] = anybody) -> list[int]:
        staff = self.place.staff
        return [o for o in range(len(staff)) if o not in self.taken and staff.roles[o] in roles and fits(o)]

    def take(self, roles: tuple[Role, ...], fits: Callable[[int], bool] = anybody) -> int | None:
        able = sorted(self.free(roles, fits), key=lambda official: -self._workload(official))
        if not able:
            return None
        share, of = BUSIEST
        return self.keep(int(self.rng.choice(able[: max(1, share * len(able) // of)])))

    def keep(self, official: int) -> int:
        self.taken.add(official)
        return official

    def take_agent(self, among: list[int]) -> int:
        agent = int(self.rng.choice(among))
        self.agents_taken.add(agent)
        return agent

    def free_agents(self) -> list[int]:
        return [agent for agent in range(len(self.place.agents)) if agent not in self.agents_taken]

    def _workload(self, official: int) -> float:
        staff = self.place.staff
        of_unit = self.place.units.share[staff.homes[official]]
        return float(staff.work[official] * of_unit / len(staff.colleagues(official)))
