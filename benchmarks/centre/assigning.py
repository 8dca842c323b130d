"""The team's head assigns a dossier: by commune or by workload, past those who are away."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.centre.case import Case
from benchmarks.centre.people import Official
from benchmarks.centre.plan import Favour
from benchmarks.centre.workdays import DAY

OVERLOAD = 2.2
"""Whoever has this many times the team's mean on the desk gets nothing more for a while."""
SHORT_LIMIT = 3
AT_ONCE, IN_TURN = 40, 110
"""Median minutes until the head looks at a dossier of a short limit, and at another."""
STANDS_IN, INHERITS, KEEPS_TO_THE_RULE = 0.85, 0.8, 0.93
"""How often the rule of who is in charge is followed."""
BACK_SOON = (2.5, 0.2)
"""Working days, and share of the limit, for which a dossier may wait for an absent specialist."""


def assign(case: Case) -> None:
    """Also notes when, and whether the pair of specialist and agent is one of favours."""
    usual = case.chance.around(AT_ONCE if case.limit <= SHORT_LIMIT else IN_TURN, 0.8)
    case.now += min(usual, 0.15 * case.limit * DAY)
    case.specialist = _choose(case)
    case.log_in_team(case.now, "forwarded", case.head)
    case.dossier.handler = case.specialist.id
    case.assigned = case.now
    case.favour = _favour(case, case.specialist)


def _favour(case: Case, specialist: Official) -> Favour | None:
    return case.centre.plan.pairs.get((specialist.id, case.agent.id)) if case.agent else None


def _choose(case: Case) -> Official:
    chance = case.chance
    team = [o for o in case.specialists if o.in_post(case.now)]
    days, share = BACK_SOON
    soon = min(days, share * case.limit) * DAY
    here = [o for o in team if o.away_for(case.now) < soon or o.uncovered] or team
    for official in here:
        favour = _favour(case, official)
        if favour and chance.happens(favour.steered):
            return official
    in_charge = _by_commune(case, team, here) if case.team.by_commune else None
    return in_charge or min(here, key=lambda official: _weighed_load(case, official))


def _by_commune(case: Case, team: Sequence[Official], here: Sequence[Official]) -> Official | None:
    """Whoever is in charge of the commune, or stands in; nobody if the head falls back on the workload."""
    chance, commune = case.chance, case.application.commune
    in_charge = [o for o in team if commune in o.communes]
    available = True
    for official in in_charge:
        if official not in here:
            cover = case.centre.office.covers.get(official.id)
            if cover and chance.happens(STANDS_IN):
                return cover
            available = False
        elif _overloaded(case, official, here):
            available = False
    if in_charge and available:
        return chance.choice(in_charge) if chance.happens(KEEPS_TO_THE_RULE) else None
    for official in case.specialists:
        has_left = commune in official.communes and official.leaves <= case.now
        if has_left and official.successor and chance.happens(INHERITS):
            return official.successor
    return None


def _overloaded(case: Case, official: Official, here: Sequence[Official]) -> bool:
    mean = sum(o.load(case.now) for o in here) / len(here)
    return official.load(case.now) > OVERLOAD * (mean + 3)


def _weighed_load(case: Case, official: Official) -> float:
    """What is on the desk, as a head sees it: roughly."""
    preference = official.prefers_hard if case.procedure.hard else 1 / official.prefers_hard
    exact = (official.load(case.now) + 2) / (official.workload * preference)
    return exact * case.chance.around(1, 0.35)
