"""Leaders sign what is drafted: in the morning what lies there since yesterday, in the afternoon what cannot wait."""

from __future__ import annotations

from benchmarks.queues.arrays import NONE
from benchmarks.queues.bureau import Bureau, Drafted, Pickup
from benchmarks.queues.matter import Matter, Outcome, Stage
from benchmarks.queues.steps import Activity
from benchmarks.queues.workdays import HOUR

_MORNING, _AFTERNOON = 8 * HOUR, int(15.3 * HOUR)
_MOST_A_DAY = 70
_FIRST_SIGNS, _SENT_BACK, _APOLOGISES = 0.5, 0.02, 0.6
_READY_AFTER, _READY_WITHIN = 300, 3000
_SAME_DAY_UNTIL = 16 * HOUR
_APOLOGY = "Thư xin lỗi"


def sign(bureau: Bureau, place: int, day: int) -> None:
    leaders = bureau.present(bureau.leaders[place], day)
    if bureau.to_sign[place] and leaders:
        _Signing(bureau, place, leaders, day).sign_all()


class _Signing:
    def __init__(self, bureau: Bureau, place: int, leaders: list[int], day: int) -> None:
        self.bureau, self.place, self.leaders, self.day, self.throw = bureau, place, leaders, day, bureau.throw
        batch_days = bureau.units[place].signing_days
        self.in_batches = batch_days is not None
        self.signs_all = batch_days is None or bureau.world.period.days[day].weekday() in batch_days
        self.morning = _MORNING + int(self.throw() * 1800)
        self.afternoon = _AFTERNOON + int(self.throw() * 900)

    def sign_all(self) -> None:
        kept: list[Drafted] = []
        signed = 0
        for drafted in self.bureau.to_sign[self.place]:
            second = self._turn(drafted)
            if second != NONE:
                signed += 1
            if second == NONE or signed > _MOST_A_DAY:
                kept.append(drafted)
            else:
                self._sign(drafted.matter, second)
        self.bureau.to_sign[self.place] = kept

    def _turn(self, drafted: Drafted) -> int:
        """The second of its turn, if it has one today."""
        presses = drafted.matter.due <= self.day
        if drafted.day < self.day and (self.signs_all or presses):
            self.morning += 60 + int(self.throw() * 150)
            return self.morning
        favoured = self.bureau.is_favoured(drafted.matter.handler, drafted.matter)
        if drafted.day == self.day and (presses or favoured or (self.signs_all and self.in_batches)):
            brought = drafted.at + 900 + int(self.throw() * 900)
            self.afternoon = max(brought, self.afternoon + 40 + int(self.throw() * 120))
            return self.afternoon
        return NONE

    def _sign(self, matter: Matter, second: int) -> None:
        bureau, day = self.bureau, self.day
        first = len(self.leaders) == 1 or self.throw() < _FIRST_SIGNS
        leader = self.leaders[0] if first else self.leaders[-1]
        at = bureau.at(day, second)
        if self.throw() < _SENT_BACK and not matter.was_corrected:
            matter.was_corrected = True
            bureau.note(matter, at, Activity.RETURNED_FOR_CORRECTION, leader)
            bureau.deliver(matter.handler, matter, Stage.COMPLETION, second)
            return
        bureau.note(matter, at, Activity.APPROVED, leader)
        matter.outcome = Outcome.GRANTED
        matter.is_ready(day)
        ready = second + _READY_AFTER + int(self.throw() * _READY_WITHIN)
        sends = leader if bureau.is_absent(matter.handler, day) else matter.handler
        bureau.note(matter, bureau.at(day, ready), Activity.RESULT_READY, sends)
        if matter.late and self.throw() < _APOLOGISES:
            bureau.note(matter, bureau.at(day, ready + 60), Activity.APOLOGY_ISSUED, leader, reason=_APOLOGY)
        if matter.collection == 0 and ready < _SAME_DAY_UNTIL:
            bureau.picked_up(day, Pickup(matter, ready_at=ready))
        else:
            bureau.picked_up(day + max(1, matter.collection), Pickup(matter))
