"""What lies in each dossier before anybody sees it: papers missing, work, waits outside the office, and throws."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from benchmarks.queues.agents import Agent
from benchmarks.queues.arrays import Bools, Floats, Ints
from benchmarks.queues.arrivals import Arrivals, Channel
from benchmarks.queues.catalogue import AGENCIES, PROCEDURES
from benchmarks.queues.procedures import Procedures
from benchmarks.queues.staff import Official
from benchmarks.queues.units import Unit
from benchmarks.queues.workdays import Period
from numpy.random import Generator

THROWS = 10
"""Even throws that a dossier keeps, whoever handles it: the same dossiers meet the same luck in both courses."""
VILLAGES = 1 << 30
_HARD, _HARD_WORK, _MEAN_WORK, _WORK_SPREAD = 0.07, 1.8, -0.08, 0.4
_HARD_MISSING, _ONLINE_MISSING, _MOST_MISSING, _TWO_MISSING = 1.3, 1.15, 0.8, 0.22
_HARD_CONSULTED, _HARD_VISITED, _UNFOUNDED, _HARD_UNFOUNDED = 1.6, 1.5, 0.03, 2
_HOURS, _AT_WORK = 7.5, 0.93
"""Of a day, and the share of it that goes into dossiers."""
_LEAST_WORK, _MOST_WORK = 0.05, 40
"""Hours."""
_SLOW_AGENCY, _SLOW_DAYS = 2.2, (20, 45)
"""Every agency is slow for a while."""
_REPLY, _SUPPLEMENT, _PAYMENT = (3, 0.5), (4, 0.7), (6, 0.5)
"""Usual days and their spread."""
_COLLECTED_AT_ONCE, _LATEST_COLLECTION = 0.62, 12
_FILES_AGAIN = 0.15
"""Share of applicants who have been there before."""


@dataclass
class Nature:
    hard: Bools
    missing: Ints
    """Papers."""
    work: Floats
    """Hours."""
    village: Ints
    consulted: Bools
    visited: Bools
    suspended: Bools
    unfounded: Bools
    agency: Ints
    """Which is consulted."""
    reply: Ints
    supplement: Ints
    payment: Ints
    collection: Ints
    """Days it takes, as do those above."""
    throws: Floats
    applicant: Ints


def draw_nature(
    rng: Generator,
    period: Period,
    units: list[Unit],
    staff: list[Official],
    agents: list[Agent],
    procedures: Procedures,
    arrivals: Arrivals,
) -> Nature:
    count = len(arrivals)
    hard = rng.random(count) < _HARD
    missing = _draw_missing(rng, agents, procedures, arrivals, hard)
    work = np.array(procedures.hours)[arrivals.procedure] * np.exp(rng.normal(_MEAN_WORK, _WORK_SPREAD, count))
    work *= np.where(hard, _HARD_WORK, 1)
    for place, unit in enumerate(units):
        if place and unit.opened is None:
            here = arrivals.unit == place
            work[here] *= unit.pressure * _capacity(unit, staff, period) / max(1, work[here].sum())
    np.clip(work, _LEAST_WORK, _MOST_WORK, out=work)
    village = rng.integers(0, VILLAGES, count)
    consulted = rng.random(count) < _usual("consulted", arrivals) * np.where(hard, _HARD_CONSULTED, 1)
    visited = rng.random(count) < _usual("visited", arrivals) * np.where(hard, _HARD_VISITED, 1)
    suspended = rng.random(count) < _usual("suspended", arrivals)
    unfounded = rng.random(count) < _UNFOUNDED * np.where(hard, _HARD_UNFOUNDED, 1)
    agency, reply = _draw_replies(rng, period, arrivals.day)
    return Nature(
        hard=hard,
        missing=missing,
        work=work,
        village=village,
        consulted=consulted,
        visited=visited,
        suspended=suspended,
        unfounded=unfounded,
        agency=agency,
        reply=reply,
        supplement=np.maximum(1, _days(rng, _SUPPLEMENT, count)).astype(int),
        payment=np.maximum(2, _days(rng, _PAYMENT, count)).astype(int),
        collection=np.minimum(_LATEST_COLLECTION, rng.geometric(_COLLECTED_AT_ONCE, count) - 1),
        throws=rng.random((count, THROWS)),
        applicant=_draw_applicants(rng, count),
    )


def _draw_missing(rng: Generator, agents: list[Agent], procedures: Procedures, arrivals: Arrivals, hard: Bools) -> Ints:
    quality = np.array([agent.quality for agent in agents] + [1.0])[arrivals.agent]
    online = np.where(arrivals.channel == Channel.ONLINE, _ONLINE_MISSING, 1)
    share = np.array(procedures.incomplete)[arrivals.procedure] * quality * online * np.where(hard, _HARD_MISSING, 1)
    missing = (rng.random(len(hard)) < np.minimum(share, _MOST_MISSING)).astype(int)
    missing[(missing > 0) & (rng.random(len(hard)) < _TWO_MISSING)] = 2
    return missing


def _capacity(unit: Unit, staff: list[Official], period: Period) -> float:
    """Hours of usual work that its handlers can do in all."""
    return sum(
        _HOURS
        * _AT_WORK
        * (len(period) - len(staff[handler].absences) - staff[handler].first_day)
        / staff[handler].habits.slowness
        for handler in unit.handlers
    )


def _usual(share: str, arrivals: Arrivals) -> Floats:
    return np.array([getattr(procedure, share) for procedure in PROCEDURES])[arrivals.procedure]


def _draw_replies(rng: Generator, period: Period, day: Ints) -> tuple[Ints, Ints]:
    agency = rng.integers(0, len(AGENCIES), len(day))
    slow = [(int(rng.integers(0, len(period) - 40)), int(rng.integers(*_SLOW_DAYS))) for _ in AGENCIES]
    delay = _days(rng, _REPLY, len(day))
    for place, (first, length) in enumerate(slow):
        delay[(agency == place) & (day >= first) & (day < first + length)] *= _SLOW_AGENCY
    return agency, np.maximum(1, delay).astype(int)


def _days(rng: Generator, usual: tuple[float, float], count: int) -> Floats:
    return np.exp(rng.normal(math.log(usual[0]), usual[1], count))


def _draw_applicants(rng: Generator, count: int) -> Ints:
    again, applicant = rng.random(count) < _FILES_AGAIN, np.arange(count)
    earlier = (rng.random(count) * np.arange(count)).astype(int)
    applicant[again] = earlier[again]
    return applicant
