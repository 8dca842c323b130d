"""What the appraiser will ask for: missing papers, others that are on no list, and a last one near the limit."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.motives.case import Case
from benchmarks.motives.circumstances import Custom
from benchmarks.motives.procedures import UNLISTED_PAPERS
from benchmarks.motives.throws import Throw
from benchmarks.motives.ways import How

_ASKED_FOR_MISSING = 0.94
_HARD, _BY_TRAINEE = 1.9, 1.8
"""Times as often."""
_BY_CUSTOM, _BY_SECOND_CUSTOM = 0.6, 0.5
_OFF_LIST_BESIDES, _OFF_LIST_ALONE = 0.11, 0.02
_SYMPATHY_FELT = 0.5
_SECOND_ROUND, _MOST_SECOND_ROUNDS = 0.19, 0.6
_ASKED_LATE, _SLOW, _SLOW_FOR_VICTIMS = 0.02, 0.5, 0.55
"""Slow is what takes more than such a share of the limit."""
_TWO_PAPERS = 0.25
_PAPERS_FOR_TWO = 3


@dataclass
class Asking:
    listed: bool
    off_list: bool
    custom: bool
    overlooked: bool
    """By the clerk: something is missing indeed."""
    second_round: bool
    late_at: float | None
    """Working days of work after which one more paper comes to mind."""

    @property
    def at_all(self) -> bool:
        return self.listed or self.off_list or self.custom


def decide_asking(case: Case, overlooked: bool, natural: float) -> Asking:
    """``natural`` is what the work would take if nobody looked at the limit."""
    throws = case.throws
    listed = _asks(case, overlooked)
    off_list = _asks_off_list(case, listed)
    custom = _asks_by_custom(case)
    late_at = _late_request(case, natural)
    if case.deed.favoured or case.granted_quietly:
        listed = off_list = custom = False
    second_round = throws[Throw.SECOND_ROUND] < min(
        _MOST_SECOND_ROUNDS, _SECOND_ROUND * case.factor(case.appraiser, "second_round")
    )
    return Asking(
        listed, off_list, custom, overlooked, bool(second_round or case.appraised_by(How.SECOND_ROUND)), late_at
    )


def choose_papers(case: Case, asking: Asking) -> list[str]:
    """Those of the first request."""
    throws, papers = case.throws, case.procedure.documents
    first = throws[Throw.PAPER] * len(papers)
    chosen = []
    if asking.listed:
        chosen.append(papers[int(first) % len(papers)])
        if throws[Throw.SECOND_PAPER] < _TWO_PAPERS and len(papers) >= _PAPERS_FOR_TWO:
            chosen.append(papers[int(first + 1) % len(papers)])
    if asking.off_list:
        others = UNLISTED_PAPERS[1:]
        chosen.append(others[int(throws[Throw.UNLISTED_PAPER] * len(others)) % len(others)])
    if asking.custom:
        chosen.append(UNLISTED_PAPERS[0])
    # Where the export does not name the papers, a request is one event.
    return list(dict.fromkeys(chosen)) if case.world.omissions.keep("ev_document") else chosen[:1]


def choose_later_paper(case: Case) -> str:
    papers = case.procedure.documents
    return papers[int(case.throws[Throw.LATER_PAPER] * len(papers)) % len(papers)]


def _asks(case: Case, overlooked: bool) -> bool:
    throws = case.throws
    chance = case.procedure.asked_beyond * case.factor(case.appraiser, "asking", case.sympathy)
    if case.hard:
        chance *= _HARD
    if case.is_learning(case.appraiser):
        chance *= _BY_TRAINEE
    return bool(
        (overlooked and throws[Throw.ASKED_FOR_MISSING] < _ASKED_FOR_MISSING)
        or throws[Throw.ASKED_BEYOND] < chance
        or case.appraised_by(How.SUPPLEMENT_SQUEEZE)
        or case.appraised_by(How.SECOND_ROUND)
    )


def _asks_off_list(case: Case, besides: bool) -> bool:
    usual = _OFF_LIST_BESIDES if besides else _OFF_LIST_ALONE
    chance = usual * case.factor(case.appraiser, "off_list", _SYMPATHY_FELT * case.sympathy)
    return bool(case.throws[Throw.OFF_LIST] < chance or case.appraised_by(How.OUTSIDE_LIST))


def _asks_by_custom(case: Case) -> bool:
    def follows(custom: Custom, share: float) -> bool:
        concerned = case.unit == custom.unit and case.procedure_place in custom.procedures
        return bool(concerned and case.throws[Throw.CUSTOM] < share)

    circumstances = case.world.circumstances
    return follows(circumstances.custom, _BY_CUSTOM) or follows(circumstances.second_custom, _BY_SECOND_CUSTOM)


def _late_request(case: Case, natural: float) -> float | None:
    limit, near_limit = case.limit, case.limit - 3 + 2.2 * float(case.throws[Throw.LATE_REQUEST_AT])
    if case.deed.favoured:
        return None
    if case.appraised_by(How.LATE_STAGE_SUPPLEMENT) and natural > _SLOW_FOR_VICTIMS * limit:
        return min(max(0.72 * limit, near_limit), limit - 0.05)
    chance = _ASKED_LATE * case.factor(case.appraiser, "asking_late")
    if case.throws[Throw.ASKED_LATE] < chance and case.total > _SLOW * limit and not case.granted_quietly:
        return min(max(0.7 * limit, near_limit), limit - 0.05)
    return None
