"""When each step is done: working time and pauses, days of signing, and results that are held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Columns, Floats
from benchmarks.sizes.chance import around, around_median
from benchmarks.sizes.outcome import Outcome
from benchmarks.sizes.pauses import Timeline
from benchmarks.sizes.round import Round

BATCH_SHARE, BATCH_WEEKDAYS, LOOKED_AHEAD = 0.85, (1, 3), 5
BATCH_FROM, BATCH_TAKES, BATCH_ENDS = 0.62, 0.1, 0.80
"""Tuesday and Thursday afternoons."""
HELD_LEAST, HELD_USUAL, HELD_SPREAD = 4.05, 4, 0.6
HANDED_OVER_CENTER, HANDED_OVER_SPREAD, HANDED_OVER_MOST = -1.6, 1.0, 3
NOTHING_TO_HAND_OVER = 0.05


@dataclass
class Moments(Columns):
    """In working days since the records begin."""

    timeline: Timeline
    approved: Floats
    finished: Floats

    @property
    def asked(self) -> Floats:
        return self.timeline.before(self.timeline.pace.asked)

    @property
    def again(self) -> Floats:
        return self.timeline.before(self.timeline.pace.again)

    @property
    def stopped(self) -> Floats:
        return self.timeline.before(self.timeline.pace.stopped)

    @property
    def appraised(self) -> Floats:
        return self.timeline.at(self.timeline.pace.appraised)

    @property
    def ready(self) -> Floats:
        return self.timeline.ready


def time_steps(run: Round, outcome: Outcome, timeline: Timeline) -> Moments:
    approved = _signed_in_batches(run, timeline)
    return Moments(timeline, approved, timeline.ready + _until_handed_over(run, outcome))


def _signed_in_batches(run: Round, timeline: Timeline) -> Floats:
    """Where a unit signs on certain days: on the next of them, if that is in time."""
    approved, calendar = timeline.at(timeline.pace.approved), run.world.calendar
    waits = np.isin(run.filings.branch, run.world.circumstances.batch_units) & run.happens(BATCH_SHARE)
    first = np.minimum(np.floor(approved).astype(int), calendar.last - LOOKED_AHEAD)
    appraised, ready = timeline.at(timeline.pace.appraised), timeline.ready
    for later in range(LOOKED_AHEAD):
        day = np.minimum(first + later, calendar.last)
        fits = waits & np.isin(calendar.weekdays[day], BATCH_WEEKDAYS)
        fits &= (day + BATCH_FROM > appraised) & (day + BATCH_ENDS < ready)
        approved = np.where(fits, day + BATCH_FROM + BATCH_TAKES * run.rng.random(len(run)), approved)
        waits &= ~fits
    return approved


def _until_handed_over(run: Round, outcome: Outcome) -> Floats:
    held = HELD_LEAST + around_median(run.rng, HELD_USUAL, HELD_SPREAD, len(run))
    soon = np.minimum(HANDED_OVER_MOST, around(run.rng, HANDED_OVER_CENTER, HANDED_OVER_SPREAD, len(run)))
    return np.where(outcome.granted, np.where(outcome.held, held, soon), NOTHING_TO_HAND_OVER)
