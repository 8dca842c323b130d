"""Who of a unit gets which dossier: those in post that day, by their share of the work."""

from __future__ import annotations

import numpy as np
from benchmarks.towns.columns import Floats, Ints
from benchmarks.towns.staff import Role
from benchmarks.towns.world import World


def pick(rng: np.random.Generator, weights: Floats) -> Ints:
    """One column for each row, by the weights of the row."""
    cumulated = np.cumsum(weights, axis=1)
    thrown = rng.random(len(cumulated))[:, None] * cumulated[:, -1:]
    return np.minimum((thrown >= cumulated).sum(1), weights.shape[1] - 1)


def assign(
    rng: np.random.Generator,
    world: World,
    unit: Ints,
    procedure: Ints,
    day: Ints,
    role: Role,
    difficulty: Floats | None = None,
) -> Ints:
    """An official of the role for each dossier; what is difficult goes rather to the desk for it."""
    staff = world.staff
    chosen = np.zeros(len(unit), int)
    for one in np.unique(unit):
        here = np.flatnonzero(unit == one)
        posts = [tenure for tenure in staff.tenures if tenure.unit == one and tenure.role == role]
        weights = np.zeros((len(here), len(posts)))
        for place, tenure in enumerate(posts):
            in_post = (day[here] >= tenure.since) & (day[here] < tenure.until)
            liked = staff.preference[tenure.official, procedure[here]] if role == Role.APPRAISER else 1
            weights[:, place] = in_post * staff.work[tenure.official] * liked
            if difficulty is not None and tenure.official == world.innocents.hard_desk:
                weights[:, place] *= difficulty[here]
        # On days on which nobody is in post everybody who ever was is asked.
        weights[weights.sum(1) == 0] = [staff.work[tenure.official] for tenure in posts]
        chosen[here] = np.array([tenure.official for tenure in posts])[pick(rng, weights)]
    return chosen
