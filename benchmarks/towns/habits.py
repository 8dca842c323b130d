"""Honest habits: how much people differ in everything they do, and one drawing of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.agents import Agents
from benchmarks.towns.columns import Floats

NARROWEST, WIDEST = 0.15, 0.30
"""Spread of honest habits in a province, on the logarithmic scale."""
PACE_NARROWER, PACE_NARROWEST = 0.5, 0.1
WIDER, WIDEST_OF_ALL = 1.2, 0.35
"""What is seldom done is done more unevenly."""
AGENTS_MEAN, AGENTS_SPREAD, PAIRS_SPREAD = -0.1, 0.15, 0.10
"""Agents prepare a little better than others; who works with whom makes some difference too."""


@dataclass(frozen=True)
class Spreads:
    usual: float

    @property
    def pace(self) -> float:
        return max(PACE_NARROWEST, PACE_NARROWER * self.usual)

    @property
    def seldom(self) -> float:
        return min(WIDEST_OF_ALL, WIDER * self.usual)


@dataclass(frozen=True)
class Habits:
    """On the logarithmic scale, one figure for each official, but for the last three."""

    asking: Floats
    overlooking: Floats
    pace: Floats
    asking_off_list: Floats
    curiosity: Floats
    unlawful: Floats
    releasing: Floats
    refusing: Floats
    overcharging: Floats
    suspending: Floats
    of_agents: Floats
    """How often something is missing in what an agent files."""
    pace_of_pairs: Floats
    asking_of_pairs: Floats
    """Officials x agents."""


def draw_spreads(rng: np.random.Generator) -> Spreads:
    return Spreads(rng.uniform(NARROWEST, WIDEST))


def draw_habits(rng: np.random.Generator, spreads: Spreads, officials: int, agents: Agents) -> Habits:
    usual, seldom = spreads.usual, spreads.seldom
    pairs = (officials, len(agents))
    drawn = Habits(
        asking=rng.normal(0, usual, officials),
        overlooking=rng.normal(0, usual, officials),
        pace=rng.normal(0, spreads.pace, officials),
        asking_off_list=rng.normal(0, seldom, officials),
        curiosity=rng.normal(0, seldom, officials),
        unlawful=rng.normal(0, usual, officials),
        releasing=rng.normal(0, usual, officials),
        refusing=rng.normal(0, usual, officials),
        overcharging=rng.normal(0, usual, officials),
        suspending=rng.normal(0, usual, officials),
        of_agents=rng.normal(AGENTS_MEAN, AGENTS_SPREAD, len(agents)),
        pace_of_pairs=rng.normal(0, PAIRS_SPREAD, pairs),
        asking_of_pairs=rng.normal(0, PAIRS_SPREAD, pairs),
    )
    for agent, care in agents.careful.items():
        drawn.of_agents[agent] = care
    return drawn
