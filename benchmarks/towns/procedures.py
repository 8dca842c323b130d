"""The procedures of one province: which of the catalogue it offers, and what is peculiar to each there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.catalogue import APPLICATION, BUSINESS, ENTRIES, LAND, PAPERS, URBAN, WARD, Entry

OFFERED = {LAND: (4, 6), URBAN: (3, 5), BUSINESS: (3, 5), WARD: (5, 7)}
"""At least and at most."""
LIMIT_FACTORS, SHORTEST_LIMIT = (0.8, 1, 1, 1.2), 3
FEE_FACTORS, FEE_STEP = (0.5, 1, 1, 1.5), 1_000
FEWEST_PAPERS, MOST_PAPERS = 3, 6
"""Besides the application."""

# Median over the procedures, and spread of the logarithm.
WANTED_SPREAD = 0.6
LACKING, LACKING_SPREAD, MOST_LACKING = 0.24, 0.35, 0.5
QUESTIONED, QUESTIONED_SPREAD = 0.06, 0.3
SUSPENDED, SUSPENDED_SPREAD = 0.035, 0.4
SHARE_OF_LIMIT, SHARE_SPREAD = 0.43, 0.1

SHORT, SELDOM_WHERE_SHORT = 4, 0.3
"""Up to this limit there is hardly time for a suspension."""
LONG = 10
"""From this limit on others are consulted, and somebody goes and looks."""
VISITED, CONSULTED, CONSULTED_WHERE_SHORT = 0.5, 0.12, 0.02
VISITORS = (LAND, URBAN)
BY_BUSINESSES = {LAND: 0.12, URBAN: 0.15, BUSINESS: 0.7, WARD: 0.02}
BY_AGENTS = {LAND: 0.36, URBAN: 0.36, BUSINESS: 0.30, WARD: 0.08}


@dataclass(frozen=True)
class Procedure:
    entry: Entry
    kind: str
    """Of the units that do it."""
    limit: int
    fee: int
    papers: list[str]
    wanted: float
    """How often, against the others of the unit."""
    lacking: float
    """Share of the dossiers in which something is missing; so below."""
    questioned: float
    """The appraiser asks without anything missing."""
    suspended: float
    share_of_limit: float
    """Working time in an ordinary case."""
    visited: float
    consulted: float
    by_businesses: float
    by_agents: float

    @property
    def issues(self) -> bool:
        """Whether it ends with a document that the records list."""
        return self.entry.document is not None


def draw_procedures(rng: np.random.Generator) -> list[Procedure]:
    numbers = {kind: int(rng.integers(least, most + 1)) for kind, (least, most) in OFFERED.items()}
    return [
        _draw(rng, kind, entries[place])
        for kind, entries in ENTRIES.items()
        for place in sorted(rng.choice(len(entries), numbers[kind], replace=False))
    ]


def _draw(rng: np.random.Generator, kind: str, entry: Entry) -> Procedure:
    limit = max(SHORTEST_LIMIT, round(entry.limit * rng.choice(LIMIT_FACTORS)))
    papers = int(rng.integers(FEWEST_PAPERS, MOST_PAPERS + 1))
    long = limit >= LONG
    return Procedure(
        entry=entry,
        kind=kind,
        limit=limit,
        fee=int(entry.fee * rng.choice(FEE_FACTORS) // FEE_STEP * FEE_STEP),
        papers=[APPLICATION, *(PAPERS[i] for i in sorted(rng.choice(len(PAPERS), papers, replace=False)))],
        wanted=np.exp(rng.normal(0, WANTED_SPREAD)),
        lacking=min(MOST_LACKING, LACKING * np.exp(rng.normal(0, LACKING_SPREAD))),
        questioned=QUESTIONED * np.exp(rng.normal(0, QUESTIONED_SPREAD)),
        suspended=SUSPENDED * np.exp(rng.normal(0, SUSPENDED_SPREAD)) * (1 if limit > SHORT else SELDOM_WHERE_SHORT),
        share_of_limit=SHARE_OF_LIMIT * np.exp(rng.normal(0, SHARE_SPREAD)),
        visited=VISITED if kind in VISITORS and long else 0.0,
        consulted=CONSULTED if long else CONSULTED_WHERE_SHORT,
        by_businesses=BY_BUSINESSES[kind],
        by_agents=BY_AGENTS[kind],
    )
