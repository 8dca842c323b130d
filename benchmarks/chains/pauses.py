"""Pauses: for supplements, for others to answer, and to stop the clock when little is left of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats
from benchmarks.chains.habits import Habit, Hand
from benchmarks.chains.intake import Intake
from benchmarks.chains.pace import Pace
from benchmarks.chains.requests import Requests
from benchmarks.chains.round import Round
from benchmarks.chains.throws import SpreadThrow, Throw
from benchmarks.chains.variants import How

LONG_LIMIT = 5
SUSPENDED = 0.035
STOPPED_MOST, STOPPED_TIMES, STOPPED_LEAST_DOSSIERS = 0.35, 2, 15
STOPPED_AT_LEAST, STOPPED_WITHIN = 0.08, 1.75
"""Working days before the end of the limit."""
WORK_AFTER_LEAST, WORK_AFTER = 0.05, 0.4
WAIT_SPREAD, WAIT_MOST = 0.6, 25
AT_INTAKE, FIRST, SECOND, THIRD, SUSPENSION = 1.8, 2.6, 2.4, 2.0, 4.5
"""Medians, in working days."""


@dataclass(frozen=True)
class Pauses:
    at_intake: Floats
    first: Floats
    second: Floats
    third: Floats
    suspension: Floats
    suspended: Bools
    stopped: Bools
    """The clock, on purpose."""
    stopped_at: Floats
    """Working days of the running clock."""

    @property
    def total(self) -> Floats:
        return self.at_intake + self.first + self.second + self.third + self.suspension


def pause(run: Round, intake: Intake, requests: Requests, pace: Pace, stopped_usually: Floats) -> Pauses:
    """Whoever stops the clock has let the work lie until then."""
    throw = run.throw(Throw.SUSPENDED)
    long = run.limit >= LONG_LIMIT
    suspended = long & (throw < SUSPENDED * run.factor(Habit.STOPS_CLOCK, run.filings.appraiser))
    stopped, stopped_at = _stop_clock(run, long, pace, stopped_usually)
    rounds, later = requests.rounds, run.spread_throw(SpreadThrow.LATER_SUPPLEMENTS)
    suspended = suspended | stopped
    return Pauses(
        at_intake=_wait(intake.formal, run.spread_throw(SpreadThrow.SUPPLEMENT_AT_INTAKE), AT_INTAKE),
        first=_wait(rounds > 0, run.spread_throw(SpreadThrow.FIRST_SUPPLEMENT), FIRST),
        second=_wait(rounds > 1, later, SECOND),
        third=_wait(rounds > 2, -later, THIRD),
        suspension=_wait(suspended, run.spread_throw(SpreadThrow.SUSPENSION), SUSPENSION),
        suspended=suspended,
        stopped=stopped,
        stopped_at=stopped_at,
    )


def _stop_clock(run: Round, long: Bools, pace: Pace, usual: Floats) -> tuple[Bools, Floats]:
    stopped, stopped_at = np.zeros(len(run), bool), np.full(len(run), np.nan)
    spread = run.world.spreads.together[Habit.STOPS_CLOCK]
    for wrong in run.wrongs(How.CLOCK_STOP):
        own = np.flatnonzero((run.filings.appraiser == wrong.official) & long)
        more = run.more_often(
            wrong, own, usual[own], spread, STOPPED_MOST, times=STOPPED_TIMES, least=STOPPED_LEAST_DOSSIERS
        )
        those = own[run.throw(Throw.CLOCK_STOPPED, own) < run.plan.strength * more]
        stopped[those] = True
        within = STOPPED_WITHIN * run.throw(Throw.CLOCK_STOPPED_AT, those)
        stopped_at[those] = run.time_left[those] - STOPPED_AT_LEAST - within
        until_then = stopped_at[those] - pace.intake[those]
        then = until_then + WORK_AFTER_LEAST + WORK_AFTER * run.throw(Throw.WORK_AFTER_STOP, those)
        pace.work[those, Hand.APPRAISER] = np.maximum(pace.work[those, Hand.APPRAISER], then)
    return stopped, stopped_at


def _wait(happens: Bools, throw: Floats, median: float) -> Floats:
    return np.where(happens, np.minimum(np.exp(np.log(median) + WAIT_SPREAD * throw), WAIT_MOST), 0)
