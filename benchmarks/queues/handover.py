"""Results are handed over by whoever is at the counter, and some are kept: mislaid, or sat upon."""

from __future__ import annotations

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau, Pickup
from benchmarks.queues.matter import AT_COUNTER, Matter, Outcome
from benchmarks.queues.steps import Activity
from benchmarks.queues.variants import How

_KEPT_FROM = 5
"""Working days after it was ready, more than which is long."""
_MISLAID, _MOST_MISLAID, _FOUND_AFTER, _FOUND_WITHIN = 0.045, 0.3, 4, 6
_SAT_UPON, _SITS_FOR, _SITS_FURTHER = 0.14, 6, 12
_COUNTER_HOURS = 8.4
_WITHDRAWN = "Người nộp rút hồ sơ"


def hand_over(bureau: Bureau, day: int) -> None:
    for pickup in bureau.pickups[day]:
        place = bureau.unit_of(pickup.matter)
        if day in bureau.units[place].outages:
            bureau.picked_up(day + 1, pickup._replace(ready_at=None))
        elif pickup.withdraws:
            _withdraw(bureau, pickup.matter, place, day)
        else:
            _hand_over(bureau, pickup, place, day)


def _withdraw(bureau: Bureau, matter: Matter, place: int, day: int) -> None:
    clerks = bureau.present(bureau.clerks[place], day) or bureau.handlers[place]
    at = bureau.at(day, bureau.office_second())
    bureau.note(matter, at, Activity.WITHDRAWN, clerks[0], reason=_WITHDRAWN)
    matter.outcome, matter.finished_at = Outcome.WITHDRAWN, at


def _hand_over(bureau: Bureau, pickup: Pickup, place: int, day: int) -> None:
    matter = pickup.matter
    official = _who_hands_over(bureau, matter, place, day)
    if official == NONE:
        bureau.picked_up(day + 1, Pickup(matter))
        return
    if matter.hands_over == NONE:
        matter.hands_over = official
        kept = _days_kept(bureau, official, matter)
        if kept:
            bureau.picked_up(day + kept, Pickup(matter))
            return
    second = bureau.office_second(_COUNTER_HOURS) if pickup.ready_at is None else pickup.ready_at + 600
    matter.finished_at = bureau.at(day, second)
    matter.kept = int(day - matter.ready_on > _KEPT_FROM)
    matter.hands_over = official
    bureau.note(matter, matter.finished_at, Activity.FINISHED, official)


def _who_hands_over(bureau: Bureau, matter: Matter, place: int, day: int) -> int:
    if bureau.units[place].handlers_hand_over and matter.handler in bureau.handlers[place]:
        return NONE if bureau.is_absent(matter.handler, day) else matter.handler
    if matter.hands_over != NONE and not bureau.is_absent(matter.hands_over, day):
        return matter.hands_over
    clerks = bureau.present(bureau.clerks[place], day)
    return bureau.any_of(clerks) if clerks else NONE


def _days_kept(bureau: Bureau, official: int, matter: Matter) -> int:
    kept = 0
    if bureau.throw() < min(_MOST_MISLAID, _MISLAID * bureau.staff[official].habits.mislaying):
        kept = _FOUND_AFTER + int(bureau.throw() * _FOUND_WITHIN)
    sits = bureau.how(official) == How.SITS_ON_RESULTS and matter.agent == NONE
    if sits and matter.throws[AT_COUNTER] < _SAT_UPON * bureau.strength:
        kept = _SITS_FOR + int(bureau.throw() * _SITS_FURTHER)
    return kept
