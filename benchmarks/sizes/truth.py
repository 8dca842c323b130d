"""The truth about a province: who was planted, how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from typing import Any

import numpy as np
from benchmarks.provinces.province import Province
from benchmarks.sizes.evidence import Evidence, PairEvidence
from benchmarks.sizes.export import Export
from benchmarks.sizes.extent import extent_of
from benchmarks.sizes.lookalikes import Lookalike
from benchmarks.sizes.records import Records
from benchmarks.sizes.variants import DRAFTING, VARIANTS, How, accepted_of
from benchmarks.sizes.world import World

FAINT = 3.0
"""Whoever shows less cannot be told from honest variation by anybody."""
MOST_OF_A_DRAFTER = 0.6
SIGNS_FOR_PLANTED, OF_A_PAIR = "signs_for_planted_drafter", "official_of_a_pair"

Row = dict[str, Any]


def tell_truth(
    province: Province,
    records: Records,
    evidence: Evidence,
    lookalikes: list[Lookalike],
    export: Export,
    unknown_dossiers: int,
) -> Row:
    planted, faint = _people(records, evidence)
    return {
        **province.head,
        "planted": planted,
        "faint": faint,
        "pairs": [_pair(records.world, pair) for pair in evidence.pairs if not _is_faint(pair.evidence)],
        "faint_pairs": [_pair(records.world, pair) for pair in evidence.pairs if _is_faint(pair.evidence)],
        "lookalikes": [lookalike._asdict() for lookalike in lookalikes],
        "notes": _notes(province, records, export, unknown_dossiers),
    }


def _is_faint(evidence: float) -> bool:
    """As the truth tells it, rounded."""
    return round(evidence, 2) < FAINT


def _people(records: Records, evidence: Evidence) -> tuple[list[Row], list[Row]]:
    """Those who can be seen; and those who show too little or are not innocent beyond doubt, counted neither way."""
    planted: list[Row] = []
    faint: list[Row] = []
    does_all = records.world.staff.does_all
    for official, how in records.plan.wrongs.items():
        row = _person(records, evidence, official, how, accepted_of(how, bool(does_all[official])))
        (faint if row["evidence"] < FAINT else planted).append(row)
        signer = _usual_signer(records, official) if VARIANTS[how].act == DRAFTING else None
        if signer is not None:
            faint.append(_person(records, evidence, signer, how, [DRAFTING]) | {"how": SIGNS_FOR_PLANTED})
    for official, _ in records.plan.pairs:
        row = _person(records, evidence, official, How.SUPPLEMENTS, [VARIANTS[How.SUPPLEMENTS].act])
        faint.append(row | {"how": OF_A_PAIR})
    return planted, _once_by_act(faint)


def _person(records: Records, evidence: Evidence, official: int, how: How, accepted: list[str]) -> Row:
    world, scores = records.world, evidence.scores[how]
    return {
        "official": world.staff.codes[official],
        "unit": world.units.codes[world.staff.home[official]],
        "act": VARIANTS[how].act,
        "how": how.value,
        "accepted": accepted,
        "n": int(scores.cases[official]),
        "expected": round(float(scores.expected[official]), 2),
        "excess": round(float(scores.excess[official]), 2),
        "evidence": round(float(scores.evidence[official]), 2),
    }


def _usual_signer(records: Records, drafter: int) -> int | None:
    """A leader who signs most of what a planted drafter drafts, if that leader is not planted too."""
    documents = records.documents
    signed = records.count(documents.signer[(documents.drafter == drafter) & (documents.signer != documents.drafter)])
    signer = int(signed.argmax())
    most = signed[signer] > MOST_OF_A_DRAFTER * signed.sum()
    return signer if most and signer not in records.plan.wrongs else None


def _once_by_act(rows: list[Row]) -> list[Row]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row["official"], row["act"]), row)
    return list(first.values())


def _pair(world: World, pair: PairEvidence) -> Row:
    return {
        "official": world.staff.codes[pair.pair.official],
        "agent": world.agents.codes[pair.pair.agent],
        "n": pair.cases,
        "evidence": round(pair.evidence, 2),
    }


def _notes(province: Province, records: Records, export: Export, unknown_dossiers: int) -> Row:
    """About the province as a whole."""
    world = records.world
    nature, calendar, procedures = world.nature, world.calendar, world.procedures
    change, rush_month = world.circumstances.limit_change, world.circumstances.rush_month
    rush_from = calendar.days[int(np.flatnonzero(calendar.recorded_months == rush_month)[0])]
    return {
        "size": extent_of(province.officials),
        "officials": len(world.staff),
        "dossiers": len(records.history),
        "spread_of_habits": {habit.value: round(spread, 3) for habit, spread in nature.spread.items()},
        "spread_of_units": round(nature.unit_spread, 3),
        "base_rates": {deed.value: round(rate, 4) for deed, rate in nature.rate.items()},
        "left_out": export.left_out,
        "rush_month": f"{rush_from:%Y-%m}",
        "changed_limit": [
            procedures.codes[change.procedure],
            procedures.all[change.procedure].limit,
            change.limit,
            calendar.days[change.day].isoformat(),
        ],
        "merged_units": [world.units.codes[unit] for unit in world.units.merged],
        "dirt_rows_to_reject": unknown_dossiers,
        "format": export.format,
        "period": [calendar.start.isoformat(), calendar.finish.isoformat()],
    }
