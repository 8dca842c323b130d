"""The truth about a province: who was planted, how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from typing import Any

import numpy as np
from benchmarks.chains.codes import Codes
from benchmarks.chains.course_evidence import PairEvidence
from benchmarks.chains.documents import Documents
from benchmarks.chains.evidence import NOTHING, Evidence
from benchmarks.chains.history import History
from benchmarks.chains.lookalikes import Lookalike
from benchmarks.chains.plan import Wrong
from benchmarks.chains.regulars import Pair
from benchmarks.chains.world import World
from benchmarks.provinces.province import Province

SHOWS = 3.0
"""Whoever shows less cannot be told from honest variation by anybody."""
CONCERNED_BY_LIMIT = 2
"""Appraisers who have most dossiers of the procedure whose limit is cut."""

Row = dict[str, Any]


def tell_truth(
    province: Province,
    world: World,
    history: History,
    documents: Documents,
    evidence: dict[int, Evidence],
    of_pairs: dict[Pair, PairEvidence],
    codes: Codes,
) -> Row:
    """Officials of pairs are told of among the pairs, and not among the people unless they do other wrong besides."""
    people = [_person(world, codes, wrong, evidence.get(wrong.official, NOTHING)) for wrong in documents.wrongs]
    pairs: list[Row] = [
        {
            "official": codes.officials[pair.official],
            "agent": codes.agents[pair.agent],
            "n": weighed.cases,
            "evidence": round(weighed.strength, 2),
        }
        for pair, weighed in of_pairs.items()
    ]
    return {
        **province.head,
        "planted": [one for one in people if one["evidence"] >= SHOWS],
        "faint": [one for one in people if one["evidence"] < SHOWS],
        "pairs": [one for one in pairs if one["evidence"] >= SHOWS],
        "faint_pairs": [one for one in pairs if one["evidence"] < SHOWS],
        "lookalikes": _lookalikes(world, history, codes),
    }


def _person(world: World, codes: Codes, wrong: Wrong, evidence: Evidence) -> Row:
    return {
        "official": codes.officials[wrong.official],
        "unit": codes.units[world.staff.home[wrong.official]],
        "act": wrong.act,
        "how": wrong.how.value,
        "accepted": list(wrong.accepted),
        **evidence.told,
    }


def _lookalikes(world: World, history: History, codes: Codes) -> list[Row]:
    """But for those who do wrong themselves, and each once."""
    plan = history.plan
    guilty = {wrong.official for wrong in plan.wrongs} | {pair.official for pair in plan.pairs}
    changed = history.filings.procedure == world.procedures.change.procedure
    concerned = np.bincount(history.filings.appraiser[changed], minlength=len(world.staff))
    of_limit = [Lookalike("limit_changed", int(one)) for one in np.argsort(-concerned)[:CONCERNED_BY_LIMIT]]
    told: dict[tuple[str, str], Row] = {}
    for one in world.lookalikes.all + of_limit:
        is_guilty = one.official in guilty if one.subject_kind == "official" else _is_of_pair(one, plan.pairs)
        if not is_guilty:
            subject = _subject(one, codes)
            row = {"kind": one.kind, "subject_kind": one.subject_kind, "subject": subject}
            told.setdefault((one.kind, subject), row)
    return list(told.values())


def _is_of_pair(one: Lookalike, pairs: list[Pair]) -> bool:
    return (one.official, one.agent) in pairs


def _subject(one: Lookalike, codes: Codes) -> str:
    official = [] if one.official is None else [codes.officials[one.official]]
    agent = [] if one.agent is None else [codes.agents[one.agent]]
    return "|".join(official + agent)
