"""Agents who have a regular desk: half of them honestly, the others in a crooked pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from benchmarks.chains.arrays import Bools, Ints, counts
from benchmarks.chains.filings import Filings
from benchmarks.chains.staff import Role
from benchmarks.chains.world import World
from numpy.random import Generator

TOGETHER_LEAST, APPRAISED_LEAST, ELSEWHERE_LEAST = 12, 200, 60
"""Dossiers of the two in turn, of the official, and of the agent at other desks."""
IN_THE_END_LEAST = 45
"""Dossiers of the two, and as many of the agent elsewhere."""
SHARE_MOST = 0.45
"""Of what the official appraises for others."""
MOVED = (0.5, 0.8)
"""Share of what might have gone to other desks, and does not."""
OTHER_SPELLING_MOVED = 0.6
FEW_BELOW, USUAL_BELOW = 100, 150
FEW, USUAL, MANY = 3, 4, 5
"""Crooked pairs in provinces of less officials than these, and of more."""
PER_AGENT = 1000
"""More than there are agents."""


class Pair(NamedTuple):
    official: int
    agent: int


class _Candidate(NamedTuple):
    official: int
    agent: int
    together: int


@dataclass(frozen=True)
class Regulars:
    favoured: list[Pair]
    innocent: list[Pair]


def find_regulars(world: World, in_turn: Filings, rng: Generator) -> tuple[Regulars, Filings]:
    """With the dossiers as they are once the desks of the regulars have got theirs."""
    finder = _Finder(world, in_turn, rng)
    pairs = finder.find()
    half = (len(pairs) + 1) // 2
    return Regulars(pairs[:half], pairs[half:]), replace(in_turn, appraiser=finder.appraiser)


class _Finder:
    def __init__(self, world: World, filings: Filings, rng: Generator) -> None:
        self.world, self.filings, self.rng = world, filings, rng
        self.agents, self.agent, self.unit = world.agents.all, filings.agent, filings.unit
        self.field = world.procedures.field[filings.procedure]
        self.appraiser = filings.appraiser.copy()
        self.appraised = counts(filings.appraiser, len(world.staff))
        self.filed = counts(filings.agent, len(self.agents))
        self.pairs: list[Pair] = []

    def find(self) -> list[Pair]:
        candidates = self._candidates()
        spelled_twice = [one for one in candidates if self.agents[one.agent].other_spelling is not None]
        for one in spelled_twice[:1] + candidates:
            if len(self.pairs) >= 2 * self._wanted:
                break
            if not self._is_taken(one):
                self._bring_together(one)
        return self.pairs

    @property
    def _wanted(self) -> int:
        size = self.world.offices.size
        return FEW if size < FEW_BELOW else USUAL if size < USUAL_BELOW else MANY

    def _candidates(self) -> list[_Candidate]:
        with_agent = self.agent >= 0
        keys, together = np.unique(
            self.filings.appraiser[with_agent] * PER_AGENT + self.agent[with_agent], return_counts=True
        )
        met = [
            _Candidate(int(key // PER_AGENT), int(key % PER_AGENT), int(count))
            for key, count in zip(keys, together, strict=True)
        ]
        able = [one for one in met if self._is_able(one)]
        return [able[place] for place in self.rng.permutation(len(able))]

    def _is_able(self, one: _Candidate) -> bool:
        return (
            one.together >= TOGETHER_LEAST
            and self.agents[one.agent].family_at is None
            and self.appraised[one.official] >= APPRAISED_LEAST
            and self.filed[one.agent] - one.together >= ELSEWHERE_LEAST
            and one.official not in self.world.spared
        )

    def _is_taken(self, one: _Candidate) -> bool:
        """Nor does a firm, or a person, have two regular desks."""
        group = self.agents[one.agent].group
        return any(
            one.official == pair.official
            or one.agent == pair.agent
            or (group is not None and group == self.agents[pair.agent].group)
            for pair in self.pairs
        )

    def _bring_together(self, one: _Candidate) -> None:
        official, agent, together = one
        theirs = (self.appraiser == official) & (self.agent == agent)
        places = np.isin(self.unit, np.unique(self.unit[theirs]))
        fields = np.isin(self.field, np.unique(self.field[self.appraiser == official]))
        in_post = self._in_post(official)
        others = np.flatnonzero((self.agent == agent) & places & fields & (self.appraiser != official))
        others = others[in_post[others]]
        moved = others[self.rng.random(len(others)) < self.rng.uniform(*MOVED)]
        most = SHARE_MOST * (self.appraised[official] - together)
        moved = moved[: max(0, int(most) - together)]
        in_the_end = together + len(moved)
        elsewhere = self.filed[agent] - in_the_end
        if together > most or in_the_end < IN_THE_END_LEAST or elsewhere < IN_THE_END_LEAST:
            return
        self.appraiser[moved] = official
        self.pairs.append(Pair(official, agent))
        twin = self.agents[agent].other_spelling
        if twin is not None:
            of_twin = np.flatnonzero((self.agent == twin) & places & fields & in_post)
            self.appraiser[of_twin[self.rng.random(len(of_twin)) < OTHER_SPELLING_MOVED]] = official

    def _in_post(self, official: int) -> Bools:
        """Dossiers the official might appraise, by unit and day."""
        day: Ints = self.filings.day
        in_post = np.zeros(len(day), bool)
        for one in self.world.staff.assignments:
            if one.official == official and one.role == Role.APPRAISER:
                in_post |= (self.unit == one.unit) & (day >= one.first) & (day < one.until)
        return in_post
