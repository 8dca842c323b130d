"""Agents who file for others: ordinary ones, and two kinds that stand out for an innocent reason."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from benchmarks.casework.caseload import NOBODY, Agent, Caseload
from benchmarks.casework.desks import Desks
from benchmarks.casework.office import APPRAISER, Lookalike, Office
from benchmarks.casework.workdays import Ints

ORDINARY = "ordinary"


def add_agent(rng: np.random.Generator, load: Caseload, kind: str) -> int:
    """Another agent, a little better at it than the citizens themselves; returns the place in the list."""
    load.agents.append(
        Agent(
            code=f"DV{len(load.agents) + 1:03d}",
            kind=kind,
            missing=0.75 * math.exp(rng.normal(0, 0.15)),
            content=0.9 * math.exp(rng.normal(0, 0.1)),
            pace=rng.normal(0, 0.03),
        )
    )
    return len(load.agents) - 1


def send_agents(rng: np.random.Generator, office: Office, desks: Desks, load: Caseload) -> None:
    """About one dossier in nine comes through an agent."""
    _specialised(rng, office, load)
    _at_one_desk(rng, office, load)
    ordinary = max(12, len(load) // 400)
    for _ in range(ordinary):
        _ordinary(rng, office, desks, load, 0.12 * len(load) / ordinary)


def _specialised(rng: np.random.Generator, office: Office, load: Caseload) -> None:
    """One procedure, easy dossiers, at every desk alike."""
    often = np.argsort(-np.bincount(load.procedure, minlength=len(office.procedures)))
    often = often[often != office.confusing]
    for _ in range(office.alike):
        procedure = int(rng.choice(often[: max(4, len(often) // 2)]))
        free = np.flatnonzero((load.procedure == procedure) & (load.agent == NOBODY))
        which = add_agent(rng, load, "specialised")
        agent = load.agents[which]
        agent.missing, agent.content, agent.pace = 0.3, 0.5, -0.15
        n = min(max(45, len(load) // 300), int(0.25 * len(free)))
        rows = rng.choice(free, size=n, replace=False)
        load.agent[rows] = which
        load.difficulty[rows] = rng.normal(-0.3, 0.7, len(rows))
        office.lookalikes.append(Lookalike("agent specialised in one procedure, easy dossiers", "agent", agent.code))


def _at_one_desk(rng: np.random.Generator, office: Office, load: Caseload) -> None:
    """Always the same desk, and not favoured there."""
    volume = Counter(load.desk_holder)
    busy = [k for k in office.seats_as(APPRAISER) if k not in office.marked and volume[office.seats[k].first] >= 90]
    for k in rng.choice(busy, size=min(office.alike, len(busy)), replace=False):
        office.marked.add(int(k))
        free = np.flatnonzero((load.desk == k) & (load.agent == NOBODY))
        which = add_agent(rng, load, "one desk")
        rows = rng.choice(free, size=min(int(rng.integers(30, 60)), len(free) // 2), replace=False)
        load.agent[rows] = which
        pair = f"{office.seats[k].first}|{load.agents[which].code}"
        office.lookalikes.append(Lookalike("agent always at the same desk, not favoured", "pair", pair))


def _ordinary(rng: np.random.Generator, office: Office, desks: Desks, load: Caseload, usual: float) -> None:
    """A few procedures, mostly in one unit."""
    which = add_agent(rng, load, ORDINARY)
    home = int(rng.choice(len(office.units), p=desks.units))
    offer = rng.choice(office.units[home].procedures, size=int(rng.integers(1, 4)), replace=False)
    n = int(np.clip(usual * math.exp(rng.normal(-0.2, 0.7)), 3, len(load)))
    free = np.isin(load.procedure, offer) & (load.agent == NOBODY)
    near, far = np.flatnonzero((load.unit == home) & free), np.flatnonzero((load.unit != home) & free)
    for pool, wanted in ((near, int(0.75 * n)), (far, n - int(0.75 * n))):
        load.agent[_some(rng, pool, wanted)] = which


def _some(rng: np.random.Generator, pool: Ints, wanted: int) -> Ints:
    if len(pool) <= 3:
        return np.zeros(0, int)
    return np.asarray(rng.choice(pool, size=min(wanted, len(pool) // 3), replace=False))
