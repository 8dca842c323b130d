"""Planted: dossiers opened without any reason of work, at night, of a relative's, or in bulk."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import Ints
from benchmarks.registry.plan import Plan
from benchmarks.registry.variants import How
from benchmarks.registry.viewing import EXPORT, Viewing

OF_STEPS, AT_LEAST, ANYWHERE = 0.11, 110, 0.6
"""Accesses without a reason: for each one for the work, the fewest, and the share that goes beyond the own unit."""
NIGHTS = 40
OF_RELATIVE, AFTER_FILING = 0.55, (0.2, 8)
BULKS, BULK, BULK_DAYS, BULK_FROM, BULK_WITHIN = 4, (25, 60), 30, 0.5, 0.45
"""So many days, on each of which so many dossiers of the last weeks are exported in one afternoon."""
ACTIONS, ACTIONS_ON_RELATIVE = [0.9, 0.02, 0.07, 0.01], [0.85, 0.03, 0.12, 0]


def pry(viewing: Viewing, plan: Plan, official: int, days: Ints, steps: int) -> None:
    """``steps`` are the official's accesses for the work."""
    variant = plan.variants.get(official)
    how = variant.how if variant else None
    if how == How.NO_REASON:
        _without_reason(viewing, official, days, plan.strength * max(AT_LEAST, OF_STEPS * steps))
    elif how == How.NIGHT:
        count = viewing.rng.poisson(plan.strength * NIGHTS)
        moment = viewing.moments(days, count)
        dossier = viewing.recent(None, moment)
        viewing.open(official, moment, dossier, viewing.actions(ACTIONS, count), night=True)
    elif how == How.RELATIVES:
        _of_relative(viewing, official, days, plan.agents[official], plan.strength)
    elif how == How.BULK_EXPORT:
        for day in viewing.rng.choice(days, max(1, round(BULKS * plan.strength)), replace=False):
            count = int(viewing.rng.integers(*BULK))
            moment = day + BULK_FROM + BULK_WITHIN * viewing.rng.random(count)
            viewing.open(official, moment, viewing.recent(None, moment, BULK_DAYS), np.full(count, EXPORT))


def _without_reason(viewing: Viewing, official: int, days: Ints, mean: float) -> None:
    count = viewing.rng.poisson(mean)
    moment = viewing.moments(days, count)
    anywhere = viewing.rng.random(count) < ANYWHERE
    of_any, of_own = viewing.recent(None, moment), viewing.recent(int(viewing.world.people.main_unit[official]), moment)
    viewing.open(official, moment, np.where(anywhere, of_any, of_own), viewing.actions(ACTIONS, count))


def _of_relative(viewing: Viewing, official: int, days: Ints, relative: int, strength: float) -> None:
    filed, course = viewing.history.filed, viewing.history.course
    others = (course.appraiser != official) & (course.clerk != official)
    dossier = np.flatnonzero((filed.agent == relative) & others & (filed.at > days[0]))
    dossier = dossier[viewing.rng.random(len(dossier)) < OF_RELATIVE * strength]
    moment = filed.at[dossier] + viewing.rng.uniform(*AFTER_FILING, len(dossier))
    in_records = moment < viewing.world.calendar.end
    action = viewing.actions(ACTIONS_ON_RELATIVE, in_records.sum())
    viewing.open(official, moment[in_records], dossier[in_records], action)
