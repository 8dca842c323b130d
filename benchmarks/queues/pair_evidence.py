"""How far a favoured agent is ahead at the patron's desk: of others there, and of the same agent elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from benchmarks.queues.arrays import Bools, Floats, Ints
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.history import History
from benchmarks.queues.plan import Plan, favoured_agents
from benchmarks.queues.world import World
from benchmarks.queues.yardsticks import part_of_period, unit_and_procedure

_PARTS = 4
"""Of the period, within which times are compared."""
_ENOUGH, _USUAL_PAIR = 15, 40
"""Dossiers."""
_ENOUGH_PAIRS, _LIKELY_INFLATION = 8, 1.3
_VARIANCE_OF_RANKS, _LEAST_VARIANCE = 1 / 12, 0.02
_AGENTS_AT_MOST = 1000
"""So that an official and an agent make one number."""


class PairEvidence(NamedTuple):
    official: int
    agent: int
    cases: int
    evidence: float


@dataclass(frozen=True)
class _Contrast:
    cases: int
    strength: float | None
    """Unless there is too little to compare."""


class _Appraised:
    """Dossiers of a history, ranked by the time to appraisal among those of the same kind and time."""

    def __init__(self, world: World, history: History) -> None:
        appraised = (history.appraised_at > 0) & (history.received_at > 0)
        self.places = np.flatnonzero(appraised)
        self.handler, self.agent = history.handler[self.places], history.agent[self.places]
        kind = unit_and_procedure(history)[self.places]
        part = part_of_period(world, history.received_on[self.places], _PARTS)
        time = (history.appraised_at - history.received_at)[self.places]
        self.rank = _ranks(kind * _PARTS + part, time)
        kinds, asked = len(world.units) * len(PROCEDURES), history.asked[self.places].astype(float)
        means = np.bincount(kind, asked, kinds) / np.maximum(1, np.bincount(kind, minlength=kinds))
        self.usually_asked = means[kind]
        self.asked = asked - self.usually_asked

    def contrast(self, official: int, agent: int) -> _Contrast:
        at_desk, through = self.handler == official, self.agent == agent
        pair, others, elsewhere = at_desk & through, at_desk & ~through, ~at_desk & through
        cases, fewest = int(pair.sum()), min(others.sum(), elsewhere.sum())
        if min(cases, fewest) < _ENOUGH:
            return _Contrast(cases, None)
        sooner = _least_mean(self.rank, others, elsewhere) - self.rank[pair].mean()
        sooner /= math.sqrt(_VARIANCE_OF_RANKS / cases + _VARIANCE_OF_RANKS / fewest)
        share = self.usually_asked[pair]
        variance = max(_LEAST_VARIANCE, float((share * (1 - share)).mean()))
        less_asked = _least_mean(self.asked, others, elsewhere) - self.asked[pair].mean()
        less_asked /= math.sqrt(variance * (1 / cases + 1 / fewest))
        return _Contrast(cases, (sooner + less_asked) / math.sqrt(2))

    def usual_contrasts(self) -> list[float]:
        """Of all pairs with enough dossiers."""
        known = self.agent >= 0
        pairs, sizes = np.unique(self.handler[known] * _AGENTS_AT_MOST + self.agent[known], return_counts=True)
        contrasts = [self.contrast(*divmod(int(pair), _AGENTS_AT_MOST)) for pair in pairs[sizes >= _USUAL_PAIR]]
        return [contrast.strength for contrast in contrasts if contrast.strength is not None]


def weigh_pairs(world: World, honest: History, history: History, plan: Plan) -> list[PairEvidence]:
    favoured = favoured_agents(plan)
    if not favoured:
        return []
    usual = _Appraised(world, honest).usual_contrasts()
    many = len(usual) > _ENOUGH_PAIRS
    inflation = max(1.0, float(np.std(usual))) if many else _LIKELY_INFLATION
    centre = min(0.0, float(np.mean(usual))) if many else 0.0
    """The smaller of two contrasts is below zero on average."""
    appraised = _Appraised(world, history)
    weighed = []
    for official, agent in favoured.items():
        contrast = appraised.contrast(official, agent)
        strength = 0.0 if contrast.strength is None else (contrast.strength - centre) / inflation
        weighed.append(PairEvidence(official, agent, contrast.cases, float(round(strength, 2))))
    return weighed


def _least_mean(values: Floats, first: Bools, second: Bools) -> float:
    return min(values[first].mean(), values[second].mean())


def _ranks(groups: Ints, values: Ints) -> Floats:
    """Between nought and one within each group."""
    order = np.lexsort((values, groups))
    sorted_groups = groups[order]
    starts = np.r_[0, np.flatnonzero(np.diff(sorted_groups)) + 1]
    sizes = np.diff(np.r_[starts, len(groups)])
    ranks = np.empty(len(groups))
    ranks[order] = (np.arange(len(groups)) - np.repeat(starts, sizes) + 0.5) / np.repeat(sizes, sizes)
    return ranks
