"""How many dossiers each official opens without having a part in them, or at an hour when nobody works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Floats, Ints
from benchmarks.towns.course import Course
from benchmarks.towns.round import Round
from benchmarks.towns.ways import ACCESS, How, Plant

BY_CLERK, BY_APPRAISER, BY_RELEASER, BY_SIGNER = 1.7, 2.6, 1.0, 0.8
"""Accesses for each dossier of one's own."""
UNEXPLAINED, AT_NIGHT, IN_BULK = 0.018, 0.0025, 0.0015
"""Of honest people, against the accesses for their own work."""
AT_NIGHT_ANYWAY = 0.1

# At full strength; where it grows with the work, the least of it as well.
NO_REASON, NO_REASON_LEAST = 0.07, 70
NIGHT, NIGHT_LEAST = 0.018, 26
OF_RELATIVES, EXPORTED = 16, 80


@dataclass
class Curiosity:
    """Numbers of accesses, for each official."""

    for_work: Floats
    unexplained: Ints
    at_night: Ints
    in_bulk: Ints
    of_relatives: Ints
    """Those of the unexplained that chance upon a relative's dossier; counted for planted people only."""
    planted: dict[Plant, int]


def look_around(run: Round, course: Course) -> Curiosity:
    rng, planted = run.rng, run.world.planted.plants
    for_work = _for_work(course, len(run.world.staff))
    curiosity = np.exp(run.habits.curiosity)
    unexplained = rng.poisson(UNEXPLAINED * for_work * curiosity)
    at_night = rng.poisson(AT_NIGHT * for_work * curiosity + AT_NIGHT_ANYWAY)
    in_bulk = rng.poisson(IN_BULK * for_work * curiosity)
    of_relatives = np.zeros(len(for_work), int)
    for plant in planted:
        if plant.how == How.RELATIVES_ACCESS:
            share = float((course.dossiers.agent == plant.agent).mean())
            of_relatives[plant.official] = rng.binomial(unexplained[plant.official], share)
    snoopers = [plant for plant in run.wrongdoing.plants if plant.act == ACCESS]
    more = {plant: _planted(run, plant, for_work[plant.official]) for plant in snoopers}
    return Curiosity(for_work, unexplained, at_night, in_bulk, of_relatives, more)


def _for_work(course: Course, officials: int) -> Floats:
    dossiers = course.dossiers

    def of(hand: Ints) -> Ints:
        return np.bincount(hand, minlength=officials)

    return (
        of(dossiers.clerk) * BY_CLERK
        + of(dossiers.appraiser) * BY_APPRAISER
        + of(dossiers.releaser) * BY_RELEASER
        + of(dossiers.signer) * BY_SIGNER
    )


def _planted(run: Round, plant: Plant, for_work: float) -> int:
    full = {
        How.NO_REASON_ACCESS: max(NO_REASON_LEAST, NO_REASON * for_work),
        How.NIGHT_ACCESS: max(NIGHT_LEAST, NIGHT * for_work),
        How.RELATIVES_ACCESS: OF_RELATIVES,
        How.BULK_EXPORT: EXPORTED,
    }
    # The chance is thrown for every way, whichever it is.
    thrown = {how: int(run.rng.poisson(run.wrongdoing.amount(plant, most))) for how, most in full.items()}
    return thrown[plant.how]
