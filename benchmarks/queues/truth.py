"""The truth about a province: who was planted and how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from typing import Any

import numpy as np
from benchmarks.provinces.province import Province
from benchmarks.queues.agents import SPECIALISED
from benchmarks.queues.evidence import SHOWS, Evidence
from benchmarks.queues.history import History
from benchmarks.queues.pair_evidence import PairEvidence
from benchmarks.queues.plan import Plan
from benchmarks.queues.variants import VARIANTS, How
from benchmarks.queues.world import World

_SQUEEZING = (How.PILE_SQUEEZE, How.WEALTH_SQUEEZE, How.SQUEEZE_UNTIL_AGENT)
_LAX = (How.WAVES_THROUGH, How.RUBBER_STAMP)

Row = dict[str, Any]


def tell_truth(
    province: Province,
    world: World,
    history: History,
    plan: Plan,
    evidence: dict[int, Evidence],
    of_pairs: list[PairEvidence],
) -> Row:
    """Whoever only favours an agent is told of among the pairs, and not among the people as well."""
    alone = [official for official, wrong in plan.items() if wrong.how != How.AGENT_PAIR]
    return {
        **province.head,
        "planted": [_person(world, plan, one, evidence[one]) for one in alone if evidence[one].strength >= SHOWS],
        "faint": [_person(world, plan, one, evidence[one]) for one in alone if evidence[one].strength < SHOWS],
        "pairs": [_pair(world, one) for one in of_pairs if one.evidence >= SHOWS],
        "faint_pairs": [_pair(world, one) for one in of_pairs if one.evidence < SHOWS],
        "lookalikes": _lookalikes(world, history, plan),
    }


def _person(world: World, plan: Plan, official: int, evidence: Evidence) -> Row:
    how = plan[official].how
    return {
        "official": world.staff[official].id,
        "unit": world.units[world.staff[official].unit].code,
        "act": VARIANTS[how].act,
        "how": how.value,
        "accepted": VARIANTS[how].accepted,
        "n": evidence.cases,
        "expected": round(evidence.expected, 2),
        "excess": round(evidence.excess, 2),
        "evidence": evidence.strength,
    }


def _pair(world: World, pair: PairEvidence) -> Row:
    return {
        "official": world.staff[pair.official].id,
        "agent": world.agents[pair.agent].id,
        "n": pair.cases,
        "evidence": pair.evidence,
    }


def _lookalikes(world: World, history: History, plan: Plan) -> list[Row]:
    told = [_lookalike(world, one.kind, one.official) for one in world.lookalikes.all if one.official not in plan]
    for official, wrong in plan.items():
        unit = world.units[world.staff[official].unit]
        if wrong.how in _SQUEEZING:
            told += [_lookalike(world, "clerk_before_squeezer", one) for one in unit.clerks if one not in plan]
        elif wrong.how in _LAX:
            told += [_lookalike(world, "handler_behind_lax_intake", one) for one in unit.handlers if one not in plan]
    agent = world.agents[SPECIALISED].id
    told.append({"kind": "specialised_agent", "subject_kind": "agent", "subject": agent})
    regular = history.handler[(history.agent == SPECIALISED) & (history.handler >= 0)]
    if len(regular):
        desk = int(np.argmax(np.bincount(regular)))
        if desk not in plan:
            pair = f"{world.staff[desk].id}|{agent}"
            told.append({"kind": "regular_desk", "subject_kind": "pair", "subject": pair})
            told.append(_lookalike(world, "regular_desk", desk))
    return told


def _lookalike(world: World, kind: str, official: int) -> Row:
    return {"kind": kind, "subject_kind": "official", "subject": world.staff[official].id}
