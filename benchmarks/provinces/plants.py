"""What is planted, how strongly, and who only looks as if: the truth of a simulated province."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from benchmarks.provinces.caseload import NOBODY, Caseload
from benchmarks.provinces.world import CLERK, HANDLER, HEAD, Bools, Floats, Ints, World


@dataclass
class Planted:
    official: int
    act: str
    how: str
    accepted: tuple[str, ...]
    """Acts under which naming this person is right (an extra paper outside the list is B and D by definition)."""


@dataclass
class Pair:
    official: int
    agent: int


@dataclass
class Absence:
    official: int
    start: float
    end: float
    cover: int


@dataclass
class Plants:
    """Effects by official, all neutral where nothing is planted."""

    strength: float
    asks: Floats
    outside: Floats
    second_round: Floats
    slow: Floats
    stops: Floats
    misses: Floats
    guides: Floats
    intake_pace: Floats
    overcharges: Floats
    peeks: Floats
    bad_documents: Floats
    effort: Bools
    drafter: Bools
    officials: list[Planted] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    regulars: list[Pair] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    favoured: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))


def neutral(n: int, strength: float) -> Plants:
    return Plants(
        strength=strength,
        asks=np.ones(n),
        outside=np.zeros(n),
        second_round=np.zeros(n),
        slow=np.zeros(n),
        stops=np.zeros(n),
        misses=np.ones(n),
        guides=np.ones(n),
        intake_pace=np.ones(n),
        overcharges=np.zeros(n),
        peeks=np.zeros(n),
        bad_documents=np.zeros(n),
        effort=np.zeros(n, dtype=bool),
        drafter=np.zeros(n, dtype=bool),
    )


def choose_plants(rng: np.random.Generator, world: World, load: Caseload, strength: float, honest: bool) -> Plants:
    people = world.officials
    plants = neutral(len(people), strength)
    _choose_drafters(rng, world, plants)
    _choose_lookalikes(rng, world, load, plants)
    plants.regulars = _steer(rng, world, load, count=2, taken=set(), share=0.6)
    if not honest:
        taken = {pair.official for pair in plants.regulars} | {a.cover for a in plants.absences}
        plants.pairs = _steer(rng, world, load, count=max(2, len(people) // 35), taken=taken, share=0.6)
        _plant_acts(rng, world, load, plants, taken | {pair.official for pair in plants.pairs})
    plants.favoured = np.zeros(len(load), dtype=bool)
    for pair in plants.pairs:
        plants.favoured |= (load.handler == pair.official) & (load.agent == pair.agent)
    return plants


def _choose_drafters(rng: np.random.Generator, world: World, plants: Plants) -> None:
    people = world.officials
    if "issued_documents" in world.style.without_tables:
        return
    desk = np.flatnonzero((people.role == HEAD) | ((people.role == HANDLER) & ~people.trainee))
    share = min(len(desk), max(10, len(people) // 3))
    plants.drafter[rng.choice(desk, share, replace=False)] = True


def _choose_lookalikes(rng: np.random.Generator, world: World, load: Caseload, plants: Plants) -> None:
    people = world.officials
    steady = np.flatnonzero((people.role == HANDLER) & ~people.trainee & ~people.hard_desk)
    chosen = rng.permutation(steady)
    few = max(1, len(people) // 40)
    plants.effort[chosen[:few]] = True
    span = load.last_day - load.first_day
    for official in chosen[few : 3 * few]:
        mates = np.flatnonzero(
            (people.unit == people.unit[official]) & (people.role == HANDLER) & (np.arange(len(people)) != official)
        )
        if not len(mates):
            continue
        start = (load.first_day + int(rng.integers(10, max(11, span - 40)))) * 480.0
        away = float(rng.integers(10, 26)) * 480.0
        plants.absences.append(Absence(int(official), start, start + away, int(rng.choice(mates))))


def _steer(
    rng: np.random.Generator, world: World, load: Caseload, count: int, taken: set[int], share: float
) -> list[Pair]:
    """Let some agents bring most of a unit's dossiers to one handler; at least 25 dossiers each."""
    people = world.officials
    found: list[Pair] = []
    if not len(world.agents):
        return []
    rows = np.flatnonzero((load.agent != NOBODY) & ~world.agents.specialised[load.agent])
    keys, counts = np.unique(load.agent[rows] * len(world.unit_codes) + load.unit[rows], return_counts=True)
    used: set[int] = set()
    for key in rng.permutation(keys[counts >= 25 / share]):
        agent, unit = divmod(int(key), len(world.unit_codes))
        desk = [
            int(o)
            for o in np.flatnonzero(
                (people.unit == unit) & (people.role == HANDLER) & ~people.trainee & ~people.hard_desk
            )
            if int(o) not in taken | used
        ]
        if not desk or agent in {pair.agent for pair in found}:
            continue
        official = int(rng.choice(desk))
        mine = rows[(load.agent[rows] == agent) & (load.unit[rows] == unit)]
        moved = mine[rng.random(len(mine)) < share]
        own_intake = load.clerk[moved] == load.handler[moved]
        load.handler[moved] = official
        load.clerk[moved] = np.where(own_intake, official, load.clerk[moved])
        used.add(official)
        found.append(Pair(official, agent))
        if len(found) == count:
            break
    return found


def _plant_acts(rng: np.random.Generator, world: World, load: Caseload, plants: Plants, taken: set[int]) -> None:
    people = world.officials
    wanted = max(4, round(len(people) * rng.uniform(0.08, 0.15)))
    handled = np.bincount(load.handler, minlength=len(people))
    taken_in = np.bincount(load.clerk[load.clerk != NOBODY], minlength=len(people))
    kinds = _kinds(world)
    lookalike = people.trainee | people.hard_desk | plants.effort
    free = set(np.flatnonzero(~lookalike).tolist()) - taken - {a.official for a in plants.absences}
    turn = rng.permutation(len(kinds))
    for i in range(wanted):
        act, how = kinds[turn[i % len(kinds)]]
        volume, desk = _who_can(world, plants, act, how, handled, taken_in)
        busy = [o for o in free if desk[o] and volume[o] >= np.quantile(volume[desk], 0.3)]
        if not busy:
            continue
        official = int(rng.choice(busy))
        free.discard(official)
        _plant(rng, world, plants, official, act, how)


def _kinds(world: World) -> list[tuple[str, str]]:
    style = world.style
    kinds = [
        ("B", "supplements"),
        ("B", "supplements outside the list"),
        ("B", "fees"),
        ("D", "lateness"),
        ("D", "clock stops"),
        ("D", "lateness"),
        ("D", "clock stops"),
    ]
    if style.intake != "portal":
        kinds += [("C", "superficial intake")] * 3
    if "accesses" not in style.without_tables:
        kinds += [("E", "unexplained accesses")] * 2
    if "issued_documents" not in style.without_tables:
        kinds += [("A", "documents")] * 2
    return kinds


def _who_can(world: World, plants: Plants, act: str, how: str, handled: Ints, taken_in: Ints) -> tuple[Ints, Bools]:
    people = world.officials
    if act == "A":
        return handled + 1, plants.drafter
    if act == "C" or how == "fees":
        at_counter = CLERK if (people.role == CLERK).any() else HANDLER
        return taken_in, people.role == at_counter
    if act == "E":
        return np.maximum(handled, taken_in), people.role != HEAD
    return handled, people.role == HANDLER


def _plant(rng: np.random.Generator, world: World, plants: Plants, official: int, act: str, how: str) -> None:
    s = plants.strength
    accepted: tuple[str, ...] = (act,)
    if how.startswith("supplements"):
        plants.asks[official] = 1 + 2 * s
        plants.second_round[official] = 0.2 * s
        if how.endswith("list"):
            plants.outside[official] = 0.45 * s
            accepted = ("B", "D")
    elif how == "fees":
        plants.overcharges[official] = 0.25 * s
    elif how == "superficial intake":
        plants.misses[official] = 1 + 1.8 * s
        plants.guides[official] = 1 - 0.75 * s
        plants.intake_pace[official] = 1 - 0.7 * s
    elif how == "lateness":
        plants.slow[official] = 0.45 * s
    elif how == "clock stops":
        plants.stops[official] = 0.35 * s
    elif how == "unexplained accesses":
        plants.peeks[official] = 0.2 * s
    else:
        plants.bad_documents[official] = 0.08 + 0.32 * s
    plants.officials.append(Planted(official, act, how, accepted))
