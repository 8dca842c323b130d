"""The course of the province, day by day."""

from __future__ import annotations

from benchmarks.queues.bureau import Bureau
from benchmarks.queues.counter import open_counters
from benchmarks.queues.desk import work_desks
from benchmarks.queues.handover import hand_over
from benchmarks.queues.history import History, tell_history
from benchmarks.queues.plan import Plan
from benchmarks.queues.returns import take_back
from benchmarks.queues.signing import sign
from benchmarks.queues.staffing import change_staff, relieve_the_absent
from benchmarks.queues.units import OF_CENTRE
from benchmarks.queues.world import World


def live_through(world: World, plan: Plan, strength: float) -> History:
    bureau = Bureau(world, plan, strength)
    for day in range(bureau.days):
        change_staff(bureau, day)
        take_back(bureau, day)
        open_counters(bureau, day)
        relieve_the_absent(bureau, day)
        for place in range(OF_CENTRE + 1, len(bureau.units)):
            if day not in bureau.units[place].outages:
                work_desks(bureau, place, day)
                sign(bureau, place, day)
        hand_over(bureau, day)
    return tell_history(bureau)
