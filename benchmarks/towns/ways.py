"""The ways of doing wrong: the act each belongs to, under which acts it may rightly be found, and whose work it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.towns.agents import NOBODY
from benchmarks.towns.staff import HANDLING, Role


class How(StrEnum):
    CONTRARY_DOCUMENTS = "contrary_documents"
    """Drafts what a later review finds contrary to law."""
    DEAD_BASIS = "dead_basis"
    """Cites law that is no longer in force."""
    INCOMPETENT_SIGNATURE = "incompetent_signature"
    """Signs the own draft without the power to."""
    REQUESTS_HIGH = "requests_high"
    OUTSIDE_LIST = "outside_list"
    """Asks for papers the procedure does not require."""
    FEE_ABOVE = "fee_above"
    PIECEMEAL = "piecemeal"
    """Having asked, asks again."""
    PAIR_FAVOUR = "pair_favour"
    """Asks an agent for nothing, and has his dossiers through in no time."""
    LETS_INCOMPLETE_THROUGH = "lets_incomplete_through"
    NO_GUIDANCE_NO_CHECK = "no_guidance_no_check"
    """Does not look at what comes, nor tells anybody what is missing."""
    LATE_HANDLING = "late_handling"
    CLOCK_STOP_LAST_DAYS = "clock_stop_last_days"
    HELD_RESULTS = "held_results"
    """Keeps back what is ready."""
    REFUSE_THEN_APPROVE = "refuse_then_approve"
    """Refuses what is granted unchanged when it is filed again."""
    NO_REASON_ACCESS = "no_reason_access"
    NIGHT_ACCESS = "night_access"
    RELATIVES_ACCESS = "relatives_access"
    BULK_EXPORT = "bulk_export"


@dataclass(frozen=True)
class Manner:
    act: str
    accepted: tuple[str, ...]
    """Acts that are a right answer, the planted one first."""
    roles: tuple[Role, ...]


_APPRAISER, _CLERK, _RELEASER = (Role.APPRAISER,), (Role.CLERK,), (Role.RELEASER,)
ACCESS = "E"

MANNERS = {
    How.CONTRARY_DOCUMENTS: Manner("A", ("A",), _APPRAISER),
    How.DEAD_BASIS: Manner("A", ("A",), _APPRAISER),
    How.INCOMPETENT_SIGNATURE: Manner("A", ("A",), _APPRAISER),
    How.REQUESTS_HIGH: Manner("B", ("B",), _APPRAISER),
    How.OUTSIDE_LIST: Manner("B", ("B", "D"), _APPRAISER),
    How.FEE_ABOVE: Manner("B", ("B",), _CLERK),
    How.PIECEMEAL: Manner("B", ("B", "D"), _APPRAISER),
    How.PAIR_FAVOUR: Manner("B", ("B",), _APPRAISER),
    How.LETS_INCOMPLETE_THROUGH: Manner("C", ("C",), _CLERK),
    How.NO_GUIDANCE_NO_CHECK: Manner("C", ("C",), _CLERK),
    How.LATE_HANDLING: Manner("D", ("D",), _APPRAISER),
    How.CLOCK_STOP_LAST_DAYS: Manner("D", ("D", "B"), _APPRAISER),
    How.HELD_RESULTS: Manner("D", ("D",), _RELEASER),
    How.REFUSE_THEN_APPROVE: Manner("D", ("D", "B"), _APPRAISER),
    How.NO_REASON_ACCESS: Manner(ACCESS, ("E",), HANDLING),
    How.NIGHT_ACCESS: Manner(ACCESS, ("E",), HANDLING),
    How.RELATIVES_ACCESS: Manner(ACCESS, ("E",), HANDLING),
    How.BULK_EXPORT: Manner(ACCESS, ("E",), HANDLING),
}


def ways_of(act: str) -> list[How]:
    return [how for how, manner in MANNERS.items() if manner.act == act]


@dataclass(frozen=True)
class Plant:
    """Somebody who does wrong in one way."""

    official: int
    how: How
    intensity: float
    """People go to different lengths; about 1."""
    agent: int = NOBODY
    """Who is favoured, or the relative."""
    kinship: str = ""

    @property
    def act(self) -> str:
        return MANNERS[self.how].act


@dataclass(frozen=True)
class Wrongdoing:
    """What is done wrong in one run of the offices; in an honest one nothing."""

    plants: Sequence[Plant] = ()
    strength: float = 0.0

    def of(self, how: How) -> list[Plant]:
        return [plant for plant in self.plants if plant.how == how]

    def amount(self, plant: Plant, full: float) -> float:
        """What is ``full`` for an official of the usual intensity at full strength."""
        return self.strength * full * plant.intensity
