"""Stopping the clock of a dossier, and setting a dossier aside: what is done before its appraisal."""

from __future__ import annotations

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau, Reason, Return
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.matter import AT_DESK, Matter, Stage
from benchmarks.queues.steps import Activity
from benchmarks.queues.variants import How
from benchmarks.queues.workdays import HOUR

LONG_ENOUGH = 5
"""Working days of a limit in the last of which a stop saves anything."""
_HELD_BEYOND, _SQUEEZED = 6, 0.35
_EXCUSES = ("Chờ xác minh bổ sung", "Chờ ý kiến lãnh đạo", "Tạm dừng theo quy định")
_LEAST_STOP, _FURTHER_STOP = 3, 7


def turn_to_appraisal(bureau: Bureau, official: int, matter: Matter, second: int, day: int) -> None:
    """After the first look and any waiting; or set aside by whoever means to."""
    how = bureau.how(official)
    set_aside = None if how is None or matter.was_set_aside else _WAYS.get(how)
    if set_aside is None or not set_aside(bureau, official, matter, second, day):
        bureau.deliver(official, matter, Stage.APPRAISAL, second)


def stop_late(bureau: Bureau, official: int, matter: Matter, second: int, day: int) -> None:
    matter.stop(day)
    excuse = _EXCUSES[int(bureau.throw() * len(_EXCUSES))]
    bureau.note(matter, bureau.at(day, second), Activity.SUSPENDED, official, reason=excuse)
    until = day + _LEAST_STOP + int(bureau.throw() * _FURTHER_STOP)
    at = int(9 * HOUR) + int(bureau.throw() * 7000)
    bureau.comes_back(until, Return(at, matter, Stage.APPRAISAL, Reason.RESUMED))


def _let_wait(bureau: Bureau, official: int, matter: Matter, second: int, day: int) -> bool:
    """Until it is late, unless an agent brings it."""
    share = bureau.plan[official].share
    if matter.agent != NONE or matter.throws[AT_DESK] >= share * bureau.strength:
        return False
    _hold(bureau, matter, day, matter.due - day + 1 + int(bureau.throw() * _HELD_BEYOND))
    return True


def _squeeze(bureau: Bureau, official: int, matter: Matter, second: int, day: int) -> bool:
    """Until just before it is late, so that the next time an agent is taken."""
    if matter.agent != NONE or matter.throws[AT_DESK] >= _SQUEEZED * bureau.strength:
        return False
    _hold(bureau, matter, day, matter.due - day - 1)
    return True


def _save_time(bureau: Bureau, official: int, matter: Matter, second: int, day: int) -> bool:
    """Stops the clock in the last days."""
    share, limit = bureau.plan[official].share, PROCEDURES[matter.procedure].limit
    if matter.throws[AT_DESK] >= share * bureau.strength or limit < LONG_ENOUGH:
        return False
    matter.was_set_aside = True
    wait = matter.due - day - int(bureau.throw() * 2)
    if wait <= 0:
        stop_late(bureau, official, matter, second, day)
    else:
        at = int(15 * HOUR) + int(bureau.throw() * 5000)
        bureau.comes_back(day + wait, Return(at, matter, Stage.APPRAISAL, Reason.STOPPED))
    return True


def _hold(bureau: Bureau, matter: Matter, day: int, wait: int) -> None:
    matter.was_set_aside = True
    bureau.comes_back(day + max(1, wait), Return(8 * HOUR, matter, Stage.APPRAISAL, Reason.SET_ASIDE))


_WAYS = {How.LETS_WAIT: _let_wait, How.SQUEEZE_UNTIL_AGENT: _squeeze, How.CLOCK_SAVER: _save_time}
