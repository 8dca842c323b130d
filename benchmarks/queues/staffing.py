"""Changes of staff: transfers, the merger, and colleagues who take over what is urgent from whoever is long away."""

from __future__ import annotations

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau
from benchmarks.queues.circumstances import Merger, Transfer
from benchmarks.queues.matter import Matter, Stage
from benchmarks.queues.workdays import HOUR

_URGENT = 3
"""Working days left."""
_OPENING = 8 * HOUR


def change_staff(bureau: Bureau, day: int) -> None:
    for transfer in bureau.world.circumstances.transfers:
        if transfer.day == day:
            _transfer(bureau, transfer)
    merger = bureau.world.circumstances.merger
    if merger is not None and merger.day == day:
        _merge(bureau, merger)


def relieve_the_absent(bureau: Bureau, day: int) -> None:
    for official, long_absences in enumerate(bureau.long_absences):
        if day in long_absences and bureau.desks[official].pile:
            colleague = _who_covers(bureau, official, day)
            if colleague != NONE:
                _take_over(bureau, official, colleague, day)


def _transfer(bureau: Bureau, transfer: Transfer) -> None:
    """The dossiers stay, with colleagues."""
    official, old = transfer.official, bureau.home[transfer.official]
    bureau.handlers[old].remove(official)
    bureau.handlers[transfer.unit].append(official)
    bureau.home[official] = transfer.unit
    desk = bureau.desks[official]
    left: list[tuple[Matter, Stage]] = [(task.matter, task.stage) for task in desk.pile]
    left += [(delivery.matter, delivery.stage) for delivery in desk.inbox]
    if desk.begun is not None:
        left.append((desk.begun.matter, desk.begun.stage))
    desk.pile, desk.inbox, desk.begun = [], [], None
    for matter, stage in left:
        matter.handler = bureau.least_busy(bureau.handlers[old])
        bureau.deliver(matter.handler, matter, stage, _OPENING)


def _merge(bureau: Bureau, merger: Merger) -> None:
    new = merger.merged
    for old in merger.ending:
        bureau.now_part_of[old] = new
        for official in bureau.handlers[old] + bureau.clerks[old] + bureau.leaders[old]:
            bureau.home[official] = new
        for officials in (bureau.handlers, bureau.clerks, bureau.leaders):
            officials[new] += officials[old]
            officials[old] = []
        bureau.to_sign[new] += bureau.to_sign[old]
        bureau.to_sign[old] = []


def _who_covers(bureau: Bureau, official: int, day: int) -> int:
    cover, home = bureau.staff[official].cover, bureau.home[official]
    if cover != NONE and not bureau.is_absent(cover, day) and bureau.home[cover] == home:
        return cover
    others = [other for other in bureau.present(bureau.handlers[home], day) if other != official]
    return others[bureau.matters[day].village % len(others)] if others else NONE


def _take_over(bureau: Bureau, official: int, colleague: int, day: int) -> None:
    desk, kept = bureau.desks[official], []
    for task in desk.pile:
        if task.matter.due <= day + _URGENT:
            task.matter.handler = colleague
            bureau.deliver(colleague, task.matter, task.stage, _OPENING)
        else:
            kept.append(task)
    desk.keep(kept)
