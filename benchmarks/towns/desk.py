"""How long a dossier lies on the appraiser's desk, pauses not counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Columns, Floats
from benchmarks.towns.requests import Requests
from benchmarks.towns.round import Round
from benchmarks.towns.ways import How

LOAD_EXPONENT, CHANCE_SPREAD, ASKED_TAKES_LONGER = 0.25, 0.45, 0.1
TRAINEE_TAKES, REFILED_TAKES, FAVOURED_SAVES = 1.2, 0.7, 0.6
SHORTEST, SHORTEST_LEFT = 0.08, 0.1
ASSIGNED_AFTER, ASSIGNED_MORE = 0.05, 0.25
"""Working days: the least, and the mean beyond it."""

# Whoever makes an effort brings half of the longer dossiers to their end shortly before the day.
HURRIED_LIMIT, HURRIED_SHARE, HURRIED_BEFORE, HURRIED_AT_LAST = 3, 0.5, (0.2, 1.8), 0.2
LATE_SHARE, LATE_LEAST, LATE_SHAPE, LATE_SCALE = 0.30, 1, 1.5, 3
"""Of those who handle late, at full strength, and by how many days."""


@dataclass
class Desk(Columns):
    assigned: Floats
    used: Floats
    """Days of the limit that have passed when work begins."""
    starts: Floats
    work: Floats
    """Days; whoever stops the clock in the last days has it last longer."""


def work(run: Round, requests: Requests) -> Desk:
    dossiers, rng = run.dossiers, run.rng
    days = _days(run, requests)
    assigned = dossiers.received + ASSIGNED_AFTER + rng.exponential(ASSIGNED_MORE, len(dossiers))
    used = assigned - np.floor(dossiers.received) + dossiers.waited
    left = dossiers.limit - used
    _hurry(run, days, left)
    for plant in run.wrongdoing.of(How.LATE_HANDLING):
        his = dossiers.appraiser == plant.official
        late = his & (run.chances() < run.wrongdoing.amount(plant, LATE_SHARE))
        until = left + LATE_LEAST + rng.gamma(LATE_SHAPE, LATE_SCALE, len(dossiers))
        days[late] = np.maximum(days, until)[late]
    return Desk(assigned, used, assigned + dossiers.waited, days)


def _days(run: Round, requests: Requests) -> Floats:
    dossiers, habits, world = run.dossiers, run.habits, run.world
    ordinary = dossiers.limit * run.of_procedure(lambda p: p.share_of_limit)
    days = ordinary * np.exp(
        habits.pace[dossiers.appraiser]
        + world.units.leanings.pace[dossiers.unit]
        + world.months.pace[run.month]
        + LOAD_EXPONENT * np.log(dossiers.load)
        + run.rng.normal(0, CHANCE_SPREAD, len(dossiers))
        + run.with_agent(lambda agent: habits.pace_of_pairs[dossiers.appraiser, agent])
        + ASKED_TAKES_LONGER * requests.asked
    )
    days = days * np.where(run.by_trainee, TRAINEE_TAKES, 1)
    if run.refiled:
        days *= REFILED_TAKES
    days = np.where(run.favoured, days * (1 - run.wrongdoing.strength * FAVOURED_SAVES), days)
    return np.maximum(days, SHORTEST)


def _hurry(run: Round, days: Floats, left: Floats) -> None:
    """The one who makes an effort before the day; changes ``days``."""
    hurried = run.world.innocents.hurried
    if hurried is None:
        return
    his = run.dossiers.appraiser == hurried
    near_the_end = his & (run.dossiers.limit >= HURRIED_LIMIT) & (run.chances() < HURRIED_SHARE)
    before = run.rng.uniform(*HURRIED_BEFORE, len(days))
    days[near_the_end] = np.maximum(left - before, SHORTEST_LEFT)[near_the_end]
    days[his] = np.minimum(days, np.maximum(left - HURRIED_AT_LAST, SHORTEST_LEFT))[his]
