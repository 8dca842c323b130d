"""The ways of doing wrong: by whose hand, in how many dossiers at least, and which acts are a right answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto


class How(StrEnum):
    UNLAWFUL = "unlawful_documents"
    DEAD_BASIS = "dead_basis"
    INCOMPETENT = "incompetent_signature"
    LOOPHOLE = "loophole_beneficiary"
    DRAFTS_UNREAD = "drafter_of_unread_papers"
    SIGNS_UNREAD = "signs_unread"
    """What one certain drafter puts before the signer."""
    SUPPLEMENTS = "supplement_heavy"
    OUTSIDE_LIST = "outside_list"
    FEE_ABOVE = "fee_above"
    REPEATED = "repeated_rounds"
    RETURNS = "checker_returns"
    CHAIN_APPRAISER = "chain_appraiser"
    """Asks mostly for what a receptionist of the same unit has let through."""
    CHAIN_RECEPTIONIST = "chain_receptionist"
    SQUEEZES = "squeezes_others_favours_agent"
    PASSES = "pass_through"
    RUBBER_STAMP = "pass_through_rubber_stamp"
    NO_GUIDANCE = "no_guidance"
    LATE_APPRAISER = "late_appraiser"
    LATE_SIGNER = "late_signer"
    LATE_CONSULTED = "late_consulted"
    CLOCK_STOP = "clock_stop"
    KEEPS_RESULTS = "ready_not_handed"
    REFUSES_THEN_GRANTS = "refused_then_approved"
    UNEXPLAINED = "unexplained"
    NIGHT = "night"
    RELATIVES = "relatives"
    BULK = "bulk_export"


class Work(Enum):
    """Dossiers or documents by which it is told who has enough of them."""

    APPRAISED = auto()
    RECEIVED = auto()
    CONSULTED = auto()
    CHECKED = auto()
    SIGNED = auto()
    DECIDED = auto()
    """Refused, if they were."""
    DRAFTED = auto()
    DRAFTED_UNDER_NEW_LAW = auto()
    SIGNED_DOCUMENTS = auto()
    APPRAISED_OF_LONG_LIMIT = auto()
    APPRAISED_IN_FIRST_SYSTEM = auto()
    RECEIVED_IN_FIRST_SYSTEM = auto()
    RELEASED_IN_FIRST_SYSTEM = auto()
    WITH_FEE = auto()
    RELEASED = auto()


@dataclass(frozen=True)
class Variant:
    act: str
    work: Work
    enough: int
    accepted: tuple[str, ...]


VARIANTS = {
    How.UNLAWFUL: Variant("A", Work.DRAFTED, 150, ("A",)),
    How.DEAD_BASIS: Variant("A", Work.DRAFTED_UNDER_NEW_LAW, 90, ("A",)),
    How.INCOMPETENT: Variant("A", Work.SIGNED_DOCUMENTS, 150, ("A",)),
    How.LOOPHOLE: Variant("A", Work.DRAFTED, 150, ("A",)),
    How.DRAFTS_UNREAD: Variant("A", Work.DRAFTED, 150, ("A",)),
    How.SUPPLEMENTS: Variant("B", Work.APPRAISED, 250, ("B",)),
    How.REPEATED: Variant("B", Work.APPRAISED, 250, ("B", "C")),
    How.OUTSIDE_LIST: Variant("B", Work.APPRAISED, 250, ("B", "D")),
    How.FEE_ABOVE: Variant("B", Work.WITH_FEE, 250, ("B",)),
    How.RETURNS: Variant("B", Work.CHECKED, 200, ("B", "D")),
    How.CHAIN_APPRAISER: Variant("B", Work.APPRAISED, 250, ("B",)),
    How.CHAIN_RECEPTIONIST: Variant("C", Work.RECEIVED, 200, ("C",)),
    How.PASSES: Variant("C", Work.RECEIVED, 350, ("C",)),
    How.RUBBER_STAMP: Variant("C", Work.RECEIVED, 350, ("C",)),
    How.NO_GUIDANCE: Variant("C", Work.RECEIVED_IN_FIRST_SYSTEM, 350, ("C",)),
    How.LATE_APPRAISER: Variant("D", Work.APPRAISED, 250, ("D",)),
    How.LATE_SIGNER: Variant("D", Work.SIGNED, 250, ("D",)),
    How.LATE_CONSULTED: Variant("D", Work.CONSULTED, 200, ("D",)),
    How.CLOCK_STOP: Variant("D", Work.APPRAISED_OF_LONG_LIMIT, 250, ("D", "B")),
    How.KEEPS_RESULTS: Variant("D", Work.RELEASED_IN_FIRST_SYSTEM, 250, ("D",)),
    How.REFUSES_THEN_GRANTS: Variant("D", Work.DECIDED, 250, ("D", "B")),
    How.BULK: Variant("E", Work.APPRAISED_IN_FIRST_SYSTEM, 150, ("E",)),
}
"""For those that are missing, the work is drawn: ``PRYING``."""
PRYING = {How.RELATIVES: (0.7, 150), How.UNEXPLAINED: (0.6, 200), How.NIGHT: (0.6, 200)}
"""How often it is an appraiser and no receptionist, and how many dossiers are enough."""
PRYING_ACT = "E"

IN_TURN = {
    "A": (How.UNLAWFUL, How.DEAD_BASIS, How.INCOMPETENT, How.DRAFTS_UNREAD, How.LOOPHOLE),
    "B": (How.SUPPLEMENTS, How.OUTSIDE_LIST, How.FEE_ABOVE, How.REPEATED, How.RETURNS, How.CHAIN_APPRAISER),
    "C": (How.PASSES, How.RUBBER_STAMP, How.NO_GUIDANCE),
    "D": (
        How.LATE_APPRAISER,
        How.LATE_SIGNER,
        How.LATE_CONSULTED,
        How.CLOCK_STOP,
        How.KEEPS_RESULTS,
        How.REFUSES_THEN_GRANTS,
    ),
    "E": (How.UNEXPLAINED, How.NIGHT, How.RELATIVES, How.BULK),
}
"""By act; partners and members of pairs come with others."""
