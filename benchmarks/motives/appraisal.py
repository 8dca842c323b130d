"""The appraiser's work from station to station, with the clock stopped in between."""

from __future__ import annotations

import math

from benchmarks.motives.asking import Asking, choose_later_paper, choose_papers
from benchmarks.motives.case import Case
from benchmarks.motives.chance import normal
from benchmarks.motives.stations import Station, plan_stations
from benchmarks.motives.steps import Step
from benchmarks.motives.throws import Throw
from benchmarks.motives.ways import How, Trace

_LAST_DAYS = 2
_LATE_STAGE = 0.68
"""Share of the limit after which a request comes late."""
_NO_RETURN_REASON, _NO_SUSPENSION_REASON, _NO_SUSPENSION_REASON_FOR_VICTIMS = 0.35, 0.1, 0.7
_REQUEST_REASON = 0.8
_GIVEN_UP, _GIVEN_UP_AFTER = 0.02, 20
_WAIT, _WAIT_SPREAD, _SUSPENDED_FOR, _SUSPENDED_SPREAD = 3.2, 0.7, 4, 0.6
"""Working days, and the spread of the logarithm."""
_SUPPLEMENT_TO_CLERK = 0.7
_REQUESTS = (Station.REQUEST, Station.SECOND_REQUEST, Station.LATE_REQUEST)


def appraise(case: Case, asking: Asking) -> float | None:
    """When the applicant gave up; ``None`` where the work was done."""
    gone = None
    for work, station in plan_stations(case, asking):
        at = case.after(work)
        if station in _REQUESTS:
            if not case.in_records(at):
                break
            _request(case, asking, station, work, at)
            if case.throws[Throw.GIVEN_UP] < _GIVEN_UP:
                gone = at + _GIVEN_UP_AFTER
                case.enter(gone, Step.WITHDRAWN, case.appraiser)
                break
            _wait(case, station, at)
        elif station == Station.SUSPENSION:
            _suspend(case, at)
        elif station == Station.RETURN:
            _return(case, at)
        else:
            step = Step.FIELD_VISIT if station == Station.VISIT else Step.CONSULTED
            case.enter(at, step, case.appraiser)
    if case.requests > 1:
        case.traces.add(Trace.ASKED_TWICE)
    return gone


def _return(case: Case, at: float) -> None:
    throws = case.throws
    unfounded = case.appraised_by(How.RETURN_WITHOUT_GROUND) or throws[Throw.RETURN_REASON] < _NO_RETURN_REASON
    reason = None if unfounded else "Nội dung tờ khai chưa thống nhất"
    case.enter(at, Step.RETURNED_FOR_CORRECTION, case.appraiser, reason=reason)
    case.total += 0.5 + 1.5 * throws[Throw.RETURN_TAKES]
    if unfounded and case.in_records(at):
        case.traces.add(Trace.RETURNED_WITHOUT_REASON)


def _suspend(case: Case, at: float) -> None:
    throws, planted = case.throws, case.appraised_by(How.CLOCK_STOP_LAST_DAYS)
    length, throw = throws[Throw.SUSPENDED_FOR], throws[Throw.SUSPENSION_REASON]
    days = 3 + 9 * length if planted else math.exp(math.log(_SUSPENDED_FOR) + _SUSPENDED_SPREAD * normal(length))
    unfounded = throw < (_NO_SUSPENSION_REASON_FOR_VICTIMS if planted else _NO_SUSPENSION_REASON)
    reason = None if unfounded else "Chờ thực hiện nghĩa vụ tài chính"
    case.enter(at, Step.SUSPENDED, case.appraiser, reason=reason)
    case.enter(at + days, Step.RESUMED, case.appraiser)
    if case.in_records(at) and case.days_left(at) <= _LAST_DAYS:
        case.traces.add(Trace.STOPPED_IN_LAST_DAYS)
    case.stop(at, days)


def _request(case: Case, asking: Asking, station: Station, work: float, at: float) -> None:
    first = station == Station.REQUEST
    papers = choose_papers(case, asking) if first else [choose_later_paper(case)]
    reason = "Bổ sung thành phần hồ sơ" if case.throws[Throw.REQUEST_REASON] < _REQUEST_REASON else None
    for paper in papers:
        case.enter(at, Step.SUPPLEMENT_REQUESTED, case.appraiser, paper, reason)
    case.requests += 1
    case.traces.add(Trace.ASKED)
    if first and (asking.off_list or asking.custom):
        case.traces.add(Trace.ASKED_OFF_LIST)
    if first and asking.overlooked and asking.listed:
        case.traces.add(Trace.LET_THROUGH)
    if case.days_left(at) <= _LAST_DAYS:
        case.traces.add(Trace.STOPPED_IN_LAST_DAYS)
    if work > _LATE_STAGE * case.limit:
        case.traces.add(Trace.ASKED_LATE)


def _wait(case: Case, station: Station, at: float) -> None:
    throw = case.throws[Throw.WAIT if station == Station.REQUEST else Throw.LATER_WAIT]
    days = math.exp(math.log(_WAIT) + _WAIT_SPREAD * normal(throw))
    to_clerk = case.throws[Throw.SUPPLEMENT_TO] < _SUPPLEMENT_TO_CLERK
    case.enter(at + days, Step.SUPPLEMENT_RECEIVED, case.clerk if to_clerk else case.appraiser)
    case.stop(at, days)
