"""How a unit divides its work among its desks: by villages, by fields, or as the head has always done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.queues.arrays import Floats
from benchmarks.queues.arrivals import Arrivals
from benchmarks.queues.catalogue import served_by
from benchmarks.queues.units import Unit
from numpy.random import Generator

_VILLAGES_BY_DESK, _VILLAGE_SPREAD = 5, 0.5
_EVENNESS = 25.0
"""Of what the head gives to desks."""
_SPLIT_ABOVE = 0.25
"""Of a desk's work: a field with so much more than one desk can do goes to one more."""
_NO_WORK = 1e-9


@dataclass(frozen=True)
class Dealing:
    """Desks are places among the handlers of the unit."""

    of_village: list[int]
    of_field: dict[int, list[int]]
    """By procedure."""
    up_to: list[float]
    """The throws that go to a desk or those before."""


def draw_dealings(rng: Generator, units: list[Unit], arrivals: Arrivals, work: Floats) -> dict[int, Dealing]:
    """Of all units that are open from the start."""
    return {
        place: _draw(rng, max(1, len(unit.handlers)), _work_by_procedure(place, unit, arrivals, work))
        for place, unit in enumerate(units)
        if place and unit.opened is None
    }


def _draw(rng: Generator, desks: int, work: list[tuple[float, int]]) -> Dealing:
    sizes = np.exp(rng.normal(0, _VILLAGE_SPREAD, _VILLAGES_BY_DESK * desks))
    shares = rng.dirichlet(np.full(desks, _EVENNESS))
    return Dealing(_deal_villages(desks, sizes), _deal_fields(desks, work), np.cumsum(shares).tolist())


def _work_by_procedure(place: int, unit: Unit, arrivals: Arrivals, work: Floats) -> list[tuple[float, int]]:
    here = arrivals.unit == place
    return [(work[here & (arrivals.procedure == one)].sum(), one) for one in served_by(unit.kind)]


def _deal_villages(desks: int, sizes: Floats) -> list[int]:
    """The largest first, each to the desk with the least."""
    loads, dealt = np.zeros(desks), [0] * len(sizes)
    for village in np.argsort(-sizes):
        desk = int(np.argmin(loads))
        loads[desk] += sizes[village]
        dealt[village] = desk
    return dealt


def _deal_fields(desks: int, work: list[tuple[float, int]]) -> dict[int, list[int]]:
    loads: Any = np.zeros(desks)
    mean = sum(load for load, _ in work) / desks
    dealt: dict[int, list[int]] = {}
    for load, procedure in sorted(work, reverse=True):
        number = int(min(desks, max(1, math.ceil(load / max(_NO_WORK, mean) - _SPLIT_ABOVE))))
        chosen = np.argsort(loads, kind="stable")[:number]
        loads[chosen] += load / number
        dealt[procedure] = [int(desk) for desk in chosen]
    return dealt
