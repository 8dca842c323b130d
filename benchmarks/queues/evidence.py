"""How far the records show what was planted: what is seen beyond the expected, in deviations of honest people."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from benchmarks.queues.access_log import Accesses
from benchmarks.queues.access_scores import norm_of, score_accesses
from benchmarks.queues.documents import Document
from benchmarks.queues.history import History
from benchmarks.queues.plan import Plan
from benchmarks.queues.relatives import Kinship
from benchmarks.queues.variants import DRAFTING, HANDLING, VARIANTS, VIEWING, How, Sign
from benchmarks.queues.world import World
from benchmarks.queues.yardsticks import Yardstick

SHOWS = 3.0
"""Whoever shows less cannot be told from honest variation by anybody."""


@dataclass(frozen=True)
class Course:
    """All that is in the records of one course of the province."""

    history: History
    documents: list[Document]
    accesses: Accesses | None


@dataclass(frozen=True)
class Evidence:
    cases: int
    expected: float
    excess: float
    strength: float

    @classmethod
    def of(cls, cases: int, seen: float, expected: float, deviation: float) -> Evidence:
        return cls(cases, expected, seen - expected, round((seen - expected) / deviation, 2))


def weigh(world: World, honest: Course, course: Course, plan: Plan, kinships: list[Kinship]) -> dict[int, Evidence]:
    """By official."""
    drafting, viewing, others = (_only(plan, acts) for acts in (DRAFTING, VIEWING, HANDLING))
    evidence = _weigh_dossiers(world, honest.history, course.history, others)
    if drafting:
        evidence |= _weigh_documents(world, honest, course, drafting)
    if viewing:
        evidence |= _weigh_accesses(world, honest, course, viewing, kinships)
    return evidence


def _only(plan: Plan, acts: str) -> Plan:
    return {official: wrong for official, wrong in plan.items() if VARIANTS[wrong.how].act in acts}


def _weigh_documents(world: World, honest: Course, course: Course, plan: Plan) -> dict[int, Evidence]:
    bad, issued = sum(document.is_bad for document in honest.documents), len(honest.documents)
    evidence = {}
    for official in plan:
        own = [document.is_bad for document in course.documents if document.drafter == official]
        expected = len(own) * bad / issued
        deviation = math.sqrt(expected * (1 - bad / issued) + (expected * world.spread) ** 2)
        evidence[official] = Evidence.of(len(own), sum(own), expected, deviation)
    return evidence


def _weigh_accesses(
    world: World, honest: Course, course: Course, plan: Plan, kinships: list[Kinship]
) -> dict[int, Evidence]:
    assert honest.accesses is not None
    assert course.accesses is not None
    usual = score_accesses(world, honest.history, honest.accesses, kinships)
    scores = score_accesses(world, course.history, course.accesses, kinships)
    steps = course.history.steps_of(len(world.staff))
    evidence = {}
    for official, wrong in plan.items():
        sign = VARIANTS[wrong.how].sign
        norm = norm_of(world, sign, official, (honest.history, usual.seen[sign]), int(steps[official]))
        deviation = math.sqrt(norm.expected + (norm.spread * norm.expected) ** 2)
        seen = float(scores.seen[sign][official])
        evidence[official] = Evidence.of(int(scores.cases[official]), seen, norm.expected, deviation)
    return evidence


def _weigh_dossiers(world: World, honest: History, history: History, plan: Plan) -> dict[int, Evidence]:
    @cache
    def yardstick(sign: Sign) -> Yardstick:
        return Yardstick(world, honest, sign)

    evidence = {}
    for official, wrong in plan.items():
        one = yardstick(VARIANTS[wrong.how].sign)
        squeezes_others = wrong.how == How.SQUEEZE_UNTIL_AGENT
        scores = one.measure(history.without_agents() if squeezes_others else history)
        deviation = scores.deviation(official, one.spread(world.lookalikes.apart))
        seen, expected = float(scores.seen[official]), float(scores.expected[official])
        evidence[official] = Evidence.of(int(scores.cases[official]), seen, expected, deviation)
    return evidence
