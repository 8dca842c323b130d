"""The course of the dossiers of one round through the offices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns, Floats, Ints
from benchmarks.sizes.counter import Counter, take_in
from benchmarks.sizes.course_log import log_steps
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.hands import Hands, find_hands
from benchmarks.sizes.moments import Moments, time_steps
from benchmarks.sizes.outcome import Outcome, decide
from benchmarks.sizes.pace import pace
from benchmarks.sizes.pauses import pause
from benchmarks.sizes.rates import Rates
from benchmarks.sizes.requests import Requests, ask
from benchmarks.sizes.round import Round
from benchmarks.sizes.steps import Steps

DUE_MOVED_BY = (3, 10)
"""Working days."""


@dataclass
class Course(Columns):
    filings: Filings
    rates: Rates
    limit: Floats
    requests: Requests
    outcome: Outcome
    moments: Moments
    counter: Counter
    hands: Hands
    due: Ints
    """Place of the working day."""

    @property
    def late(self) -> Bools:
        return self.moments.timeline.days_worked > self.limit


def follow(run: Round, first: int) -> tuple[Course, Steps]:
    """With the steps that are logged; the dossiers of the round are numbered from ``first``."""
    requests = ask(run)
    outcome = decide(run)
    working = pace(run, outcome)
    moments = time_steps(run, outcome, pause(run, requests, outcome, working))
    counter = take_in(run, working)
    hands = find_hands(run, outcome, moments)
    steps = log_steps(run, first, requests, outcome, moments, counter, hands)
    due = _due(run, outcome)
    return Course(run.filings, run.rates, run.limit, requests, outcome, moments, counter, hands, due), steps


def _due(run: Round, outcome: Outcome) -> Ints:
    """As it stands in the end."""
    moved = np.where(outcome.due_moved, run.rng.integers(*DUE_MOVED_BY, len(run)), 0)
    due = np.floor(run.filings.received) + run.limit + moved
    return np.minimum(due, run.world.calendar.last).astype(int)
