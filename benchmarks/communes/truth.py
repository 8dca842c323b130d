"""The truth about a province: who was planted, how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.communes.evidence import Evidence, Records
from benchmarks.communes.extremes import find_extremes
from benchmarks.communes.office import Lookalike, Office, Official
from benchmarks.communes.pair_figures import PairFigures
from benchmarks.communes.plan import Pair, Plan
from benchmarks.communes.procedures import CONFUSING, INTRODUCED
from benchmarks.communes.ways import WAYS, Way
from benchmarks.communes.workload import Workload
from benchmarks.provinces.province import Province

_PROCEDURES = (
    Lookalike("messy_procedure_everybody_asks", "procedure", CONFUSING),
    Lookalike("new_procedure_mid_year", "procedure", INTRODUCED),
)
"""Procedures in which everybody stands out."""


def tell_truth(
    province: Province,
    office: Office,
    plan: Plan,
    workloads: Mapping[Official, Workload],
    records: Records,
    base_rates: dict[str, float],
) -> dict[str, Any]:
    figures = PairFigures(records.dossiers, plan)
    planted = [_planted(o, way, records.evidence(o, way)) for o, way in plan.ways.items()]
    stand_out = [*office.lookalikes, *find_extremes(office, plan, workloads)]
    innocent = [one for one in stand_out if one.subject_kind == "pair" or one.subject not in plan.guilty]
    return {
        **province.head,
        # Somebody in whose work chance left nothing of it did nothing that could be found.
        "planted": [one for one in planted if one["excess"] > 0],
        "pairs": [found for pair in plan.pairs if (found := figures.of(pair))],
        "lookalikes": _lookalikes(innocent, office, figures, records),
        "base_rates": base_rates,
    }


def _lookalikes(
    innocent: list[Lookalike], office: Office, figures: PairFigures, records: Records
) -> list[dict[str, Any]]:
    """Pairs with their figures."""
    officials = {o.code: o for o in office.officials}
    agents = {d.agent.code: d.agent for d in records.dossiers if d.agent}
    rows = []
    for one in (*innocent, *_PROCEDURES):
        row: dict[str, Any] = one._asdict()
        if one.subject_kind == "pair":
            official, agent = one.subject.split("|")
            row["figures"] = figures.of(Pair(officials[official], agents[agent]))
        rows.append(row)
    return rows


def _planted(official: Official, way: Way, evidence: Evidence) -> dict[str, Any]:
    unit = official.unit
    return {
        "official": official.code,
        "unit": unit.code,
        "act": WAYS[way].act,
        "how": way.value,
        "accepted": list(WAYS[way].accepted),
        "n": evidence.n,
        "excess": round(evidence.excess, 1),
        "expected": round(evidence.expected, 1),
        "evidence": round(evidence.strength, 1),
        "regime": unit.regime,
        "log": unit.habits.steps,
        "timestamps": unit.habits.precision,
    }
