"""The truth about a province: who was planted and how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from typing import Any

from benchmarks.motives.evidence import SHOWS, Evidence
from benchmarks.motives.habits import IN_TRUTH
from benchmarks.motives.lookalikes import Lookalike
from benchmarks.motives.pair_evidence import PairEvidence
from benchmarks.motives.pairs import Pair
from benchmarks.motives.planting import Plant
from benchmarks.motives.ways import How, accepted
from benchmarks.motives.world import World
from benchmarks.provinces.province import Province


def tell_truth(
    province: Province, world: World, evidence: dict[Plant, Evidence], of_pairs: dict[Pair, PairEvidence]
) -> dict[str, Any]:
    """Whoever favours an agent is told of among the pairs, and not among the people as well."""
    weighed = [plant for plant in world.plants if plant in evidence]
    people = [(evidence[plant].strength, _person(world, plant, evidence[plant])) for plant in weighed]
    pairs = [(one.strength, _pair(world, pair, one)) for pair, one in of_pairs.items()]
    return {
        **province.head,
        "planted": [told for strength, told in people if strength >= SHOWS],
        "faint": [told for strength, told in people if strength < SHOWS],
        "pairs": [told for strength, told in pairs if strength >= SHOWS],
        "faint_pairs": [told for strength, told in pairs if strength < SHOWS],
        "lookalikes": [_lookalike(world, one) for one in world.lookalikes.all],
        "spread": {IN_TRUTH[habit]: round(spread, 3) for habit, spread in world.spreads.habits.items()},
        "left_out": sorted(world.omissions.left_out),
        "format": world.omissions.format,
        "officials": len(world.staff),
        "period": [world.period.start.isoformat(), world.period.end.isoformat()],
    }


def _person(world: World, plant: Plant, evidence: Evidence) -> dict[str, Any]:
    official = world.staff.officials[plant.official]
    return {
        "official": official.id,
        "unit": world.units.all[official.assignments[-1].unit].id,
        "act": plant.act,
        "how": plant.how.value,
        "accepted": list(accepted(plant.act, plant.how)),
        "n": evidence.n,
        "expected": round(evidence.expected, 2),
        "excess": round(evidence.excess, 2),
        "evidence": round(evidence.strength, 2),
        "victims": "dossiers of a relative's agency" if plant.how == How.RELATIVES_AGENT else plant.victims,
        "temperament": official.temper.value,
        "n_all": evidence.n_all,
        "evidence_all": round(evidence.strength_all, 2),
        "habit_sd": round(evidence.habit_spread, 3),
    }


def _pair(world: World, pair: Pair, evidence: PairEvidence) -> dict[str, Any]:
    return {
        "official": world.staff.officials[pair.official].id,
        "agent": world.agents[pair.agent].id,
        "n": evidence.n,
        "evidence": round(evidence.strength, 2),
        "evidence_time": round(evidence.time, 2),
        "evidence_supplements": round(evidence.supplements, 2),
    }


def _lookalike(world: World, one: Lookalike) -> dict[str, Any]:
    official = [] if one.official is None else [world.staff.officials[one.official].id]
    agent = [] if one.agent is None else [world.agents[one.agent].id]
    return {"kind": one.kind, "subject_kind": one.subject_kind, "subject": "|".join(official + agent)}
