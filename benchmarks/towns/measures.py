"""How each way of doing wrong is counted: whose dossiers, which of them could show it, and which do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Ints
from benchmarks.towns.course import Course
from benchmarks.towns.history import History
from benchmarks.towns.pauses import LONG
from benchmarks.towns.ways import ACCESS, How, Plant
from benchmarks.towns.world import World

BEYOND = 3
"""Working days after the records' end within which a step still counts."""
HELD_DAYS = 5
"""From here on a result counts as held back."""


@dataclass(frozen=True)
class _Measure:
    hand: Callable[[Course], Ints]
    """Of each dossier, whose deed it would be."""
    shows: Callable[[History, float], Bools]
    """The second is the moment after which nothing is seen."""
    possible: Callable[[Course], Bools] | None = None
    """Where not every dossier could show it."""


def _appraiser(course: Course) -> Ints:
    return course.dossiers.appraiser


def _clerk(course: Course) -> Ints:
    return course.dossiers.clerk


def _releaser(course: Course) -> Ints:
    return course.dossiers.releaser


def _asked(history: History, end: float) -> Bools:
    return history.course.requests.asked & (history.course.pauses.first.begins < end)


def _asked_off_list(history: History, end: float) -> Bools:
    return history.course.requests.off_list & (history.course.pauses.first.begins < end)


def _asked_again(history: History, end: float) -> Bools:
    return history.course.requests.again & (history.course.pauses.again.begins < end)


def _asked_for_listed(history: History, end: float) -> Bools:
    return history.course.requests.listed & (history.course.pauses.first.begins < end)


def _asked_without_guidance(history: History, end: float) -> Bools:
    guidance = history.course.guidance
    return _asked_for_listed(history, end) & ~guidance.with_request & ~guidance.at_counter


def _late(history: History, end: float) -> Bools:
    return history.course.late & (history.course.signing.ready < end)


def _stopped(history: History, end: float) -> Bools:
    pauses = history.course.pauses
    return pauses.in_last_days & (np.maximum(pauses.first.begins, pauses.suspension.begins) < end)


def _held(history: History, end: float) -> Bools:
    course = history.course
    return (course.handover.days > HELD_DAYS) & (course.signing.ready + HELD_DAYS < end)


def _fast(history: History, end: float) -> Bools:
    return history.course.fast & (history.course.signing.signed < end)


_MEASURES = {
    How.CONTRARY_DOCUMENTS: _Measure(_appraiser, lambda h, _: h.course.papers.unlawful, lambda c: c.papers.reviewed),
    How.DEAD_BASIS: _Measure(_appraiser, lambda h, _: h.course.papers.dead_basis, lambda c: c.papers.issued),
    How.INCOMPETENT_SIGNATURE: _Measure(
        _appraiser, lambda h, _: h.course.papers.own_signature, lambda c: c.papers.issued
    ),
    How.REQUESTS_HIGH: _Measure(_appraiser, _asked),
    How.OUTSIDE_LIST: _Measure(_appraiser, _asked_off_list),
    How.FEE_ABOVE: _Measure(_clerk, lambda h, _: h.course.fees.over, lambda c: c.fees.due),
    How.PIECEMEAL: _Measure(_appraiser, _asked_again, lambda c: c.requests.asked),
    How.PAIR_FAVOUR: _Measure(_appraiser, _fast),
    How.LETS_INCOMPLETE_THROUGH: _Measure(_clerk, _asked_for_listed),
    How.NO_GUIDANCE_NO_CHECK: _Measure(_clerk, _asked_without_guidance),
    How.LATE_HANDLING: _Measure(_appraiser, _late),
    How.CLOCK_STOP_LAST_DAYS: _Measure(_appraiser, _stopped, lambda c: c.dossiers.limit >= LONG),
    How.HELD_RESULTS: _Measure(_releaser, _held),
    How.REFUSE_THEN_APPROVE: _Measure(_appraiser, lambda h, _: h.reversed_later),
}


def events(world: World, history: History, plant: Plant) -> int:
    """How often it shows of the person; in a history in which all are honest, how often it seems to."""
    if plant.act == ACCESS:
        return _accesses(history, plant)
    measure = _MEASURES[plant.how]
    shows = measure.shows(history, world.calendar.days + BEYOND)
    return int((shows & _his(history.course, plant)).sum())


def exposure(history: History, plant: Plant) -> int:
    """In how many of the person's dossiers it could show; of accesses, about how many there are for work."""
    if plant.act == ACCESS:
        return round(history.curiosity.for_work[plant.official])
    his, possible = _his(history.course, plant), _MEASURES[plant.how].possible
    return int((his & possible(history.course)).sum() if possible else his.sum())


def _his(course: Course, plant: Plant) -> Bools:
    his = _MEASURES[plant.how].hand(course) == plant.official
    return his & (course.dossiers.agent == plant.agent) if plant.how == How.PAIR_FAVOUR else his


def _accesses(history: History, plant: Plant) -> int:
    curiosity = history.curiosity
    counts = {
        How.NO_REASON_ACCESS: curiosity.unexplained,
        How.NIGHT_ACCESS: curiosity.at_night,
        How.RELATIVES_ACCESS: curiosity.of_relatives,
        How.BULK_EXPORT: curiosity.in_bulk,
    }
    return int(counts[plant.how][plant.official]) + curiosity.planted.get(plant, 0)
