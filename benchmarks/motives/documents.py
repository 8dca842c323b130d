"""Documents issued when a dossier is approved: on which legal basis, who signed, and what a review found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from benchmarks.motives.arrays import Floats
from benchmarks.motives.catalogue import LAWS
from benchmarks.motives.chance import Purpose, stream
from benchmarks.motives.history import History
from benchmarks.motives.planting import Plant
from benchmarks.motives.steps import Step
from benchmarks.motives.units import is_department
from benchmarks.motives.ways import BAD_DOCUMENT, DOCUMENTS, How
from benchmarks.motives.workdays import DAY, closing, workday_at, workday_of
from benchmarks.motives.world import World

_REVIEWED = (0.4, 0.65)
"""Share of the documents; a province has its own."""
_HABIT_SPREAD = 0.25
_NOT_IN_COMMUNES = 0.35
_DEAD_BASIS, _DEAD_IN_TRANSITION, _TRANSITION = 0.02, 0.10, 30
"""A new law is overlooked by everybody for so many working days."""
_CONTRARY = 0.05
_OWN_SIGNATURE, _OWN_BY_DELEGATION = 0.014, 0.22
_LOCAL_BASIS, _GENERAL_BASIS_ABOVE = 0.6, 0.5
_TO_AGENT = 0.3
_FOUND_UNLAWFUL = 0.55
"""Share of the reviews of a dead basis or of a signature without authority that see it."""
_ISSUED_AFTER = 600
"""Seconds."""
_BAD_REVIEWS = ["unlawful", "unlawful", "loophole", "annulled"]
_KINDS = ["licence", "decision", "certificate", "decision"]


class _Throw(IntEnum):
    """Places in a document's row."""

    WRONGED = 0
    DEAD_BASIS = 1
    LOCAL_NUMBER = 2
    MORE_BASES = 3
    CONTRARY = 4
    OWN_SIGNATURE = 5
    REVIEWED = 6
    REVIEWED_AT = 7
    FOUND = 8
    TO_AGENT = 9
    KIND = 10
    ISSUED = 11


@dataclass
class Document:
    dossier: int
    issued: int
    """Seconds."""
    unit: int
    drafter: int
    signer: int
    kind: str
    bases: list[str]
    review: str | None
    reviewed: int | None
    to_agent: bool
    """The beneficiary is the agent and not the applicant."""
    dead_basis: bool
    own_signature: bool

    @property
    def found_bad(self) -> bool:
        return self.review not in (None, "lawful")


@dataclass
class _Drafter:
    """Habits, added to the logarithm of how often it happens."""

    dead_basis: float
    contrary: float


def issue_documents(world: World, history: History, strength: float) -> list[Document]:
    if not world.omissions.keep("issued_documents"):
        return []
    rng = stream(world.seed, Purpose.DOCUMENTS)
    reviewed, throws = float(rng.uniform(*_REVIEWED)), rng.random((len(world.dossiers), len(_Throw)))
    drafters = [_Drafter(rng.normal(0, _HABIT_SPREAD), rng.normal(0, _HABIT_SPREAD)) for _ in range(len(world.staff))]
    count = len(world.dossiers)
    approved = {
        event.dossier: event.at for event in history.events if event.step == Step.APPROVED and event.dossier < count
    }
    plants = {plant.official: plant for plant in world.plants if plant.act == DOCUMENTS}
    issue = _Issue(world, plants, drafters, reviewed, strength)
    return [
        issue.document(number, approved[number], throws[number])
        for number in sorted(approved)
        if issue.is_issued(number, throws[number])
    ]


class _Issue:
    def __init__(
        self,
        world: World,
        plants: dict[int, Plant],
        drafters: list[_Drafter],
        reviewed: float,
        strength: float,
    ) -> None:
        self.world, self.plants, self.drafters = world, plants, drafters
        self.reviewed, self.strength = reviewed, strength

    def is_issued(self, number: int, throws: Floats) -> bool:
        dossiers = self.world.dossiers
        if not self.world.procedures[dossiers.procedure[number]].issues_document:
            return False
        return is_department(dossiers.unit[number]) or throws[_Throw.ISSUED] >= _NOT_IN_COMMUNES

    def document(self, number: int, approved: int, throws: Floats) -> Document:
        world, dossiers = self.world, self.world.dossiers
        drafter, field = int(dossiers.appraiser[number]), str(dossiers.field[number])
        wrong = self._wrong(drafter, number, throws)
        dead_basis = self._has_dead_basis(drafter, field, approved, throws, wrong)
        contrary: bool = throws[_Throw.CONTRARY] < _CONTRARY * math.exp(self.drafters[drafter].contrary)
        own_signature = self._has_own_signature(drafter, throws, wrong)
        contrary = contrary or wrong == How.CONTRARY_TO_LAW
        reviewed = approved + int((15 + 100 * throws[_Throw.REVIEWED_AT]) * DAY)
        is_reviewed = throws[_Throw.REVIEWED] < self.reviewed and reviewed <= closing(world.period.last)
        found = _review(throws[_Throw.FOUND], contrary, dead_basis or own_signature)
        return Document(
            dossier=number,
            issued=approved + _ISSUED_AFTER,
            unit=int(dossiers.office[number]),
            drafter=drafter,
            signer=drafter if own_signature else int(dossiers.leader[number]),
            kind="decision" if field == "land" else _KINDS[int(throws[_Throw.KIND] * len(_KINDS))],
            bases=self._bases(field, approved, throws, dead_basis),
            review=found if is_reviewed else None,
            reviewed=reviewed if is_reviewed else None,
            to_agent=bool(dossiers.agent[number] >= 0 and throws[_Throw.TO_AGENT] < _TO_AGENT),
            dead_basis=dead_basis,
            own_signature=own_signature,
        )

    def _wrong(self, drafter: int, number: int, throws: Floats) -> How | None:
        """What the drafter does wrong in this one on purpose."""
        plant = self.plants.get(drafter)
        if plant is None or not self.world.groups[plant.victims][number]:
            return None
        return plant.how if throws[_Throw.WRONGED] < BAD_DOCUMENT * self.strength else None

    def _days_of_law(self, field: str, approved: int) -> int:
        """Working days the new law has been in force; below nought before it is."""
        return workday_at(approved) - workday_of(LAWS[field].since)

    def _has_dead_basis(self, drafter: int, field: str, approved: int, throws: Floats, wrong: How | None) -> bool:
        in_force = self._days_of_law(field, approved)
        if in_force < 0:
            return False
        usual = _DEAD_BASIS * math.exp(self.drafters[drafter].dead_basis)
        chance = _DEAD_IN_TRANSITION if in_force < _TRANSITION else usual
        return bool(throws[_Throw.DEAD_BASIS] < chance or wrong == How.DEAD_BASIS)

    def _has_own_signature(self, drafter: int, throws: Floats, wrong: How | None) -> bool:
        delegated = drafter in self.world.circumstances.delegated
        signing = self.world.staff.officials[drafter].habits.signing
        chance = _OWN_BY_DELEGATION if delegated else _OWN_SIGNATURE * math.exp(signing)
        return bool(throws[_Throw.OWN_SIGNATURE] < chance or wrong == How.INCOMPETENT_SIGNATURE)

    def _bases(self, field: str, approved: int, throws: Floats, dead_basis: bool) -> list[str]:
        law = LAWS[field]
        in_force = self._days_of_law(field, approved) >= 0 and not dead_basis
        bases = [law.number if in_force else law.repealed]
        if throws[_Throw.MORE_BASES] < _LOCAL_BASIS:
            bases.append(f"{10 + int(throws[_Throw.LOCAL_NUMBER] * 89)}/2021/QĐ-UBND")
        if field in ("land", "construction") and throws[_Throw.MORE_BASES] > _GENERAL_BASIS_ABOVE:
            bases.append("77/2015/QH13")
        return bases


def _review(throw: float, contrary: bool, flawed: bool) -> str:
    if contrary:
        return _BAD_REVIEWS[int(throw * len(_BAD_REVIEWS))]
    return "unlawful" if flawed and throw < _FOUND_UNLAWFUL else "lawful"
