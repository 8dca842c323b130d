"""Whether something is missing from a dossier, and is asked for."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.case import Case
from benchmarks.communes.procedures import INTRODUCED, NEW_FROM_DAY
from benchmarks.communes.ways import Way

# Added to the logarithm of the chance.
_DOSSIER_SPREAD = 0.25
_ONLINE = 0.25
_SPECIALISED = -0.6
_NEWLY_INTRODUCED, _NEW_FOR = 0.45, 45
_TRAINEE = 0.45
_MERGER = 0.10

_MOST_EXPECTED, _MOST_ASKED = 0.85, 0.92
_REPEATED = 0.5
"""One filed again is mostly complete by then."""

# Planted factors, at full strength; half the strength takes the square root.
_OVER_ASKED, _OVER_ASKED_OF_AGENTS = 2.7, 0.8
_TAKEN_THEN_ASKED = 2.7
_STAMPED_IN = 2.8
_FAVOURED = 0.25


def draw_asked(rng: Random, case: Case) -> None:
    expected = min(_MOST_EXPECTED, math.exp(_log_chance(rng, case)))
    case.dossier.expected_asked = expected
    case.asked = rng.random() < min(_MOST_ASKED, _planted_chance(case, expected))
    if case.asked and case.dossier.earlier:
        case.asked = rng.random() < _REPEATED


def _log_chance(rng: Random, case: Case) -> float:
    dossier, checker = case.dossier, case.checker
    chance = math.log(case.procedure.lacking) + case.unit.strict + checker.strict + dossier.receiver.lax
    chance += rng.gauss(0, _DOSSIER_SPREAD)
    if dossier.online:
        chance += _ONLINE
    if dossier.agent:
        chance += dossier.agent.lacking + (_SPECIALISED if dossier.agent.specialised else 0)
    if case.procedure.code == INTRODUCED and dossier.day < NEW_FROM_DAY + _NEW_FOR:
        chance += _NEWLY_INTRODUCED
    if case.with_trainee:
        chance += _TRAINEE
    if case.in_merger:
        chance += _MERGER
    return chance


def _planted_chance(case: Case, expected: float) -> float:
    chance, strength = expected, case.strength
    if case.way == Way.OVER_ASKS:
        chance = expected * (_OVER_ASKED_OF_AGENTS if case.dossier.agent else _OVER_ASKED**strength)
    if case.takes_then_asks:
        chance = expected * _TAKEN_THEN_ASKED**strength
    if case.way_of_receiver == Way.STAMPS_IN:
        chance = expected * _STAMPED_IN**strength
    if case.favoured:
        chance = expected * _FAVOURED**strength
    return chance
