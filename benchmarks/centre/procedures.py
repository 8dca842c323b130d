"""The procedures of this province: the catalogue's, each with its own habits, and what reform changes about some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.centre.catalogue import Team
from benchmarks.centre.chance import Chance
from benchmarks.centre.workdays import REFORM_DAY, workdays_before

HARD_LIMIT = 12
"""Working days; procedures with as many or more are hard."""
CONFUSING_DEFECT_RATE = 0.42
CONFUSING_PAPER, OTHER_PAPER = 8.0, 0.4
"""How often the first paper of the confusing procedure is the one that is wrong, against the others."""
MIDDLING_LIMITS = range(7, 16)
"""Working days; some of the procedures asked for most among these get a shorter limit."""
CHANGED = 2
"""Procedures whose limit is cut, and procedures whose fee is raised."""
CUT_TO, SHORTEST_LIMIT = 0.7, 3
RAISED_BY, RAISED_FROM = 1.25, 100_000
_REFORM = workdays_before(REFORM_DAY)


@dataclass(eq=False)
class Procedure:
    """Limits in working days, fees in dong; ``team`` is a place in the list of teams."""

    code: str
    name: str
    team: int
    department: str
    limit: int
    reformed_limit: int
    defect_rate: float
    weight: float
    fee: int
    reformed_fee: int
    papers: list[str]
    paper_weights: list[float]
    """How often each is the one that is wrong."""
    consult_share: float
    pace: float
    """Share of the limit honest work takes."""
    return_rate: float
    new: bool = False
    """Introduced in the course of the period."""

    @property
    def hard(self) -> bool:
        return self.limit >= HARD_LIMIT

    @property
    def changes_limit(self) -> bool:
        return self.reformed_limit != self.limit

    def limit_on(self, day: int) -> int:
        return self.reformed_limit if day >= _REFORM else self.limit

    def fee_on(self, day: int) -> int:
        return self.reformed_fee if day >= _REFORM else self.fee


@dataclass(frozen=True)
class Procedures:
    all: list[Procedure]
    confusing: Procedure
    """Its forms are bad: applicants make mistakes whoever handles it."""
    new: Procedure

    def of_team(self, team: int) -> list[Procedure]:
        return [p for p in self.all if p.team == team]


def draw_procedures(chance: Chance, teams: Sequence[Team]) -> Procedures:
    procedures = [p for place, team in enumerate(teams) for p in _of_team(chance, place, team)]
    _cut_limits(chance, procedures)
    _raise_fees(chance, procedures)
    confusing = _confuse(chance, procedures)
    candidates = [p for p in procedures if p.weight < 3.5 and p is not confusing and not p.changes_limit]
    new = chance.choice(candidates)
    new.new = True
    return Procedures(procedures, confusing, new)


def _of_team(chance: Chance, place: int, team: Team) -> list[Procedure]:
    procedures = []
    for number, kind in enumerate(team.kinds, start=1):
        code = f"{1 + place % 3}.{chance.randint(0, 13):03d}{chance.randint(100, 999)}"
        papers = [f"{team.code}{number}-{k:02d}" for k in range(1, kind.papers + 1)]
        procedures.append(
            Procedure(
                code=code,
                name=kind.name,
                team=place,
                department=team.department,
                limit=kind.limit,
                reformed_limit=kind.limit,
                fee=kind.fee,
                reformed_fee=kind.fee,
                papers=papers,
                paper_weights=[chance.around(1, 0.8) for _ in papers],
                defect_rate=kind.defect_rate * chance.around(1, 0.15),
                weight=kind.weight * chance.around(1, 0.2),
                consult_share=team.consult_share * chance.uniform(0.5, 1.2),
                pace=chance.uniform(0.40, 0.56),
                return_rate=chance.uniform(0.05, 0.1),
            )
        )
    return procedures


def _cut_limits(chance: Chance, procedures: list[Procedure]) -> None:
    middling = sorted((p for p in procedures if p.limit in MIDDLING_LIMITS), key=lambda p: -p.weight)
    for procedure in chance.sample(middling[:8], CHANGED):
        procedure.reformed_limit = max(SHORTEST_LIMIT, round(procedure.limit * CUT_TO))


def _raise_fees(chance: Chance, procedures: list[Procedure]) -> None:
    for procedure in chance.sample([p for p in procedures if p.fee >= RAISED_FROM], CHANGED):
        procedure.reformed_fee = int(procedure.fee * RAISED_BY // 1000 * 1000)


def _confuse(chance: Chance, procedures: list[Procedure]) -> Procedure:
    confusing = chance.choice(
        [p for p in procedures if p.limit >= 7 and p.weight >= 2.5 and p.defect_rate < 0.25 and not p.changes_limit]
    )
    confusing.defect_rate = CONFUSING_DEFECT_RATE
    confusing.paper_weights = [CONFUSING_PAPER] + [OTHER_PAPER] * (len(confusing.papers) - 1)
    return confusing
