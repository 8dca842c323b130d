"""The course of the dossiers of one round: pauses, moments, hand-over, fees and withdrawals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats
from benchmarks.chains.decision import Decision
from benchmarks.chains.filings import Filings
from benchmarks.chains.intake import Intake
from benchmarks.chains.moments import Moments
from benchmarks.chains.pace import Pace
from benchmarks.chains.pauses import Pauses
from benchmarks.chains.requests import Requests
from benchmarks.chains.round import Round

LATE_STOP = 2
"""Working days before the end of the limit."""


@dataclass(frozen=True)
class Fees:
    usually_above: Floats
    above: Bools
    charged: Floats


@dataclass(frozen=True)
class Course:
    run: Round
    intake: Intake
    requests: Requests
    decision: Decision
    pace: Pace
    pauses: Pauses
    moments: Moments
    fees: Fees

    def __len__(self) -> int:
        return len(self.run)

    @property
    def filings(self) -> Filings:
        return self.run.filings

    @property
    def late(self) -> Bools:
        """Signed after the limit, pauses not counted."""
        worked = self.moments.signed - self.filings.received - self.pauses.total
        return worked > self.run.time_left

    @property
    def ended(self) -> Floats:
        return np.where(self.moments.withdrawn, self.moments.withdrawn_at, self.moments.finished)

    def granted_until(self, end: float) -> Bools:
        return ~self.decision.refused & ~self.moments.withdrawn & (self.moments.signed < end)


def stops_late(course: Course) -> Bools:
    """The clock stops when less than two days of it are left."""
    requests, pauses, moments = course.requests, course.pauses, course.moments
    received, left = course.filings.received, course.run.time_left
    first = pauses.at_intake + pauses.first
    second = first + pauses.second
    stops = (
        (requests.rounds > 0, moments.asked[0], pauses.at_intake),
        (requests.rounds > 1, moments.asked[1], first),
        (requests.rounds > 2, moments.asked[2], second),
        (pauses.suspended, moments.stopped, second + pauses.third),
    )
    late = np.zeros(len(course), bool)
    for happens, moment, paused in stops:
        clock = moment - received - paused
        late |= happens & (clock >= left - LATE_STOP) & (clock <= left)
    return late
