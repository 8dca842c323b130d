"""The ways of doing wrong, and what each of them shows in."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class How(StrEnum):
    UNLAWFUL_DRAFTS = "unlawful_drafts"
    DEAD_BASIS = "dead_basis"
    INCOMPETENT_SIGNATURE = "incompetent_signature"
    LOOPHOLE_FOR_AGENT = "loophole_for_agent"
    PILE_SQUEEZE = "pile_squeeze"
    WEALTH_SQUEEZE = "wealth_squeeze"
    OUTSIDE_LIST = "outside_list"
    FEE_ABOVE = "fee_above"
    AGENT_PAIR = "agent_pair"
    SQUEEZE_UNTIL_AGENT = "squeeze_until_agent"
    WAVES_THROUGH = "waves_through"
    RUBBER_STAMP = "rubber_stamp"
    NO_SLIP_NO_GUIDANCE = "no_slip_no_guidance"
    LETS_WAIT = "lets_wait"
    CLOCK_SAVER = "clock_saver"
    SITS_ON_RESULTS = "sits_on_results"
    REFUSE_THEN_APPROVE = "refuse_then_approve"
    BROWSES_NO_REASON = "browses_no_reason"
    NIGHT_READER = "night_reader"
    RELATIVES_FILES = "relatives_files"
    BULK_EXPORT = "bulk_export"


class Doer(StrEnum):
    DRAFTER = "drafter"
    HANDLER = "handler"
    CLERK = "clerk"
    HANDS_OVER = "hands over results"
    ANYBODY = "anybody"


class Sign(StrEnum):
    """What is counted against an honest person with the same work."""

    BAD_DOCUMENT = "bad document"
    SUPPLEMENT = "supplement asked for"
    UNLISTED = "paper beyond the list asked for"
    OVERCHARGED = "fee above the schedule"
    LET_THROUGH = "papers asked for after the counter let them be missing"
    NO_SLIP = "no slip of receipt"
    LATE = "late"
    LAST_STOP = "clock stopped in the last days"
    KEPT = "result kept"
    GRANTED_AFTER_ALL = "refused and granted when filed again"
    ELSEWHERE = "access to another unit's dossier"
    NIGHT = "access at night"
    RELATIVE = "access to a dossier of a relative's agency"
    BULK = "export without a part in the dossier"


class Variant(NamedTuple):
    act: str
    doer: Doer
    sign: Sign

    @property
    def accepted(self) -> list[str]:
        """Acts by which it may be called."""
        return _ACCEPTED.get((self.act, self.sign), [self.act])


_ACCEPTED = {("B", Sign.UNLISTED): ["B", "D"]} | {
    ("D", sign): ["D", "B"] for sign in (Sign.LATE, Sign.LAST_STOP, Sign.KEPT, Sign.GRANTED_AFTER_ALL)
}
"""Where it is not only the act itself."""

VARIANTS = {
    How.UNLAWFUL_DRAFTS: Variant("A", Doer.DRAFTER, Sign.BAD_DOCUMENT),
    How.DEAD_BASIS: Variant("A", Doer.DRAFTER, Sign.BAD_DOCUMENT),
    How.INCOMPETENT_SIGNATURE: Variant("A", Doer.DRAFTER, Sign.BAD_DOCUMENT),
    How.LOOPHOLE_FOR_AGENT: Variant("A", Doer.DRAFTER, Sign.BAD_DOCUMENT),
    How.PILE_SQUEEZE: Variant("B", Doer.HANDLER, Sign.SUPPLEMENT),
    How.WEALTH_SQUEEZE: Variant("B", Doer.HANDLER, Sign.SUPPLEMENT),
    How.OUTSIDE_LIST: Variant("B", Doer.HANDLER, Sign.UNLISTED),
    How.FEE_ABOVE: Variant("B", Doer.CLERK, Sign.OVERCHARGED),
    How.AGENT_PAIR: Variant("B", Doer.HANDLER, Sign.SUPPLEMENT),
    How.SQUEEZE_UNTIL_AGENT: Variant("B", Doer.HANDLER, Sign.SUPPLEMENT),
    How.WAVES_THROUGH: Variant("C", Doer.CLERK, Sign.LET_THROUGH),
    How.RUBBER_STAMP: Variant("C", Doer.CLERK, Sign.LET_THROUGH),
    How.NO_SLIP_NO_GUIDANCE: Variant("C", Doer.CLERK, Sign.NO_SLIP),
    How.LETS_WAIT: Variant("D", Doer.HANDLER, Sign.LATE),
    How.CLOCK_SAVER: Variant("D", Doer.HANDLER, Sign.LAST_STOP),
    How.SITS_ON_RESULTS: Variant("D", Doer.HANDS_OVER, Sign.KEPT),
    How.REFUSE_THEN_APPROVE: Variant("D", Doer.HANDLER, Sign.GRANTED_AFTER_ALL),
    How.BROWSES_NO_REASON: Variant("E", Doer.ANYBODY, Sign.ELSEWHERE),
    How.NIGHT_READER: Variant("E", Doer.ANYBODY, Sign.NIGHT),
    How.RELATIVES_FILES: Variant("E", Doer.ANYBODY, Sign.RELATIVE),
    How.BULK_EXPORT: Variant("E", Doer.ANYBODY, Sign.BULK),
}
ACTS = "ABCDE"
DRAFTING, HANDLING, VIEWING = "A", "BCD", "E"
FAVOURING = (How.AGENT_PAIR, How.SQUEEZE_UNTIL_AGENT)
"""An agent, whose dossiers go ahead of all others."""


def ways_of(act: str) -> list[How]:
    return [how for how, variant in VARIANTS.items() if variant.act == act]
