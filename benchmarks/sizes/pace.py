"""After how much working time each step is done, pauses not counted, in working days since receipt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Columns, Floats
from benchmarks.sizes.chance import around_median
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.outcome import Outcome
from benchmarks.sizes.round import Round

USUAL, SPREAD = 0.5, 0.45
"""Share of the limit, and spread of its logarithm."""
FAVOURED_FASTER, RUSH = 0.6, 1.1
NEAR_LIMIT, JUST_IN_TIME = 0.97, (0.86, 0.995)
"""What would come out later than that is hurried through in time."""
SHORTEST = 0.12
LATE_LEAST, LATE_PER_LIMIT, LATE_MORE, LATE_SPREAD = 1.02, 0.1, 0.8, 0.7
"""Days over the limit: at least, and the median of the rest."""
STOPPED_BEFORE_LIMIT, GOES_ON_AFTER_STOP = (0.3, 1.7), (0.1, 0.9)
STOPPED_READY_BY, STOPPED_ROOM = 0.02, 0.03
APPRAISED, APPROVED, AFTER_STOP = (0.62, 0.75), (0.8, 0.93), 0.3
"""Share of the whole time; and of what is left after an event at least that."""
FORWARDED_MOST, FORWARDED_SHARE, FORWARDED = 0.25, 0.12, (0.3, 1)
ASKED, ASKED_AGAIN, SUSPENDED = (0.1, 0.5), (0.2, 0.7), (0.15, 0.85)
"""Share of the time left until the next step."""


@dataclass
class Pace(Columns):
    forwarded: Floats
    asked: Floats
    again: Floats
    stopped: Floats
    """Of a stop or a suspension."""
    appraised: Floats
    approved: Floats
    ready: Floats


def pace(run: Round, outcome: Outcome) -> Pace:
    limit, stops = run.limit, outcome.stopped
    ready = _unstopped(run, outcome)
    stopped = np.where(stops, limit - run.uniform(*STOPPED_BEFORE_LIMIT), 0)
    goes_on = stopped + run.uniform(*GOES_ON_AFTER_STOP) * (limit - stopped - STOPPED_ROOM)
    in_time = np.minimum(limit - STOPPED_READY_BY, np.maximum(ready, goes_on))
    ready = np.where(stops & ~outcome.late, in_time, ready)
    appraised, approved = ready * run.uniform(*APPRAISED), ready * run.uniform(*APPROVED)
    after_stop = np.maximum(appraised, stopped + AFTER_STOP * (ready - stopped))
    appraised = np.where(stops, after_stop, appraised)
    approved = np.maximum(approved, appraised + AFTER_STOP * (ready - appraised))
    forwarded = np.minimum(FORWARDED_MOST, ready * FORWARDED_SHARE) * run.uniform(*FORWARDED)
    until = np.where(stops, np.minimum(stopped, appraised), appraised)
    asked = forwarded + (until - forwarded) * run.uniform(*ASKED)
    again = asked + (until - asked) * run.uniform(*ASKED_AGAIN)
    suspended = forwarded + (appraised - forwarded) * run.uniform(*SUSPENDED)
    stopped = np.where(outcome.suspended, suspended, stopped)
    return Pace(forwarded, asked, again, stopped, appraised, approved, ready)


def _unstopped(run: Round, outcome: Outcome) -> Floats:
    """When the result would be ready if nobody stopped the clock in the last days."""
    filings, limit = run.filings, run.limit
    month = run.world.calendar.months[filings.day]
    usual = USUAL * run.habits[Deed.SPEED][filings.appraiser]
    usual = usual * run.world.agents.acquaintance[filings.agent, filings.appraiser]
    usual = usual * np.where(run.favoured, 1 - FAVOURED_FASTER * run.plan.strength, 1)
    usual = usual * np.where(month == run.world.circumstances.rush_month, RUSH, 1)
    ready = limit * usual * np.exp(SPREAD * run.normal())
    hurried = run.uniform(*JUST_IN_TIME) * limit
    ready = np.where(ready > limit * NEAR_LIMIT, hurried, np.maximum(ready, SHORTEST))
    over = around_median(run.rng, LATE_PER_LIMIT * limit + LATE_MORE, LATE_SPREAD, len(run))
    return np.where(outcome.late, limit + LATE_LEAST + over, ready)
