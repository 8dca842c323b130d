"""Looks into dossiers without a reason of work: how many of them are usual, and those of the planted."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, time
from random import Random

from benchmarks.communes.access_log import LOGGED_DAYS, Access, AccessLog, Lying, draw_moment, minutes
from benchmarks.communes.dossier import Dossier
from benchmarks.communes.office import Office, Official, Unit
from benchmarks.communes.plan import Plan
from benchmarks.communes.procedures import BUSINESS, CONSTRUCTION, LAND
from benchmarks.communes.ways import ACCESS, WAYS, Way
from benchmarks.communes.workdays import WORKDAYS, on

_MORE = 0.11
"""Share of the official's accesses by which those without a reason exceed the usual, at full strength."""
_LEAST_USUAL = 0.008
_NEIGHBOURS = 4
_COVETED = (LAND, CONSTRUCTION, BUSINESS)
_AT_A_TIME = [1, 1, 2, 3]
_IN_THE_EVENING, _EVENING_FROM, _EVENING_MINUTES = 0.7, time(18), 220
_PRINTING = ["print", "export", "export", "view"]
_VIEWING = [*["view"] * 5, "print"]


class Worked:
    """Who took a step in which dossier."""

    def __init__(self, dossiers: Iterable[Dossier]) -> None:
        self._by: defaultdict[Official, set[Dossier]] = defaultdict(set)
        for dossier in dossiers:
            for event in dossier.events:
                if isinstance(event.who, Official):
                    self._by[event.who].add(dossier)

    def has(self, official: Official, dossier: Dossier) -> bool:
        return dossier in self._by.get(official, ())


def is_astray(access: Access, worked: Worked, way: Way | None = None) -> bool:
    """Into a dossier the official has no part in; those of one who snoops elsewhere, only in other units."""
    if worked.has(access.official, access.dossier):
        return False
    return way != Way.SNOOPS_ELSEWHERE or access.dossier.unit is not access.official.unit


def stray(rng: Random, office: Office, plan: Plan, log: AccessLog, lying: Lying, worked: Worked) -> float:
    """Adds the planted accesses; returns the share of those without a part in the dossier before that."""
    counts = log.counts()
    for official, way in plan.ways.items():
        if WAYS[way].act == ACCESS:
            astray = sum(is_astray(a, worked, way) for a in log.rows if a.official is official and not a.planted)
            wanted = _wanted(plan.strength, counts[official], astray)
            neighbours = [u for u in office.units if u is not official.unit]
            neighbours = rng.sample(neighbours, min(_NEIGHBOURS, len(neighbours)))
            _add(rng, log, official, way, wanted, neighbours, lying, worked)
    honest: Counter[bool] = Counter(is_astray(a, worked) for a in log.rows if not a.planted)
    return honest[True] / max(1, honest.total())


def _wanted(strength: float, accesses: int, astray: int) -> int:
    """At less than full strength the share is half way there, by its logarithm."""
    usual = astray / max(1, accesses)
    full = usual + _MORE
    share = full if strength == 1 else math.sqrt(max(usual, _LEAST_USUAL) * full)
    return max(1, round(accesses * (share - usual) / (1 - (share - usual))))


def _add(
    rng: Random,
    log: AccessLog,
    official: Official,
    way: Way,
    wanted: int,
    neighbours: list[Unit],
    lying: Lying,
    worked: Worked,
) -> None:
    while wanted > 0:
        day = rng.randrange(LOGGED_DAYS.start, LOGGED_DAYS.stop)
        if official.absent[day]:
            continue
        unit = rng.choice(neighbours) if way == Way.SNOOPS_ELSEWHERE else official.unit
        strange = [d for d in lying.at(unit, day) if not worked.has(official, d) and _is_coveted(d, way)]
        if not strange:
            continue
        for dossier in rng.sample(strange, min(len(strange), wanted, rng.choice(_AT_A_TIME))):
            at = _draw_time(rng, way, day)
            action = rng.choice(_PRINTING if way == Way.PRINTS else _VIEWING)
            log.add(at, official, dossier, action, planted=True)
            wanted -= 1


def _is_coveted(dossier: Dossier, way: Way) -> bool:
    return way == Way.PRINTS or dossier.procedure.field in _COVETED


def _draw_time(rng: Random, way: Way, day: int) -> datetime:
    at = draw_moment(rng, day)
    if way == Way.SNOOPS_EVENINGS and rng.random() < _IN_THE_EVENING:
        return on(WORKDAYS[day], _EVENING_FROM) + minutes(rng.uniform(0, _EVENING_MINUTES))
    return at
