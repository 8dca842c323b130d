"""From the work on a dossier to its end: visits, appraisal, decision, result."""

from __future__ import annotations

import math
from random import Random

from benchmarks.communes.case import Case
from benchmarks.communes.dossier import GRANTED, REFUSED
from benchmarks.communes.office import COUNTER, Official, Trait
from benchmarks.communes.procedures import SHORT
from benchmarks.communes.signing import sign
from benchmarks.communes.ways import Chance, Way
from benchmarks.communes.workdays import WORKDAYS

_VISITED, _VISIT_FROM, _VISIT_TO = 0.5, 0.4, 0.9
_CONSULTED_FROM, _REPLY_TAKES = 0.45, 0.3
"""Shares of the work; so the two above."""

_DUE_CHANGED = 0.012
_CHANGED_BEFORE, _CHANGED_AFTER = -1.5, 0.8
"""Days about the limit."""
_CHANGE_REASONS = ["gia hạn", "", "điều chỉnh ngày hẹn"]
_PLANTED_CHANGES, _CHANGED_WORK_FROM, _CHANGED_WORK_TO = Chance(0.22, 0.045), 1.0, 1.5

_FRIDAY = 4
_ENTERED_FROM, _ENTERED_TO, _END_OF_DAY = 0.86, 0.97, 0.9
"""Parts of the Friday on which the whole week is entered."""
_RETURNED, _RETURNED_AFTER, _CORRECTED_FROM, _CORRECTED_TO = 0.018, 0.3, 0.6, 2

_REFUSED, _STRICT_REFUSES = 0.018, 0.5
_PLANTED_REFUSES = 8
"""A factor, at full strength."""
_REFUSAL_REASONS = ["không đủ điều kiện", "không đúng thẩm quyền", "tranh chấp"]
_MORE_REASONS = 0.2
"""A refusal gives its reasons more often than a request."""

_AT_ONCE, _AT_ONCE_FROM, _AT_ONCE_TO = 0.75, 0.01, 0.12
_LATER_FROM, _LATER_TO = 0.2, 0.9
_SAME_DAY, _READY_AFTER = 0.005, 0.004
_FINISHED_BY_CHECKER = 0.8
_COLLECTED_AFTER = [0, 0, 0, 0, 1, 1, 2, 4]
_APOLOGY_BEFORE = 0.001
_REFILED, _PLANTED_REFILED = 0.4, 0.85
_REFILED_FROM, _REFILED_TO = 0.5, 9


def decide(rng: Random, case: Case) -> None:
    _look_into(rng, case)
    _change_due(rng, case)
    proposed = _appraise(rng, case)
    refused = _is_refused(rng, case)
    signed, signer = sign(rng, case, proposed)
    if refused:
        case.dossier.log(signed, "refused", signer, reason=_refusal_reason(rng, case))
    else:
        case.dossier.log(signed, "approved", signer)
    case.dossier.outcome = REFUSED if refused else GRANTED
    _finish(rng, case, signed)
    if refused and rng.random() < (_PLANTED_REFILED if case.way == Way.REFUSES else _REFILED):
        case.dossier.refiled_at = case.dossier.finished + rng.uniform(_REFILED_FROM, _REFILED_TO)


def _look_into(rng: Random, case: Case) -> None:
    dossier = case.dossier
    begin = dossier.received + case.pause
    # The chance is thrown for procedures without a visit too.
    if rng.random() < _VISITED and case.habits.full and case.procedure.on_site:
        share = max(case.done, rng.uniform(_VISIT_FROM, _VISIT_TO))
        dossier.log(begin + case.work * share, "field_visit", case.checker)
    if case.consults and not case.habits.minimal:
        at = begin + case.work * max(case.done, _CONSULTED_FROM)
        dossier.log(at, "consulted", case.checker)
        dossier.log(at + _REPLY_TAKES * case.work * (1 - case.done), "consult_reply", None)


def _change_due(rng: Random, case: Case) -> None:
    possible = case.limit > SHORT
    changed = case.habits.full and possible and rng.random() < _DUE_CHANGED
    if case.way == Way.EDITS_DUE and possible and case.happens(rng, _PLANTED_CHANGES):
        changed = True
        case.work = case.limit * rng.uniform(_CHANGED_WORK_FROM, _CHANGED_WORK_TO)
    if changed:
        at = min(case.worked_off, case.due + rng.uniform(_CHANGED_BEFORE, _CHANGED_AFTER))
        case.dossier.log(at, "due_changed", case.checker, reason=rng.choice(_CHANGE_REASONS))
        case.dossier.due_changed = True


def _appraise(rng: Random, case: Case) -> float:
    """When it is proposed for signing."""
    dossier, at = case.dossier, case.worked_off
    if not case.habits.minimal:
        if case.checker.trait == Trait.IN_BULK and case.limit > SHORT:
            at = _wait_for_friday(rng, case, at)
        dossier.log(at, "appraised", case.checker)
    # The chance is thrown where nothing of it is logged too.
    if rng.random() < _RETURNED and case.limit > SHORT and not case.habits.minimal:
        dossier.log(at + _RETURNED_AFTER, "returned_for_correction", case.unit.vice_chair)
        at += rng.uniform(_CORRECTED_FROM, _CORRECTED_TO)
        dossier.log(at, "appraised", case.checker)
    return at


def _wait_for_friday(rng: Random, case: Case, at: float) -> float:
    """Unless that would make it late."""
    day = int(at)
    while WORKDAYS[day].weekday() != _FRIDAY:
        day += 1
    if day + _END_OF_DAY < case.due + _END_OF_DAY:
        return max(at, day + rng.uniform(_ENTERED_FROM, _ENTERED_TO))
    return at


def _is_refused(rng: Random, case: Case) -> bool:
    chance = _REFUSED * math.exp(case.checker.strict * _STRICT_REFUSES)
    if case.way == Way.REFUSES and case.limit > SHORT and not case.dossier.earlier:
        chance = _REFUSED * _PLANTED_REFUSES**case.strength
    return rng.random() < chance and not case.favoured


def _refusal_reason(rng: Random, case: Case) -> str:
    given = rng.random() < case.habits.reasons + _MORE_REASONS and case.way != Way.REFUSES
    return rng.choice(_REFUSAL_REASONS) if given else ""


def _finish(rng: Random, case: Case, signed: float) -> None:
    dossier, unit, due = case.dossier, case.unit, case.due
    at_once = rng.random() < _AT_ONCE
    after = rng.uniform(_AT_ONCE_FROM, _AT_ONCE_TO) if at_once else rng.uniform(_LATER_FROM, _LATER_TO)
    finished = signed + after
    if int(finished) > due >= int(signed):
        # What is signed in time is also finished in the system that day.
        finished = signed + _SAME_DAY
    official = _finisher(rng, case, int(finished))
    if case.habits.full:
        dossier.log(signed + _READY_AFTER, "result_ready", official)
    if unit.collected_late:
        finished += rng.choice(_COLLECTED_AFTER)
    dossier.log(finished, "finished", official)
    dossier.finished = finished
    if int(finished) > due and rng.random() < unit.apologises:
        dossier.log(min(finished - _APOLOGY_BEFORE, due + rng.uniform(0, 1)), "apology_issued", official)


def _finisher(rng: Random, case: Case, day: int) -> Official:
    there = case.unit.present(day)
    if case.unit.ward:
        there = [o for o in there if COUNTER in o.fields] or there
    if case.unit.same_hand and case.checker in there and rng.random() < _FINISHED_BY_CHECKER:
        return case.checker
    return rng.choice(there)
