"""The truth beside the records: who was planted, under which act, how much of it the records hold, who only looks so.

``evidence`` of a planted official is the excess that really fell into the records, in standard deviations of what an
honest person with the same dossiers would show (binomial noise and honest habits together). It says how findable
the act is by *anybody*; recall is printed over all planted and over those with evidence of at least 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from benchmarks.provinces.caseload import NOBODY, Caseload
from benchmarks.provinces.flow import NEVER, Flow
from benchmarks.provinces.papers import Accesses, Documents
from benchmarks.provinces.plants import Planted, Plants
from benchmarks.provinces.workdays import to_clock
from benchmarks.provinces.world import HANDLER, Bools, Floats, World

if TYPE_CHECKING:
    from benchmarks.provinces.province import Province


def tell_truth(
    province: Province,
    world: World,
    load: Caseload,
    plants: Plants,
    flow: Flow,
    accesses: Accesses | None,
    documents: Documents | None,
    cutoff: np.datetime64,
) -> dict[str, Any]:
    code, agents = world.officials.code, world.agents.code
    ended = to_clock(flow.finished) <= cutoff
    people = [
        {
            "official": code[p.official],
            "unit": world.unit_codes[world.officials.unit[p.official]],
            "act": p.act,
            "how": p.how,
            "accepted": list(p.accepted),
            **_evidence(p, world, load, plants, flow, ended, accesses, documents),
        }
        for p in plants.officials
    ]
    pairs = [_pair(load, plants, world, pair.official, pair.agent) for pair in plants.pairs]
    return {
        **province.head,
        "dossiers": len(load),
        "officials": len(code),
        "planted": people,
        "pairs": pairs,
        "lookalikes": _lookalikes(world, plants, code, agents),
    }


def _pair(load: Caseload, plants: Plants, world: World, official: int, agent: int) -> dict[str, Any]:
    n = int(((load.handler == official) & (load.agent == agent)).sum())
    return {"official": world.officials.code[official], "agent": world.agents.code[agent], "n": n}


def _evidence(
    p: Planted,
    world: World,
    load: Caseload,
    plants: Plants,
    flow: Flow,
    ended: Bools,
    accesses: Accesses | None,
    documents: Documents | None,
) -> dict[str, Any]:
    style, mine = world.style, load.handler == p.official
    asked = flow.requests[0].at < NEVER
    if p.act == "A" and documents is not None:
        rows = (documents.drafter == p.official) & (documents.review != "")
        return _excess((documents.review != "lawful")[rows], documents.base_chance[rows], 0.22)
    if p.act == "E" and accesses is not None:
        rows = accesses.official == p.official
        n, extra = int(rows.sum()), int(accesses.unexplained[rows].sum())
        usual = 0.03 * (n - extra)
        return {"n": n, "excess": extra, "evidence": round(extra / np.sqrt(usual + (0.45 * usual) ** 2 + 1), 2)}
    if p.how == "fees":
        rows = (load.clerk == p.official) | ((load.clerk == NOBODY) & mine)
        paying = rows & (world.procedures.fee[load.procedure] > 0)
        n = int(paying.sum())
        return {
            "n": n,
            "excess": int(n * plants.overcharges[p.official]),
            "evidence": round(float(n * plants.overcharges[p.official]), 2),
        }
    if p.act == "C":
        rows = load.clerk == p.official
        return _excess(asked[rows], flow.expected_request[rows], style.spread * 0.8)
    if p.how == "lateness":
        return _excess(flow.late[mine & ended], flow.expected_late[mine & ended], 1.5 * style.pace / 0.45)
    if p.how == "clock stops":
        rows = mine & (load.limit >= 5)
        return _excess(flow.near_due[rows], np.full(int(rows.sum()), 0.006), 0.4)
    return _excess(asked[mine], flow.expected_request[mine], style.spread)


def _excess(seen: Bools, expected: Floats, spread: float) -> dict[str, Any]:
    observed, usual = float(seen.sum()), float(expected.sum())
    noise = np.sqrt(float((expected * (1 - expected)).sum()) + (spread * usual) ** 2 + 1e-9)
    return {"n": len(seen), "excess": round(observed - usual, 1), "evidence": round((observed - usual) / noise, 2)}


def _lookalikes(world: World, plants: Plants, code: list[str], agents: list[str]) -> list[dict[str, str]]:
    people = world.officials
    found: list[tuple[str, str, str]] = []
    found += [("specialised agent", "agent", agents[i]) for i in np.flatnonzero(world.agents.specialised)]
    found += [("regular desk of an agent", "pair", f"{code[r.official]}|{agents[r.agent]}") for r in plants.regulars]
    found += [("absent", "official", code[a.official]) for a in plants.absences]
    found += [("cover for an absent colleague", "official", code[a.cover]) for a in plants.absences]
    found += [("deadline effort", "official", code[i]) for i in np.flatnonzero(plants.effort)]
    found += [("trainee desk", "official", code[i]) for i in np.flatnonzero(people.trainee)]
    found += [("trainee desk", "unit", world.unit_codes[i]) for i in world.trainee_units]
    found += [("hard dossiers", "official", code[i]) for i in np.flatnonzero(people.hard_desk)]
    found += [("batch signing", "unit", world.unit_codes[i]) for i in np.flatnonzero(world.unit_batch)]
    found += [
        ("other procedures", "official", code[i])
        for i in np.flatnonzero((people.unit % 8 == 0) & (people.role == HANDLER))
    ]
    return [{"kind": kind, "subject_kind": subject_kind, "subject": subject} for kind, subject_kind, subject in found]
