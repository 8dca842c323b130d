"""What comes back to a desk: papers brought, replies, visits made, and dossiers that were stopped or set aside."""

from __future__ import annotations

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau, Reason, Return
from benchmarks.queues.clock import stop_late, turn_to_appraisal
from benchmarks.queues.matter import Stage
from benchmarks.queues.steps import Activity
from benchmarks.queues.workdays import HOUR

_WAITS_FOR_HANDLER = (Reason.VISITED, Reason.RESUMED, Reason.REPLIED)
_REPLY = "Đã có ý kiến phối hợp"


def take_back(bureau: Bureau, day: int) -> None:
    for comes in bureau.returning[day]:
        handler = comes.matter.handler
        if comes.reason in _WAITS_FOR_HANDLER and bureau.is_absent(handler, day):
            bureau.comes_back(day + 1, comes)
        else:
            _TAKING[comes.reason](bureau, handler, comes, day)


def _supplemented(bureau: Bureau, handler: int, comes: Return, day: int) -> None:
    matter = comes.matter
    clerks = bureau.present(bureau.clerks[bureau.unit_of(matter)], day)
    clerk = bureau.any_of(clerks) if clerks else handler
    matter.resume(day)
    bureau.note(matter, bureau.at(day, comes.at), Activity.SUPPLEMENT_RECEIVED, clerk)
    if matter.is_consulted and not matter.was_consulted and handler not in bureau.favours:
        matter.was_consulted = True
        bureau.deliver(handler, matter, Stage.FIRST_LOOK, comes.at)
    else:
        turn_to_appraisal(bureau, handler, matter, comes.at, day)


def _replied(bureau: Bureau, handler: int, comes: Return, day: int) -> None:
    matter = comes.matter
    if matter.stopped_on != NONE:
        matter.resume(day)
        bureau.note(matter, bureau.at(day, comes.at), Activity.RESUMED, handler, reason=_REPLY)
    turn_to_appraisal(bureau, handler, matter, comes.at, day)


def _visited(bureau: Bureau, handler: int, comes: Return, day: int) -> None:
    bureau.note(comes.matter, bureau.at(day, comes.at), Activity.FIELD_VISIT, handler)
    turn_to_appraisal(bureau, handler, comes.matter, comes.at + HOUR, day)


def _resumed(bureau: Bureau, handler: int, comes: Return, day: int) -> None:
    comes.matter.resume(day)
    bureau.note(comes.matter, bureau.at(day, comes.at), Activity.RESUMED, handler)
    _set_aside(bureau, handler, comes, day)


def _stopped(bureau: Bureau, handler: int, comes: Return, day: int) -> None:
    if bureau.is_absent(handler, day):
        _set_aside(bureau, handler, comes, day)
    else:
        stop_late(bureau, handler, comes.matter, comes.at, day)


def _set_aside(bureau: Bureau, handler: int, comes: Return, day: int) -> None:
    bureau.deliver(handler, comes.matter, comes.stage, comes.at)


_TAKING = {
    Reason.SUPPLEMENTED: _supplemented,
    Reason.REPLIED: _replied,
    Reason.VISITED: _visited,
    Reason.RESUMED: _resumed,
    Reason.STOPPED: _stopped,
    Reason.SET_ASIDE: _set_aside,
}
