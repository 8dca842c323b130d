"""The province with everything that is going to happen in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.candidates import Candidates
from benchmarks.towns.circumstances import Circumstances, draw_circumstances, merge
from benchmarks.towns.innocents import Innocents
from benchmarks.towns.limit_change import LimitChange, draw_limit_change
from benchmarks.towns.lookalikes import draw_innocents
from benchmarks.towns.place import Place, draw_place
from benchmarks.towns.planting import Planted, plant
from benchmarks.towns.regulars import Regular

PLACE, ARRIVALS, PEOPLE, OFFICES, EXPORT, HABITS, TWINS = 1, 2, 3, 4, 5, 6, 7
"""Each has a random stream of its own, so that a change in one leaves the others as they are."""


@dataclass
class World(Place):
    seed: int
    circumstances: Circumstances
    planted: Planted
    innocents: Innocents
    limit_change: LimitChange

    @property
    def regulars(self) -> list[Regular]:
        return self.planted.regulars + self.innocents.regulars

    def stream(self, *purpose: int) -> np.random.Generator:
        return stream(self.seed, *purpose)


def stream(seed: int, *purpose: int) -> np.random.Generator:
    return np.random.default_rng([seed, *purpose])


def draw_world(seed: int, officials: int) -> World:
    place = draw_place(stream(seed, PLACE), officials)
    rng = stream(seed, PEOPLE)
    candidates = Candidates(rng, place)
    circumstances = draw_circumstances(rng, place)
    planted = plant(rng, place, circumstances, candidates)
    guilty = [one.official for one in planted.plants]
    innocents = draw_innocents(rng, place, circumstances, candidates, guilty)
    merge(place, circumstances)
    limit_change = draw_limit_change(rng, place)
    return World(
        **vars(place),
        seed=seed,
        circumstances=circumstances,
        planted=planted,
        innocents=innocents,
        limit_change=limit_change,
    )
