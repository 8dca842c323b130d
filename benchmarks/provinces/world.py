"""The province before anything happens in it: units, procedures, people, agents, and everyone's honest habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.provinces.styles import Style
from benchmarks.provinces.workdays import WORKING_DAYS, ordinal
from numpy.typing import NDArray

CLERK, HANDLER, HEAD = 0, 1, 2
POSTS = ("cán bộ tiếp nhận", "chuyên viên", "trưởng bộ phận")
FIELDS = (
    "land",
    "construction_investment",
    "business",
    "civil_status",
    "certification",
    "environment",
    "labour",
    "culture",
)
SENSITIVE = ("land", "construction_investment")
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass
class Procedures:
    code: list[str]
    field: Ints
    limit: Ints
    papers: list[list[str]]
    fee: Ints
    base_supplement: Floats
    log_pace: Floats
    spread: Floats
    weight: Floats
    hard: Bools
    consulted: Bools
    visited: Bools
    only_level: Ints

    def __len__(self) -> int:
        return len(self.code)


@dataclass
class Officials:
    code: list[str]
    unit: Ints
    role: Ints
    weight: Floats
    asks: Floats
    """Honest habit: multiplier of the chance of asking for a supplement."""
    pace: Floats
    """Honest habit: multiplier of working time."""
    misses: Floats
    """Honest habit: multiplier of what an intake lets through."""
    guides: Floats
    """Chance of logging the guidance step."""
    looks: Floats
    """Honest habit: opened dossiers without a logged step, per dossier worked on."""
    fields: Bools
    post: list[str]
    since: list[str]
    trainee: Bools
    hard_desk: Bools

    def __len__(self) -> int:
        return len(self.code)


@dataclass
class Agents:
    code: list[str]
    units: Bools
    weight: Floats
    incomplete: Floats
    pace: Floats
    specialised: Bools

    def __len__(self) -> int:
        return len(self.code)


@dataclass
class World:
    style: Style
    unit_codes: list[str]
    unit_level: Ints
    unit_asks: Floats
    unit_pace: Floats
    unit_weight: Floats
    unit_batch: Bools
    unit_apologises: Floats
    mix: Floats
    """Share of each procedure in each unit's business (units × procedures)."""
    procedures: Procedures
    officials: Officials
    agents: Agents
    trainee_units: list[int]
    first_day: int
    last_day: int
    """Working days (ordinals) between which dossiers are received."""


def habit(rng: np.random.Generator, n: int, spread: float, tail: str) -> Floats:
    """Honest multiplicative habits with mean near one; heavy tails are Student's t(4) of the same spread."""
    draw = rng.standard_t(4, n) / np.sqrt(2.0) if tail == "heavy" else rng.standard_normal(n)
    return np.exp(np.clip(draw, -4, 4) * spread)


def draw_procedures(rng: np.random.Generator, style: Style) -> Procedures:
    n = int(rng.integers(style.procedures[0], style.procedures[1] + 1))
    field = np.sort(rng.integers(0, min(len(FIELDS), max(3, n // 3)), n))
    limit = rng.choice(
        [1, 2, 3, 5, 7, 10, 12, 15, 20, 30], n, p=[0.05, 0.06, 0.16, 0.2, 0.12, 0.16, 0.06, 0.1, 0.06, 0.03]
    )
    hard = np.zeros(n, dtype=bool)
    hard[rng.choice(n, max(1, n // 8), replace=False)] = True
    limit = np.where(hard, rng.choice([15, 20, 25], n), limit)
    base = style.supplement_base * habit(rng, n, 0.4, "normal") * np.where(hard, 2.4, 1.0)
    spread = rng.uniform(0.35, 0.55, n)
    # The share that ends beyond the limit on an ordinary day, by procedure.
    late = np.clip(style.late_base * habit(rng, n, 0.4, "normal") * np.where(hard, 1.8, 1.0), 0.005, 0.35)
    z = _upper_quantile(late)
    papers = [[f"P{i:03d}-{j}" for j in range(1, int(rng.integers(3, 9)) + 1)] for i in range(n)]
    fee = rng.choice([0, 0, 15_000, 30_000, 50_000, 100_000, 150_000, 300_000], n)
    weight = 1 / (1 + rng.permutation(n)) ** 0.7
    return Procedures(
        code=[f"TT-{100 + i}" for i in range(n)],
        field=field,
        limit=limit,
        papers=papers,
        fee=fee,
        base_supplement=np.clip(base, 0.01, 0.38),
        log_pace=-z * spread,
        spread=spread,
        weight=weight * np.where(hard, 0.6, 1.0),
        hard=hard,
        consulted=(rng.random(n) < 0.25) & (limit >= 10),
        visited=(rng.random(n) < 0.3) & (limit >= 7),
        only_level=np.where(rng.random(n) < 0.2, rng.integers(0, 2, n), -1),
    )


def _upper_quantile(share: Floats) -> Floats:
    from scipy.stats import norm

    return np.asarray(norm.isf(share))


def draw_units(rng: np.random.Generator, style: Style, officials: int) -> Ints:
    """Sizes of the units, adding up to ``officials``."""
    low, high = style.officials_per_unit
    sizes: list[int] = []
    while sum(sizes) < officials:
        sizes.append(int(rng.integers(low, high + 1)))
    surplus = sum(sizes) - officials
    sizes[-1] -= surplus
    if sizes[-1] < low and len(sizes) > 1:
        sizes[-2] += sizes.pop()
    return np.array(sizes)


def draw_officials(
    rng: np.random.Generator, style: Style, sizes: Ints, trainee_units: list[int], first_day: int
) -> Officials:
    unit = np.repeat(np.arange(len(sizes)), sizes)
    n = len(unit)
    place = np.concatenate([np.arange(size) for size in sizes])
    clerks = np.maximum(np.rint(sizes * style.clerks), 1 if style.clerks else 0).astype(int)
    role = np.where(place == 0, HEAD, np.where(place <= clerks[unit], CLERK, HANDLER))
    trainee = np.isin(unit, trainee_units) & (role == HANDLER)
    if style.trainees == "desk":
        # Beginners sit together: about a third of one unit's handlers.
        trainee &= place % 3 == 1
    begun = str(WORKING_DAYS[first_day] - 20)
    numbers = rng.permutation(np.arange(1000, 1000 + 7 * n, 7))
    return Officials(
        code=[f"CB{number}" for number in numbers],
        unit=unit,
        role=role,
        weight=habit(rng, n, 0.3, "normal") * np.where(trainee, 0.9, 1.0),
        asks=habit(rng, n, style.spread, style.tail) * np.where(trainee, 1.8, 1.0),
        pace=habit(rng, n, style.pace, style.tail) * np.where(trainee, 1.06, 1.0),
        misses=habit(rng, n, style.spread * 0.8, style.tail),
        guides=np.clip(rng.beta(18, 2, n) + np.where(trainee, 0.08, 0), 0.4, 0.995),
        looks=0.09 * habit(rng, n, 0.45, "normal"),
        fields=np.ones((n, len(FIELDS)), dtype=bool),
        post=["tập sự" if t else POSTS[int(r)] for r, t in zip(role, trainee, strict=True)],
        since=[begun if t else "2022-03-01" for t in trainee],
        trainee=trainee,
        hard_desk=np.zeros(n, dtype=bool),
    )


def share_out_fields(rng: np.random.Generator, style: Style, officials: Officials, units: int) -> None:
    """Where work is shared by field, each handler keeps a few fields, and every field two handlers at least."""
    if style.allocation != "field":
        return
    for unit in range(units):
        desk = np.flatnonzero((officials.unit == unit) & (officials.role == HANDLER))
        if len(desk) < 5:
            continue
        fields = np.zeros((len(desk), len(FIELDS)), dtype=bool)
        for field in range(len(FIELDS)):
            fields[rng.choice(len(desk), 2, replace=False), field] = True
        for i in range(len(desk)):
            fields[i, rng.choice(len(FIELDS), 2, replace=False)] = True
        officials.fields[desk] = fields


def draw_agents(rng: np.random.Generator, style: Style, units: int, officials: int) -> Agents:
    n = 0 if style.agent_share == 0 else int(max(8, officials * rng.uniform(0.25, 0.5)))
    serves = np.zeros((n, units), dtype=bool)
    for i in range(n):
        serves[i, rng.choice(units, min(units, int(rng.integers(1, 6))), replace=False)] = True
    specialised = np.zeros(n, dtype=bool)
    specialised[: max(2, n // 15) if n else 0] = True
    if n:
        serves[specialised] |= rng.random((int(specialised.sum()), units)) < 0.5
    return Agents(
        code=[f"DL{300 + 3 * i}" for i in range(n)],
        units=serves,
        weight=rng.pareto(1.6, n) + 0.5 + np.where(specialised, 2.0, 0.0),
        incomplete=np.where(
            specialised, rng.uniform(0.2, 0.35, n), np.clip(habit(rng, n, 0.25, "normal") * 0.85, 0.4, 1.4)
        ),
        pace=np.where(specialised, rng.uniform(0.62, 0.75, n), habit(rng, n, 0.06, "normal")),
        specialised=specialised,
    )


def draw_mix(rng: np.random.Generator, procedures: Procedures, level: Ints) -> Floats:
    units = len(level)
    mix = procedures.weight * habit(rng, units * len(procedures), 0.5, "normal").reshape(units, -1)
    mix = np.where((procedures.only_level >= 0) & (procedures.only_level != level[:, None]), 0.0, mix)
    # A legally different business: one unit in eight does only a third of the procedures.
    for unit in range(0, units, 8):
        keep = rng.random(len(procedures)) < 0.35
        if mix[unit, keep].sum() > 0 and keep.sum() >= 2:
            mix[unit, ~keep] = 0.0
    empty = mix.sum(axis=1) == 0
    mix[empty] = procedures.weight
    return np.asarray(mix / mix.sum(axis=1, keepdims=True))


def draw_world(rng: np.random.Generator, style: Style, officials: int) -> World:
    sizes = draw_units(rng, style, officials)
    units = len(sizes)
    trainee_units = (
        [] if style.trainees == "none" else [int(u) for u in rng.choice(units, max(1, units // 20), replace=False)]
    )
    first = int(ordinal(np.datetime64(str(rng.choice(["2025-01-02", "2025-04-01", "2025-07-01"])))))
    months = rng.integers(style.months[0], style.months[1] + 1)
    people = draw_officials(rng, style, sizes, trainee_units, first)
    share_out_fields(rng, style, people, units)
    handlers = np.flatnonzero((people.role == HANDLER) & ~people.trainee)
    people.hard_desk[rng.choice(handlers, max(1, len(handlers) // 25), replace=False)] = True
    procedures = draw_procedures(rng, style)
    level = rng.integers(0, len(style.levels), units)
    staff = np.array([((people.unit == u) & (people.role == HANDLER)).sum() for u in range(units)])
    return World(
        style=style,
        unit_codes=[f"DV{10 + i:03d}" for i in range(units)],
        unit_level=level,
        unit_asks=habit(rng, units, 0.2, style.tail),
        unit_pace=habit(rng, units, 0.08, style.tail),
        unit_weight=staff * habit(rng, units, 0.2, "normal"),
        unit_batch=rng.random(units) < style.batch_signing,
        unit_apologises=rng.beta(8, 2, units),
        mix=draw_mix(rng, procedures, level),
        procedures=procedures,
        officials=people,
        agents=draw_agents(rng, style, units, officials),
        trainee_units=trainee_units,
        first_day=first,
        last_day=first + int(months * 20.6),
    )
