"""The second examiner's province before anything happens: who works where, with which habits, and what is planted.

Written apart from :mod:`benchmarks.provinces`, by another way of thinking: every act is a *chance per dossier*, and an
honest habit multiplies that chance by a log-normal factor. Nothing is taken from the product.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COUNTER, DESK, LEADER = 0, 1, 2
HABITS = ("asks", "late", "intake", "guides", "stops", "outside", "fees", "looks", "drafts")


@dataclass(frozen=True)
class Style:
    """``spread``: standard deviation of the logarithm of honest habits; ``law``: ``normal`` or ``gamma``; ``single``:
    one person receives and handles; ``clock``: lateness comes of working time (``time``) or of a chance (``chance``).
    """

    name: str
    units: int
    spread: tuple[float, float] = (0.2, 0.35)
    law: str = "normal"
    single: bool = False
    clock: str = "chance"
    agents: float = 0.25
    unit_spread: float = 0.15
    skew: float = 0.35


STYLES = {
    style.name: style
    for style in (
        Style("district", 24),
        Style("commune", 60, single=True, clock="time", skew=0.5),
        Style("department", 14, law="gamma", agents=0.35),
    )
}


@dataclass
class Planted:
    official: int
    act: str
    how: str
    accepted: tuple[str, ...]


@dataclass
class People:
    """``factor``: honest habit of each kind by official; ``effect``: what is planted, 1 where nothing is."""

    unit: Ints
    role: Ints
    weight: Floats
    factor: dict[str, Floats]
    effect: dict[str, Floats]
    trainee: NDArray[np.bool_]
    hard: NDArray[np.bool_]
    effort: NDArray[np.bool_]
    agents: int
    specialised: NDArray[np.bool_]
    planted: list[Planted] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)
    regulars: list[tuple[int, int]] = field(default_factory=list)
    covers: list[tuple[int, int]] = field(default_factory=list)
    """(absent, cover)."""

    def __len__(self) -> int:
        return len(self.unit)


def habit(rng: np.random.Generator, size: int, spread: float, law: str) -> Floats:
    """Factors with a mean near one."""
    if law == "gamma":
        return np.asarray(rng.gamma(1 / spread**2, spread**2, size))
    return np.asarray(np.exp(rng.normal(0, spread, size)))


def draw_people(rng: np.random.Generator, style: Style, officials: int) -> People:
    unit = np.sort(np.arange(officials) % style.units)
    place = np.concatenate([np.arange(k) for k in np.bincount(unit)])
    role = np.where(place == 0, LEADER, np.where((place <= 2) & (not style.single), COUNTER, DESK))
    spread = {name: float(rng.uniform(*style.spread)) for name in HABITS}
    if style.clock == "time":
        spread["late"] *= 0.2
    factor = {name: habit(rng, officials, spread[name], style.law) for name in HABITS}
    trainee = (unit == rng.integers(style.units)) & (role == DESK)
    for name in ("asks", "late"):
        # Beginners are slower and surer: half as much again, a tenth where it is a matter of working time.
        factor[name] = factor[name] * np.where(trainee, 1.1 if name == "late" and style.clock == "time" else 1.5, 1.0)
    desk = np.flatnonzero((role == DESK) & ~trainee)
    few = rng.permutation(desk)
    hard, effort = np.zeros(officials, dtype=bool), np.zeros(officials, dtype=bool)
    hard[few[: officials // 40]] = True
    effort[few[officials // 40 : officials // 20]] = True
    agents = max(10, officials // 4)
    specialised = np.arange(agents) < 3
    people = People(
        unit=unit,
        role=role,
        weight=np.exp(rng.normal(0, style.skew, officials)),
        factor=factor,
        effect={name: np.ones(officials) for name in (*HABITS, "outside_add", "fees_add", "stops_add", "peeks")},
        trainee=trainee,
        hard=hard,
        effort=effort,
        agents=agents,
        specialised=specialised,
    )
    for away in few[officials // 20 : officials // 20 + 4]:
        mates = np.flatnonzero((unit == unit[away]) & (role == DESK) & (np.arange(officials) != away))
        if len(mates):
            people.covers.append((int(away), int(rng.choice(mates))))
    return people


KINDS = (
    ("A", "documents"),
    ("B", "supplements"),
    ("B", "supplements outside the list"),
    ("B", "fees"),
    ("C", "superficial intake"),
    ("D", "lateness"),
    ("D", "clock stops"),
    ("E", "unexplained accesses"),
)


def plant(rng: np.random.Generator, style: Style, people: People, strength: float, share: float = 0.11) -> None:
    """Plant every kind in turn among officials who are no look-alikes, and pairs of an official and an agent."""
    free = ~(people.trainee | people.hard | people.effort)
    for away, cover in people.covers:
        free[[away, cover]] = False
    for key in ("outside_add", "fees_add", "stops_add", "peeks"):
        people.effect[key][:] = 0.0
    wanted = round(share * len(people))
    for i in range(wanted):
        act, how = KINDS[i % len(KINDS)]
        counter = how in ("fees", "superficial intake") and not style.single
        able = np.flatnonzero(free & (people.role == (COUNTER if counter else DESK)) & (people.weight > 0.6))
        official = int(rng.choice(able))
        free[official] = False
        _strengthen(people, official, how, strength)
        accepted = ("B", "D") if how.endswith("list") else (act,)
        people.planted.append(Planted(official, act, how, accepted))
    desk = np.flatnonzero(free & (people.role == DESK))
    chosen = rng.choice(desk, 5, replace=False)
    agents = rng.permutation(np.flatnonzero(~people.specialised))[:5]
    people.pairs = [(int(o), int(a)) for o, a in zip(chosen[:3], agents[:3], strict=True)]
    people.regulars = [(int(o), int(a)) for o, a in zip(chosen[3:], agents[3:], strict=True)]


def _strengthen(people: People, official: int, how: str, strength: float) -> None:
    effect = people.effect
    if how == "documents":
        effect["drafts"][official] = 1 + 7 * strength
    elif how == "supplements":
        effect["asks"][official] = 1 + 2 * strength
    elif how == "supplements outside the list":
        effect["asks"][official] = 1 + strength
        effect["outside_add"][official] = 0.4 * strength
    elif how == "fees":
        effect["fees_add"][official] = 0.2 * strength
    elif how == "superficial intake":
        effect["intake"][official] = 1 + 2 * strength
        effect["guides"][official] = 1 - 0.7 * strength
    elif how == "lateness":
        effect["late"][official] = 1 + 2.5 * strength
    elif how == "clock stops":
        effect["stops_add"][official] = 0.2 * strength
    else:
        effect["peeks"][official] = 0.15 * strength
