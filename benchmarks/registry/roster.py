"""Who sits at which desk in the first month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import NOBODY, Ints
from benchmarks.registry.posts import Post
from benchmarks.registry.units import LAND_DEPARTMENT, LAND_OFFICE, SERVICE_CENTRE, Units
from benchmarks.registry.workdays import MONTHS
from numpy.random import Generator

SUPERVISORS = [
    *[(Post.ADMINISTRATOR, SERVICE_CENTRE)] * 2,
    *[(Post.HOTLINE, SERVICE_CENTRE)] * 2,
    *[(Post.INSPECTOR, LAND_DEPARTMENT)] * 3,
    *[(Post.REPORTER, LAND_OFFICE)] * 2,
]
FIRST_AT_A_DESK = len(SUPERVISORS)
"""The officials before this one supervise; from here on they handle dossiers."""
TWO_SIGNERS, MOST_SIGNERS = 1.1, 0.14
"""Units of so many times the mean size have two; all signers together are no more than this share."""
STAFF = {Post.INTAKE: 0.27, Post.APPRAISER: 0.54, Post.SURVEYOR: 0.19}
"""Shares of the others."""
SIZE_EXPONENT = 0.9
"""Small units have more people for their work than large ones."""

Slot = tuple[Post, int]
"""A post in a unit."""


@dataclass
class Roster:
    """By official and month; nobody's post and unit where the official is not there."""

    post: Ints
    unit: Ints
    joined: Ints
    """Month, 0 for those who were there before."""
    moved: Ints
    """Month of a change of unit or post, -1 without one."""

    def __len__(self) -> int:
        return len(self.post)

    @property
    def at_desks(self) -> range:
        return range(FIRST_AT_A_DESK, len(self))

    def at(self, unit: int, post: Post, month: int) -> Ints:
        return np.flatnonzero((self.unit[:, month] == unit) & (self.post[:, month] == post))


def least_staff(post: Post) -> int:
    """Without which a desk would stand still."""
    return 2 if post in (Post.INTAKE, Post.APPRAISER) else 1


def has_desk(unit: int, post: Post, units: Units) -> bool:
    return not (post == Post.SURVEYOR and unit == units.business)


def seat(rng: Generator, units: Units, officials: int) -> Roster:
    """As things stand in the first month, for all months."""
    slots = [*SUPERVISORS, *_signers(units, officials - len(SUPERVISORS))]
    slots += _draw_slots(rng, units, officials - len(slots))
    if len(slots) != officials:
        raise ValueError(f"{officials} officials are too few for {len(units.front)} units")
    post, unit = (np.tile(np.array(column)[:, None], (1, MONTHS)) for column in zip(*slots, strict=True))
    return Roster(post, unit, joined=np.zeros(officials, int), moved=np.full(officials, NOBODY))


def _signers(units: Units, officials: int) -> Iterable[Slot]:
    front = units.front
    large = TWO_SIGNERS / len(front)
    wanted = [unit for unit in front for _ in range(2 if units.weight[unit] > large else 1)]
    return [(Post.SIGNER, unit) for unit in wanted[: max(len(front), int(officials * MOST_SIGNERS))]]


def _draw_slots(rng: Generator, units: Units, officials: int) -> list[Slot]:
    sizes = {post: _sizes(units, post, int(officials * share)) for post, share in STAFF.items()}
    slots = [
        (post, unit)
        for post in (Post.INTAKE, Post.SURVEYOR, Post.APPRAISER)
        for unit, size in sizes[post].items()
        for _ in range(size)
    ]
    while len(slots) < officials:
        slots.append((Post.APPRAISER, int(rng.choice(units.front))))
    rng.shuffle(slots)
    return slots[:officials]


def _sizes(units: Units, post: Post, officials: int) -> dict[int, int]:
    """Desks by unit."""
    where = [unit for unit in units.front if has_desk(unit, post, units)]
    weight = np.array([units.weight[unit] for unit in where]) ** SIZE_EXPONENT
    weight /= weight.sum()
    least = least_staff(post)
    beyond = max(len(where) * least, officials) - least * len(where)
    return dict(zip(where, (int(size) for size in least + np.floor(weight * beyond)), strict=True))
