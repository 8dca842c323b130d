"""How long honest work on a dossier takes in the hands it is in."""

from __future__ import annotations

import math

from benchmarks.centre.case import Case
from benchmarks.centre.workdays import DAY, day_of

LEARNING_DAYS = 50
"""After which a beginner's slowness has shrunk to a third."""
SLOWER_AT_FIRST = 0.35
PATIENT = (0.68, 0.8)
"""Share of the limit that those use who work to the promised day."""
EMPTY_DESK, FULL_DESK = 0.8, 1.18
RUSH_MONTHS, RUSH = (2, 3, 12), 1.1


def set_pace(case: Case) -> None:
    """Sets the minutes needed; draws also for those who plan by the promised day."""
    chance, specialist, agent = case.chance, case.specialist, case.agent
    need = case.limit * DAY * case.procedure.pace * specialist.habits.pace * _inexperience(case)
    need *= agent.pace if agent else 1
    need *= math.exp(chance.gauss(-0.04, 0.42))
    need *= _crowding(case)
    need *= RUSH if day_of(case.dossier.received).month in RUSH_MONTHS else 1
    if specialist.to_deadline:
        need = case.limit * DAY * chance.uniform(*PATIENT)
    case.need = need * (case.favour.pace if case.favour else 1)


def _inexperience(case: Case) -> float:
    since = case.specialist.learning_since
    if since is None:
        return 1
    return 1 + SLOWER_AT_FIRST * math.exp(-(case.now - since) / (LEARNING_DAYS * DAY))


def _crowding(case: Case) -> float:
    """A full desk, against the team's mean, slows the work down a little."""
    load = case.specialist.load(case.now)
    mean = sum(len(o.open_until) for o in case.specialists) / len(case.specialists)
    return min(FULL_DESK, max(EMPTY_DESK, ((load + 3) / (mean + 3)) ** 0.25))
