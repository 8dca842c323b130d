"""Who does wrong, and how: a tenth of the officials, each with one act, a third of them favouring one agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from benchmarks.casework.agents import add_agent
from benchmarks.casework.caseload import NOBODY, Caseload
from benchmarks.casework.office import APPRAISER, CLERK, Office
from benchmarks.casework.procedures import LONG_LIMIT
from benchmarks.casework.workdays import Bools, Ints
from benchmarks.provinces.province import Province

PAIR = "pair"
VARIANTS = [
    ("B", "requests"),
    ("D", "late"),
    ("E", "access"),
    ("C", "intake"),
    ("A", "documents"),
    ("D", "clock"),
    ("B", "outside"),
    ("B", "fees"),
]
"""The act, and the short name of the way it is done; the plan goes round this list.

requests: asks for supplements up to three times as often, on vague grounds
late: lets dossiers lie past the limit that would have been done in time
access: opens dossiers without a reason of work, about ten a month
intake: lets missing papers pass at the counter and guides nobody, so that they are asked for later
documents: drafts contrary to law
clock: stops the clock in the last two days before the limit
outside: asks for papers that are not on the procedure's list
fees: collects more than the schedule says
"""


class Act(NamedTuple):
    act: str
    how: str


class Pair(NamedTuple):
    """An official who favours an agent, and the dossiers he favours."""

    official: str
    agent: int
    dossiers: Ints


@dataclass
class Plan:
    strength: float
    in_pair: Bools
    """Per dossier: favoured."""
    acts: dict[str, Act] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)

    def how(self, official: str) -> str | None:
        act = self.acts.get(official)
        return act.how if act else None


def choose_plan(
    rng: np.random.Generator, province: Province, office: Office, load: Caseload, drafting: Mapping[str, float]
) -> Plan:
    """``drafting`` is how much each official drafts; agents of the pairs are added to the caseload."""
    plan = Plan(province.strength, np.full(len(load), False))
    if province.honest:
        return plan
    first = int(rng.integers(len(VARIANTS)))
    wanted = max(3, round(0.10 * province.officials))
    pairs = max(1, wanted - 3) if wanted <= 5 else int(np.clip(round(wanted / 3), 3, 5))
    candidates = _Candidates(office, plan)
    volume = Counter(load.desk_holder)
    for _ in range(pairs):
        pool = [o for o in candidates.among(candidates.appraisers, volume, 0.5) if volume[o] >= 100]
        if not pool:
            break
        _plant_pair(rng, load, plan, str(rng.choice(pool)))
    pools = _pools(candidates, office, load, drafting)
    for i in range(5 * len(VARIANTS)):
        if len(plan.acts) >= wanted:
            break
        act = Act(*VARIANTS[(first + i) % len(VARIANTS)])
        pool = pools[act.how]()
        if pool:
            plan.acts[str(rng.choice(pool))] = act
    return plan


class _Candidates:
    """Officials who may be planted: nobody who stands out already or did not keep his seat."""

    def __init__(self, office: Office, plan: Plan) -> None:
        self.plan = plan
        self.seats = office.last_seats()
        alike = {x.subject.split("|")[0] for x in office.lookalikes}
        free = [o for o in office.posts if o not in alike | office.moved | office.trainees]
        self.appraisers = [o for o in free if APPRAISER in self.seats[o].roles]
        self.clerks = [o for o in free if CLERK in self.seats[o].roles]
        self.sizes = Counter(s.unit for s in office.seats)

    def among(self, pool: list[str], volume: Mapping[str, float], quantile: float) -> list[str]:
        """Those with enough work to be found by it, at most one in eight of a unit."""
        enough = np.quantile([volume[o] for o in pool], quantile) if pool else 0
        taken = Counter(self.seats[o].unit for o in self.plan.acts)
        return [
            o
            for o in pool
            if volume[o] >= enough
            and o not in self.plan.acts
            and taken[self.seats[o].unit] < max(1, self.sizes[self.seats[o].unit] // 8)
        ]


def _pools(
    candidates: _Candidates, office: Office, load: Caseload, drafting: Mapping[str, float]
) -> dict[str, Callable[[], list[str]]]:
    """Whom each variant may fall on; asked anew every time, since the plan fills up."""
    procedures = [office.procedures[p] for p in load.procedure]
    clerks, desks = load.clerk_holder, load.desk_holder
    at_counter, at_desk = Counter(clerks), Counter(desks)
    paid = Counter(o for o, p in zip(clerks, procedures, strict=True) if p.fee > 0)
    long = Counter(o for o, p in zip(desks, procedures, strict=True) if p.limit >= LONG_LIMIT)
    among, counter, desk = candidates.among, candidates.clerks, candidates.appraisers
    return {
        "intake": lambda: among(counter, at_counter, 0.35),
        "fees": lambda: among(counter, paid, 0.5),
        "clock": lambda: among(desk, long, 0.6),
        "documents": lambda: among(desk, drafting, 0.5),
        "access": lambda: among(counter + desk, at_counter + at_desk, 0.35),
        "requests": lambda: among(desk, at_desk, 0.45),
        "outside": lambda: among(desk, at_desk, 0.45),
        "late": lambda: among(desk, at_desk, 0.45),
    }


def _plant_pair(rng: np.random.Generator, load: Caseload, plan: Plan, official: str) -> None:
    plan.acts[official] = Act("B", PAIR)
    mine = load.handled_by(official)
    free = np.flatnonzero(mine & (load.agent == NOBODY))
    n = max(25, min(int(rng.integers(30, 76)), len(free) // 2))
    which = add_agent(rng, load, PAIR)
    agent = load.agents[which]
    agent.missing, agent.content, agent.pace = 1.0, 1.0, 0.0
    rows = np.sort(rng.choice(free, size=min(n, len(free)), replace=False))
    load.agent[rows] = which
    plan.in_pair[rows] = True
    plan.pairs.append(Pair(official, which, rows))
    # The same agent at other desks, where nothing is done for him.
    alike = np.isin(load.procedure, np.unique(load.procedure[rows]))
    elsewhere = np.flatnonzero(~mine & alike & (load.agent == NOBODY))
    wanted = int(n * rng.uniform(0.5, 1.1))
    load.agent[rng.choice(elsewhere, size=min(wanted, len(elsewhere) // 2), replace=False)] = which
