"""The dossiers as they come in: when, where, for what, through which channel, and whose they become."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from benchmarks.casework.desks import Desks
from benchmarks.casework.office import DECIDING_CLERK, Office
from benchmarks.casework.workdays import DAY, RECEIPT_DAYS, WORKDAYS, Bools, Floats, Ints

NOBODY = -1
COUNTER, ONLINE, POST = "counter", "online", "post"

_MONTHS = {1: 0.85, 2: 0.75, 3: 1.15, 4: 1.05, 5: 1.0, 6: 1.05, 7: 1.0, 8: 1.1, 9: 1.0, 10: 1.0, 11: 1.0, 12: 1.05}
_WEEKDAYS = [1.25, 1.08, 1.0, 0.93, 0.82, 0.5, 0.5]


@dataclass
class Agent:
    """Somebody who files for others; factors on what such dossiers usually meet with."""

    code: str
    kind: str
    missing: float
    content: float
    pace: float
    """Added to the logarithm of working time."""


@dataclass
class Caseload:
    """Per dossier, in the order of receipt; units, procedures, seats and agents are places in their lists."""

    day: Ints
    received: Floats
    """Working minutes since the first day."""
    unit: Ints
    procedure: Ints
    clerk: Ints
    """Seat at the counter."""
    desk: Ints
    """Seat that appraises."""
    business: Bools
    difficulty: Floats
    """Standard normal, and nowhere in the records."""
    channel: list[str]
    crowding: Floats
    """Added to the logarithm of working time: how full the unit's week was."""
    clerk_holder: list[str]
    """Who has the seat at the counter on receipt, present or not."""
    desk_holder: list[str]
    agent: Ints
    agents: list[Agent] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.day)

    @cached_property
    def by_unit(self) -> dict[int, Ints]:
        return {int(u): np.flatnonzero(self.unit == u) for u in range(int(self.unit.max()) + 1)}

    def handled_by(self, official: str) -> Bools:
        return np.array([o == official for o in self.desk_holder])


def draw_caseload(rng: np.random.Generator, office: Office, desks: Desks, n: int) -> Caseload:
    """Every dossier of the province; agents come later."""
    received = _receipts(rng, n)
    day = (received // DAY).astype(int)
    unit = np.asarray(rng.choice(len(office.units), size=n, p=desks.units))
    procedure, clerk, desk = _share_out(rng, office, desks, unit)
    deciding = np.array([DECIDING_CLERK in office.seats[k].roles for k in desk])
    clerk = np.where(deciding & (rng.random(n) < 0.9), desk, clerk)
    business = rng.random(n) < np.array([office.procedures[p].business for p in procedure])
    difficulty = rng.normal(0, 1, n) + np.where(np.isin(desk, office.hard_seats), 0.2, 0)
    online = 0.35 + 0.25 * day / RECEIPT_DAYS + np.where(business, 0.12, -0.03)
    dice = rng.random(n)
    return Caseload(
        day=day,
        received=received,
        unit=unit,
        procedure=procedure,
        clerk=clerk,
        desk=desk,
        business=business,
        difficulty=difficulty,
        channel=np.where(dice < online, ONLINE, np.where(dice < online + 0.03, POST, COUNTER)).tolist(),
        crowding=_crowding(office, unit, day // 5),
        clerk_holder=[office.holder(int(k), t) for k, t in zip(clerk, received, strict=True)],
        desk_holder=[office.holder(int(k), t) for k, t in zip(desk, received, strict=True)],
        agent=np.full(n, NOBODY),
    )


def _receipts(rng: np.random.Generator, n: int) -> Floats:
    """Whole seconds: more early in the week, in the morning and after a holiday."""
    working = WORKDAYS[:RECEIPT_DAYS]
    weight = np.array([_MONTHS[d.month] * _WEEKDAYS[d.weekday()] * math.exp(rng.normal(0, 0.12)) for d in working])
    for i in range(1, RECEIPT_DAYS):
        if (working[i] - working[i - 1]).days > 3:
            weight[i : i + 3] *= 1.3
    day = np.sort(rng.choice(RECEIPT_DAYS, size=n, p=weight / weight.sum()))
    morning = rng.random(n) < 0.62
    minute = np.where(morning, rng.beta(2, 2.2, n) * 240, 240 + rng.beta(1.7, 2.2, n) * 205)
    return np.sort(day * DAY + np.floor(minute * 60) / 60)


def _share_out(rng: np.random.Generator, office: Office, desks: Desks, unit: Ints) -> tuple[Ints, Ints, Ints]:
    """Procedure, counter seat and appraising seat of every dossier."""
    procedure, clerk, desk = (np.zeros(len(unit), int) for _ in range(3))
    for u in office.workplaces:
        rows = np.flatnonzero(unit == u)
        offer = office.units[u].procedures
        wanted = np.array([office.procedures[p].weight for p in offer]) * np.exp(rng.normal(0, 0.2, len(offer)))
        procedure[rows] = rng.choice(offer, size=len(rows), p=wanted / wanted.sum())
        clerk[rows] = desks.counter[u].pick(rng, len(rows))
        for p in offer:
            those = rows[procedure[rows] == p]
            desk[those] = desks.appraisal[u, p].pick(rng, len(those))
    return procedure, clerk, desk


def _crowding(office: Office, unit: Ints, week: Ints) -> Floats:
    crowding = np.zeros(len(unit))
    for u in office.workplaces:
        rows = unit == u
        count = np.bincount(week[rows], minlength=week.max() + 1) + 3.0
        crowding[rows] = 0.2 * np.clip(np.log(count[week[rows]] / count.mean()), -0.7, 0.7)
    return crowding
