"""Accesses that the work does not explain, by official."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from benchmarks.queues.access_log import Accesses, Action
from benchmarks.queues.arrays import Bools, Floats, Ints
from benchmarks.queues.history import History
from benchmarks.queues.relatives import Kinship
from benchmarks.queues.variants import Sign
from benchmarks.queues.workdays import DAY, HOUR
from benchmarks.queues.world import World

_NIGHT_FROM, _NIGHT_UNTIL = 21, 5
_ENOUGH_PEERS = 8
_LEAST_EXPECTED, _LEAST_BULK, _SPREAD_OF_RELATIVES = 0.5, 1.0, 0.5


class AccessScores(NamedTuple):
    cases: Ints
    """All accesses."""
    seen: dict[Sign, Floats]


class Norm(NamedTuple):
    expected: float
    spread: float
    """Of habits among peers, by what is expected."""


def score_accesses(world: World, history: History, accesses: Accesses, kinships: list[Kinship]) -> AccessScores:
    officials = len(world.staff)
    strange = _without_part(history, accesses)
    at_home = np.zeros((officials, len(world.units)), dtype=bool)
    for place, official in enumerate(world.staff):
        at_home[place, official.units] = True
    hour = (accesses.at % DAY) / HOUR
    of_relative = np.zeros(len(accesses), dtype=bool)
    for kinship in kinships:
        theirs = history.agent[accesses.dossier] == kinship.agent
        of_relative |= (accesses.official == kinship.official) & theirs & strange
    shown = {
        Sign.ELSEWHERE: strange & ~at_home[accesses.official, history.unit[accesses.dossier]],
        Sign.NIGHT: (hour >= _NIGHT_FROM) | (hour < _NIGHT_UNTIL),
        Sign.RELATIVE: of_relative,
        Sign.BULK: strange & (accesses.action == Action.EXPORT),
    }
    return AccessScores(
        cases=np.bincount(accesses.official, minlength=officials),
        seen={sign: _count(accesses, which, officials) for sign, which in shown.items()},
    )


def norm_of(world: World, sign: Sign, official: int, honest: tuple[History, Floats], steps: int) -> Norm:
    """What peers show in the honest course; ``steps`` are those that the official has taken."""
    history, seen = honest
    peers = _peers(world, sign, official)
    of_peers = seen[peers]
    if sign == Sign.BULK:
        expected = max(_LEAST_BULK, float(of_peers.mean()))
        return Norm(expected, max(1.0, float(of_peers.std())) / expected)
    if sign == Sign.RELATIVE:
        return Norm(max(_LEAST_EXPECTED, float(np.mean(of_peers))), _SPREAD_OF_RELATIVES)
    busy = np.maximum(1, history.steps_of(len(world.staff))[peers])
    line = np.polyfit(busy, of_peers, 1) if len(peers) > _ENOUGH_PEERS else np.array([0, of_peers.mean()])
    fitted = np.maximum(_LEAST_EXPECTED, np.polyval(line, busy))
    beyond = float(((of_peers - fitted) ** 2 - fitted).sum() / (fitted**2).sum())
    expected = max(_LEAST_EXPECTED, float(np.polyval(line, steps)))
    return Norm(expected, math.sqrt(max(world.spread**2, beyond)))


def _without_part(history: History, accesses: Accesses) -> Bools:
    """To dossiers in which the official has no step."""
    log, size = history.log, len(history) + 1
    known = log.official >= 0
    steps = np.unique(log.official[known] * size + log.dossier[known])
    return ~np.isin(accesses.official * size + accesses.dossier, steps)


def _count(accesses: Accesses, which: Bools, officials: int) -> Floats:
    return np.bincount(accesses.official[which], minlength=officials).astype(float)


def _peers(world: World, sign: Sign, official: int) -> list[int]:
    apart = world.lookalikes.apart
    if sign == Sign.BULK:
        apart = apart | set(world.circumstances.reporters.values())
    return [peer for peer in world.of_role(world.staff[official].role) if peer not in apart]
