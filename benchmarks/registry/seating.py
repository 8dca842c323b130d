"""Whose desk a dossier comes to."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY, Bools
from benchmarks.registry.cases import Cases
from benchmarks.registry.catalogue import HARD
from benchmarks.registry.posts import Post
from benchmarks.registry.variants import FOR_ONE_AGENT

DRAWN_TO_HARD_DESK, DRAWN_TO_REGULAR_DESK, DRAWN_BY_FAVOUR = 0.45, 0.5, 0.42
"""Share of the dossiers in question that the desk gets besides its turn."""


def seat(cases: Cases) -> None:
    filed, absent = cases.filed, cases.world.people.absent
    desks = cases.world.desks
    cases.clerk = desks.assign(cases.rng, filed.unit, filed.month, Post.INTAKE)
    cases.appraiser = desks.assign(cases.rng, filed.unit, filed.month, Post.APPRAISER, filed.locality)
    if (cases.appraiser == NOBODY).any():
        raise ValueError("the officials are too few: some desks have no appraiser")
    hard = np.isin(filed.procedure, HARD)
    for official in cases.cast.hard_desks:
        drawn = _appraises(cases, official) & hard & cases.happens(DRAWN_TO_HARD_DESK)
        cases.appraiser[drawn & ~absent[official, filed.month]] = official
    for official, agent in cases.cast.specialised:
        drawn = (filed.agent == agent) & _appraises(cases, official) & cases.happens(DRAWN_TO_REGULAR_DESK)
        cases.appraiser[drawn & ~absent[official, filed.month]] = official
    for official, agent in cases.plan.pairs(*FOR_ONE_AGENT):
        drawn = (filed.agent == agent) & _appraises(cases, official) & cases.happens(DRAWN_BY_FAVOUR)
        cases.appraiser[drawn] = official
    kept = desks.still_there(np.maximum(filed.kept_by, 0), filed.filed_at, filed.month, Post.APPRAISER)
    kept &= filed.kept_by >= 0
    cases.appraiser[kept] = filed.kept_by[kept]


def _appraises(cases: Cases, official: int) -> Bools:
    """Whether the official appraises in the unit and month of a dossier."""
    roster, filed = cases.world.people.roster, cases.filed
    at_unit = filed.unit == roster.unit[official, filed.month]
    return at_unit & (roster.post[official, filed.month] == Post.APPRAISER)
