"""The truth about a province: who was planted, how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from benchmarks.casework.accesses import Accesses
from benchmarks.casework.caseload import NOBODY, Caseload
from benchmarks.casework.documents import Documents
from benchmarks.casework.evidence import Evidence, of_accesses, of_documents, of_dossiers, of_pair
from benchmarks.casework.life import Life
from benchmarks.casework.office import Habits, Office
from benchmarks.casework.plan import PAIR, Plan
from benchmarks.provinces.province import Province

ACCEPTED = {
    "requests": ["B"],
    "outside": ["B", "D"],
    "fees": ["B"],
    "intake": ["C"],
    "late": ["D"],
    "clock": ["D", "B"],
    "documents": ["A"],
    "access": ["E"],
}
"""Acts that are a right answer, by variant."""


def tell_truth(
    province: Province,
    office: Office,
    habits: Habits,
    load: Caseload,
    plan: Plan,
    life: Life,
    accesses: Accesses,
    documents: Documents,
    events: int,
) -> dict[str, Any]:
    """``events`` is how many were logged."""
    return {
        **province.head,
        "dossiers": len(load),
        "officials": len(office.posts),
        "planted": _planted(office, habits, load, plan, life, accesses, documents),
        "pairs": _pairs(office, habits, load, plan, life),
        "lookalikes": [x._asdict() for x in office.lookalikes],
        "habit_sd": {kind: round(sd, 3) for kind, sd in habits.spreads.items()},
        "confusing_procedure": office.procedures[office.confusing].code,
        "summary": {
            "late": _mean(life.honestly["late"]),
            "requests": _mean(life.honestly["req"]),
            "missed": _mean(life.honestly["missed"]),
            "lastday": _mean(life.honestly["lastday"]),
            "outside": _mean(life.honestly["outside"]),
            "events": events,
            "accesses": len(accesses.rows),
            "documents": len(documents.rows),
            "agents": len(load.agents),
            "agent_share": round(float((load.agent != NOBODY).mean()), 3),
            "open": _mean(np.isnan(life.finished)),
        },
    }


def _mean(values: np.ndarray) -> float:
    return round(float(values.mean()), 4)


def _planted(
    office: Office,
    habits: Habits,
    load: Caseload,
    plan: Plan,
    life: Life,
    accesses: Accesses,
    documents: Documents,
) -> list[dict[str, Any]]:
    seats, opened = office.last_seats(), Counter(a.official for a in accesses.rows)
    rows = []
    for official, (act, how) in plan.acts.items():
        if how == PAIR:
            continue
        accepted = ACCEPTED[how]
        if how == "documents":
            found = of_documents(official, plan, documents)
        elif how == "access":
            found = of_accesses(official, seats, opened[official], accesses)
        else:
            found = of_dossiers(official, how, office, load, plan, life)
            if how == "requests" and _often_off_list(official, life):
                accepted = ["B", "D"]
        rows.append(
            {
                "official": official,
                "unit": office.units[seats[official].unit].code,
                "act": act,
                "how": how,
                "accepted": accepted,
                **_numbers(found, habits),
            }
        )
    return rows


def _numbers(found: Evidence, habits: Habits) -> dict[str, Any]:
    return {
        "n": found.n,
        "excess": int(found.excess),
        "expected": round(float(found.expected), 1),
        "evidence": round(found.strength(habits.spreads[found.habit]), 2),
    }


def _often_off_list(official: str, life: Life) -> bool:
    mine = np.array(life.handler) == official
    return int(life.indeed["outside"][mine].sum() - life.honestly["outside"][mine].sum()) >= 5


def _pairs(office: Office, habits: Habits, load: Caseload, plan: Plan, life: Life) -> list[dict[str, Any]]:
    seats, handler = office.last_seats(), np.array(life.handler)
    rows = []
    for official, which, favoured in plan.pairs:
        mine = handler == official
        # A favoured dossier that fell to the colleague who stood in shows nothing about the official.
        shown = favoured[mine[favoured] & (load.agent[favoured] == which)]
        avoided = life.honestly["req"][shown].sum() - life.indeed["req"][shown].sum()
        rows.append(
            {
                "official": official,
                "agent": load.agents[which].code,
                "n": int((mine & (load.agent == which)).sum()),
                "unit": office.units[seats[official].unit].code,
                "act": "B",
                "accepted": ["B"],
                "speed_factor": round(0.30**plan.strength, 3),
                "evidence": of_pair(plan.strength, len(shown), habits.spreads["speed"]),
                "request_factor": round(0.15**plan.strength, 3),
                "elsewhere": int((~mine & (load.agent == which)).sum()),
                "requests_avoided": int(avoided),
            }
        )
    return rows
