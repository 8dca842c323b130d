"""Who receives a dossier, and who checks it."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.communes.office import BY_FIELD, COUNTER, ONE_HAND, WARD, Official, Trait, Unit
from benchmarks.communes.procedures import CERTIFICATION, CONFUSING, LAND, Procedure
from benchmarks.communes.workdays import LAST

_HELPS_OUT = 0.07
"""Chance that in a ward any colleague stands at the counter."""
_COPIED_AT_ONCE = 0.5
_SPECIALIST_RECEIVES, _SPECIALIST_CHECKS = 4, 1.6
_BY_ROTA = 0.75
_ROTA_DAYS = 7
_HARD_MORE, _HARD_LESS = 3.2, 0.6
_CHECK_BEGINS = 0.25
"""Share of the limit after which it is looked at."""
_HANDED_OVER = 0.09
_HARDLY_EVER = 1e-6

Weight = Callable[[Official], float]


def draw_hands(rng: Random, unit: Unit, procedure: Procedure, day: int, online: bool) -> tuple[Official, Official]:
    """Who receives and who is to check a dossier that comes in on ``day``."""
    here = unit.present(day)

    def usual(official: Official) -> float:
        return official.share * _mix(official, procedure, online)

    if unit.regime == WARD:
        return _draw_in_ward(rng, here, procedure)
    if unit.regime == ONE_HAND:
        receiver = _draw(rng, here, usual)
        return receiver, receiver
    if unit.regime == BY_FIELD:
        receiver = _draw(rng, here, lambda o: usual(o) * (_SPECIALIST_RECEIVES if procedure.field in o.fields else 1))
        return receiver, receiver
    rota = min(here, key=lambda o: (_number(o.code) + day) % _ROTA_DAYS)
    receiver = rota if rng.random() < _BY_ROTA else _draw(rng, here, _alike)
    checker = _draw(rng, here, lambda o: usual(o) * (_SPECIALIST_CHECKS if procedure.field in o.fields else 1))
    return receiver, checker


def _draw_in_ward(rng: Random, here: list[Official], procedure: Procedure) -> tuple[Official, Official]:
    receiver = _draw(rng, [o for o in here if COUNTER in o.fields] or here, _share)
    if rng.random() < _HELPS_OUT:
        receiver = _draw(rng, here, _alike)
    if procedure.field == CERTIFICATION and rng.random() < _COPIED_AT_ONCE:
        return receiver, receiver
    specialists = [o for o in here if procedure.field in o.fields]
    checker = _draw(rng, specialists, _share) if specialists else _draw(rng, here, _alike)
    return receiver, checker


def draw_checker(rng: Random, unit: Unit, procedure: Procedure, day: int, planned: Official) -> Official:
    """Somebody else where the ``planned`` one is not there when the check begins, or is helped out."""
    if procedure.limit <= 1:
        return planned
    begins = min(LAST, day + max(0, round(procedure.limit * _CHECK_BEGINS)))
    covered = planned.absent[begins] and not planned.is_left_lying(begins)
    # In a ward nobody hands a dossier over, yet the chance is thrown there too.
    if not covered and not (rng.random() < _HANDED_OVER and not unit.ward):
        return planned
    others = [
        o
        for o in unit.at_desk(begins)
        if not o.absent[begins] and o is not planned and (not unit.ward or _may_check(o, procedure))
    ]
    if not others:
        return planned
    standing_in = [o for o in others if o.trait == Trait.COVERS and o.covers is planned]
    return standing_in[0] if standing_in else _draw(rng, others, _share)


def _may_check(official: Official, procedure: Procedure) -> bool:
    return procedure.field in official.fields or COUNTER not in official.fields


def _mix(official: Official, procedure: Procedure, online: bool) -> float:
    """One who gets the hard cases gets more of those, and fewer others."""
    if official.trait != Trait.HARD_MIX:
        return 1
    hard = (procedure.field == LAND and online) or procedure.code == CONFUSING
    return _HARD_MORE if hard else _HARD_LESS


def _draw(rng: Random, officials: list[Official], weight: Weight) -> Official:
    return rng.choices(officials, [max(weight(o), _HARDLY_EVER) for o in officials])[0]


def _share(official: Official) -> float:
    return official.share


def _alike(official: Official) -> float:
    return 1


def _number(code: str) -> int:
    """An account name as a number, the same in every run."""
    number = 0
    for letter in code:
        number = (number * 31 + ord(letter)) % 1000003
    return number
