"""Who does what: how the work of a province falls on units, counters and desks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from benchmarks.casework.office import APPRAISER, CLERK, DECIDING_CLERK, Office
from benchmarks.casework.workdays import Floats, Ints


@dataclass
class Share:
    """Seats, and the share of the work each of them gets."""

    seats: Ints
    weight: Floats

    def pick(self, rng: np.random.Generator, n: int) -> Ints:
        return np.asarray(rng.choice(self.seats, size=n, p=self.weight))


@dataclass
class Desks:
    units: Floats
    """Share of the province's dossiers, per unit."""
    appraisal: dict[tuple[int, int], Share]
    """By unit and procedure."""
    counter: dict[int, Share]
    """By unit."""


def assign_work(rng: np.random.Generator, office: Office) -> Desks:
    units = np.zeros(len(office.units))
    for u in office.workplaces:
        hands = len(office.seats_in(u, APPRAISER)) + 0.4 * len(office.seats_in(u, DECIDING_CLERK))
        units[u] = hands * math.exp(rng.normal(0, 0.2))
    appraisal = {(u, p): _appraisal(rng, office, u, p) for u in office.workplaces for p in office.units[u].procedures}
    counter = {}
    for u in office.workplaces:
        clerks = office.seats_in(u, CLERK)
        counter[u] = Share(np.array(clerks), rng.dirichlet(np.full(len(clerks), 8.0)))
    return Desks(units / units.sum(), appraisal, counter)


def _appraisal(rng: np.random.Generator, office: Office, unit: int, procedure: int) -> Share:
    seats = _appraisers(rng, office, unit)
    weight = rng.dirichlet(np.full(len(seats), 5.0)) * len(seats) if seats else np.array([])
    deciding = office.seats_in(unit, DECIDING_CLERK)
    if office.procedures[procedure].clerk_decides and deciding:
        seats, weight = seats + deciding, np.append(weight, np.full(len(deciding), 0.8))
    if not seats:
        seats = office.seats_in(unit, CLERK)
        weight = np.ones(len(seats))
    hardest = sorted(office.units[unit].procedures, key=lambda p: _easiness(office, p))[:2]
    for j, k in enumerate(seats):
        if k in office.hard_seats:
            weight[j] *= 3.5 if procedure in hardest else 0.4
    return Share(np.array(seats), weight / weight.sum())


def _easiness(office: Office, procedure: int) -> float:
    p = office.procedures[procedure]
    return -p.missing - p.content


def _appraisers(rng: np.random.Generator, office: Office, unit: int) -> list[int]:
    """The appraisers who know one procedure: all of a small unit, about 60 % of a larger one."""
    every = office.seats_in(unit, APPRAISER)
    chosen = every
    if len(every) > 5:
        chosen = sorted(int(x) for x in rng.choice(every, size=max(4, int(0.6 * len(every))), replace=False))
    # The desks that are to stand out for an innocent reason need enough work to do so.
    for k in office.deadline_seats + office.hard_seats:
        if k in every and k not in chosen and rng.random() < 0.7:
            chosen = [*chosen, k]
    return chosen
