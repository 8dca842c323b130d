"""Agents who nearly always come to the same appraiser."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.towns.place import Place


class Regular(NamedTuple):
    official: int
    agent: int
    share: float
    """Of the agent's dossiers in that unit."""


def seat_regular(place: Place, official: int, agent: int, share: float, work: float) -> Regular:
    """The agent moves to the official's unit and files so much from now on."""
    place.agents.homes[agent] = place.staff.homes[official]
    place.agents.work[agent] = work
    return Regular(official, agent, share)
