"""Choosing who does wrong: about one official in twelve, each in one way, where his work is enough to show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from random import Random

from benchmarks.communes.office import RELAY, Office, Official, Unit
from benchmarks.communes.plan import Plan
from benchmarks.communes.ways import ACCESS, WAYS, Way
from benchmarks.communes.workload import Workload

_PLANTED = (13, 160)
"""So many of so many officials."""
_TURN = "BDCEBDCEBDCED"
"""The acts in turn."""
_OF_ACT = {
    "B": [Way.OVER_ASKS, Way.ASKS_AGAIN, Way.STALLS, Way.REFUSES],
    "C": [Way.STAMPS_IN, Way.TAKES_THEN_ASKS, Way.STAMPS_IN],
    "D": [
        Way.HOLDS,
        Way.STOPS_CLOCK,
        Way.ASKS_OFF_LIST,
        Way.TURNS_ROUND,
        Way.EDITS_DUE,
        Way.WITHHOLDS_SIGNATURE,
    ],
    "E": [Way.SNOOPS_ELSEWHERE, Way.SNOOPS_EVENINGS, Way.PRINTS],
}
_MOST_UNNAMED, _MOST_UNNAMED_RECEIPTS, _MOST_UNNAMED_SIGNATURES = 0.3, 0.15, 0.13
"""Where more steps lack their official, nothing could be seen."""
_MOST_IN_WARD, _MOST_IN_COMMUNE = 2, 1
_FEW = 2
"""From fewer candidates than this nobody is drawn; the busiest are taken instead."""
_HABIT_SPREAD, _CURIOSITY_SPREAD = 0.08, 0.15
"""The planted are otherwise much like everybody else."""


def plant(rng: Random, office: Office, workloads: Mapping[Official, Workload], plan: Plan) -> None:
    planted, of = _PLANTED
    ways = _ways(rng, max(1, len(office.officials) * planted // of))
    candidates = _Candidates(office, plan)
    for way in sorted(ways, key=_hardest_first):
        official = candidates.draw(rng, way, workloads)
        if official is None:
            continue
        plan.ways[official] = way
        official.strict, official.lax, official.slow, official.asks_again = (
            rng.gauss(0, _HABIT_SPREAD) for _ in range(4)
        )
        official.curious = rng.gauss(0, _CURIOSITY_SPREAD)
        candidates.take(official)


def _ways(rng: Random, count: int) -> list[Way]:
    of_act = {act: ways[:] for act, ways in _OF_ACT.items()}
    for ways in of_act.values():
        rng.shuffle(ways)
    # The commonest way of all is always there.
    of_act["D"].sort(key=lambda way: way != Way.HOLDS)
    drawn: list[Way] = []
    turns: Counter[str] = Counter()
    for place in range(count):
        act = _TURN[place % len(_TURN)]
        drawn.append(of_act[act][turns[act] % len(of_act[act])])
        turns[act] += 1
    return drawn


def _hardest_first(way: Way) -> int:
    """What needs most work gets the first choice; signing, which the vice chairs alone do, comes last."""
    return 0 if way == Way.WITHHOLDS_SIGNATURE else -WAYS[way].enough


class _Candidates:
    def __init__(self, office: Office, plan: Plan) -> None:
        self.office = office
        self.in_unit = Counter(pair.official.unit for pair in plan.pairs)

    def take(self, official: Official) -> None:
        self.office.spoken_for.add(official)
        self.in_unit[official.unit] += 1

    def draw(self, rng: Random, way: Way, workloads: Mapping[Official, Workload]) -> Official | None:
        def work(official: Official) -> float:
            return float(getattr(workloads.get(official, Workload()), WAYS[way].work))

        able = [o for o in self.office.officials if self._is_free(o) and self._is_able(o, way)]
        able.sort(key=lambda o: -work(o))
        busy = [o for o in able if work(o) >= WAYS[way].enough]
        pool = busy if len(busy) >= _FEW else able[:_FEW]
        return rng.choice(pool) if pool else None

    def _is_free(self, official: Official) -> bool:
        unit = official.unit
        if official in self.office.spoken_for or official.trait or unit is self.office.centre:
            return False
        if self.in_unit[unit] >= (_MOST_IN_WARD if unit.ward else _MOST_IN_COMMUNE):
            return False
        return not (unit.collected_late or unit.custom_paper or unit.shared_login or unit.signing.away)

    def _is_able(self, official: Official, way: Way) -> bool:
        unit = official.unit
        if (official is unit.vice_chair) != (way == Way.WITHHOLDS_SIGNATURE):
            return False
        return _suits(unit, way) and _is_legible(unit, way)


def _suits(unit: Unit, way: Way) -> bool:
    """Whether the unit works and logs so that the way exists there."""
    needs = {
        Way.ASKS_OFF_LIST: unit.habits.codes,
        Way.EDITS_DUE: unit.habits.full,
        Way.STAMPS_IN: not unit.same_hand,
        Way.TAKES_THEN_ASKS: unit.same_hand,
        Way.WITHHOLDS_SIGNATURE: unit.habits.unnamed_share("approved") <= _MOST_UNNAMED_SIGNATURES,
    }
    return needs.get(way, True)


def _is_legible(unit: Unit, way: Way) -> bool:
    habits = unit.habits
    vague = unit.regime == RELAY or habits.unnamed_share("received") > _MOST_UNNAMED_RECEIPTS
    if habits.minimal and vague:
        return False
    return WAYS[way].act == ACCESS or max(habits.unnamed.values()) <= _MOST_UNNAMED
