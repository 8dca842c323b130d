"""The ways of doing wrong, what each is a right answer to, and how much work it takes to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Way(StrEnum):
    OVER_ASKS = "over_ask_selffiled"
    """Asks those who file for themselves for supplements more than twice as often, and agents less."""
    ASKS_AGAIN = "second_and_third_rounds"
    """Having asked, asks again and again."""
    STALLS = "stall_selffiled"
    """Lets dossiers lie, but not those of agents."""
    REFUSES = "refuse_until_refiled"
    """Refuses without a reason what is granted when it is filed again."""
    STAMPS_IN = "rubber_stamp_intake"
    """Takes in at the counter whatever comes, so that colleagues have to ask."""
    TAKES_THEN_ASKS = "takes_then_asks"
    """Takes in what is not complete, to ask for the rest himself."""
    HOLDS = "hold_past_limit"
    STOPS_CLOCK = "clock_stop_at_limit"
    """Asks for something in the last two days before the limit."""
    ASKS_OFF_LIST = "out_of_catalogue_papers"
    TURNS_ROUND = "withdraw_and_refile"
    """Has a dossier withdrawn before it is late, and filed anew."""
    EDITS_DUE = "due_date_edits"
    WITHHOLDS_SIGNATURE = "signature_withheld"
    """The vice chair, who signs after the limit."""
    SNOOPS_ELSEWHERE = "snoops_other_communes"
    SNOOPS_EVENINGS = "snoops_land_own_commune_evenings"
    PRINTS = "prints_and_exports_others"


class Chance(NamedTuple):
    """Share of the dossiers that meet with an act, at full strength and at any lesser one."""

    full: float
    lesser: float

    def at(self, strength: float) -> float:
        return self.full if strength == 1 else self.lesser


@dataclass(frozen=True)
class Description:
    act: str
    accepted: tuple[str, ...]
    """Acts that are a right answer."""
    work: str
    """The kind of work, a field of ``benchmarks.communes.workload.Workload``, by which it shows."""
    enough: int
    """How much of that it takes."""


ACCESS = "E"

WAYS = {
    Way.OVER_ASKS: Description("B", ("B", "C"), "likely_asked", 24),
    Way.ASKS_AGAIN: Description("B", ("B", "C", "D"), "likely_asked", 55),
    Way.STALLS: Description("B", ("B", "D"), "checked_slowly", 190),
    Way.REFUSES: Description("B", ("B", "D"), "checked_slowly", 130),
    Way.STAMPS_IN: Description("C", ("C", "B"), "received_lacking", 35),
    Way.TAKES_THEN_ASKS: Description("C", ("C", "B"), "both_lacking", 30),
    Way.HOLDS: Description("D", ("D", "B"), "checked_slowly", 130),
    Way.STOPS_CLOCK: Description("D", ("D", "B", "C"), "checked_long", 110),
    Way.ASKS_OFF_LIST: Description("D", ("D", "B"), "checked_slowly", 120),
    Way.TURNS_ROUND: Description("D", ("D", "B"), "checked_slowly", 130),
    Way.EDITS_DUE: Description("D", ("D",), "checked_slowly", 130),
    Way.WITHHOLDS_SIGNATURE: Description("D", ("D", "B"), "signed", 250),
    Way.SNOOPS_ELSEWHERE: Description(ACCESS, ("E",), "in_second_half", 130),
    Way.SNOOPS_EVENINGS: Description(ACCESS, ("E",), "in_second_half", 150),
    Way.PRINTS: Description(ACCESS, ("E",), "in_second_half", 130),
}
