"""A dossier on its way through the offices."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from benchmarks.queues.arrays import NONE
from benchmarks.queues.world import World

# What the throws of a dossier decide, by their places.
FOUND, STAYS, AT_COUNTER, AT_DESK, DEALT, SPARED, STEERED, FOR_EXPERT, FAVOURED, ORDERED = range(10)


class Outcome(IntEnum):
    OPEN = 0
    GRANTED = 1
    REFUSED = 2
    WITHDRAWN = 3


class Stage(IntEnum):
    """Of the work at a desk."""

    FIRST_LOOK = 0
    APPRAISAL = 1
    COMPLETION = 2


@dataclass(slots=True)
class Matter:
    number: int
    filed_at: int
    """Unit, as it was in the beginning."""
    procedure: int
    agent: int
    business: int
    applicant: int
    channel: int
    hard: bool
    missing: int
    work: float
    village: int
    is_consulted: bool
    is_visited: bool
    is_suspended: bool
    is_unfounded: bool
    agency: int
    reply: int
    supplement: int
    payment: int
    collection: int
    throws: list[float] = field(repr=False)
    again_of: int = NONE
    """The refused dossier that is filed again."""
    same_desk: int = NONE
    """The handler who refused it."""
    unit: int = NONE
    received_at: int = NONE
    received_on: int = NONE
    first_due: int = NONE
    due: int = NONE
    """With pauses added."""
    finished_at: int = NONE
    outcome: int = Outcome.OPEN
    fee: int = 0
    clerk: int = NONE
    handler: int = NONE
    hands_over: int = NONE
    appraised_at: int = NONE
    stopped_on: int = NONE
    ready_on: int = NONE
    asked: int = 0
    asked_for_listed: int = 0
    asked_for_unlisted: int = 0
    stopped_last: int = 0
    late: int = 0
    kept: int = 0
    without_slip: int = 0
    went_home: bool = False
    """To come back with all papers."""
    was_consulted: bool = False
    was_suspended: bool = False
    was_corrected: bool = False
    was_set_aside: bool = False

    def stop(self, day: int) -> None:
        self.stopped_on = day
        if self.due - day <= 1:
            self.stopped_last = 1

    def resume(self, day: int) -> None:
        if self.stopped_on != NONE:
            self.due += day - self.stopped_on
            self.stopped_on = NONE

    def is_ready(self, day: int) -> None:
        self.ready_on, self.late = day, int(day > self.due)

    def filed_again(self, number: int, throws: list[float]) -> Matter:
        """Complete, after a refusal."""
        return Matter(
            number=number,
            filed_at=self.filed_at,
            procedure=self.procedure,
            agent=self.agent,
            business=self.business,
            applicant=self.applicant,
            channel=self.channel,
            hard=self.hard,
            missing=0,
            work=self.work * _WORK_AGAIN,
            village=self.village,
            is_consulted=False,
            is_visited=False,
            is_suspended=False,
            is_unfounded=False,
            agency=self.agency,
            reply=self.reply,
            supplement=self.supplement,
            payment=self.payment,
            collection=self.collection,
            throws=throws,
            again_of=self.number,
            same_desk=self.handler,
        )


_WORK_AGAIN = 0.5
"""Of the work of the first time."""


def bring_all(world: World) -> list[Matter]:
    arrivals, nature = world.arrivals, world.nature
    columns = (
        arrivals.unit,
        arrivals.procedure,
        arrivals.agent,
        arrivals.business,
        nature.applicant,
        arrivals.channel,
        nature.hard,
        nature.missing,
        nature.work,
        nature.village,
        nature.consulted,
        nature.visited,
        nature.suspended,
        nature.unfounded,
        nature.agency,
        nature.reply,
        nature.supplement,
        nature.payment,
        nature.collection,
        nature.throws,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Matter(number, *row) for number, row in enumerate(rows)]
