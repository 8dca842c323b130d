"""When the signer signs what is laid before him."""

from __future__ import annotations

from random import Random

from benchmarks.communes.case import Case
from benchmarks.communes.office import Official, Unit
from benchmarks.communes.ways import Chance, Way

_DELEGATED_FROM, _DELEGATED_TO = 0.02, 0.25
# Short limits are signed every day, about its end; parts of the day.
_END_OF_DAY, _TOO_LATE_TODAY, _NEXT_DAY = 0.88, 0.86, 0.3
_END_OF_DAY_SPREAD = 0.02
_POSTPONED = 0.4
_ROUND_LASTS = 0.05
_SIGNS_THOUGH_ABSENT = 0.5

_OUT_OF_TURN, _OUT_OF_TURN_WHILE_AWAY = 0.8, 0.3
_CARRIED_UP_FROM, _CARRIED_UP_TO = 0.03, 0.3
_OUT_OF_TURN_FROM, _OUT_OF_TURN_TO = 0.1, 0.8
_END_OF_LIMIT = 0.9
"""Part of the last day."""

_FAVOURED = 0.75
"""Chance, at full strength, that one dossier of a planted pair does not wait for the day of signing."""
_FAVOURED_FROM, _FAVOURED_TO = 0.05, 0.4
_WITHHELD, _WITHHELD_OF_AGENTS = Chance(0.36, 0.11), 0.5
_WITHHELD_FROM, _WITHHELD_LEAST, _WITHHELD_MOST = 1, 2.5, 0.5
"""Days after the limit, up to two and a half or a share of the limit."""
_PAST = -1
"""A limit that is over: nothing is carried up for it."""


def sign(rng: Random, case: Case, proposed: float) -> tuple[float, Official]:
    """When, and by whom."""
    if not case.procedure.long:
        # A favoured dossier's chance is thrown all the same.
        _skips_the_round(rng, case)
        return _sign_short(rng, case.unit, proposed, case.limit)
    if _skips_the_round(rng, case):
        at = proposed + rng.uniform(_FAVOURED_FROM, _FAVOURED_TO)
    else:
        at = _sign_long(rng, case.unit, proposed, case.due)
    if case.way_of_signer == Way.WITHHOLDS_SIGNATURE and case.happens(rng, _WITHHELD, _WITHHELD_OF_AGENTS):
        latest = max(_WITHHELD_LEAST, _WITHHELD_MOST * case.limit)
        at = _sign_long(rng, case.unit, max(at, case.due + rng.uniform(_WITHHELD_FROM, latest)), _PAST)
    return at, case.unit.vice_chair


def _skips_the_round(rng: Random, case: Case) -> bool:
    return case.favoured and rng.random() < case.strength * _FAVOURED


def _sign_short(rng: Random, unit: Unit, proposed: float, limit: int) -> tuple[float, Official]:
    day = int(proposed)
    if unit.signing.delegated:
        at = proposed + rng.uniform(_DELEGATED_FROM, _DELEGATED_TO)
        return at, unit.vice_chair if unit.head.absent[day] else unit.head
    at = day + _END_OF_DAY if proposed - day < _TOO_LATE_TODAY else day + 1 + _NEXT_DAY
    if unit.vice_chair.absent[int(at)] and limit > 1 and rng.random() < _POSTPONED:
        at += 1
    return at + rng.uniform(0, _END_OF_DAY_SPREAD), unit.vice_chair


def _sign_long(rng: Random, unit: Unit, proposed: float, due: int) -> float:
    """On the next day of signing, or out of turn where the limit would pass before it."""
    signing, chair = unit.signing, unit.vice_chair
    day = int(proposed)
    while True:
        in_time = signing.is_possible(day) and day + signing.at >= proposed
        if in_time and (not chair.absent[day] or rng.random() < _SIGNS_THOUGH_ABSENT):
            break
        day += 1
    at = day + signing.at + rng.uniform(0, _ROUND_LASTS)
    if int(at) > due and int(proposed) <= due:
        chance = _OUT_OF_TURN_WHILE_AWAY if signing.is_away(int(proposed)) else _OUT_OF_TURN
        if rng.random() < chance:
            soonest = proposed + rng.uniform(_CARRIED_UP_FROM, _CARRIED_UP_TO)
            soon = proposed + rng.uniform(_OUT_OF_TURN_FROM, _OUT_OF_TURN_TO)
            return max(soonest, min(due + _END_OF_LIMIT, soon))
    return at
