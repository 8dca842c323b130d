"""The end of a dossier: decided, signed, made ready and handed over, or withdrawn."""

from __future__ import annotations

import math

from benchmarks.motives.case import Case
from benchmarks.motives.chance import normal
from benchmarks.motives.load import Channel
from benchmarks.motives.steps import Step
from benchmarks.motives.throws import Throw
from benchmarks.motives.ways import How, Trace
from benchmarks.motives.workdays import closing, date_of

GRANTED, REFUSED, WITHDRAWN = "granted", "refused", "withdrawn"
_DUE_MOVED, _NO_DUE_REASON = 0.028, 0.75
_REFUSED, _REFUSED_SECOND_TIME = 0.032, 0.3
_REFUSED_BY_LEADER, _REFUSAL_REASON = 0.6, 0.85
_WITHDRAWN = 0.01
_APPRAISED_AFTER, _SIGNED_AFTER = 0.86, 0.95
"""Share of the work."""
_BATCH_FROM, _DAYS_TO_BATCH = 0.7, 4
"""Who signs in batches does so in the afternoon, and does not wait longer."""
_READY_BY_APPRAISER, _APOLOGISED = 0.75, 0.55
_PICKED_UP, _PICKED_UP_SPREAD = 0.3, 0.8
_KEPT, _KEPT_LONG = 0.085, 5
"""A result is kept where it lies for more than so many working days."""


def move_due(case: Case) -> int:
    """When it is due in the end, in seconds."""
    throws, by = case.throws, case.throws[Throw.DUE_MOVED_BY]
    due = int(case.received) + case.limit
    planted = case.appraised_by(How.DUE_DATE_MOVED)
    if not (throws[Throw.DUE_MOVED] < _DUE_MOVED * case.factor(case.appraiser, "moving_due") or planted):
        return closing(due)
    at = case.after(min(case.total * 0.9, max(0.2, case.limit - 1.2 * by - 0.2)))
    if not case.in_records(at):
        return closing(due)
    unfounded = planted and throws[Throw.DUE_REASON] < _NO_DUE_REASON
    case.enter(at, Step.DUE_CHANGED, case.appraiser, reason=None if unfounded else "Cần xác minh thêm")
    case.traces.add(Trace.DUE_MOVED)
    return closing(due + max(2, int(case.limit * (0.3 + 0.3 * by))))


def decide(case: Case) -> tuple[str, float]:
    """The outcome and the moment of the end, which may lie beyond the records."""
    case.enter(case.after(case.total * _APPRAISED_AFTER), Step.APPRAISED, case.appraiser)
    refused = _is_refused(case)
    signed = _sign(case)
    ready = max(case.after(case.total), signed + 0.02)
    if case.throws[Throw.WITHDRAWN] < _WITHDRAWN and case.deed.appraisal is None:
        case.enter(signed, Step.WITHDRAWN, case.appraiser)
        return WITHDRAWN, signed
    _log_decision(case, refused, signed)
    by_appraiser = case.throws[Throw.READY_BY] < _READY_BY_APPRAISER
    case.enter(ready, Step.RESULT_READY, case.appraiser if by_appraiser else case.hand)
    _note_lateness(case, ready)
    return REFUSED if refused else GRANTED, _hand_over(case, ready)


def _is_refused(case: Case) -> bool:
    if case.granted_quietly or case.deed.favoured:
        return False
    chance = _REFUSED * math.exp(case.habits(case.appraiser).refusing) * (_REFUSED_SECOND_TIME if case.again else 1)
    return bool(case.throws[Throw.REFUSED] < chance or case.appraised_by(How.REFUSE_THEN_GRANT))


def _sign(case: Case) -> float:
    signed = case.after(case.total * _SIGNED_AFTER)
    signing_days = case.world.circumstances.signing_days.get(case.leader)
    if signing_days is None:
        return signed
    first = day = int(signed)
    while date_of(day).weekday() not in signing_days and day - first < _DAYS_TO_BATCH:
        day += 1
    if day != first or signed - day < _BATCH_FROM:
        return day + 0.75 + 0.2 * case.throws[Throw.SIGNED_AT]
    return signed


def _log_decision(case: Case, refused: bool, signed: float) -> None:
    throws = case.throws
    if not refused:
        case.enter(signed, Step.APPROVED, case.leader)
        return
    by_leader = throws[Throw.REFUSED_BY] < _REFUSED_BY_LEADER
    founded = throws[Throw.REFUSAL_REASON] < _REFUSAL_REASON and not case.appraised_by(How.REFUSE_THEN_GRANT)
    official, reason = case.leader if by_leader else case.appraiser, "Không đủ điều kiện" if founded else None
    case.enter(signed, Step.REFUSED, official, reason=reason)


def _note_lateness(case: Case, ready: float) -> None:
    throws, last_day, end = case.throws, case.last_day, case.world.period.last
    if int(ready) <= last_day or last_day >= end:
        return
    if case.in_records(ready) or end > last_day + 1:
        case.traces.add(Trace.LATE)
    if throws[Throw.APOLOGY] < _APOLOGISED:
        by_appraiser = throws[Throw.APOLOGY_BY] < 0.5
        at = last_day + 0.5 + 0.4 * throws[Throw.APOLOGY_AT]
        case.enter(at, Step.APOLOGY_ISSUED, case.appraiser if by_appraiser else case.clerk)


def _hand_over(case: Case, ready: float) -> float:
    throws, longer = case.throws, case.throws[Throw.KEPT_FOR]
    habits = case.habits(case.hand).keeping
    gap = _PICKED_UP * math.exp(_PICKED_UP_SPREAD * normal(throws[Throw.PICKED_UP]) + habits + case.unit_habits.keeping)
    if throws[Throw.KEPT] < _KEPT * case.factor(case.hand, "keeping") and case.channel != Channel.ONLINE:
        gap += 3 + 9 * longer
    if case.deed.handover == How.KEPT_RESULT:
        gap = max(gap, 6 + 14 * longer)
    case.enter(ready + gap, Step.FINISHED, case.hand)
    if gap > _KEPT_LONG and case.in_records(ready + _KEPT_LONG):
        case.traces.add(Trace.KEPT)
    return ready + gap
