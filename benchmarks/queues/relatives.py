"""Officials with a relative in an agency: those who pry for it, and others who do not."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from benchmarks.queues.arrays import NONE
from benchmarks.queues.chance import Purpose
from benchmarks.queues.plan import Plan
from benchmarks.queues.variants import How
from benchmarks.queues.world import World

_FEWEST_HONEST, _OFFICIALS_BY_HONEST = 3, 15
_BROWSED = 5.5
"""Dossiers a month."""


class Kinship(NamedTuple):
    official: int
    agent: int


def without_relatives(plan: Plan) -> Plan:
    """Where no relatives are known, who would have pried for one pries anyhow."""
    browses = {
        official: replace(wrong, how=How.BROWSES_NO_REASON, amount=_BROWSED, agent=NONE)
        for official, wrong in plan.items()
        if wrong.how == How.RELATIVES_FILES
    }
    return plan | browses


def find_kinships(world: World, plan: Plan) -> list[Kinship]:
    rng = world.stream(Purpose.RELATIVES)
    kinships = [Kinship(official, wrong.agent) for official, wrong in plan.items() if wrong.how == How.RELATIVES_FILES]
    honest = world.people(without=set(plan))
    for _ in range(max(_FEWEST_HONEST, len(world.staff) // _OFFICIALS_BY_HONEST)):
        kinships.append(Kinship(int(rng.choice(honest)), int(rng.integers(0, len(world.agents)))))
    return kinships
