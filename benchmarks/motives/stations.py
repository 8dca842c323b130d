"""The stations of an appraisal: requests, suspensions, returns, visits and consultations, by the work before them."""

from __future__ import annotations

from enum import IntEnum

from benchmarks.motives.asking import Asking
from benchmarks.motives.case import Case
from benchmarks.motives.throws import Throw
from benchmarks.motives.ways import How

_CONSULTED, _HARD_CONSULTED = 0.05, 0.7
_SUSPENDED, _SUSPENDED_IN_LAST_DAYS_BELOW = 0.05, 0.3
_RETURNED = 0.045


class Station(IntEnum):
    """In the order in which those at the same moment come."""

    REQUEST = 0
    SECOND_REQUEST = 1
    LATE_REQUEST = 2
    SUSPENSION = 3
    RETURN = 4
    CONSULTATION = 5
    VISIT = 6


def plan_stations(case: Case, asking: Asking) -> list[tuple[float, Station]]:
    """A late request and a late suspension lengthen the work."""
    throws = case.throws
    stations: list[tuple[float, Station]] = []
    if asking.at_all:
        stations.append((case.total * (0.12 + 0.5 * throws[Throw.REQUEST_AT]), Station.REQUEST))
        if asking.second_round:
            at = case.total * (0.68 + 0.2 * throws[Throw.SECOND_ROUND_AT])
            stations.append((at, Station.SECOND_REQUEST))
    if asking.late_at is not None:
        stations.append((asking.late_at, Station.LATE_REQUEST))
        case.total = max(case.total, asking.late_at + 0.3)
    if throws[Throw.VISIT] < case.procedure.visited or case.hard:
        stations.append((case.total * 0.4, Station.VISIT))
    consulted = throws[Throw.CONSULTATION]
    if consulted < _CONSULTED or (case.hard and consulted < _HARD_CONSULTED):
        stations.append((case.total * 0.5, Station.CONSULTATION))
    suspended_at = _suspension(case)
    if suspended_at is not None:
        stations.append((suspended_at, Station.SUSPENSION))
    returned = throws[Throw.RETURN] < _RETURNED * case.factor(case.appraiser, "returning")
    if returned or case.appraised_by(How.RETURN_WITHOUT_GROUND):
        stations.append((case.total * (0.3 + 0.5 * throws[Throw.RETURNED_AT]), Station.RETURN))
    return sorted(stations)


def _suspension(case: Case) -> float | None:
    throws, at = case.throws, case.throws[Throw.SUSPENDED_AT]
    if case.appraised_by(How.CLOCK_STOP_LAST_DAYS):
        suspended_at = max(0.1, case.limit - 0.1 - 1.6 * at)
        case.total = max(case.total, suspended_at + 0.3 + 2 * throws[Throw.SUSPENDED_ANY_TIME])
        return suspended_at
    if not throws[Throw.SUSPENSION] < _SUSPENDED * case.factor(case.appraiser, "suspending"):
        return None
    if throws[Throw.SUSPENDED_ANY_TIME] > _SUSPENDED_IN_LAST_DAYS_BELOW:
        return case.total * (0.1 + 0.85 * at)
    return min(case.total * 0.97, max(0.1, case.limit - 1.5 * at))
