"""The course of every dossier from its receipt to its end, in the order in which they come in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from benchmarks.centre.acts import How, Raised
from benchmarks.centre.appraisal import appraise
from benchmarks.centre.arrivals import COUNTER, ONLINE, POST, Application, Arrivals, Sent
from benchmarks.centre.assigning import assign
from benchmarks.centre.case import Case
from benchmarks.centre.centre import Centre
from benchmarks.centre.counter import give_back, hand_out, receive
from benchmarks.centre.dossier import Dossier, History
from benchmarks.centre.office import department_unit
from benchmarks.centre.pace import set_pace
from benchmarks.centre.pauses import wait_for_others
from benchmarks.centre.requests import ask, decide_rounds, decide_whether_to_ask
from benchmarks.centre.signing import announce, check, decide
from benchmarks.centre.wording import PUSHED_TO_WITHDRAW, WITHDRAWN
from benchmarks.centre.workdays import DAY, RECEIPTS_END, WORKDAYS

WITHDRAWS = 0.006
REFUSED, HARD_REFUSED, EASY_REFUSED = 0.02, 1.5, 0.7
ONLINE_CHECK_MINUTES = (15, 300)
COMES_BACK, COMES_BACK_DAYS = 0.35, (2, 20)
PUSHED_COMES_BACK, PUSHED_COMES_BACK_DAYS = 0.8, (0.5, 8)
"""Share, and after how many working days; of those who were pushed, no later than the receipts end."""
LAST_TO_COME_BACK = RECEIPTS_END - 8 * DAY
PUSHED = Raised(honest=0.02, planted=0.17)


def follow_all(centre: Centre, arrivals: Arrivals) -> History:
    """Withdrawn dossiers may come in again, as new ones."""
    history = History()
    numbers: Counter[tuple[str, int]] = Counter()
    for application in arrivals:
        case = _open(centre, history, numbers, application)
        _follow(case, arrivals)
        history.by_team[case.place].append(case.dossier)
    return history


def _open(centre: Centre, history: History, numbers: Counter[tuple[str, int]], application: Application) -> Case:
    procedure, day = application.procedure, int(application.minute // DAY)
    unit = department_unit(procedure.department, application.minute)
    numbers[unit, day] += 1
    limit, fee = procedure.limit_on(day), procedure.fee_on(day)
    dossier = Dossier(
        place=len(history.dossiers),
        code=f"H36.{unit}-{WORKDAYS[day]:%y%m%d}-{numbers[unit, day]:04d}",
        application=application,
        unit=unit,
        due=(day + limit + 1) * DAY,
        charged=fee or None,
    )
    history.dossiers.append(dossier)
    return Case(centre, history, dossier, limit, fee, application.minute, centre.office.heads[procedure.team])


def _follow(case: Case, arrivals: Arrivals) -> None:
    chance = case.chance
    receive(case)
    assign(case)
    set_pace(case)
    asking = decide_whether_to_ask(case)
    withdraws = chance.happens(WITHDRAWS)
    case.refused = chance.happens(REFUSED * (HARD_REFUSED if case.procedure.hard else EASY_REFUSED))
    consults = chance.happens(case.procedure.consult_share)
    _begin(case)
    rounds = decide_rounds(case, asking)
    if withdraws and not asking.asks:
        case.work(case.specialist, case.need * chance.uniform(0.1, 0.8))
        _withdraw(case, WITHDRAWN)
    for number in range(rounds):
        if not case.withdrawn:
            ask(case, asking, again=number > 0)
    _come_back(case, arrivals)
    if not case.withdrawn:
        wait_for_others(case, consults)
    if case.withdrawn:
        give_back(case)
        return
    appraise(case)
    decide(case, check(case))
    announce(case)
    hand_out(case)


def _begin(case: Case) -> None:
    if case.application.channel == ONLINE:
        case.now += min(case.chance.uniform(*ONLINE_CHECK_MINUTES), 0.3 * case.need)
        case.log_in_team(case.now, "checked_online", case.specialist)
    case.work(case.specialist, 1)


def _withdraw(case: Case, reason: str | None) -> None:
    case.log_in_team(case.now, "withdrawn", case.specialist, reason=reason)
    case.withdrawn = True


def _come_back(case: Case, arrivals: Arrivals) -> None:
    """Some of the withdrawn dossiers are handed in again; those who were pushed to withdraw nearly always do."""
    chance, application = case.chance, case.application
    again = replace(application, earlier=case.dossier.code, sent=Sent.IN_HOURS)
    if not case.withdrawn and _pushes(case):
        case.work(case.specialist, case.need * chance.uniform(0.3, 0.8))
        _withdraw(case, chance.choice(PUSHED_TO_WITHDRAW))
        if chance.happens(PUSHED_COMES_BACK) and case.now < LAST_TO_COME_BACK:
            back = case.now + chance.uniform(*PUSHED_COMES_BACK_DAYS) * DAY
            arrivals.add(replace(again, minute=back, channel=COUNTER))
    elif case.withdrawn and chance.happens(COMES_BACK):
        morning = (case.now + chance.uniform(*COMES_BACK_DAYS) * DAY) // DAY * DAY
        channel = COUNTER if application.channel == POST else application.channel
        arrivals.add(replace(again, minute=morning + chance.uniform(10, 200), channel=channel))


def _pushes(case: Case) -> bool:
    return case.specialist.how == How.PUSH_WITHDRAW and case.chance.happens(PUSHED.at(case.strength))
