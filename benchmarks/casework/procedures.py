"""The procedures of one province: the catalogue's, with rates of their own."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from benchmarks.casework.catalogue import FORM, PAPERS, SENSITIVE, Kind

LONG_LIMIT = 5
"""Working days from which a procedure's last two days are not also nearly its first."""


@dataclass
class Procedure:
    """One procedure; rates are shares of dossiers, the limit is in working days, the fee in dong."""

    code: str
    name: str
    field: str
    limit: int
    fee: int
    missing: float
    content: float
    share: float
    """Median working time, as a share of the limit."""
    business: float
    papers: list[str]
    """The list of required papers; the first is the application form."""
    clerk_decides: bool
    paid_at_start: bool
    weight: float
    """How often it is wanted, against the unit's other procedures."""
    off_list: float
    """How readily papers outside the list are asked for; a factor about 1."""
    common_paper: str | None = None
    """The paper everybody is asked for, where the published form is confusing."""

    @property
    def sensitive(self) -> bool:
        return self.field in SENSITIVE


def draw_procedure(rng: np.random.Generator, number: int, field: str, kind: Kind) -> Procedure:
    """The ``number`` is the procedure's place in the province's list, from 1, and goes into its code."""
    others = int(rng.integers(3, 8)) - 1
    papers = [FORM, *map(str, rng.choice(PAPERS, size=others, replace=False))]
    return Procedure(
        code=f"{rng.integers(1, 3)}.{number:03d}{rng.integers(100, 999)}",
        name=kind.name,
        field=field,
        limit=kind.limit,
        fee=kind.fee,
        missing=kind.missing * math.exp(rng.normal(0, 0.15)),
        content=kind.content * math.exp(rng.normal(0, 0.15)),
        share=kind.share,
        business=kind.business,
        papers=papers,
        clerk_decides=kind.clerk_decides,
        paid_at_start=bool(rng.random() < 0.7),
        weight=math.exp(rng.normal(0, 0.6)) / math.sqrt(kind.limit),
        off_list=math.exp(rng.normal(-0.2, 0.6)),
    )


def confuse(rng: np.random.Generator, procedures: list[Procedure]) -> int:
    """Make the form of one procedure confusing, so that everybody has to ask for the same paper; returns which."""
    which = int(rng.integers(len(procedures)))
    procedures[which].content, procedures[which].common_paper = 0.32, procedures[which].papers[-1]
    return which
