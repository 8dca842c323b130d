"""Communes and wards: how large, how they divide the work, what they are in the habit of."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.log_habits import draw_log_habits
from benchmarks.communes.names import PLACES
from benchmarks.communes.office import BY_FIELD, ONE_HAND, RELAY, WARD, Signing, Unit

_OFFICIALS_PER_UNIT = 4
_FEWEST_UNITS = 6
_WARDS = 0.1
_CODES = range(10004, 32999)

_SIZE_SPREAD = 0.42
_WARD_SIZE = 4.0
_UP_TO_ONE_HAND, _UP_TO_BY_FIELD = 0.55, 0.80
_STRICT_SPREAD, _SLOW_SPREAD = 0.15, 0.12
_SIGNING_DAYS = [(1, 4), (0, 3), (1, 3), (2, 4)]
_SIGNING_TIMES = [0.35, 0.72, 0.85]
_DELEGATED = 0.4
_HIT_BY_MERGER, _WORST_MERGER = 0.35, 0.35
_APOLOGIES_FROM, _APOLOGIES_TO = 0.3, 0.9
_ONLINE, _ONLINE_SPREAD, _LEAST_ONLINE, _MOST_ONLINE = 0.38, 0.13, 0.12, 0.75
_ONLINE_AFTER_HOURS = 0.5


def draw_units(rng: Random, officials: int) -> list[Unit]:
    """As many as ``officials`` people make; the wards come first."""
    count = max(_FEWEST_UNITS, round(officials / _OFFICIALS_PER_UNIT))
    wards = max(1, round(count * _WARDS))
    places = PLACES[:]
    rng.shuffle(places)
    codes = rng.sample(_CODES, count)
    return [_draw_unit(rng, f"{code:05d}", places[k % len(places)], k < wards) for k, code in enumerate(codes)]


def _draw_unit(rng: Random, code: str, place: str, ward: bool) -> Unit:
    size = math.exp(rng.gauss(0, _SIZE_SPREAD)) * (_WARD_SIZE if ward else 1)
    regime = _regime(rng.random(), ward)
    habits = draw_log_habits(rng, ward)
    return Unit(
        code=code,
        name=("Phường " if ward else "Xã ") + place,
        size=size,
        regime=regime,
        habits=habits,
        strict=rng.gauss(0, _STRICT_SPREAD),
        slow=rng.gauss(0, _SLOW_SPREAD),
        signing=Signing(
            weekdays=rng.choice(_SIGNING_DAYS),
            at=rng.choice(_SIGNING_TIMES),
            delegated=not ward and rng.random() < _DELEGATED,
        ),
        merger=rng.uniform(0, _WORST_MERGER) if rng.random() < _HIT_BY_MERGER else 0,
        apologises=rng.uniform(_APOLOGIES_FROM, _APOLOGIES_TO) if habits.full else 0,
        online=min(_MOST_ONLINE, max(_LEAST_ONLINE, rng.gauss(_ONLINE, _ONLINE_SPREAD))),
        online_after_hours=rng.random() < _ONLINE_AFTER_HOURS,
    )


def _regime(chance: float, ward: bool) -> str:
    if ward:
        return WARD
    return ONE_HAND if chance < _UP_TO_ONE_HAND else BY_FIELD if chance < _UP_TO_BY_FIELD else RELAY
