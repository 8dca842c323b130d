"""What is refused and comes again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from benchmarks.towns.arrivals import after_merger
from benchmarks.towns.assigning import assign
from benchmarks.towns.columns import Bools, Floats, Ints
from benchmarks.towns.course import Course, follow
from benchmarks.towns.dossiers import Dossiers
from benchmarks.towns.limit_change import limits
from benchmarks.towns.round import Round
from benchmarks.towns.staff import Role

REFILED, REFILED_WHERE_UNFOUNDED = 0.42, 0.88
# Working days until then: the least, and shape and scale of the rest.
AFTER, AFTER_MORE = 2, (2, 4.5)
AFTER_UNFOUNDED, AFTER_UNFOUNDED_MORE = 1, (2, 2.5)
EARLIEST, LATEST = 0.01, 0.95
"""In the day."""
SAME_APPRAISER = 0.45
COMPLETE = 0.3
CORRECTED_AT_COUNTER = 0.65
"""So often what was missing the first time is handed in now."""


def refile(run: Round, course: Course) -> tuple[Course, Bools]:
    """The course of what is filed again, and which of the first filings were then granted unchanged."""
    places, moments = _who_comes_again(run, course)
    dossiers = _dossiers(run, course, places, moments)
    again = follow(replace(run, dossiers=dossiers, refiled=True))
    unfounded = course.outcome.unfounded[places]
    corrected = ~unfounded & (run.rng.random(len(places)) < CORRECTED_AT_COUNTER)
    again.guidance.at_counter = (again.guidance.at_counter | corrected) & ~unfounded
    in_time = again.signing.signed < run.world.calendar.days
    unchanged = again.granted & ~again.guidance.at_counter & ~again.requests.asked & in_time
    reversed_later = np.zeros(len(course), bool)
    reversed_later[places[unchanged]] = True
    return again, reversed_later


def _who_comes_again(run: Round, course: Course) -> tuple[Ints, Floats]:
    rng, outcome, count = run.rng, course.outcome, len(course)
    chance = np.where(outcome.unfounded, REFILED_WHERE_UNFOUNDED, REFILED)
    comes = outcome.refused & (rng.random(count) < chance)
    soon = AFTER_UNFOUNDED + rng.gamma(*AFTER_UNFOUNDED_MORE, count)
    later = AFTER + rng.gamma(*AFTER_MORE, count)
    moments = course.handover.finished + np.where(outcome.unfounded, soon, later)
    places = np.flatnonzero(comes & (moments < run.world.calendar.days))
    return places, moments[places]


def _dossiers(run: Round, course: Course, places: Ints, moments: Floats) -> Dossiers:
    rng, world, first = run.rng, run.world, run.dossiers
    received = np.floor(moments) + np.clip(moments - np.floor(moments), EARLIEST, LATEST)
    day = np.floor(received).astype(int)
    procedure = first.procedure[places]
    unit = after_merger(world, first.unit[places], day)
    appraiser = assign(rng, world, unit, procedure, day, Role.APPRAISER)
    appraiser = np.where(rng.random(len(places)) < SAME_APPRAISER, first.appraiser[places], appraiser)
    return replace(
        first.only(places),
        unit=unit,
        day=day,
        received=received,
        limit=limits(world, world.limit_change, procedure, day),
        clerk=assign(rng, world, unit, procedure, day, Role.CLERK),
        appraiser=appraiser,
        first_appraiser=appraiser,
        waited=np.zeros(len(places)),
        signer=assign(rng, world, unit, procedure, day, Role.LEADER),
        releaser=assign(rng, world, unit, procedure, day, Role.RELEASER),
        refiled_from=places,
        complete=course.outcome.unfounded[places] | (rng.random(len(places)) < COMPLETE),
    )
