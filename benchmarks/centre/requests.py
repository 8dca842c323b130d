"""Requests for supplements: whether the file has defects, whether they are asked about, and how often."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.centre.acts import How, Raised
from benchmarks.centre.agents import WITHOUT_AGENT
from benchmarks.centre.arrivals import ONLINE
from benchmarks.centre.case import Case
from benchmarks.centre.counter import clerk_at
from benchmarks.centre.people import Official
from benchmarks.centre.wording import NEVER_ANSWERED, OFF_LIST_PAPERS, REASONS, VAGUE_REASONS
from benchmarks.centre.workdays import DAY

UNCHECKED_ONLINE = 1.12
"""Factor of defects where no clerk has looked at the file."""
LEARNING_DAYS, LETS_THROUGH_AT_FIRST = 80, 0.65
MOST_DEFECTS = 0.88
BUSINESS_CARE = 0.1
"""Log-odds."""
NOTICED, NOTICED_AT_MOST = 0.8, 0.98
WITHOUT_DEFECT = 0.04
"""Requests about files that are in order."""
OFF_LIST = 0.025
"""Of the papers asked for, honestly."""
NEEDLESS_VAGUE, REASON_GIVEN = 0.55, 0.93
SECOND_ROUND, SECOND_PAPER = 0.05, 0.15
FIRST_LOOK, SECOND_LOOK = (0.08, 0.45), (0.05, 0.3)
"""Share of the work after which defects are found."""
ANSWER_DAYS, LONGEST_ANSWER_DAYS, SHORTEST_ANSWER = 2.6, 25, 60
"""Median and most working days until the answer; at least so many minutes."""
UNANSWERED, UNANSWERED_AGAIN, GIVEN_UP_DAYS = 0.04, 0.06, (15, 30)
"""Shares in the first and later rounds, and after how many working days the dossier counts as withdrawn."""
JUST_IN_TIME = (0.9, 1.3)
"""How long before the promised day a late finder asks, in times of the slack."""
ANSWERED_BY_PORTAL, PAPER_UNNAMED = 0.85, 0.5
TAKEN_UP_AGAIN_MINUTES = (5, 60)

MOST_NEEDLESS, MOST_HONEST = 0.9, 0.45
"""Bounds of the share of needless requests, and of the honest share they are a multiple of."""
OFF_LIST_PLANTED = Raised(honest=0.01, planted=0.16)
MORE_ROUNDS_PLANTED = Raised(honest=0.05, planted=0.55)
MANY_ROUNDS = (2, 2, 3)


@dataclass(frozen=True)
class Asking:
    asks: bool
    needless: bool = False
    """Planted: the honest official would not have asked."""
    off_list: bool = False
    """Planted: the first request names a paper that is not on the list."""


def decide_whether_to_ask(case: Case) -> Asking:
    """How many rounds there will be is decided by :func:`decide_rounds`, once the work has begun."""
    chance, specialist = case.chance, case.specialist
    thoroughness = specialist.habits.thoroughness
    defective = _defect_share(case)
    noticed = min(NOTICED_AT_MOST, NOTICED * thoroughness)
    missing = chance.happens(defective)
    asks = (missing and chance.happens(noticed)) or chance.happens(WITHOUT_DEFECT * thoroughness)
    needless = off_list = False
    if not asks and _asks_needlessly(case):
        honest = WITHOUT_DEFECT * thoroughness + defective * noticed
        more = (specialist.factor - 1) * min(honest, MOST_HONEST) / (1 - honest)
        asks = needless = chance.happens(min(MOST_NEEDLESS, more))
    if specialist.how == How.EXTRA_DOCUMENTS and chance.happens(OFF_LIST_PLANTED.at(case.strength)):
        asks = off_list = True
    if case.favour and asks and chance.random() > case.favour.asked:
        asks = False
    return Asking(asks, needless, off_list)


def _asks_needlessly(case: Case) -> bool:
    how = case.specialist.how
    return how == How.SUPPLEMENTS or (how == How.SUPPLEMENTS_SELF_FILED and case.agent is None)


def _defect_share(case: Case) -> float:
    agent, rate = case.agent, case.procedure.defect_rate
    odds = math.log(rate / (1 - rate)) + case.centre.communes.hardship[case.application.commune]
    odds += agent.carelessness if agent else WITHOUT_AGENT
    odds -= BUSINESS_CARE if case.application.business else 0
    let_through = _oversight(case, case.clerk) if case.clerk else UNCHECKED_ONLINE
    return min(MOST_DEFECTS, let_through / (1 + math.exp(-odds)))


def _oversight(case: Case, clerk: Official) -> float:
    inexperience = 1.0
    if clerk.learning_since is not None:
        learnt = (case.dossier.received - clerk.learning_since) / (LEARNING_DAYS * DAY)
        inexperience += LETS_THROUGH_AT_FIRST * math.exp(-learnt)
    return clerk.habits.oversight * inexperience * (clerk.factor if clerk.how == How.COUNTER else 1)


def decide_rounds(case: Case, asking: Asking) -> int:
    if not asking.asks:
        return 0
    rounds = 1 + case.chance.happens(SECOND_ROUND)
    if case.specialist.how == How.ROUNDS and case.chance.happens(MORE_ROUNDS_PLANTED.at(case.strength)):
        rounds = case.chance.choice(MANY_ROUNDS)
    return rounds


def ask(case: Case, asking: Asking, again: bool) -> None:
    """One round: the request, and the answer; without an answer the dossier counts as withdrawn."""
    chance = case.chance
    _look_through(case, again)
    document = _request(case, asking)
    wait = min(chance.around(ANSWER_DAYS, 0.8) * DAY, LONGEST_ANSWER_DAYS * DAY)
    answered = case.now + max(SHORTEST_ANSWER, wait)
    if chance.happens(UNANSWERED_AGAIN if again else UNANSWERED):
        case.now += chance.uniform(*GIVEN_UP_DAYS) * DAY
        case.log_in_team(case.now, "withdrawn", case.specialist, reason=NEVER_ANSWERED)
        case.withdrawn = True
        return
    by_portal = case.application.channel == ONLINE and chance.happens(ANSWERED_BY_PORTAL)
    clerk = None if by_portal else clerk_at(case.centre, answered)
    named = None if chance.happens(PAPER_UNNAMED) else document
    case.log_at_centre(answered, "supplement_received", clerk, document=named)
    case.stop(answered)
    case.now += chance.uniform(*TAKEN_UP_AGAIN_MINUTES)


def _look_through(case: Case, again: bool) -> None:
    """Defects are found on the way, but an official in time takes care to ask before it is too late."""
    chance = case.chance
    part = case.need * chance.uniform(*(SECOND_LOOK if again else FIRST_LOOK))
    case.work(case.specialist, part)
    case.done += part
    if case.now > case.due - case.slack and not again:
        in_time = case.due - case.slack * chance.uniform(*JUST_IN_TIME)
        case.now = max(case.assigned + 20, min(case.now, in_time))
    case.now = case.entered_at(case.specialist, case.now)


def _request(case: Case, asking: Asking) -> str | None:
    """Log one or two papers; returns the last, nothing where none was named."""
    document: str | None = None
    named: set[str] = set()
    for number in range(1 + case.chance.happens(SECOND_PAPER)):
        off_list = asking.off_list and number == 0
        paper = _paper(case, off_list)
        if paper in named:
            continue
        unnamed = number == 0 and case.chance.happens(case.specialist.habits.unnamed) and not asking.off_list
        document = None if unnamed else paper
        named.add(paper)
        reason = _reason(case, document, asking.needless)
        given = reason if case.chance.happens(REASON_GIVEN) else None
        case.log_in_team(case.now, "supplement_requested", case.specialist, document=document, reason=given)
        if unnamed:
            break
    return document


def _paper(case: Case, off_list: bool) -> str:
    if off_list or case.chance.happens(OFF_LIST):
        return case.chance.choice(OFF_LIST_PAPERS)
    return case.chance.choices(case.procedure.papers, case.procedure.paper_weights)[0]


def _reason(case: Case, document: str | None, needless: bool) -> str:
    vague = NEEDLESS_VAGUE if needless else case.specialist.habits.vague
    if document is None or case.chance.happens(vague):
        return case.chance.choice(VAGUE_REASONS)
    return case.chance.choice(REASONS).format(document)
