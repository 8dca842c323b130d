"""The acts that can be planted: how each is done, under which letters it may be found, and how strong it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    SUPPLEMENTS = "supplements"
    SUPPLEMENTS_SELF_FILED = "supplements_self_filed"
    RETURNS = "returns"
    OVERCHARGE = "overcharge"
    SELECTIVE_HOLD = "selective_hold"
    COUNTER = "counter"
    ROUNDS = "rounds"
    LATE = "late"
    EXTRA_DOCUMENTS = "extra_documents"
    PAUSE_NEAR_LIMIT = "pause_near_limit"
    PUSH_WITHDRAW = "push_withdraw"
    LEADER_SITS = "leader_sits"
    CURIOUS = "curious"
    NIGHT_VIEWS = "night_views"
    EXPORTS = "exports"
    DRAFTER = "drafter"


@dataclass(frozen=True)
class Manner:
    act: str
    accepted: tuple[str, ...]
    """Acts that are a right answer, the planted one first."""
    factor: float = 1.0
    """How many times as often at full strength, where the act is a habit taken too far."""


MANNERS = {
    How.SUPPLEMENTS: Manner("B", ("B", "C"), 2.75),
    How.SUPPLEMENTS_SELF_FILED: Manner("B", ("B", "C"), 3.2),
    How.RETURNS: Manner("B", ("B", "D"), 2.75),
    How.OVERCHARGE: Manner("B", ("B",)),
    How.SELECTIVE_HOLD: Manner("B", ("B", "D")),
    How.COUNTER: Manner("C", ("C", "B"), 2.6),
    How.ROUNDS: Manner("C", ("C", "B", "D")),
    How.LATE: Manner("D", ("D", "B")),
    How.EXTRA_DOCUMENTS: Manner("D", ("D", "B")),
    How.PAUSE_NEAR_LIMIT: Manner("D", ("D", "B")),
    How.PUSH_WITHDRAW: Manner("D", ("D", "B")),
    How.LEADER_SITS: Manner("D", ("D", "B")),
    How.CURIOUS: Manner("E", ("E",)),
    How.NIGHT_VIEWS: Manner("E", ("E",)),
    How.EXPORTS: Manner("E", ("E",)),
    How.DRAFTER: Manner("A", ("A",)),
}


@dataclass(frozen=True)
class Raised:
    """A share that rises with the strength, evenly in its logarithm, from an honest official's to a planted one's."""

    honest: float
    planted: float

    def at(self, strength: float) -> float:
        return self.honest * (self.planted / self.honest) ** strength
