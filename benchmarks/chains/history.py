"""Everything that happens to the dossiers: all are filed once, and some of those refused come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.chance import Purpose
from benchmarks.chains.circumstances import after_merger
from benchmarks.chains.course import Course
from benchmarks.chains.decision import decide
from benchmarks.chains.fees import charge
from benchmarks.chains.filings import HOUR_SHAPE, Filings
from benchmarks.chains.intake import take_in
from benchmarks.chains.moments import time_steps
from benchmarks.chains.pace import work_through
from benchmarks.chains.pauses import pause
from benchmarks.chains.plan import HONEST, Plan
from benchmarks.chains.requests import ask
from benchmarks.chains.round import Round
from benchmarks.chains.throws import SPREAD_THROWS, THROWS, Throw
from benchmarks.chains.world import World
from benchmarks.chains.yardsticks import Yardsticks, count_yardsticks, stopped_usually

BACK_AFTER, BACK_HOUR, BACK_BEFORE_END = (2, 14), 0.9, 3
"""Working days, and the latest time of the day."""


@dataclass(frozen=True)
class History:
    plan: Plan
    yardsticks: Yardsticks
    first: Course
    again: Course
    """Dossiers that were refused and are filed again."""

    @property
    def filings(self) -> Filings:
        """As filed for the first time."""
        return self.first.filings

    @cached_property
    def all_filings(self) -> Filings:
        """Those filed again come last."""
        return Filings.together([self.first.filings, self.again.filings])

    @property
    def stopped_usually(self) -> Floats:
        return stopped_usually(self.yardsticks, self.filings.procedure)

    def granted_later(self, end: float) -> Bools:
        """Refused first, and granted when filed again."""
        granted = np.zeros(len(self.first), bool)
        granted[self.again.filings.refusal[self.again.granted_until(end)]] = True
        return granted


def happen(world: World, plan: Plan, filings: Filings) -> History:
    yardsticks = Yardsticks({}, np.zeros(len(world.procedures)))
    if plan.wrongs:
        yardsticks = count_yardsticks(world, _follow(Round(world, HONEST, filings, is_first=True), yardsticks))
    first = _follow(Round(world, plan, filings, is_first=True), yardsticks)
    again = _follow(Round(world, plan, _file_again(world, first), is_first=False), yardsticks)
    return History(plan, yardsticks, first, again)


def _follow(run: Round, yardsticks: Yardsticks) -> Course:
    intake = take_in(run)
    requests, decision = ask(run, intake), decide(run)
    pace = work_through(run, decision, yardsticks.lateness_spread)
    pauses = pause(run, intake, requests, pace, stopped_usually(yardsticks, run.filings.procedure))
    moments = time_steps(run, intake, requests, pace, pauses)
    return Course(run, intake, requests, decision, pace, pauses, moments, charge(run))


def _file_again(world: World, course: Course) -> Filings:
    rng, end, finished = world.stream(Purpose.REFILING), world.calendar.end, course.moments.finished
    comes_back = course.decision.refused & ~course.moments.withdrawn
    comes_back &= course.run.throw(Throw.COMES_BACK) < course.decision.comes_back
    refusal = np.flatnonzero(comes_back & (finished + BACK_BEFORE_END < end - BACK_BEFORE_END))
    back_on = np.floor(finished[refusal]) + rng.integers(*BACK_AFTER, len(refusal))
    received: Floats = back_on + BACK_HOUR * rng.beta(*HOUR_SHAPE, len(refusal))
    in_time = received.astype(int) < world.calendar.recorded - 1
    refusal, received = refusal[in_time], received[in_time]
    before, day, count = course.filings.only(refusal), received.astype(int), len(course)
    unit: Ints = after_merger(world.circumstances.merger, before.unit, day)
    return replace(
        before,
        unit=unit,
        day=day,
        received=received,
        refusal=refusal,
        throws=world.stream(Purpose.COURSE_AGAIN).random((count, THROWS))[refusal],
        spread_throws=world.stream(Purpose.SPREAD_OF_COURSE_AGAIN).standard_normal((count, SPREAD_THROWS))[refusal],
    )
