"""Rotation, joining and leaving, the merger, and whoever is sent where a desk would stand empty."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY
from benchmarks.registry.posts import DESKS, Post
from benchmarks.registry.roster import Roster, has_desk, least_staff
from benchmarks.registry.units import Units
from benchmarks.registry.workdays import MONTHS
from numpy.random import Generator

SIGNER_SWAPS = 0.25
"""So often a signer changes places with another branch's."""
CHANGES_UNIT, CHANGES_POST, JOINS, LEAVES = 0.28, 0.36, 0.43, 0.47
"""Bounds of one draw: below the first the official changes unit, below the next the post, and so on."""
TO_A_BRANCH = 0.3
"""Share of those outside the branches, where they would change unit, who do."""
SWAP, UNIT_CHANGE, POST_CHANGE, JOINING, LEAVING = (6, 19), (5, 20), (6, 19), (4, 17), (9, 21)
"""Months."""
OTHER_POST = {
    Post.INTAKE: Post.APPRAISER,
    Post.APPRAISER: Post.INTAKE,
    Post.SURVEYOR: Post.APPRAISER,
}


def move(rng: Generator, units: Units, roster: Roster) -> None:
    for official in roster.at_desks:
        if roster.post[official, 0] == Post.SIGNER:
            if rng.random() < SIGNER_SWAPS:
                _swap_signer(rng, units, roster, official)
        else:
            _move(rng, units, roster, official)
    for month in range(units.merger, MONTHS):
        for ended, follows in units.successor.items():
            roster.unit[roster.unit[:, month] == ended, month] = follows
    _fill_empty_desks(units, roster)


def _swap_signer(rng: Generator, units: Units, roster: Roster, official: int) -> None:
    month = int(rng.integers(*SWAP))
    home = roster.unit[official, 0]

    def may_swap(other: int) -> bool:
        """Only with one further down the list, so that nobody is asked twice."""
        if other <= official or roster.post[other, 0] != Post.SIGNER or roster.moved[other] >= 0:
            return False
        return roster.unit[other, 0] != home and roster.unit[other, 0] in units.branches and home in units.branches

    others = [other for other in roster.at_desks if may_swap(other)]
    if others and roster.moved[official] < 0:
        other = int(rng.choice(others))
        roster.unit[official, month:], roster.unit[other, month:] = roster.unit[other, 0], home
        roster.moved[official] = roster.moved[other] = month


def _move(rng: Generator, units: Units, roster: Roster, official: int) -> None:
    drawn = rng.random()
    if drawn < CHANGES_UNIT:
        _change_unit(rng, units, roster, official)
    elif drawn < CHANGES_POST:
        month = int(rng.integers(*POST_CHANGE))
        roster.post[official, month:] = OTHER_POST[Post(roster.post[official, 0])]
        roster.moved[official] = month
    elif drawn < JOINS:
        month = int(rng.integers(*JOINING))
        roster.post[official, :month] = roster.unit[official, :month] = NOBODY
        roster.joined[official] = month
    elif drawn < LEAVES:
        month = int(rng.integers(*LEAVING))
        roster.post[official, month:] = roster.unit[official, month:] = NOBODY


def _change_unit(rng: Generator, units: Units, roster: Roster, official: int) -> None:
    month = int(rng.integers(*UNIT_CHANGE))
    home = roster.unit[official, 0]
    if home in units.branches or rng.random() < TO_A_BRANCH:
        roster.unit[official, month:] = int(rng.choice([unit for unit in units.branches if unit != home]))
        roster.moved[official] = month


def _fill_empty_desks(units: Units, roster: Roster) -> None:
    for month in range(MONTHS):
        for unit in _open_units(units, month):
            for post in DESKS:
                if has_desk(unit, post, units):
                    _fill(units, roster, unit, post, month)


def _open_units(units: Units, month: int) -> list[int]:
    if month < units.merger:
        return units.front
    return [*(unit for unit in units.front if unit not in units.successor), units.new]


def _fill(units: Units, roster: Roster, unit: int, post: Post, month: int) -> None:
    while len(roster.at(unit, post, month)) < least_staff(post):
        if not _send_somebody(units, roster, unit, post, month):
            return


def _send_somebody(units: Units, roster: Roster, unit: int, post: Post, month: int) -> bool:
    """From the desk with the most people, for good; where none has too many, an appraiser is made a signer."""
    staff = {
        int(official): len(roster.at(roster.unit[official, month], post, month))
        for official in np.flatnonzero(roster.post[:, month] == post)
        if roster.unit[official, month] != unit
    }
    spare = {official: count for official, count in staff.items() if count > least_staff(post)}
    if not spare:
        if post == Post.SIGNER:
            roster.post[roster.at(unit, Post.APPRAISER, month)[0], month:] = Post.SIGNER
        return False
    most = max(spare.values())
    sent = [official for official, count in spare.items() if count == most][-1]
    _send(roster, sent, unit, month)
    if month < units.merger and unit in units.successor:
        _send(roster, sent, units.successor[unit], units.merger)
    if roster.moved[sent] < 0:
        roster.moved[sent] = month
    return True


def _send(roster: Roster, official: int, unit: int, month: int) -> None:
    there = roster.unit[official, month:]
    roster.unit[official, month:] = np.where(there >= 0, unit, NOBODY)
