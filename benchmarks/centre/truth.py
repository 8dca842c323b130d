"""The truth about a province: who was planted and how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.centre.centre import Centre
from benchmarks.centre.evidence import HABIT_SPREADS, Paces, of_plant
from benchmarks.centre.reading import Records, read_back
from benchmarks.provinces.province import Province

SHOWS, PAIR_SHOWS = 1.5, 2.0
"""Evidence below which an act does not come out of the records: whoever is named then is neither found nor innocent."""


def tell_truth(province: Province, centre: Centre, folder: Path) -> dict[str, Any]:
    """``folder`` holds the written records; what is planted is recounted there."""
    records = read_back(folder)
    planted, pairs = _planted(centre, records), _pairs(centre, records)
    procedures = centre.office.procedures
    return {
        **province.head,
        "planted": [one for one in planted if one["evidence"] >= SHOWS],
        "faint": [one for one in planted if one["evidence"] < SHOWS],
        "pairs": [one for one in pairs if one["evidence"] >= PAIR_SHOWS],
        "faint_pairs": [one for one in pairs if one["evidence"] < PAIR_SHOWS],
        "lookalikes": _lookalikes(centre, {one["official"] for one in planted + pairs}),
        "look_procedures": {
            "messy": procedures.confusing.code,
            "new": procedures.new.code,
            "limit_changed": [p.code for p in procedures.all if p.changes_limit],
        },
    }


def _planted(centre: Centre, records: Records) -> list[dict[str, Any]]:
    rows = []
    for plant in centre.plan.plants:
        official, manner = plant.official.id, plant.manner
        found = of_plant(plant.how, plant.official, centre.office.officials, records)
        rows.append(
            {
                "official": official,
                "unit": records.units[official],
                "act": manner.act,
                "how": plant.how.value,
                "accepted": list(manner.accepted),
                "n": found.n,
                "excess": round(found.excess, 1),
                "expected": round(found.expected, 1),
                "evidence": round(found.strength(HABIT_SPREADS[plant.how]), 1),
            }
        )
    return rows


def _pairs(centre: Centre, records: Records) -> list[dict[str, Any]]:
    paces = Paces(records)
    found = (paces.of_pair(official, agent) for official, agent in centre.plan.pairs)
    return [pair for pair in found if pair]


def _lookalikes(centre: Centre, guilty: set[str]) -> list[dict[str, str]]:
    """Each reason once for each subject, of those to whom nothing was planted."""
    innocent = dict.fromkeys(one for one in centre.lookalikes.all if one.subject not in guilty)
    return [one._asdict() for one in innocent]
