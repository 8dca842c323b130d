"""A handler's day: what lies on the desk, one dossier after the other, until the evening."""

from __future__ import annotations

from benchmarks.queues.appraisal import appraise, look_first, send_to_sign
from benchmarks.queues.asking import Look
from benchmarks.queues.bureau import Begun, Bureau
from benchmarks.queues.matter import Matter, Stage
from benchmarks.queues.units import Unit
from benchmarks.queues.workdays import CLOSING, HOUR, NOON_FROM, NOON_UNTIL

_SHARES = {Stage.FIRST_LOOK: 0.3, Stage.APPRAISAL: 0.7, Stage.COMPLETION: 0.15}
"""Of the work of a dossier."""
_LONG_PILE, _EVENING, _LONGER_PILE, _LATE_EVENING = 22, 19 * HOUR, 45, 20.5 * HOUR
"""With so many dossiers one stays longer."""
_SLOWER_IN_TRAINING = 1.5
_NOON = NOON_UNTIL - NOON_FROM


def work_desks(bureau: Bureau, place: int, day: int) -> None:
    for official in bureau.handlers[place]:
        if not bureau.is_absent(official, day) and not bureau.desks[official].is_empty:
            _Shift(bureau, bureau.units[place], official, day).work()


class _Shift:
    def __init__(self, bureau: Bureau, unit: Unit, official: int, day: int) -> None:
        self.bureau, self.unit, self.official, self.day = bureau, unit, official, day
        self.desk = bureau.desks[official]
        self.desk.inbox.sort()
        self.opened, self.delivered = 0, len(self.desk.inbox)
        """Of the inbox, so many are on the pile, and so many are in it today."""
        self.now: float = unit.opens + int(bureau.throw() * 1200)
        self.end: float = CLOSING
        if len(self.desk.pile) > _LONG_PILE:
            self.end = _EVENING
        if len(self.desk.pile) > _LONGER_PILE:
            self.end = _LATE_EVENING
        self.in_training = bureau.staff[official].trains_on(day)
        self.slowness = bureau.staff[official].habits.slowness
        if self.in_training:
            self.slowness *= _SLOWER_IN_TRAINING

    def work(self) -> None:
        while self.now < self.end:
            self._open_inbox()
            begun = self._take()
            if begun is not None:
                self._go_on(begun)
            elif self.opened < self.delivered:
                self.now = max(self.now, self.desk.inbox[self.opened].at)
            else:
                break
        left, self.desk.inbox = self.desk.inbox[self.opened :], []
        for delivery in left:
            self.bureau.pile_up(self.official, delivery)

    def _open_inbox(self) -> None:
        inbox = self.desk.inbox
        while self.opened < self.delivered and inbox[self.opened].at <= self.now:
            self.bureau.pile_up(self.official, inbox[self.opened])
            self.opened += 1

    def _take(self) -> Begun | None:
        """What was begun goes first, unless a favoured dossier waits."""
        pile, begun = self.desk.pile, self.desk.begun
        if begun is not None and not (pile and pile[0].goes_ahead):
            self.desk.begun = None
            return begun
        if not pile:
            return None
        task = self.desk.take()
        return Begun(task.matter, task.stage, task.matter.work * _SHARES[task.stage] * self.slowness)

    def _go_on(self, begun: Begun) -> None:
        """To the end, or until the evening."""
        if NOON_FROM <= self.now < NOON_UNTIL:
            self.now = int(NOON_UNTIL + self.bureau.throw() * 300)
        until = NOON_FROM if self.now < NOON_FROM else self.end
        done, break_time = self.now + begun.hours * HOUR, 0.0
        if done > until and until == NOON_FROM:
            done, break_time = done + _NOON, _NOON
        if done > self.end:
            left = begun.hours - (self.end - self.now - break_time) / HOUR
            self.desk.begun, self.now = begun._replace(hours=left), self.end
        else:
            self.now = int(done)
            self._finish(begun.matter, begun.stage, int(done))

    def _finish(self, matter: Matter, stage: Stage, second: int) -> None:
        at = self.bureau.at(self.day, second)
        look = Look(self.official, self.unit, matter, self.day, at, len(self.desk.pile), self.in_training)
        if stage == Stage.FIRST_LOOK:
            look_first(self.bureau, look, second)
            if len(self.desk.inbox) > self.delivered:
                self.bureau.pile_up(self.official, self.desk.inbox.pop())
        elif stage == Stage.APPRAISAL:
            appraise(self.bureau, look, second)
        else:
            send_to_sign(self.bureau, matter, second, self.day)
