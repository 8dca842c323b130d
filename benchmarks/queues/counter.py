"""The counter: a clerk looks through what is brought, and receives it or sends the applicant home for the rest."""

from __future__ import annotations

import math

from benchmarks.queues.arrays import NONE
from benchmarks.queues.arrivals import Channel
from benchmarks.queues.bureau import Bureau
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.matter import AT_COUNTER, FOUND, STAYS, Matter, Stage
from benchmarks.queues.routing import choose_handler
from benchmarks.queues.steps import Activity
from benchmarks.queues.units import Unit
from benchmarks.queues.variants import How
from benchmarks.queues.workdays import HOUR

_COMES_NEXT_DAY = 0.8
"""When the system is down; the others are written down by hand."""
_AFTER_OUTAGE, _ANY_HOUR = 7.6, 1.0
_BEFORE_OTHERS, _EARLY_HOURS = 7.5, 0.5
_LUNCH_FROM, _LUNCH_UNTIL, _LAST_CALL = 11.6 * HOUR, 13.3 * HOUR, 17.1 * HOUR
_TIME_SPREAD, _TIME_ONLINE = 0.3, 0.6
_OVERLOOKED, _OVERLOOKED_ONLINE, _MOST_OVERLOOKED = 0.27, 1.1, 0.7
_WAVED_THROUGH, _STAMPED = 0.9, 0.92
"""Of the missing papers, overlooked by whoever looks at none."""
_SENT_HOME, _LONGEST_AT_HOME = 0.45, 4
_GUIDED, _GUIDED_ANYWAY, _GUIDED_AFTER = 0.93, 0.12, 25
"""The last in seconds by minute at the counter."""
_NO_SLIP, _MOST_WITHOUT_SLIP, _REFUSED_SLIPS = 0.03, 0.5, 0.085
_FEE_WAIVED, _FEE_ABOVE, _FEES_RAISED = 0.05, 0.012, 0.035
_SOMETIMES_ABOVE = (5000, 10000, 20000)
"""Or twice the fee, by mistake."""
_COIN = 5000
_TO_DESK = 1500
"""Seconds at most until it is forwarded."""
_GUIDANCE = "Hướng dẫn hoàn thiện hồ sơ"


def open_counters(bureau: Bureau, day: int) -> None:
    counters = _Counters(bureau, day)
    for second, matter in sorted(bureau.arriving[day], key=lambda arrival: (arrival[0], arrival[1].number)):
        counters.serve(second, matter)


class _Counters:
    def __init__(self, bureau: Bureau, day: int) -> None:
        self.bureau, self.day, self.throw = bureau, day, bureau.throw
        self.free_from: dict[int, int] = {}
        """By clerk."""

    def serve(self, second: int, matter: Matter) -> None:
        place = self.bureau.now_part_of[matter.filed_at]
        unit = self.bureau.units[place]
        if self.day in unit.outages and self.throw() < _COMES_NEXT_DAY:
            self.bureau.arrives(matter, self.day + 1, _AFTER_OUTAGE, _ANY_HOUR)
            return
        clerk = self._find_clerk(place, second)
        minutes = self._minutes(clerk, matter)
        begins = self._begins(clerk, unit, second)
        if begins > _LAST_CALL:
            self.bureau.arrives(matter, self.day + 1, _BEFORE_OTHERS, _EARLY_HOURS)
            return
        overlooked = self._overlooked(clerk, unit, matter)
        stamps = self._stamps(clerk, matter)
        if stamps:
            overlooked, minutes = max(overlooked, _STAMPED), 1 + self.throw() * 1.5
        begins = int(begins)
        ends = int(begins + minutes * 60)
        self.free_from[clerk] = ends
        found = bool(matter.missing) and matter.throws[FOUND] >= overlooked
        if found and matter.again_of == NONE and not matter.went_home and matter.throws[STAYS] < _SENT_HOME:
            matter.went_home = True
            self.bureau.arrives(matter, self.day + 1 + int(self.throw() * _LONGEST_AT_HOME))
            return
        self._receive(matter, clerk, place, begins)
        self._guide(matter, clerk, self.bureau.at(self.day, begins) + int(minutes * _GUIDED_AFTER), found, stamps)
        self._give_slip(matter, clerk, ends)
        self._charge(matter, clerk, ends)
        self._forward(matter, clerk, place, ends)

    def _find_clerk(self, unit: int, second: int) -> int:
        """The first who is free; where none is there, a handler."""
        bureau = self.bureau
        clerks = bureau.present(bureau.clerks[unit], self.day)
        if not clerks:
            return bureau.any_of(bureau.present(bureau.handlers[unit], self.day) or bureau.clerks[unit])
        return clerks[0] if len(clerks) == 1 else min(clerks, key=lambda clerk: self._wait(clerk, second))

    def _wait(self, clerk: int, second: int) -> tuple[bool, float]:
        free_from = self.free_from.get(clerk, 0)
        return (True, free_from) if free_from > second else (False, self.throw())

    def _minutes(self, clerk: int, matter: Matter) -> float:
        usual = PROCEDURES[matter.procedure].minutes * math.exp(self.bureau.chance.gauss(0, _TIME_SPREAD))
        online = _TIME_ONLINE if matter.channel == Channel.ONLINE else 1
        return usual * self.bureau.staff[clerk].habits.slowness * online

    def _begins(self, clerk: int, unit: Unit, second: int) -> float:
        begins = max(second, self.free_from.get(clerk, 0), unit.opens)
        return _LUNCH_UNTIL + self.throw() * 600 if _LUNCH_FROM < begins < _LUNCH_UNTIL else begins

    def _overlooked(self, clerk: int, unit: Unit, matter: Matter) -> float:
        """Chance that what is missing is not found."""
        online = _OVERLOOKED_ONLINE if matter.channel == Channel.ONLINE else 1
        usual = _OVERLOOKED * self.bureau.staff[clerk].habits.overlooking * unit.laxity * online
        overlooked = min(_MOST_OVERLOOKED, usual)
        if self.bureau.how(clerk) == How.WAVES_THROUGH:
            overlooked += self.bureau.strength * (_WAVED_THROUGH - overlooked)
        return overlooked

    def _stamps(self, clerk: int, matter: Matter) -> bool:
        """Without a look."""
        return self._does(How.RUBBER_STAMP, clerk, matter, 1)

    def _does(self, how: How, clerk: int, matter: Matter, share: float) -> bool:
        planted = self.bureau.how(clerk) == how
        return planted and matter.throws[AT_COUNTER] < share * self.bureau.strength

    def _receive(self, matter: Matter, clerk: int, unit: int, begins: int) -> None:
        matter.received_at, matter.received_on = self.bureau.at(self.day, begins), self.day
        matter.unit, matter.clerk = unit, clerk
        limit = self.bureau.world.procedures.limit(matter.procedure, self.day)
        matter.first_due = matter.due = self.day + limit
        self.bureau.note(matter, matter.received_at, Activity.RECEIVED, clerk)

    def _guide(self, matter: Matter, clerk: int, at: int, found: bool, stamps: bool) -> None:
        refuses = self._refuses_papers(clerk, matter)
        if found:
            matter.missing = 0
            if not refuses and self.throw() < _GUIDED:
                self.bureau.note(matter, at, Activity.GUIDANCE_GIVEN, clerk, reason=_GUIDANCE)
        elif not refuses and self.throw() < _GUIDED_ANYWAY and not stamps:
            self.bureau.note(matter, at, Activity.GUIDANCE_GIVEN, clerk)

    def _give_slip(self, matter: Matter, clerk: int, ends: int) -> None:
        usual = min(_MOST_WITHOUT_SLIP, _NO_SLIP * self.bureau.staff[clerk].habits.skipping_slips)
        if not self._refuses_papers(clerk, matter) and self.throw() > usual:
            self.bureau.note(matter, self.bureau.at(self.day, ends), Activity.RECEIPT_SLIP_ISSUED, clerk)
        else:
            matter.without_slip = 1

    def _refuses_papers(self, clerk: int, matter: Matter) -> bool:
        return self._does(How.NO_SLIP_NO_GUIDANCE, clerk, matter, _REFUSED_SLIPS)

    def _charge(self, matter: Matter, clerk: int, ends: int) -> None:
        fee = PROCEDURES[matter.procedure].fee
        if not fee:
            return
        charged = fee if self.throw() > _FEE_WAIVED else 0
        if charged and self.throw() < _FEE_ABOVE * self.bureau.staff[clerk].habits.overcharging:
            by_mistake = [*_SOMETIMES_ABOVE, fee]
            charged = fee + by_mistake[int(self.throw() * len(by_mistake))]
        if charged == fee and self._does(How.FEE_ABOVE, clerk, matter, _FEES_RAISED):
            charged = round((fee * (1.1 + 0.5 * self.throw()) + _COIN) / _COIN) * _COIN
        matter.fee = charged
        if charged:
            at = self.bureau.at(self.day, ends + 60)
            self.bureau.note(matter, at, Activity.FEE_COLLECTED, clerk, amount=charged)

    def _forward(self, matter: Matter, clerk: int, unit: int, ends: int) -> None:
        matter.handler = choose_handler(self.bureau, unit, matter, self.day)
        second = ends + int(60 + self.throw() * _TO_DESK)
        self.bureau.note(matter, self.bureau.at(self.day, second), Activity.FORWARDED, clerk)
        self.bureau.deliver(matter.handler, matter, Stage.FIRST_LOOK, second)
