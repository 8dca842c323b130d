"""Procedures as this province has them: codes, lists of papers, rates of its own, and the limit that changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.arrays import Floats, Ints
from benchmarks.registry.catalogue import KINDS, MAY_BE_SHORTENED, SHORTENED
from numpy.random import Generator

CODES = np.arange(4_000, 14_000)
RATE_SPREAD, SHARE_SPREAD = 0.2, 0.15
PAPERS = [f"TP{number:02d}" for number in range(1, 41)]
"""The first of them is the application itself and always required."""
UNLISTED = "GTK"
UNLISTED_PAPERS = [f"{UNLISTED}{number:02d}" for number in range(1, 16)]
"""On no procedure's list."""
CHANGE = (6, 18)
"""Month."""
DONG = 1_000


@dataclass
class Procedures:
    """Arrays go by the places of the kinds in the catalogue."""

    codes: list[str]
    limit: Ints
    """Before the change, in working days."""
    incomplete: Floats
    doubtful: Floats
    survey: Floats
    tax: Floats
    share: Floats
    fee: Ints
    """Dong."""
    issued: Floats
    papers: list[list[str]]
    changed: int
    """The procedure whose limit was shortened."""
    change: int
    """Month."""
    old_limit: int
    new_limit: int

    def limit_in(self, procedure: Ints, month: Ints) -> Floats:
        after = (procedure == self.changed) & (month >= self.change)
        return np.where(after, self.new_limit, self.limit[procedure]).astype(float)


def draw_procedures(rng: Generator) -> Procedures:
    count = len(KINDS)
    codes = [f"1.{code:06d}" for code in np.sort(rng.choice(CODES, count, replace=False))]
    incomplete = np.array([kind.incomplete for kind in KINDS]) * np.exp(rng.normal(0, RATE_SPREAD, count))
    doubtful = np.array([kind.doubtful for kind in KINDS]) * np.exp(rng.normal(0, RATE_SPREAD, count))
    share = np.array([kind.share for kind in KINDS]) * np.exp(rng.normal(0, SHARE_SPREAD, count))
    papers = [
        sorted([PAPERS[0], *(str(paper) for paper in rng.choice(PAPERS[1:], kind.papers - 1, replace=False))])
        for kind in KINDS
    ]
    changed = int(rng.choice(MAY_BE_SHORTENED))
    change = int(rng.integers(*CHANGE))
    return Procedures(
        codes=codes,
        limit=np.array([kind.limit for kind in KINDS]),
        incomplete=incomplete,
        doubtful=doubtful,
        survey=np.array([kind.survey for kind in KINDS]),
        tax=np.array([kind.tax for kind in KINDS]),
        share=share,
        fee=np.array([kind.fee for kind in KINDS]) * DONG,
        issued=np.array([kind.issued for kind in KINDS]),
        papers=papers,
        changed=changed,
        change=change,
        old_limit=KINDS[changed].limit,
        new_limit=SHORTENED[KINDS[changed].limit],
    )
