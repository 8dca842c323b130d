"""How long the work on a dossier takes."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.case import Case, Familiarity
from benchmarks.communes.office import Trait
from benchmarks.communes.procedures import SHORT
from benchmarks.communes.ways import Chance, Way
from benchmarks.communes.workdays import month

_USUAL = 0.51
"""Of the limit."""
_DOSSIER_SPREAD = 0.44
_TRAINEE, _SPECIALISED = 1.2, 0.75
_FAVOURED = 0.33
"""At full strength."""

_ONE_DAY, _ONE_DAY_LATE = 0.9, 0.02
_CONSULTS, _CONSULTATION = 0.12, 0.3
"""Chance, and time as a share of the limit."""

# What threatens to be late is hurried; shares of the limit.
_THREATENS_FROM, _THREATENS_TO = 0.88, 1.4
_HURRIED_FROM, _HURRIED_TO = 0.78, 0.97
_HURRY_AFTER_CONSULTING = 0.7
_RESCUED, _RESCUED_FROM, _RESCUED_TO = 0.45, 0.8, 1.05

_LAST_DAY, _LAST_DAY_FROM, _LAST_DAY_TO = 0.6, 0.3, 1.2
"""Chance, and days left before the limit."""
_LEFT_LYING = 0.75

_HELD, _HELD_OF_AGENTS = Chance(0.36, 0.11), 0.7
_HELD_FROM, _HELD_LEAST, _HELD_MOST = 1.1, 3, 0.8
"""Days after the limit, up to three or a share of the limit."""
_STALLED, _STALLED_FROM, _STALLED_TO = Chance(0.45, 0.2), 0.95, 1.6
_STOPPED = Chance(0.27, 0.07)
_STOPPED_FROM, _STOPPED_TO = 0.1, 1.9
"""Days left before the limit."""
_ABOUT, _LONGER_FROM, _LONGER_TO = 0.1, 0.2, 1.2
_SOONEST = 0.3
"""Working days after receipt."""
_OFF_LIST = Chance(0.24, 0.055)


def draw_pace(rng: Random, case: Case, familiarity: Familiarity) -> None:
    """Sets how much work there is, and with it the planted delays and requests."""
    case.work = _undisturbed(rng, case, familiarity)
    case.consults = case.procedure.on_site and rng.random() < _CONSULTS
    if case.consults:
        case.work += _CONSULTATION * case.limit
    _hurry(rng, case)
    _wait_for_the_sick(rng, case)
    _hold(rng, case)
    _stop_clock(rng, case)
    if case.way == Way.ASKS_OFF_LIST and case.limit > 1 and case.happens(rng, _OFF_LIST):
        case.asked = case.off_list = True


def _undisturbed(rng: Random, case: Case, familiarity: Familiarity) -> float:
    unit, checker, agent = case.unit, case.checker, case.dossier.agent
    slow = math.log(_USUAL) + case.procedure.slow + unit.slow + checker.slow + checker.moods[month(case.dossier.day)]
    slow += rng.gauss(0, _DOSSIER_SPREAD)
    work = case.limit * math.exp(slow + (unit.merger if case.in_merger else 0))
    if case.with_trainee:
        work *= _TRAINEE
    if agent and agent.specialised:
        work *= _SPECIALISED
    if case.favoured:
        work *= _FAVOURED**case.strength
    if agent:
        work *= math.exp(familiarity.of(rng, checker, agent))
    if case.limit == 1:
        work = min(work, _ONE_DAY) if rng.random() > _ONE_DAY_LATE else work + 1
    return work


def _hurry(rng: Random, case: Case) -> None:
    limit = case.limit
    if _THREATENS_FROM * limit < case.work < _THREATENS_TO * limit:
        chance = case.checker.keeps_limits * (_HURRY_AFTER_CONSULTING if case.consults else 1)
        if rng.random() < chance:
            case.work = limit * rng.uniform(_HURRIED_FROM, _HURRIED_TO)
    if case.work >= _THREATENS_TO * limit and rng.random() < _RESCUED:
        case.work = limit * rng.uniform(_RESCUED_FROM, _RESCUED_TO)
    if case.checker.trait == Trait.DEADLINE and limit > SHORT and rng.random() < _LAST_DAY:
        case.work = max(limit - rng.uniform(_LAST_DAY_FROM, _LAST_DAY_TO), _SOONEST)


def _wait_for_the_sick(rng: Random, case: Case) -> None:
    sick, day = case.checker.left_lying, case.dossier.day
    if sick is None or case.limit <= SHORT or day >= sick.until or day + case.work <= sick.first:
        return
    if rng.random() < _LEFT_LYING:
        case.work += max(0, sick.until - max(day, sick.first))


def _hold(rng: Random, case: Case) -> None:
    limit = case.limit
    if case.way == Way.HOLDS and limit > 1 and case.happens(rng, _HELD, _HELD_OF_AGENTS):
        case.work = limit + rng.uniform(_HELD_FROM, max(_HELD_LEAST, _HELD_MOST * limit))
    if case.way == Way.STALLS and limit > SHORT and not case.dossier.agent and case.happens(rng, _STALLED):
        case.work = limit * rng.uniform(_STALLED_FROM, _STALLED_TO)


def _stop_clock(rng: Random, case: Case) -> None:
    if case.way != Way.STOPS_CLOCK or not case.procedure.long or case.asked or not case.happens(rng, _STOPPED):
        return
    case.asked = True
    case.stopped_at = max(_SOONEST, case.limit - rng.uniform(_STOPPED_FROM, _STOPPED_TO))
    # The work would have ended about the limit, and takes a little longer for the request.
    case.work = case.limit + rng.uniform(-_ABOUT, _ABOUT) + rng.uniform(_LONGER_FROM, _LONGER_TO)
