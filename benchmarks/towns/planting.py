"""Choosing who does wrong, and how: the same people whatever the strength."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.towns.agents import NOBODY
from benchmarks.towns.candidates import Candidates
from benchmarks.towns.catalogue import WARD
from benchmarks.towns.circumstances import Circumstances
from benchmarks.towns.place import Place
from benchmarks.towns.regulars import Regular, seat_regular
from benchmarks.towns.ways import MANNERS, How, Plant, ways_of

PLANTED_BETWEEN = (0.115, 0.148)
"""Share of the officials."""
TURN = "BDECABDEBCABDEBD"
"""The acts in turn; no province has more planted than these."""
SECOND_PAIR, PLACE_OF_SECOND_PAIR = 0.35, 2
RELATIONS_KNOWN = 0.75
"""Of the provinces so many keep a table of relations."""
INTENSITY_BETWEEN = (0.85, 1.25)

BUSIEST_AGENTS = 6
FAVOURED_SHARE = 0.6
FAVOURED_LEAST, FAVOURED_MOST, FAVOURED_MORE = 0.9, 1.4, 1.3
"""A favoured agent files enough for the favour to show, and more than before."""
KINSHIPS = ("spouse", "sibling", "child")

ASKING = (How.OUTSIDE_LIST, How.REQUESTS_HIGH, How.PIECEMEAL)


@dataclass(frozen=True)
class Planted:
    plants: list[Plant]
    regulars: list[Regular]
    relations_known: bool


def plant(rng: np.random.Generator, place: Place, circumstances: Circumstances, candidates: Candidates) -> Planted:
    count = round(rng.uniform(*PLANTED_BETWEEN) * len(place.staff))
    left = {act: _shuffled(rng, ways_of(act)) for act in "ABCDE"}
    _put_pairs_first(rng, left["B"])
    relations_known = bool(rng.random() < RELATIONS_KNOWN)
    if not relations_known:
        left["E"].remove(How.RELATIVES_ACCESS)
    planting = _Planting(rng, place, circumstances, candidates)
    for act in TURN[:count]:
        if left[act]:
            planting.add(left[act].pop(0))
    return Planted(planting.plants, planting.regulars, relations_known)


def _shuffled(rng: np.random.Generator, ways: list[How]) -> list[How]:
    return [ways[place] for place in rng.permutation(len(ways))]


def _put_pairs_first(rng: np.random.Generator, ways: list[How]) -> None:
    """Every province has a pair, and some have two."""
    ways.remove(How.PAIR_FAVOUR)
    ways.insert(0, How.PAIR_FAVOUR)
    if rng.random() < SECOND_PAIR:
        ways.insert(PLACE_OF_SECOND_PAIR, How.PAIR_FAVOUR)


class _Planting:
    def __init__(
        self, rng: np.random.Generator, place: Place, circumstances: Circumstances, candidates: Candidates
    ) -> None:
        self.rng, self.place, self.circumstances, self.candidates = rng, place, circumstances, candidates
        self.plants: list[Plant] = []
        self.regulars: list[Regular] = []

    def add(self, how: How) -> None:
        roles = MANNERS[how].roles
        agent = self._favoured() if how == How.PAIR_FAVOUR else NOBODY
        official = self.candidates.take(roles, self._fits(how, agent))
        if official is None:
            official = self.candidates.take(roles)
        assert official is not None, "too few officials for so many planted"
        intensity = self.rng.uniform(*INTENSITY_BETWEEN)
        kinship = ""
        if how == How.PAIR_FAVOUR:
            work = float(np.clip(self.place.agents.work[agent], FAVOURED_LEAST, FAVOURED_MOST)) * FAVOURED_MORE
            self.regulars.append(seat_regular(self.place, official, agent, FAVOURED_SHARE, work))
        if how == How.RELATIVES_ACCESS:
            agent = self.candidates.take_agent(self.candidates.free_agents())
            kinship = str(self.rng.choice(KINSHIPS))
        self.plants.append(Plant(official, how, intensity, agent, kinship))

    def _favoured(self) -> int:
        """One of the busy agents who could as well file elsewhere."""
        agents, kinds = self.place.agents, self.place.units.kinds
        able = [
            agent
            for agent in self.candidates.free_agents()
            if agents.kinds[agent] != WARD and kinds.count(agents.kinds[agent]) >= 2
        ]
        return self.candidates.take_agent(sorted(able, key=lambda agent: -agents.work[agent])[:BUSIEST_AGENTS])

    def _fits(self, how: How, agent: int) -> Callable[[int], bool]:
        """Units in which honest people stand out in the same way are left alone."""
        homes, kind_of = self.place.staff.homes, self.place.kind_of
        circumstances = self.circumstances
        custom, rush, merging = circumstances.custom_unit, circumstances.rush_unit, circumstances.merging
        if how == How.PAIR_FAVOUR:
            kind = self.place.agents.kinds[agent]
            return lambda o: kind_of(o) == kind and homes[o] not in (custom, rush)
        if how == How.FEE_ABOVE:
            return lambda o: kind_of(o) != WARD
        if how in ASKING:
            return lambda o: homes[o] not in (custom, *merging)
        if MANNERS[how].act == "A":
            issuing = {procedure.kind for procedure in self.place.procedures if procedure.issues}
            return lambda o: homes[o] not in merging and kind_of(o) in issuing
        return lambda o: homes[o] not in (custom, rush, *merging)
