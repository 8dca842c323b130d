"""Officials with work enough to be judged, from whom the planted and the look-alikes are drawn, each but once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.registry.arrays import Floats
from benchmarks.registry.posts import DESKS, Post
from benchmarks.registry.workload import expect_workload
from benchmarks.registry.world import World
from numpy.random import Generator

LEAST_MONTHS, LEAST_MONTHS_SIGNING = 17, 14
BUSIEST, AT_LEAST = 0.62, 6
"""Share of a post's officials who have enough work, and the fewest of them."""
ENOUGH_DOSSIERS, FEW_APPRAISERS = 250, 12
"""Of an appraiser; in a province of few appraisers the busiest must do."""

Fits = Callable[[int], bool]


def _anybody(_: int) -> bool:
    return True


@dataclass
class Candidates:
    workload: Floats
    of_post: dict[Post, list[int]]
    taken: set[int] = field(default_factory=set)
    """Those with a part to play already."""

    def take(self, rng: Generator, post: Post, fits: Fits = _anybody) -> int | None:
        free = [official for official in self.of_post[post] if official not in self.taken and fits(official)]
        if not free:
            return None
        official = int(rng.choice(free))
        self.taken.add(official)
        return official


def find_candidates(world: World) -> Candidates:
    workload = expect_workload(world)
    return Candidates(workload, {post: _candidates(world, workload, post) for post in DESKS})


def _candidates(world: World, workload: Floats, post: Post) -> list[int]:
    people = world.people
    months = LEAST_MONTHS_SIGNING if post == Post.SIGNER else LEAST_MONTHS
    able = [
        official
        for official in people.roster.at_desks
        if people.main_post[official] == post
        and people.months_in_post[official] >= months
        and not people.has_part_in_absence(official)
        and not (post == Post.APPRAISER and people.main_unit[official] == world.units.custom)
    ]
    able.sort(key=lambda official: -workload[official, post])
    busiest = able[: max(AT_LEAST, int(len(able) * BUSIEST))]
    if post != Post.APPRAISER or len(able) < FEW_APPRAISERS:
        return busiest
    return [official for official in busiest if workload[official, post] > ENOUGH_DOSSIERS]
