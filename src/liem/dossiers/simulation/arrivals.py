"""Who files what, where and when: one batch of dossiers in the order of receipt."""

from dataclasses import dataclass

import numpy as np

from liem.dossiers.simulation.cast import Cast
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.nature import EXPRESS, Nature, outage
from liem.dossiers.simulation.worktime import DAY, NOON, Real, Truth, Whole, WorkingTime

COUNTER, ONLINE, POST = range(3)
CHANNELS = ("counter", "online", "post")
SATURDAY_MORNING = 0.05
"""Receipts of a Saturday morning, against an ordinary working day."""
MONTHS = (0.9, 0.85, 1.08, 1.08, 1.06, 1.0, 1.02, 0.98, 0.96, 1.04, 1.06, 1.1)
WEEKDAYS = (1.18, 1.05, 1.0, 0.97, 0.9)


@dataclass
class Arrivals:
    """One batch, as columns. ``minute`` is of the working day; ``work`` is the receipt on the line of working time."""

    number: Whole
    day: Whole
    minute: Real
    work: Real
    cell: Whole
    unit: Whole
    procedure: Whole
    limit: Whole
    channel: Whole
    applicant: Whole
    business: Truth
    agent: Whole
    express: Truth

    def __len__(self) -> int:
        return len(self.number)


def receipt_days(dossiers: int, time: WorkingTime, rng: np.random.Generator) -> Whole:
    """The day of each receipt, in order.

    Seasons, weekdays, quiet weeks around long holidays, some Saturday mornings.
    """
    days = np.arange(time.days)
    dates = np.datetime64(time.start) + days
    month = dates.astype("datetime64[M]").astype(int) % 12
    weekday = (dates.astype("datetime64[D]").astype(int) + 3) % 7
    working = time.is_working[: time.days]
    weight = np.array(MONTHS)[month] * np.where(weekday < 5, np.array([*WEEKDAYS, 1, 1])[weekday], 1.0)
    around = np.convolve(~working, np.ones(7), "same") >= 5
    weight = np.where(working, weight * np.where(around, 0.7, 1.0), 0.0)
    weight[(weekday == 5) & ~working & ~around] = SATURDAY_MORNING
    counts = rng.multinomial(dossiers, weight / weight.sum())
    return np.repeat(days, counts)


def arrive(
    first: int, days: Whole, pool: int, cast: Cast, nature: Nature, time: WorkingTime, rng: np.random.Generator
) -> Arrivals:
    """The batch of dossiers numbered from ``first`` that are received on ``days``.

    From a ``pool`` of so many applicants.
    """
    count = len(days)
    cell = np.searchsorted(np.cumsum(cast.cells.share), rng.random(count)).clip(max=len(cast.cells.share) - 1)
    unit, procedure = cast.cells.unit[cell], cast.cells.procedure[cell]
    day = _after_outage(days, unit, nature, time)
    minute = _minutes(time.is_working[day], rng)
    business = rng.random(count) < _column("business")[procedure]
    agent = _agents(unit, procedure, cast, rng)
    favoured = np.isin(agent, nature.express_agents) & (rng.random(count) < 0.7)
    express = favoured | (rng.random(count) < EXPRESS)
    return Arrivals(
        number=np.arange(first, first + count),
        day=day,
        minute=minute,
        work=time.work_at(day, minute.astype(np.int64)),
        cell=cell,
        unit=unit,
        procedure=procedure,
        limit=_column("limit")[procedure].astype(np.int64),
        channel=_channels(business, time.is_working[day], rng),
        applicant=rng.integers(1, pool + 1, count),
        business=business,
        agent=agent,
        express=express,
    )


def _column(name: str) -> Real:
    return np.array([getattr(entry, name) for entry in PROCEDURES], float)


def _after_outage(days: Whole, unit: Whole, nature: Nature, time: WorkingTime) -> Whole:
    """Nothing is received where the system stands still: people come back when it works again."""
    first, back = outage(nature, time)
    halted = np.isin(unit, nature.outage_units) & (days >= first) & (days < back)
    return np.where(halted & (back < time.days), back, days)


def _minutes(working: Truth, rng: np.random.Generator) -> Real:
    """Busiest in the middle of the morning and of the afternoon; Saturdays are open in the morning only."""
    morning = rng.beta(2.2, 2.4, len(working)) * (NOON - 25)
    afternoon = NOON + rng.beta(2.0, 2.6, len(working)) * (DAY - NOON - 35)
    return np.floor(np.where(working & (rng.random(len(working)) < 0.42), afternoon, morning))


def _channels(business: Truth, working: Truth, rng: np.random.Generator) -> Whole:
    """Businesses file online more often; on Saturdays only the counter receives."""
    chance = rng.random(len(business))
    online = np.where(business, 0.6, 0.33)
    channel = np.where(chance < online, ONLINE, np.where(chance < online + 0.05, POST, COUNTER))
    return np.where(working, channel, COUNTER)


def _agents(unit: Whole, procedure: Whole, cast: Cast, rng: np.random.Generator) -> Whole:
    """The agent who files, or -1."""
    through = rng.random(len(unit)) < _column("agents")[procedure]
    agent = cast.agent_wheel.draw(unit, rng.random(len(unit)))
    return np.where(through, agent, -1)
