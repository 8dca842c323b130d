"""The documents an administration issues, and what a later review finds in them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from benchmarks.casework.caseload import Caseload
from benchmarks.casework.office import CLERK, DECIDING_CLERK, HEAD, Habits, Office, Seat, Tenure
from benchmarks.casework.plan import Plan
from benchmarks.casework.workdays import DAY, END, to_clock

DECISION, GUIDANCE = "quyết định", "hướng dẫn"
KINDS = [DECISION, "công văn", GUIDANCE, "thông báo", "kế hoạch"]
LAWS = [
    "61/2018/NĐ-CP",
    "107/2021/NĐ-CP",
    "31/2024/QH15",
    "50/2014/QH13",
    "59/2020/QH14",
    "63/2010/NĐ-CP",
    "01/2018/TT-VPCP",
    "15/2021/NĐ-CP",
]


@dataclass
class Document:
    """Times in microseconds since 1970, UTC."""

    issued_at: int
    unit: int
    drafter: str | None
    signer: str
    kind: str
    legal_basis: list[str] | None
    review: str | None
    reviewed_at: int | None
    beneficiary: int | None
    """The dossier whose applicant, or whose agent, it is for."""


@dataclass
class Tally:
    """Reviewed drafts of one official."""

    reviewed: int = 0
    honestly_unlawful: int = 0
    unlawful: int = 0


@dataclass
class Documents:
    rows: list[Document] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    """By drafter."""


def draw_drafting(rng: np.random.Generator, office: Office) -> dict[str, float]:
    """How much each official drafts, against an average appraiser."""
    seats = office.last_seats()
    return {o: math.exp(rng.normal(0, 0.4)) * _drafts(seats[o]) for o in office.posts}


def _drafts(seat: Seat) -> float:
    if CLERK in seat.roles and DECIDING_CLERK not in seat.roles:
        return 0
    return 0.6 if HEAD in seat.roles else 1


def issue_documents(
    rng: np.random.Generator, office: Office, habits: Habits, load: Caseload, plan: Plan, drafting: Mapping[str, float]
) -> Documents:
    """In the order of issue."""
    found = Documents()
    registry = _Registry(rng, office, habits, load, plan, found.tallies)
    tenures = office.tenures()
    for official, share in drafting.items():
        if share <= 0:
            continue
        own = tenures[official]
        period = sum(t.end - t.start for t in own) / END
        for _ in range(int(rng.poisson(42 * share * period))):
            found.rows.append(registry.draft(official, own))
    found.rows.sort(key=lambda d: d.issued_at)
    return found


@dataclass
class _Registry:
    rng: np.random.Generator
    office: Office
    habits: Habits
    load: Caseload
    plan: Plan
    tallies: dict[str, Tally]

    def draft(self, official: str, tenures: list[Tenure]) -> Document:
        rng = self.rng
        start, end, seat = tenures[int(rng.integers(len(tenures)))]
        minute = rng.uniform(start, end - 1)
        unit = self.office.seats[seat].unit
        heads = self.office.seats_in(unit, HEAD)
        signer = self.office.present(heads[int(rng.integers(len(heads)))], minute)
        kind = str(rng.choice(KINDS, p=[0.35, 0.3, 0.1, 0.15, 0.1]))
        review, reviewed_at = self._review(official, kind, minute)
        return Document(
            beneficiary=self._beneficiary(unit) if kind == DECISION else None,
            drafter=official if rng.random() > 0.03 else None,
            legal_basis=_legal_basis(rng) if rng.random() > 0.05 else None,
            issued_at=int(to_clock(minute)),
            unit=unit,
            signer=signer,
            kind=kind,
            review=review,
            reviewed_at=reviewed_at,
        )

    def _review(self, official: str, kind: str, minute: float) -> tuple[str | None, int | None]:
        """The verdict, for the drafts that are reviewed, and when it was given."""
        rng, plan = self.rng, self.plan
        usual = 0.05 * self.habits.of["doc"][official] * (1.4 if kind == GUIDANCE else 1)
        honestly = rng.random() < usual
        planted = plan.how(official) == "documents"
        unlawful = honestly or (planted and rng.random() < 0.32 * plan.strength)
        review, reviewed_at = _verdict(rng, minute, unlawful)
        if review:
            tally = self.tallies.setdefault(official, Tally())
            tally.reviewed += 1
            tally.honestly_unlawful += honestly
            tally.unlawful += unlawful
        return review, reviewed_at

    def _beneficiary(self, unit: int) -> int | None:
        """Half of the decisions are for the applicant of one of the unit's dossiers."""
        if self.rng.random() >= 0.5 or unit not in self.load.by_unit or not len(self.load.by_unit[unit]):
            return None
        return int(self.rng.choice(self.load.by_unit[unit]))


def _verdict(rng: np.random.Generator, minute: float, unlawful: bool) -> tuple[str | None, int | None]:
    """Two thirds are reviewed, some weeks later."""
    if rng.random() >= 0.65:
        return None, None
    then = minute + rng.uniform(15, 90) * DAY
    if then >= END:
        return None, None
    verdict = str(rng.choice(["unlawful", "loophole", "annulled"], p=[0.6, 0.25, 0.15])) if unlawful else "lawful"
    return verdict, int(to_clock(then))


def _legal_basis(rng: np.random.Generator) -> list[str]:
    return [str(law) for law in rng.choice(LAWS, size=int(rng.integers(1, 4)), replace=False)]
