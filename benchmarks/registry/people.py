"""The officials: their desks through the months, habits, share of the work, and absences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import NOBODY, Bools, Floats, Ints, Objects
from benchmarks.registry.chance import Streams, log_normal
from benchmarks.registry.habits import Habits, draw_habits, draw_spreads
from benchmarks.registry.moves import move
from benchmarks.registry.posts import Post
from benchmarks.registry.roster import Roster, seat
from benchmarks.registry.units import Units
from benchmarks.registry.workdays import MONTHS
from numpy.random import Generator

NUMBERS = np.arange(1000, 9999)
LOAD_SPREAD = 0.35
LEARNING = 3
"""Months in which somebody new is a trainee."""
ABSENT_OF, LEAST_ABSENT = 9, 2
"""One appraiser in so many is away for long, but at least so many."""
LONG_ENOUGH = 14
"""Months as an appraiser that make an absence show."""
ABSENCE, ABSENCE_MONTHS = (3, 20), (1, 4)


@dataclass
class People:
    """Officials are known by their places; arrays go by them."""

    roster: Roster
    ids: Objects
    load: Floats
    """Share of a desk's work, against colleagues."""
    spreads: dict[str, float]
    """Of the logarithms of the habits."""
    habits: Habits
    main_post: Ints
    main_unit: Ints
    months_in_post: Ints
    absent: Bools
    """By official and month."""
    cover: Ints
    """The colleague who works for the absent one."""

    def __len__(self) -> int:
        return len(self.ids)

    def has_part_in_absence(self, official: int) -> bool:
        return bool(self.absent[official].any() or official in self.cover)

    def learns(self, officials: Ints, month: Ints) -> Bools:
        """In the first months after joining."""
        return month - self.roster.joined[officials] < LEARNING


def draw_people(streams: Streams, units: Units, officials: int) -> People:
    rng = streams.officials
    roster = seat(rng, units, officials)
    move(rng, units, roster)
    numbers = rng.permutation(NUMBERS)[:officials]
    load = log_normal(rng, 1, LOAD_SPREAD, officials)
    spreads = draw_spreads(streams.world)
    main_post, main_unit = _mostly(roster.post, len(Post)), _mostly(roster.unit, len(units))
    people = People(
        roster=roster,
        ids=np.array([f"CB{number}" for number in numbers]),
        load=load,
        spreads=spreads,
        habits=draw_habits(rng, spreads, officials),
        main_post=main_post,
        main_unit=main_unit,
        months_in_post=(roster.post == main_post[:, None]).sum(axis=1),
        absent=np.zeros((officials, MONTHS), bool),
        cover=np.full(officials, NOBODY),
    )
    _draw_absences(rng, people)
    return people


def _mostly(by_month: Ints, values: int) -> Ints:
    return np.array([np.bincount(row[row >= 0], minlength=values).argmax() for row in by_month])


def _draw_absences(rng: Generator, people: People) -> None:
    """Of one to three months, with a colleague of the same desk who stands in."""
    post, unit = people.roster.post, people.roster.unit
    appraisers = [
        official
        for official in people.roster.at_desks
        if people.main_post[official] == Post.APPRAISER and people.months_in_post[official] > LONG_ENOUGH
    ]
    for official in rng.choice(appraisers, max(LEAST_ABSENT, len(appraisers) // ABSENT_OF), replace=False):
        first = int(rng.integers(*ABSENCE))
        months = np.arange(first, min(MONTHS, first + int(rng.integers(*ABSENCE_MONTHS))))
        if not (post[official, months] == Post.APPRAISER).all():
            continue
        colleagues = [
            other
            for other in appraisers
            if other != official
            and people.cover[other] < 0
            and not people.has_part_in_absence(other)
            and (unit[other, months] == unit[official, months]).all()
            and (post[other, months] == Post.APPRAISER).all()
        ]
        if colleagues:
            people.absent[official, months] = True
            people.cover[official] = int(rng.choice(colleagues))
