"""How far a favoured pair shows: in time, and in what was asked, against what each does with others."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from benchmarks.motives.arrays import Bools, Floats
from benchmarks.motives.deeds import dossiers_of
from benchmarks.motives.evidence import settled
from benchmarks.motives.history import History
from benchmarks.motives.pairs import Pair
from benchmarks.motives.steps import Event, Step
from benchmarks.motives.ways import Trace
from benchmarks.motives.workdays import DAY
from benchmarks.motives.world import World

_ENDS = {Step.SUPPLEMENT_RECEIVED: Step.SUPPLEMENT_REQUESTED, Step.RESUMED: Step.SUSPENDED}
"""What ends each pause, and what began it."""
_LEAST_DAYS = 0.1
_ADDITIVITY_ERROR = 0.08
"""Official and agent do not quite add up in the logarithm of time."""
_CHANCE_OF_REQUESTS, _LEAST_VARIANCE, _SPREAD_OF_REQUESTS = 0.85, 0.5, 0.2


@dataclass
class PairEvidence:
    """In standard deviations; ``strength`` is that of both together, or of time alone if that is more."""

    n: int
    strength: float
    time: float
    supplements: float


def weigh_pairs(world: World, real: History, honest: History) -> dict[Pair, PairEvidence]:
    if not world.pairs:
        return {}
    usual = _Usual(world, real, honest)
    return {pair: _weigh(world, usual, pair) for pair in world.pairs}


class _Usual:
    """What the procedures take and ask, and how each dossier differs from it."""

    def __init__(self, world: World, real: History, honest: History) -> None:
        procedure = world.dossiers.procedure
        times, honest_times = _log_times(world, real), _log_times(world, honest)
        of_procedures = [procedure == number for number in range(len(world.procedures))]
        asked = honest.traces[:, Trace.ASKED]
        usual_time = np.array([np.nanmean(honest_times[one]) if one.any() else 0 for one in of_procedures])
        usual_asked = np.array([asked[one].mean() if one.any() else 0 for one in of_procedures])
        self.slower = times - usual_time[procedure]
        self.spread = float(np.nanstd(honest_times - usual_time[procedure]))
        self.asked = real.traces[:, Trace.ASKED].astype(float)
        self.asked_usually = usual_asked[procedure]

    def times_usual(self, dossiers: Bools) -> float:
        """As often asked as usual in their procedures."""
        return self.asked[dossiers].sum() / self.asked_usually[dossiers].sum()


def _weigh(world: World, usual: _Usual, pair: Pair) -> PairEvidence:
    dossiers, ended = world.dossiers, ~np.isnan(usual.slower)
    by_official, by_agent = dossiers.appraiser == pair.official, dossiers.agent == pair.agent
    together = dossiers_of(world, pair) & ended
    official_alone, agent_alone = by_official & ~by_agent & ended, by_agent & ~by_official & ended
    n = int(together.sum())

    expected = usual.slower[official_alone].mean() + usual.slower[agent_alone].mean() - np.nanmean(usual.slower)
    variance = usual.spread**2 * (1 / n + 1 / official_alone.sum() + 1 / agent_alone.sum()) + _ADDITIVITY_ERROR**2
    time = (expected - usual.slower[together].mean()) / math.sqrt(variance)

    of_official, of_agent = usual.times_usual(official_alone), usual.times_usual(agent_alone)
    general = usual.asked.sum() / usual.asked_usually.sum()
    counted = dossiers_of(world, pair) & settled(world)
    times = min(of_official * of_agent / general, max(of_official, of_agent))
    requests = float(usual.asked_usually[counted].sum() * times)
    chance = max(requests * _CHANCE_OF_REQUESTS, _LEAST_VARIANCE) + (_SPREAD_OF_REQUESTS * requests) ** 2
    supplements = (requests - usual.asked[counted].sum()) / math.sqrt(chance)
    both = (time + supplements) / math.sqrt(2) if supplements > 0 else time
    return PairEvidence(n, float(max(both, time)), float(time), float(supplements))


def _log_times(world: World, history: History) -> Floats:
    """Of the time until the result is ready, pauses not counted, as a share of the limit."""
    count = len(world.dossiers)
    ready, paused = _find_ready(history.events, count)
    start = np.array([filing.received for filing in history.filings[:count]], float)
    return np.log(np.maximum((ready - start - paused) / DAY, _LEAST_DAYS)) - np.log(world.dossiers.limit)


def _find_ready(events: list[Event], count: int) -> tuple[Floats, Floats]:
    """When each dossier was ready, and how long it was paused, in seconds."""
    ready, paused = np.full(count, np.nan), np.zeros(count)
    begun: dict[tuple[int, Step], int] = {}
    for event in events:
        if event.dossier >= count:
            continue
        if event.step in _ENDS.values():
            begun.setdefault((event.dossier, event.step), event.at)
        elif event.step in _ENDS:
            begin = begun.pop((event.dossier, _ENDS[event.step]), None)
            if begin is not None:
                paused[event.dossier] += event.at - begin
        elif event.step == Step.RESULT_READY:
            ready[event.dossier] = event.at
    return ready, paused
