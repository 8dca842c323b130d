"""What will be asked for, how often, and whom the intake tells in time what is missing."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints
from benchmarks.registry.cases import Cases
from benchmarks.registry.variants import How

COMPLEXITY, COMPLEXITY_SPREAD, HARD_DESK_COMPLEXITY = -0.06, 0.35, 0.2
TRAINEE = 1.35
"""Factor of what slips through and of what is asked in the first months."""
FAVOURS = {How.PAIR_FAVOUR: 1.0, How.PUSH_TO_AGENT: 0.9, How.LOOPHOLE_FOR_AGENT: 0.0}
FAVOUR_EXPONENT = 0.62
"""So that half strength is half of the excess, not of the cause."""
FAVOURED_LESS = 0.9
"""Share of the requests that a full favour saves."""

PASSES_INCOMPLETE, NO_GUIDANCE = 4.8, 3.2
MANY_SUPPLEMENTS, OUTSIDE_LIST, PUSH_TO_AGENT = 6.0, 1.4, 1.3
"""Planted factors of the rates, at full strength."""

OFF_LIST, MOST_OFF_LIST = 0.07, 0.9
PLANTED_OFF_LIST, MORE_WHERE_INCOMPLETE = 0.055, 2
CUSTOM, CUSTOM_LIMIT = 0.22, 3
"""Share of the dossiers with a longer limit that the custom of the unit falls on."""
AGAIN, MOST_AGAIN, COMPLEX_AGAIN, THIRD = 0.13, 0.75, 0.5, 0.8
PIECEMEAL, HONEST_AT_MOST = 0.52, 0.5
"""Chance of another round that the planted come to."""
GUIDED, LEAST_GUIDED, MOST_GUIDED = 0.42, 0.05, 0.85
UNGUIDED, UNGUIDED_IF_PASSED = 0.8, 0.5
"""Share of the guidance that the planted leave out, of those who give none and of those who let all pass."""


def draw_needs(cases: Cases) -> None:
    clerk, appraiser, habits, procedures = cases.clerk, cases.appraiser, cases.habits, cases.world.procedures
    plan, procedure = cases.plan, cases.filed.procedure
    _draw_complexity(cases)
    common = _common_rate(cases)
    incomplete = procedures.incomplete[procedure] * common * habits.intake[clerk] * _trainee(cases, clerk)
    incomplete = incomplete * plan.factor(clerk, How.PASSES_INCOMPLETE, PASSES_INCOMPLETE)
    incomplete = incomplete * plan.factor(clerk, How.NO_GUIDANCE, NO_GUIDANCE)
    doubtful = procedures.doubtful[procedure] * common * habits.asking[appraiser] * _trainee(cases, appraiser)
    doubtful = doubtful * plan.factor(appraiser, How.MANY_SUPPLEMENTS, MANY_SUPPLEMENTS)
    doubtful = doubtful * plan.factor(appraiser, How.OUTSIDE_LIST, OUTSIDE_LIST)
    doubtful = doubtful * plan.factor(appraiser, How.PUSH_TO_AGENT, PUSH_TO_AGENT)
    cases.favour = _favour(cases)
    spared = 1 - FAVOURED_LESS * cases.favour
    passed_in = cases.happens(1 - np.exp(-incomplete * spared))
    doubted = cases.happens(1 - np.exp(-doubtful * spared))
    asked = passed_in | _draw_off_list(cases, doubted)
    _draw_rounds(cases, asked)
    cases.off_list &= asked
    _draw_guidance(cases)


def learning(cases: Cases, officials: Ints) -> Bools:
    """Whether the official of a dossier is a trainee at the time."""
    return np.isin(officials, cases.cast.trainees) & cases.world.people.learns(officials, cases.filed.month)


def _trainee(cases: Cases, officials: Ints) -> Floats:
    return np.where(learning(cases, officials), TRAINEE, 1.0)


def _draw_complexity(cases: Cases) -> None:
    cases.complexity = cases.rng.normal(0, COMPLEXITY_SPREAD, len(cases)) + COMPLEXITY
    cases.complexity[np.isin(cases.appraiser, cases.cast.hard_desks)] += HARD_DESK_COMPLEXITY


def _common_rate(cases: Cases) -> Floats:
    """What intake and appraiser have in common: the dossier, the unit, the month, the locality and the agent."""
    filed, world = cases.filed, cases.world
    of_locality = np.where(filed.locality >= 0, world.localities.asks[filed.locality], 0)
    of_agent = np.where(filed.agent >= 0, world.agents.careless[filed.agent], 0.0)
    of_place = cases.complexity + cases.units.asks[filed.unit] + world.seasons.asks[filed.month] + of_locality
    return np.exp(of_place + of_agent) * filed.asks_factor


def _favour(cases: Cases) -> Floats:
    favour = np.zeros(len(cases))
    for how, full in FAVOURS.items():
        for official, agent in cases.plan.pairs(how):
            pair = (cases.appraiser == official) & (cases.filed.agent == agent)
            favour[pair] = full * cases.strength**FAVOUR_EXPONENT
    return favour


def _draw_off_list(cases: Cases, doubted: Bools) -> Bools:
    """Also notes what is on no list; returns for which dossiers the appraiser asks for something."""
    appraiser = cases.appraiser
    usual = np.where(doubted, np.minimum(MOST_OFF_LIST, OFF_LIST * cases.habits.off_list[appraiser]), 0.0)
    off_list = cases.happens(usual)
    more = 1 + cases.world.procedures.incomplete[cases.filed.procedure] * MORE_WHERE_INCOMPLETE
    planted = cases.by(appraiser, How.OUTSIDE_LIST) & cases.happens(PLANTED_OFF_LIST * cases.strength * more)
    in_unit = cases.filed.unit == cases.units.custom
    cases.custom = in_unit & cases.happens(CUSTOM) & (cases.limit > CUSTOM_LIMIT)
    cases.off_list = off_list | planted | cases.custom
    return doubted | planted | cases.custom


def _draw_rounds(cases: Cases, asked: Bools) -> None:
    of_complexity = np.exp(cases.complexity * COMPLEX_AGAIN)
    again = np.minimum(MOST_AGAIN, AGAIN * cases.habits.rounds[cases.appraiser] * of_complexity)
    beyond = PIECEMEAL - np.minimum(again, HONEST_AT_MOST)
    again = again + cases.strength * cases.by(cases.appraiser, How.PIECEMEAL_ROUNDS) * beyond
    rounds = asked.astype(int) + (asked & cases.happens(again))
    cases.rounds = rounds + ((rounds == 2) & cases.happens(again * THIRD))


def _draw_guidance(cases: Cases) -> None:
    clerk = cases.clerk
    usual = GUIDED * np.exp(cases.units.guides[cases.filed.unit]) * cases.habits.guidance[clerk]
    chance = np.clip(usual, LEAST_GUIDED, MOST_GUIDED)
    chance = chance * (1 - UNGUIDED * cases.strength * cases.by(clerk, How.NO_GUIDANCE))
    chance = chance * (1 - UNGUIDED_IF_PASSED * cases.strength * cases.by(clerk, How.PASSES_INCOMPLETE))
    cases.guided = cases.happens(chance)
