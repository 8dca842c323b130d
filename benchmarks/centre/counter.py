"""The one-stop counter: receiving, charging the fee, sending on to the team, and handing out the result."""

from __future__ import annotations

from benchmarks.centre.acts import How, Raised
from benchmarks.centre.arrivals import COUNTER, ONLINE
from benchmarks.centre.case import Case
from benchmarks.centre.centre import Centre
from benchmarks.centre.people import Official
from benchmarks.centre.wording import GUIDANCE
from benchmarks.centre.workdays import DAY

OVERCHARGE = Raised(honest=0.0015, planted=0.09)
"""Share of payments above the schedule; honestly these are typing errors."""
SELF_FILED_OVERCHARGE, AGENT_OVERCHARGE = 1.6, 0.5
"""Factors: agents know the schedule."""
OVERCHARGE_AT_LEAST, OVERCHARGE_AT_MOST = 0.05, 0.5
SURCHARGES = (10_000, 20_000, 30_000, 50_000, 50_000)
GUIDES_LESS = 0.15
"""Factor of a planted clerk's guidance."""
NAMED_THOUGH_AWAY = 0.02
PORTAL_MINUTES = 0.02
LATER = 0.5
"""Minutes between steps entered together."""
SENT_TO_THE_APPLICANT, ON_THE_PROMISED_DAY = 0.15, 0.3
"""Of the results handed out at the counter: sent by post after all; fetched only on the day on the slip."""
WAY_BACK_ENTERED = 0.5
ORDINARY_ROUND = 3
"""Working days; dossiers with a longer limit wait for the next round of the messenger."""
ROUNDS = ((180, 180), (390, 390), (DAY, 440))
"""Until when a dossier makes which round, in minutes of the day."""


def clerk_at(centre: Centre, minute: float) -> Official:
    """Somebody at the counter; now and then a step is entered under the name of one who is away."""
    clerks = centre.office.counters
    workloads = [clerk.workload for clerk in clerks]
    while True:
        clerk = centre.chance.choices(clerks, workloads)[0]
        if minute >= clerk.arrives and (not clerk.away_for(minute) or centre.chance.happens(NAMED_THOUGH_AWAY)):
            return clerk


def receive(case: Case) -> None:
    if case.application.channel != ONLINE:
        case.clerk = clerk_at(case.centre, case.now)
    case.log_at_centre(case.now, "received", case.clerk)
    if case.clerk:
        _serve(case, case.clerk)
    else:
        _take_in_online(case)


def _take_in_online(case: Case) -> None:
    """The portal acts by itself."""
    case.log_at_centre(case.now, "receipt_slip_issued")
    if case.fee:
        case.log_at_centre(case.now, "fee_collected", amount=case.fee)
    case.log_at_centre(case.now, "forwarded")
    case.now += PORTAL_MINUTES


def _serve(case: Case, clerk: Official) -> None:
    chance = case.chance
    if chance.happens(clerk.habits.guides * (GUIDES_LESS if clerk.how == How.COUNTER else 1)):
        case.log_at_centre(case.now + LATER, "guidance_given", clerk, reason=chance.choice(GUIDANCE))
    case.now += chance.uniform(2, 7)
    case.log_at_centre(case.now, "receipt_slip_issued", clerk)
    if case.fee:
        _charge(case, clerk)
    if case.limit <= ORDINARY_ROUND:
        case.now += chance.uniform(3, 25)
        case.log_at_centre(case.now, "forwarded", clerk)
        return
    minute = case.now % DAY
    case.now = case.now - minute + next(leaves for until, leaves in ROUNDS if minute < until)
    case.log_at_centre(case.now + chance.uniform(0, 8), "forwarded", clerk)
    case.now += 8


def _charge(case: Case, clerk: Official) -> None:
    share, amount = OVERCHARGE.honest, case.fee
    if clerk.how == How.OVERCHARGE:
        by_applicant = AGENT_OVERCHARGE if case.agent else SELF_FILED_OVERCHARGE
        share = min(
            OVERCHARGE_AT_MOST,
            OVERCHARGE.at(case.strength) * by_applicant + OVERCHARGE_AT_LEAST * case.strength,
        )
    if case.chance.happens(share):
        amount += case.chance.choice(SURCHARGES)
    case.dossier.charged = amount
    case.log_at_centre(case.now + LATER, "fee_collected", clerk, amount=amount)


def hand_out(case: Case) -> None:
    """At once by post and online; at the counter when the applicant comes, often only on the promised day."""
    chance = case.chance
    if case.application.channel != COUNTER or chance.happens(SENT_TO_THE_APPLICANT):
        at = case.now + chance.uniform(5, 120)
    elif chance.happens(ON_THE_PROMISED_DAY) and case.dossier.due > case.now:
        at = case.dossier.due - DAY + chance.uniform(20, 430)
    else:
        at = case.now + abs(chance.gauss(0, 1.2)) * DAY + chance.uniform(10, 120)
    case.log_at_centre(at, "finished", clerk_at(case.centre, at))
    case.dossier.finished = at
    case.dossier.outcome = "refused" if case.refused else "granted"


def give_back(case: Case) -> None:
    """A withdrawn dossier; the way back is entered half of the time."""
    case.specialist.keep_until(case.now)
    clerk = clerk_at(case.centre, case.now)
    at = case.now + case.chance.uniform(5, 200)
    if case.chance.happens(WAY_BACK_ENTERED):
        case.log_at_centre(at, "finished", clerk)
    case.dossier.finished, case.dossier.outcome = case.now, "withdrawn"
