"""Choosing who does wrong and to whom: about one official in eight, where there are victims enough to show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from benchmarks.motives.arrays import Bools
from benchmarks.motives.desks import Dossiers
from benchmarks.motives.place import Place
from benchmarks.motives.staff import Role
from benchmarks.motives.ways import ACCESSES, DOCUMENTS, ROLES, TURN, WAYS, How, Task, find_ways
from numpy.random import Generator

_PLANTED, _LEAST_PLANTED = (0.10, 0.14), 8
"""Share of the officials."""
_ROUNDS_OF_WAYS = 3
"""Each way of an act may be taken so often."""
_ENOUGH = 42
_ENOUGH_IN = {
    How.SUPPLEMENT_SQUEEZE: 95,
    How.CONTRARY_TO_LAW: 100,
    How.LATE_STAGE_SUPPLEMENT: 70,
    How.DEAD_BASIS: 70,
    How.INCOMPETENT_SIGNATURE: 70,
    How.VIEWS_WITHOUT_REASON: 40,
    How.NIGHT_VIEWS: 40,
    How.BULK_EXPORTS: 40,
    How.RELATIVES_AGENT: 40,
}
"""Dossiers of victims without which nothing would show."""
_AT_MOST = 4
"""Times as many as enough: with more, nobody could overlook it."""
_SHARE_OF_VICTIMS = (0.10, 0.40)
"""Of an official's dossiers: the others are treated as by anybody."""
_BUSIEST, _BEST_OF_BUSIEST = 4, 6
"""Where nobody has as many victims as there should be, one of the busiest is taken."""
_MATURED = 1.1, 2
"""A dossier's time is up after so many times the limit and so many working days."""


@dataclass(eq=False)
class Plant:
    official: int
    act: str
    how: How
    victims: str
    """Their group."""

    @property
    def task(self) -> Task | None:
        """In which it is done; ``None`` outside the course of dossiers."""
        return WAYS[self.how].task if self.how in WAYS else None


class _Option(NamedTuple):
    official: int
    victims: str
    dossiers: int
    """Of victims."""


@dataclass
class Cast:
    """What choosing goes by, and who is taken."""

    place: Place
    dossiers: Dossiers
    groups: dict[str, Bools]
    taken: set[int]

    @cached_property
    def matured(self) -> Bools:
        """Dossiers whose time was up before the records end."""
        times, more = _MATURED
        return self.dossiers.day <= self.place.period.last - self.dossiers.limit * times - more

    @cached_property
    def issuing(self) -> Bools:
        """Dossiers that end in a document."""
        procedures = self.place.procedures
        return np.array([procedure.issues_document for procedure in procedures])[self.dossiers.procedure]


def plant(rng: Generator, cast: Cast) -> list[Plant]:
    planted: list[Plant] = []
    chosen: Counter[str] = Counter()
    for act, how in _draw_ways(rng, cast.place):
        candidates = [one for one in cast.place.staff.of(*_roles(act, how)) if one not in cast.taken]
        if not candidates:
            continue
        options = _find_options(cast, act, how, candidates)
        groups = sorted({option.victims for option in options})
        least = min(chosen[group] for group in groups)
        victims = str(rng.choice([group for group in groups if chosen[group] == least]))
        of_group = [option for option in options if option.victims == victims]
        option = of_group[int(rng.integers(0, len(of_group)))]
        chosen[victims] += 1
        cast.taken.add(option.official)
        planted.append(Plant(option.official, act, how, victims))
    return planted


def _draw_ways(rng: Generator, place: Place) -> list[tuple[str, How]]:
    count = max(_LEAST_PLANTED, round(float(rng.uniform(*_PLANTED)) * len(place.staff)))
    ways = {
        act: [shown[number] for number in rng.permutation(len(shown))] * _ROUNDS_OF_WAYS
        for act, shown in find_ways(place.omissions).items()
    }
    acts = [act for act in TURN if ways[act]]
    next_way = {act: iter(shown) for act, shown in ways.items()}
    turns = [acts[number % len(acts)] for number in range(count)]
    return [(act, next(next_way[act])) for act in turns]


def _roles(act: str, how: How) -> tuple[Role, ...]:
    if act == ACCESSES:
        return (Role.APPRAISER, Role.CLERK)
    return (Role.APPRAISER,) if act == DOCUMENTS else (ROLES[WAYS[how].task],)


def _find_options(cast: Cast, act: str, how: How, candidates: list[int]) -> list[_Option]:
    enough = _ENOUGH_IN.get(how, _ENOUGH)
    fitting = []
    for official in candidates:
        concerned = _concerned(cast, act, how, official)
        least_share, most_share = (share * int(concerned.sum()) for share in _SHARE_OF_VICTIMS)
        for option in _options_of(cast, official, concerned):
            if enough <= option.dossiers <= _AT_MOST * enough and least_share <= option.dossiers <= most_share:
                fitting.append(option)
    if fitting:
        return fitting
    task = WAYS[how].task if how in WAYS else Task.APPRAISAL
    busy = np.bincount(cast.dossiers.holders(task), minlength=len(cast.place.staff))
    busiest = sorted(candidates, key=lambda one: -busy[one])[:_BUSIEST]
    every = [one for official in busiest for one in _options_of(cast, official, _held(cast, act, how, official))]
    return sorted(every, key=lambda option: -option.dossiers)[:_BEST_OF_BUSIEST]


def _options_of(cast: Cast, official: int, concerned: Bools) -> list[_Option]:
    seen = concerned & cast.matured
    return [_Option(official, victims, int((seen & group).sum())) for victims, group in cast.groups.items()]


def _held(cast: Cast, act: str, how: How, official: int) -> Bools:
    """The dossiers in which the official has the task."""
    if how in WAYS:
        return cast.dossiers.holders(WAYS[how].task) == official
    appraised = cast.dossiers.appraiser == official
    return appraised | (cast.dossiers.clerk == official) if act == ACCESSES else appraised


def _concerned(cast: Cast, act: str, how: How, official: int) -> Bools:
    """Those of them in which it could be done."""
    held = _held(cast, act, how, official)
    if how == How.FEE_ABOVE_SCHEDULE:
        return held & (cast.dossiers.fee > 0)
    if act == DOCUMENTS:
        return held & cast.issuing
    return held
