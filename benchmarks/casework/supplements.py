"""Asking for something more: papers really missing, doubtful content, and requests nobody else would make."""

from __future__ import annotations

import math

from benchmarks.casework.case import Case, Step, Twice
from benchmarks.casework.caseload import ONLINE
from benchmarks.casework.catalogue import OFF_LIST, WHY_CONTENT, WHY_MISSING, WHY_OFF_LIST, WHY_VAGUE
from benchmarks.casework.office import Habits, Office
from benchmarks.casework.workdays import DAY

NOTICED = 0.92
"""A paper really missing is noticed by the appraiser this often."""
MISSING, CONTENT, INVENTED = "missing", "content", "invented"
REQUEST = "supplement_requested"


def pick(phrases: list[str], chance: float) -> str:
    return phrases[int(chance * len(phrases))]


def ask(case: Case, office: Office, habits: Habits) -> None:
    """At most one cause; a favoured dossier is spared most requests; a planted stop of the clock may come on top."""
    dice, passed = case.dice, case.facts["missed"]
    content = _content_chance(case, office, habits)
    kept = 0.15**case.strength if case.favoured else 1.0
    cause = None
    if passed.indeed and dice.noticed < NOTICED * kept:
        cause = MISSING
    elif dice.content < content * kept:
        cause = CONTENT
    elif _invents(case, content / habits.of["content"][case.handler]):
        cause = INVENTED
    honest_off_list = (
        cause == CONTENT and dice.off_list < 0.07 * case.procedure.off_list * habits.of["outside"][case.handler]
    )
    off_list = honest_off_list or _asks_off_list(case, cause)
    case.facts["outside"] = Twice(honest_off_list, off_list)
    asked = cause is not None or off_list
    if asked:
        _send(case, cause, off_list)
    honestly = (passed.honestly and dice.noticed < NOTICED) or dice.content < content
    case.facts["req"] = Twice(honestly, _stop_the_clock(case) or asked)


def _content_chance(case: Case, office: Office, habits: Habits) -> float:
    chance = case.procedure.content * habits.of["content"][case.handler] * habits.unit_requests[case.unit]
    chance = chance * math.exp(0.3 * case.difficulty - 0.045) * (1.2 if case.business else 1)
    chance = chance * (1.2 if case.channel == ONLINE else 1) * case.agent.content
    if case.handler in office.trainees:
        chance *= 1.5
    return min(float(chance), 0.8)


def _invents(case: Case, content: float) -> bool:
    """A request beyond the usual ones; ``content`` is the chance of an honest official of no habit."""
    factor = {"requests": 1 + 2 * case.strength, "outside": 1 + 0.6 * case.strength}.get(case.handler_act or "")
    if factor is None:
        return False
    usual = 1 - (1 - min(0.8, case.missing_chance) * case.passing_chance * NOTICED) * (1 - content)
    return case.dice.invented < max(0, (min(0.85, usual * factor) - usual) / (1 - usual))


def _asks_off_list(case: Case, cause: str | None) -> bool:
    if case.handler_act == "requests":
        return cause == INVENTED and case.dice.off_list < 0.15
    if case.handler_act == "outside":
        return case.dice.off_list_act < (0.45 if cause else 0.06) * case.strength
    return False


def _wording(case: Case, cause: str | None) -> tuple[str, str]:
    """The paper asked for, and the reason given."""
    dice, papers = case.dice, case.procedure.papers
    if cause == MISSING:
        return papers[1 + int(dice.paper * (len(papers) - 1))], pick(WHY_MISSING, dice.wording)
    if cause == CONTENT:
        return case.procedure.common_paper or case.paper(), pick(WHY_CONTENT, dice.wording)
    return case.paper(), pick(WHY_VAGUE if case.normals.vague > 0 else WHY_CONTENT, dice.wording)


def _send(case: Case, cause: str | None, off_list: bool) -> None:
    """The request, answered after some days, and now and then a second one."""
    dice = case.dice
    paper, reason = (pick(OFF_LIST, dice.paper), WHY_OFF_LIST) if off_list else _wording(case, cause)
    wait = DAY * min(40, math.exp(math.log(3.5) + 0.7 * case.normals.wait))
    early, power = (0.2, 1.0) if cause == INVENTED else (0.05, 1.6)
    at = case.forwarded + case.body * (early + 0.6 * dice.asked_at**power)
    case.log(Step(at, REQUEST, case.desk_seat, paper, reason, pause=wait))
    if dice.second < 0.03 + (0.12 * case.strength if case.handler_act == "requests" else 0):
        again = case.procedure.papers[int(dice.paper * len(case.procedure.papers) * 0.999)]
        at += (case.total - at) * 0.4
        case.log(Step(at, REQUEST, case.desk_seat, again, pick(WHY_CONTENT, dice.wording), pause=wait * 0.7))


def _stop_the_clock(case: Case) -> bool:
    """The planted stop just before the limit; says whether it is a request."""
    if case.hold is None:
        return False
    dice, pause = case.dice, DAY * (3 + 7 * case.dice.stop_days)
    if dice.suspends < 0.4:
        reason = "Tạm dừng để xác minh thêm"
        case.log(Step(case.hold, "suspended", case.desk_seat, reason=reason, pause=pause))
        return False
    case.log(Step(case.hold, REQUEST, case.desk_seat, case.paper(), pick(WHY_VAGUE, dice.wording), pause=pause))
    return True
