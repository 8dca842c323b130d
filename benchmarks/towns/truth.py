"""The truth about a province: who was planted and how far it shows, and who stands out for an innocent reason."""

from __future__ import annotations

from typing import Any

from benchmarks.provinces.province import Province
from benchmarks.towns.arrivals import find_limit_lookalikes
from benchmarks.towns.dossiers import Dossiers
from benchmarks.towns.evidence import Evidence
from benchmarks.towns.innocents import Lookalike
from benchmarks.towns.ways import MANNERS, How
from benchmarks.towns.world import World


def tell_truth(province: Province, world: World, dossiers: Dossiers, evidence: list[Evidence]) -> dict[str, Any]:
    """Whoever favours an agent is told of among the pairs, and not among the people as well."""
    people = [one for one in evidence if one.plant.how != How.PAIR_FAVOUR]
    pairs = [one for one in evidence if one.plant.how == How.PAIR_FAVOUR]
    lookalikes = [*world.innocents.lookalikes, *find_limit_lookalikes(world, dossiers)]
    if province.honest:
        lookalikes += _honest_regulars(world)
    return {
        **province.head,
        "planted": [_person(world, one) for one in people if not one.faint],
        "faint": [_person(world, one) for one in people if one.faint],
        "pairs": [_pair(world, one) for one in pairs if not one.faint],
        "faint_pairs": [_pair(world, one) for one in pairs if one.faint],
        "lookalikes": [one._asdict() for one in lookalikes],
    }


def _person(world: World, evidence: Evidence) -> dict[str, Any]:
    plant = evidence.plant
    return {
        "official": world.staff.codes[plant.official],
        "unit": world.units.codes[world.staff.homes[plant.official]],
        "act": plant.act,
        "how": plant.how.value,
        "accepted": list(MANNERS[plant.how].accepted),
        "n": evidence.n,
        "expected": evidence.expected,
        "excess": evidence.excess,
        "evidence": evidence.strength,
    }


def _pair(world: World, evidence: Evidence) -> dict[str, Any]:
    plant = evidence.plant
    return {
        "official": world.staff.codes[plant.official],
        "agent": world.agents.codes[plant.agent],
        "n": evidence.n,
        "evidence": evidence.strength,
    }


def _honest_regulars(world: World) -> list[Lookalike]:
    """In an honest province the agents who would be favoured come to the same desk, and nothing is wrong with it."""
    pairs = [plant for plant in world.planted.plants if plant.how == How.PAIR_FAVOUR]
    return [Lookalike("agent_with_regular_desk", "pair", world.pair(p.official, p.agent)) for p in pairs]
