"""The work at a desk: the first look at a dossier, its appraisal, and what completes it."""

from __future__ import annotations

from benchmarks.queues.arrays import NONE
from benchmarks.queues.asking import Look, ask, ask_late, demand, finds_late
from benchmarks.queues.bureau import Bureau, Drafted, Pickup, Reason, Return
from benchmarks.queues.catalogue import AGENCIES
from benchmarks.queues.clock import turn_to_appraisal
from benchmarks.queues.matter import AT_DESK, Matter, Outcome, Stage
from benchmarks.queues.steps import Activity
from benchmarks.queues.variants import How

_FAVOURED_SPARED = 0.7
"""The agency's opinion, or the visit."""
_LATEST_VISIT, _VISITING_HOURS = 5, 3
_REFUSED, _FILED_AGAIN, _COMES_AGAIN, _COMES_AGAIN_IF_WRONGED = 0.075, 0.35, 9, 7
_UNFOUNDED, _PRETEXTS = "Không đủ điều kiện", ("Hồ sơ chưa phù hợp", "Chưa đủ cơ sở giải quyết")
_CONSULTING, _OBLIGATIONS = "Chờ ý kiến cơ quan phối hợp", "Chờ thực hiện nghĩa vụ tài chính"


def look_first(bureau: Bureau, look: Look, second: int) -> None:
    matter, day = look.matter, look.day
    wanted = demand(bureau, look)
    if wanted:
        ask(bureau, look, wanted)
    elif matter.is_consulted and not _spared(bureau, look):
        _consult(bureau, look)
    elif matter.is_visited and not _spared(bureau, look):
        visited_on = day + 1 + int(bureau.throw() * _LATEST_VISIT)
        at = bureau.office_second(_VISITING_HOURS)
        bureau.comes_back(visited_on, Return(at, matter, Stage.APPRAISAL, Reason.VISITED))
    else:
        turn_to_appraisal(bureau, look.official, matter, second, day)


def appraise(bureau: Bureau, look: Look, second: int) -> None:
    matter, day = look.matter, look.day
    if finds_late(bureau, look):
        ask_late(bureau, look)
        return
    bureau.note(matter, look.at, Activity.APPRAISED, look.official)
    matter.appraised_at = look.at
    wronged = _is_wronged(bureau, look)
    if (matter.is_unfounded or wronged) and matter.again_of == NONE:
        _refuse(bureau, look, wronged)
    elif matter.is_suspended and not matter.was_suspended:
        matter.was_suspended = True
        matter.stop(day)
        bureau.note(matter, look.at + 60, Activity.SUSPENDED, look.official, reason=_OBLIGATIONS)
        comes = Return(bureau.office_second(), matter, Stage.COMPLETION, Reason.RESUMED)
        bureau.comes_back(day + matter.payment, comes)
    else:
        send_to_sign(bureau, matter, second, day)


def send_to_sign(bureau: Bureau, matter: Matter, second: int, day: int) -> None:
    bureau.to_sign[bureau.unit_of(matter)].append(Drafted(day, second, matter))


def _spared(bureau: Bureau, look: Look) -> bool:
    return bureau.is_favoured(look.official, look.matter) and bureau.throw() < _FAVOURED_SPARED


def _consult(bureau: Bureau, look: Look) -> None:
    matter = look.matter
    matter.was_consulted = True
    bureau.note(matter, look.at, Activity.CONSULTED, look.official, reason=AGENCIES[matter.agency])
    if look.unit.stops_when_consulting:
        matter.stop(look.day)
        bureau.note(matter, look.at + 60, Activity.SUSPENDED, look.official, reason=_CONSULTING)
    comes = Return(bureau.office_second(), matter, Stage.APPRAISAL, Reason.REPLIED)
    bureau.comes_back(look.day + matter.reply, comes)


def _is_wronged(bureau: Bureau, look: Look) -> bool:
    """Refused without a ground, to be granted when it is filed again."""
    does = bureau.how(look.official) == How.REFUSE_THEN_APPROVE and look.matter.again_of == NONE
    return does and look.matter.throws[AT_DESK] < _REFUSED * bureau.strength


def _refuse(bureau: Bureau, look: Look, wronged: bool) -> None:
    matter = look.matter
    ground = _PRETEXTS[int(bureau.throw() * len(_PRETEXTS))] if wronged else _UNFOUNDED
    bureau.note(matter, look.at + 120, Activity.REFUSED, look.official, reason=ground)
    matter.outcome = Outcome.REFUSED
    if wronged or bureau.throw() < _FILED_AGAIN:
        latest = _COMES_AGAIN_IF_WRONGED if wronged else _COMES_AGAIN
        _file_again(bureau, matter, look.day + 2 + int(bureau.throw() * latest))
    matter.is_ready(look.day)
    bureau.note(matter, look.at + 600, Activity.RESULT_READY, look.official)
    bureau.picked_up(look.day + 1 + matter.collection, Pickup(matter))


def _file_again(bureau: Bureau, matter: Matter, day: int) -> None:
    if day < bureau.days:
        throws = [bureau.throw() for _ in matter.throws]
        again = matter.filed_again(len(bureau.matters), throws)
        bureau.matters.append(again)
        bureau.arrives(again, day)
