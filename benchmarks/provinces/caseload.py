"""Who files what, where, when, through whom, and on whose desk it lands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.provinces.workdays import MINUTES, WORKING_DAYS, ordinal, to_clock
from benchmarks.provinces.world import CLERK, FIELDS, HANDLER, HEAD, Bools, Floats, Ints, World

NOBODY = -1
COUNTER, ONLINE, POST = 0, 1, 2


@dataclass
class Caseload:
    """One row per dossier, in order of receipt; times on the office-minute axis."""

    unit: Ints
    procedure: Ints
    channel: Ints
    agent: Ints
    applicant: Ints
    business: Bools
    received: Floats
    received_clock: np.ndarray
    receipt_day: Ints
    limit: Ints
    clerk: Ints
    handler: Ints
    head: Ints
    first_day: int
    last_day: int

    def __len__(self) -> int:
        return len(self.unit)


def draw_caseload(rng: np.random.Generator, world: World, dossiers: int) -> Caseload:
    unit = rng.choice(len(world.unit_codes), dossiers, p=world.unit_weight / world.unit_weight.sum())
    procedure = _by_group(rng, unit, world.mix)
    first, last = world.first_day, world.last_day
    channel = rng.choice(3, dossiers, p=(0.15, 0.83, 0.02) if world.style.intake == "portal" else (0.68, 0.27, 0.05))
    received, clock, day = _receipts(rng, channel, first, last)
    agent = _agents(rng, world, unit, procedure)
    pool = max(50, int(dossiers * 0.7))
    applicant = np.minimum((rng.pareto(3.0, dossiers) * pool / 3).astype(np.int64), 3 * pool)
    applicant = np.where(rng.random(dossiers) < 0.05, applicant // 40, applicant)
    handler = _handlers(rng, world, unit, procedure, applicant)
    clerk = _clerks(rng, world, unit, handler, channel)
    heads = np.array(
        [
            np.flatnonzero((world.officials.unit == u) & (world.officials.role == HEAD))[0]
            for u in range(len(world.unit_codes))
        ]
    )
    order = np.argsort(received, kind="stable")
    return Caseload(
        unit=unit[order],
        procedure=procedure[order],
        channel=channel[order],
        agent=agent[order],
        applicant=applicant[order],
        business=(applicant % 9 == 0)[order],
        received=received[order],
        received_clock=clock[order],
        receipt_day=day[order],
        limit=world.procedures.limit[procedure][order],
        clerk=clerk[order],
        handler=handler[order],
        head=heads[unit][order],
        first_day=first,
        last_day=last,
    )


def _by_group(rng: np.random.Generator, group: Ints, shares: Floats) -> Ints:
    """For each row, a column drawn by the shares of its group's row."""
    cumulative = np.cumsum(shares, axis=1)
    draw = rng.random(len(group))
    return np.minimum((draw[:, None] > cumulative[group]).sum(axis=1), shares.shape[1] - 1)


def _receipts(rng: np.random.Generator, channel: Ints, first: int, last: int) -> tuple[Floats, np.ndarray, Ints]:
    days = np.arange(first, last)
    calendar = WORKING_DAYS[days]
    weekday = (calendar.astype(np.int64) + 3) % 7
    month = calendar.astype("datetime64[M]").astype(np.int64) % 12
    # Mondays are heavy; the weeks before and after Tết swing; early summer is busy.
    busy = np.array([0.8, 0.9, 1.2, 1.1, 1.1, 1.15, 1.0, 1.0, 0.95, 1.0, 1.0, 0.9])[month]
    busy = (
        busy
        * np.where(weekday == 0, 1.3, 1.0)
        * np.where(weekday > 4, 0.4, 1.0)
        * np.exp(rng.normal(0, 0.12, len(days)))
    )
    n = len(channel)
    day = rng.choice(days, n, p=busy / busy.sum())
    minute = np.where(rng.random(n) < 0.6, rng.beta(2, 2, n) * 235, 240 + rng.beta(1.6, 2.2, n) * 220)
    axis = day * float(MINUTES) + minute
    clock = to_clock(axis)
    # Online dossiers come in the evening and on days off too; the office sees them the next morning.
    off = (channel == ONLINE) & (rng.random(n) < 0.35)
    evening = WORKING_DAYS[day].astype("datetime64[s]") + (64_800 + rng.integers(0, 19_000, n)).astype("timedelta64[s]")
    weekend = evening + np.where(rng.random(n) < 0.3, 86_400, 0).astype("timedelta64[s]")
    weekend = np.where(evening.astype("datetime64[D]") == WORKING_DAYS[day], weekend, evening)
    clock = np.where(off, weekend, clock)
    receipt_day = ordinal(clock.astype("datetime64[D]"))
    axis = np.where(off, (receipt_day + 1) * float(MINUTES) + rng.uniform(0, 40, n), axis)
    return axis, clock, receipt_day


def _agents(rng: np.random.Generator, world: World, unit: Ints, procedure: Ints) -> Ints:
    agent = np.full(len(unit), NOBODY)
    if not len(world.agents):
        return agent
    field = world.procedures.field[procedure]
    lean = np.array([1.9, 1.7, 1.5, 0.3, 0.3, 1.0, 0.8, 0.5])[: len(FIELDS)]
    through = rng.random(len(unit)) < np.minimum(world.style.agent_share * lean[field], 0.8)
    shares = (world.agents.units * world.agents.weight[:, None]).T
    served = shares.sum(axis=1) > 0
    shares = np.where(served[:, None], shares, 1.0)
    rows = np.flatnonzero(through & served[unit])
    agent[rows] = _by_group(rng, unit[rows], shares / shares.sum(axis=1, keepdims=True))
    return agent


def _handlers(rng: np.random.Generator, world: World, unit: Ints, procedure: Ints, applicant: Ints) -> Ints:
    people, procedures = world.officials, world.procedures
    handler = np.full(len(unit), NOBODY)
    draw = (
        (applicant * 2_654_435_761 % 1_000_003) / 1_000_003
        if world.style.allocation == "territory"
        else rng.random(len(unit))
    )
    key = unit * len(procedures) + procedure
    for value in np.unique(key):
        rows = np.flatnonzero(key == value)
        where, what = divmod(int(value), len(procedures))
        desk = np.flatnonzero((people.unit == where) & (people.role == HANDLER))
        weight = people.weight[desk] * np.where(people.fields[desk, procedures.field[what]], 1.0, 0.02)
        weight = weight * np.where(people.hard_desk[desk], 5.0 if procedures.hard[what] else 0.15, 1.0)
        bounds = np.cumsum(weight / weight.sum())
        handler[rows] = desk[np.minimum(np.searchsorted(bounds, draw[rows]), len(desk) - 1)]
    return handler


def _clerks(rng: np.random.Generator, world: World, unit: Ints, handler: Ints, channel: Ints) -> Ints:
    people, intake = world.officials, world.style.intake
    if intake == "handler":
        return handler.copy()
    clerk = np.full(len(unit), NOBODY)
    for where in range(len(world.unit_codes)):
        rows = np.flatnonzero(unit == where)
        desk = np.flatnonzero((people.unit == where) & (people.role == CLERK))
        if len(desk):
            clerk[rows] = rng.choice(desk, len(rows), p=people.weight[desk] / people.weight[desk].sum())
        else:
            clerk[rows] = handler[rows]
    return np.where(channel == ONLINE, NOBODY, clerk) if intake == "portal" else clerk
