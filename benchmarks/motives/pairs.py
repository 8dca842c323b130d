"""Appraisers who favour one agent: asked for nothing, and through in a third of the time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from benchmarks.motives.planting import Cast
from numpy.random import Generator

_PAIRS = (2, 5)
_TOGETHER, _AGENT_ELSEWHERE, _OFFICIAL_WITH_OTHERS = 30, 40, 80
"""Dossiers at least, or there would be nothing to compare."""
_LARGEST = 12
"""Only so many are drawn from."""


@dataclass(eq=False)
class Pair:
    official: int
    agent: int


def plant_pairs(rng: Generator, cast: Cast) -> list[Pair]:
    if not cast.place.omissions.keep("agent"):
        return []
    wanted = int(rng.integers(*_PAIRS))
    candidates = _find_candidates(cast)
    pairs: list[Pair] = []
    while candidates and len(pairs) < wanted:
        _, official, agent = candidates.pop(int(rng.integers(0, len(candidates))))
        if official in cast.taken or any(agent == pair.agent for pair in pairs):
            continue
        cast.taken.add(official)
        pairs.append(Pair(official, agent))
    return pairs


def _find_candidates(cast: Cast) -> list[tuple[int, int, int]]:
    """How many dossiers together, the official and the agent; the largest first."""
    dossiers, agents = cast.dossiers, cast.place.agents
    seen = (dossiers.agent >= 0) & cast.matured
    together = Counter(zip(dossiers.appraiser[seen].tolist(), dossiers.agent[seen].tolist(), strict=True))
    of_agent = np.bincount(dossiers.agent[dossiers.agent >= 0], minlength=len(agents))
    of_official = np.bincount(dossiers.appraiser, minlength=len(cast.place.staff))
    candidates = [
        (count, official, agent)
        for (official, agent), count in together.items()
        if official not in cast.taken
        and agents[agent].speciality is None
        and count >= _TOGETHER
        and of_agent[agent] - count >= _AGENT_ELSEWHERE
        and of_official[official] - count >= _OFFICIAL_WITH_OTHERS
    ]
    return sorted(candidates, reverse=True)[:_LARGEST]
