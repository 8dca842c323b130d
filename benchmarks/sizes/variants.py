"""The ways of doing wrong: how much more of which deed, by whom, and under which acts it may rightly be found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.posts import Role


class How(StrEnum):
    UNLAWFUL = "unlawful"
    DEAD_BASIS = "dead_basis"
    SELF_SIGNED = "self_signed"
    SUPPLEMENTS = "supp_excess"
    OUTSIDE_LIST = "outside_list"
    FEE_OVER = "fee_over"
    PASSES_INCOMPLETE = "pass_incomplete"
    RUBBER_STAMP = "rubber_stamp"
    """Passes the incomplete, and without a look at it."""
    PIECEMEAL = "drip"
    LATE = "late"
    CLOCK_STOP = "clock_stop"
    HOLD = "hold"
    REFUSES_THEN_GRANTS = "refuse_grant"
    DUE_MOVED = "due_moved"
    UNEXPLAINED = "unexplained"
    NIGHT = "night"
    RELATIVE = "relative"
    """Looks up what a relative files who is an agent."""
    BULK = "bulk"
    """Takes out whole lists at once."""


@dataclass(frozen=True)
class Variant:
    act: str
    accepted: tuple[str, ...]
    """Acts that are a right answer, the likeliest first."""
    times: float
    """Multiple of the honest rate at full strength; 0 where there is no honest rate to go by."""
    habit: Deed | None = None
    role: Role | None = None
    """Whose work it is; ``None``: of whoever opens dossiers."""


ACTS = "ABCDE"
VARIANTS = {
    How.UNLAWFUL: Variant("A", ("A",), 4.5, Deed.UNLAWFUL, Role.APPRAISER),
    How.DEAD_BASIS: Variant("A", ("A",), 4.5, Deed.DEAD_BASIS, Role.APPRAISER),
    How.SELF_SIGNED: Variant("A", ("A",), 6.0, Deed.SELF_SIGNED, Role.APPRAISER),
    How.SUPPLEMENTS: Variant("B", ("B",), 5.0, Deed.EXTRA, Role.APPRAISER),
    How.OUTSIDE_LIST: Variant("B", ("B", "D"), 4.5, Deed.OFF_LIST, Role.APPRAISER),
    How.FEE_OVER: Variant("B", ("B",), 5.0, Deed.OVERCHARGED, Role.CLERK),
    How.PASSES_INCOMPLETE: Variant("C", ("C",), 3.0, Deed.MISSED, Role.CLERK),
    How.RUBBER_STAMP: Variant("C", ("C",), 2.7, Deed.MISSED, Role.CLERK),
    How.PIECEMEAL: Variant("C", ("B", "C"), 4.0, Deed.AGAIN, Role.APPRAISER),
    How.LATE: Variant("D", ("D",), 3.2, Deed.LATE, Role.APPRAISER),
    How.CLOCK_STOP: Variant("D", ("D",), 4.5, Deed.STOPPED, Role.APPRAISER),
    How.HOLD: Variant("D", ("D",), 3.2, Deed.HELD, Role.RELEASER),
    How.REFUSES_THEN_GRANTS: Variant("D", ("D", "B"), 5.5, Deed.UNJUST, Role.APPRAISER),
    How.DUE_MOVED: Variant("D", ("D",), 4.5, Deed.DUE_MOVED, Role.APPRAISER),
    How.UNEXPLAINED: Variant("E", ("E",), 4.0, Deed.UNEXPLAINED),
    How.NIGHT: Variant("E", ("E",), 5.0, Deed.NIGHT),
    How.RELATIVE: Variant("E", ("E",), 0.0),
    How.BULK: Variant("E", ("E",), 0.0),
}
DRAFTING = "A"

SUPPLEMENTS_OF_ALL_ROUND, PASSING_OF_ALL_ROUND = ("B", "C"), ("C", "B")
"""Of those who take in and appraise, what is asked for may as well be what was let through."""


def ways_of(act: str) -> list[How]:
    return [how for how, variant in VARIANTS.items() if variant.act == act]


def accepted_of(how: How, does_all: bool) -> list[str]:
    if does_all and how == How.SUPPLEMENTS:
        return list(SUPPLEMENTS_OF_ALL_ROUND)
    if does_all and VARIANTS[how].act == "C":
        return list(PASSING_OF_ALL_ROUND)
    return list(VARIANTS[how].accepted)
