"""Everything that happens to the dossiers: all are filed once, and some of those refused come back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.chance import COURSE, REFILING
from benchmarks.sizes.course import Course, follow
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.desks import Desks
from benchmarks.sizes.filings import HOUR_MOST, HOUR_SHAPE, Filings
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.posts import Role
from benchmarks.sizes.round import Round, bend_habits
from benchmarks.sizes.steps import Steps
from benchmarks.sizes.world import World

BACK_IF_UNJUST, BACK_IF_JUST = 0.85, 0.35
BACK_AFTER, BACK_BEFORE_END = (1, 12), 1
"""Working days."""
CALM = 0.1
"""What was refused without reason is hardly asked about when it comes again."""
SAME_APPRAISER = 0.6
FIRST, AGAIN = 0, 1


@dataclass(frozen=True)
class History:
    course: Course
    steps: Steps
    """In the order in which they were logged."""
    habits: dict[Deed, Floats]
    """Of the officials, as they were in the end."""
    numbers: list[str]
    first_filed: int
    end: float

    def __len__(self) -> int:
        return len(self.course)

    @property
    def filings(self) -> Filings:
        return self.course.filings

    @property
    def finished(self) -> Bools:
        return self.course.moments.finished < self.end

    @property
    def ready(self) -> Bools:
        return self.course.moments.ready < self.end

    @property
    def asked(self) -> Bools:
        """Something was asked for before the export."""
        return self.course.requests.asked & (self.course.moments.asked < self.end)

    @property
    def appraised(self) -> Bools:
        return self.course.moments.appraised < self.end

    @property
    def issued(self) -> Ints:
        """Dossiers that ended in an issued document."""
        return np.flatnonzero(self.course.hands.issued & (self.course.moments.approved < self.end))


def make_history(world: World, desks: Desks, plan: Plan, filings: Filings) -> History:
    habits = bend_habits(world, plan)

    def go_through(number: int, filed: Filings, first: int) -> tuple[Course, Steps]:
        rng = world.stream(COURSE, number)
        return follow(Round(rng, number, world, desks, plan, habits, filed), first)

    first, first_steps = go_through(FIRST, filings, 0)
    again, steps_again = go_through(AGAIN, _file_again(world, desks, first), len(first))
    course = Course.together([first, again])
    days, initial = world.calendar.days, world.nature.name[0]
    return History(
        course=course,
        steps=Steps.together([first_steps, steps_again]),
        habits=habits,
        numbers=[f"{initial}{days[day]:%y%m%d}-{place:06d}" for place, day in enumerate(course.filings.day)],
        first_filed=len(first),
        end=world.calendar.end,
    )


def _file_again(world: World, desks: Desks, course: Course) -> Filings:
    rng, end = world.stream(REFILING), world.calendar.end
    throw, finished = rng.random(len(course)), course.moments.finished
    comes_back = course.outcome.refused & (finished < end)
    comes_back &= throw < np.where(course.outcome.unjust, BACK_IF_UNJUST, BACK_IF_JUST)
    then = finished + rng.uniform(*BACK_AFTER, len(course))
    refusal = np.flatnonzero(comes_back & (then < end - BACK_BEFORE_END))
    before, day = course.filings.only(refusal), np.floor(then[refusal]).astype(int)
    branch, procedure, unjust = before.branch, before.procedure, course.outcome.unjust[refusal]
    received = day + rng.beta(*HOUR_SHAPE, len(day)) * HOUR_MOST
    clerk, signer, releaser = (
        desks.assign(rng, role, branch, day, procedure) for role in (Role.CLERK, Role.SIGNER, Role.RELEASER)
    )
    same = rng.random(len(day)) < SAME_APPRAISER
    acting = desks.acting(rng, Role.APPRAISER, before.appraiser, branch, day, procedure)
    another = desks.assign(rng, Role.APPRAISER, branch, day, procedure)
    return replace(
        before,
        unit=world.units.at(branch, day),
        day=day,
        received=received,
        clerk=clerk,
        appraiser=np.where(same, acting, another),
        signer=signer,
        releaser=releaser,
        refusal=refusal,
        justly_refused=~unjust,
        calm=np.where(unjust, CALM, 1.0),
    )
