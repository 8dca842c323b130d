"""Taking in: is something missing, is the clerk aware of it, slip and fee, and on to the appraiser."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.motives.case import Case
from benchmarks.motives.load import Channel
from benchmarks.motives.staff import NOBODY
from benchmarks.motives.steps import Step
from benchmarks.motives.throws import Throw
from benchmarks.motives.ways import How, Trace
from benchmarks.motives.workdays import seconds_at

_ONLINE, _SECOND_TIME = 1.15, 0.5
"""Times as often incomplete."""
_MOST_INCOMPLETE, _INCOMPLETE_FOR_VICTIMS = 0.8, 0.9
_OVERLOOKED, _OVERLOOKED_BY_TRAINEE = 0.30, 1.7
_GUIDED, _GUIDED_ANYWAY_ABOVE = 0.9, 0.93
_NO_SLIP, _MOST_WITHOUT_SLIP = 0.06, 0.5
_EXEMPT, _MISTAKEN = 0.04, 0.028
_ROUNDED = 10_000
"""To this are fees."""
_FORWARDED_BY_CLERK = 0.8
_FORWARDED_SLOWER_ONLINE = 1.5


@dataclass
class Intake:
    overlooked: bool
    """Something is missing, and the clerk let it through."""
    fee: int | None


def take_in(case: Case) -> Intake:
    throws = case.throws
    incomplete = throws[Throw.INCOMPLETE] < _chance_of_incomplete(case)
    overlooked = bool(incomplete and throws[Throw.OVERLOOKED] < _chance_of_overlooking(case))
    _guide(case, incomplete and not overlooked)
    clerk = NOBODY if case.by_system else case.clerk
    case.enter_at(case.received_at, Step.RECEIVED, clerk)
    if _has_slip(case):
        case.enter_at(case.received_at + int(60 + 500 * throws[Throw.SLIP_AT]), Step.RECEIPT_SLIP_ISSUED, clerk)
    else:
        case.traces.add(Trace.NO_SLIP)
    fee = _charge(case) if case.procedure.fee > 0 else None
    if fee is not None:
        case.enter_at(case.received_at + int(600 + 600 * throws[Throw.FEE_AT]), Step.FEE_COLLECTED, clerk, fee)
    _forward(case)
    return Intake(overlooked, fee)


def _chance_of_incomplete(case: Case) -> float:
    of_agent = case.agent.incomplete if case.agent is not None else 1.0
    online = _ONLINE if case.channel == Channel.ONLINE else 1
    chance = min(_MOST_INCOMPLETE, case.procedure.incomplete * of_agent * online) * (_SECOND_TIME if case.again else 1)
    return max(chance, _INCOMPLETE_FOR_VICTIMS) if case.deed.intake == How.WAVED_THROUGH else chance


def _chance_of_overlooking(case: Case) -> float:
    if case.deed.intake == How.WAVED_THROUGH:
        return 1
    chance = _OVERLOOKED * case.factor(case.clerk, "overlooking")
    return min(chance * _OVERLOOKED_BY_TRAINEE if case.is_learning(case.clerk) else chance, 1)


def _guide(case: Case, found_incomplete: bool) -> None:
    """Before it is received; what came at night is looked at the next morning."""
    throw = case.throws[Throw.GUIDED]
    guided = (found_incomplete and throw < _GUIDED) or throw > _GUIDED_ANYWAY_ABOVE
    if case.deed.intake == How.WAVED_THROUGH or not guided:
        return
    early = case.throws[Throw.GUIDED_AT]
    if case.by_system:
        at = seconds_at(int(case.received) + 1.02 + 0.3 * early)
    else:
        at = case.received_at - int(300 + 1800 * early)
    case.enter_at(at, Step.GUIDANCE_GIVEN, case.clerk)


def _has_slip(case: Case) -> bool:
    if case.by_system:
        return True
    chance = min(_MOST_WITHOUT_SLIP, _NO_SLIP * case.factor(case.clerk, "no_slip"))
    return not (case.throws[Throw.NO_SLIP] < chance or case.deed.intake == How.NO_RECEIPT_SLIP)


def _charge(case: Case) -> int:
    listed = case.procedure.fee
    if case.by_system:
        return listed
    throw, amount = case.throws[Throw.FEE], case.throws[Throw.FEE_AMOUNT]
    fee = listed
    if case.deed.intake == How.FEE_ABOVE_SCHEDULE:
        fee = int(listed * (1.15 + 0.5 * amount) / _ROUNDED + 1) * _ROUNDED
    elif throw < _EXEMPT:
        fee = 0
    elif throw < _EXEMPT + _MISTAKEN * case.factor(case.clerk, "overcharging"):
        fee += int(1 + 3 * amount) * _ROUNDED
    if fee > listed:
        case.traces.add(Trace.OVERCHARGED)
    return fee


def _forward(case: Case) -> None:
    slower = _FORWARDED_SLOWER_ONLINE if case.channel == Channel.ONLINE else 1
    at = case.received + 0.05 + 0.5 * case.throws[Throw.FORWARDED_AT] * slower
    if case.throws[Throw.FORWARDED_BY] < _FORWARDED_BY_CLERK:
        official = case.clerk
    else:
        official = case.forwarded_by if case.forwarded_by >= 0 else case.appraiser
    case.enter(at, Step.FORWARDED, official)
