"""When each step is done, in working days since the records begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats
from benchmarks.chains.habits import Habit, Hand
from benchmarks.chains.intake import Intake
from benchmarks.chains.pace import Pace
from benchmarks.chains.pauses import Pauses
from benchmarks.chains.requests import Requests
from benchmarks.chains.round import Round
from benchmarks.chains.throws import Throw
from benchmarks.chains.variants import How

RUBBER_STAMPED, STAMPING, STAMPING_SPREAD = 0.8, 0.003, 0.004
FIRST_ASKED_AT, FIRST_ASKED_WITHIN, SECOND_ASKED_AT, THIRD_ASKED_AT = 0.1, 0.6, 0.4, 0.7
"""Share of the appraisal; the latter of what is left of it after the first."""
SUSPENDED_AT, SUSPENDED_WITHIN, STOPPED_AFTER_THIRD, STOPPED_MOST = 0.75, 0.2, 0.01, 0.99
NO_WORK = 1e-9
APPRAISED_AGAIN = 0.8
"""Share of the correction."""
SIGNED_ANY_DAY, SHORT_LIMIT = 0.2, 3
BATCH_HOUR, BATCH_WITHIN = 0.55, 0.1
DAYS_TO_BATCH, CALENDAR_LEFT = 5, 12
READY, READY_WITHIN = 0.02, 0.10
KEPT, KEPT_MOST, KEPT_LEAST, KEPT_DAYS = 0.30, 0.8, 0.3, 2.2
"""How often a result lies, and how long, in the mean and beyond the least."""
HANDED_OVER_LEAST, HANDED_OVER_WITHIN = 0.02, 0.25
KEPT_LONG, KEPT_LONG_MOST, KEPT_LONG_TIMES, KEPT_LONG_LEAST, KEPT_LONG_WITHIN = 5, 0.35, 3, 5.3, 14
"""The first in days from which it is long."""
WITHDRAWN, WITHDRAWN_AFTER, WITHDRAWN_WITHIN = 0.05, 2, 10


@dataclass(frozen=True)
class Moments:
    intake: Floats
    """Working days it takes."""
    rubber_stamped: Bools
    forwarded: Floats
    asked: tuple[Floats, Floats, Floats]
    answered: tuple[Floats, Floats, Floats]
    stopped: Floats
    resumed: Floats
    appraised: Floats
    consulted: Floats
    checked: Floats
    appraised_again: Floats
    checked_again: Floats
    signed: Floats
    ready: Floats
    finished: Floats
    withdrawn: Bools
    withdrawn_at: Floats


def time_steps(run: Round, intake: Intake, requests: Requests, pace: Pace, pauses: Pauses) -> Moments:
    rubber_stamped = _rubber_stamped(run, intake)
    stamping = STAMPING + STAMPING_SPREAD * run.throw(Throw.INTAKE)
    taken = np.where(rubber_stamped, np.minimum(pace.intake, stamping), pace.intake)
    forwarded = run.filings.received + taken + pauses.at_intake
    work, first_at = pace.work[:, Hand.APPRAISER], FIRST_ASKED_AT + FIRST_ASKED_WITHIN * run.throw(Throw.FIRST_ASKED_AT)
    second_at, third_at = (first_at + (1 - first_at) * share for share in (SECOND_ASKED_AT, THIRD_ASKED_AT))
    first = forwarded + work * first_at
    second = forwarded + work * second_at + pauses.first
    third = forwarded + work * third_at + pauses.first + pauses.second
    suspended_at = SUSPENDED_AT + SUSPENDED_WITHIN * run.throw(Throw.SUSPENDED_AT)
    stopped_at = (pauses.stopped_at - pace.intake) / np.maximum(work, NO_WORK)
    stopped_at = np.clip(stopped_at, third_at + STOPPED_AFTER_THIRD, STOPPED_MOST)
    stopped = forwarded + work * np.where(pauses.stopped, stopped_at, suspended_at)
    stopped = stopped + pauses.first + pauses.second + pauses.third
    appraised = forwarded + work + pauses.first + pauses.second + pauses.third + pauses.suspension
    consulted = appraised + pace.work[:, Hand.CONSULTED]
    checked = consulted + pace.work[:, Hand.CHECKER]
    checked_again = checked + pace.correction
    signed = _in_batches(run, checked_again + pace.work[:, Hand.SIGNER])
    ready = signed + READY + READY_WITHIN * run.throw(Throw.READY)
    return Moments(
        intake=taken,
        rubber_stamped=rubber_stamped,
        forwarded=forwarded,
        asked=(first, second, third),
        answered=(first + pauses.first, second + pauses.second, third + pauses.third),
        stopped=stopped,
        resumed=stopped + pauses.suspension,
        appraised=appraised,
        consulted=consulted,
        checked=checked,
        appraised_again=checked + pace.correction * APPRAISED_AGAIN,
        checked_again=checked_again,
        signed=signed,
        ready=ready,
        finished=np.where(run.in_first_system, ready + _until_handed_over(run), ready),
        withdrawn=(requests.rounds > 0) & (run.throw(Throw.WITHDRAWN) < WITHDRAWN),
        withdrawn_at=first + WITHDRAWN_AFTER + WITHDRAWN_WITHIN * run.throw(Throw.WITHDRAWN_AT),
    )


def kept_long_usually() -> float:
    return float(KEPT * np.exp(-(KEPT_LONG - KEPT_LEAST) / KEPT_DAYS))


def _rubber_stamped(run: Round, intake: Intake) -> Bools:
    """Forwarded without a look at it, in every round."""
    stampers = [wrong.official for wrong in run.plan.who(How.RUBBER_STAMP)]
    throw = run.throw(Throw.RUBBER_STAMPED)
    return np.isin(run.filings.clerk, stampers) & ~intake.caught & (throw < RUBBER_STAMPED * run.plan.strength)


def _in_batches(run: Round, signed: Floats) -> Floats:
    """Some sign on two days of the week only, early in the afternoon, but for what cannot wait."""
    calendar = run.world.calendar
    for signer, weekdays in run.world.circumstances.batch_days.items():
        own = np.flatnonzero(run.filings.signer == signer)
        day = np.minimum(signed[own].astype(int), len(calendar.days) - CALENDAR_LEFT)
        then = day.copy()
        for _ in range(DAYS_TO_BATCH):
            then = np.where(np.isin(calendar.weekdays[then], weekdays), then, then + 1)
        any_day = (run.throw(Throw.SIGNED_ANY_DAY, own) < SIGNED_ANY_DAY) | (run.limit[own] <= SHORT_LIMIT)
        later = then + BATCH_HOUR + BATCH_WITHIN * run.throw(Throw.SIGNED_AT, own)
        in_batch = np.where(then > day, later, np.maximum(signed[own], day + BATCH_HOUR))
        signed[own] = np.where(any_day, signed[own], in_batch)
    return signed


def _until_handed_over(run: Round) -> Floats:
    releaser, throw = run.filings.releaser, run.throw(Throw.HANDED_OVER)
    kept = run.throw(Throw.KEPT) < np.clip(KEPT * run.factor_at_unit(Habit.KEEPS_RESULTS, releaser), 0, KEPT_MOST)
    kept_for = KEPT_LEAST + KEPT_DAYS * -np.log(np.maximum(throw, NO_WORK))
    days = np.where(kept, kept_for, HANDED_OVER_LEAST + HANDED_OVER_WITHIN * throw)
    spread = run.world.spreads.together[Habit.KEEPS_RESULTS]
    for wrong in run.wrongs(How.KEEPS_RESULTS):
        own = np.flatnonzero(releaser == wrong.official)
        usual = np.full(len(own), kept_long_usually())
        more = run.more_often(wrong, own, usual, spread, KEPT_LONG_MOST, times=KEPT_LONG_TIMES)
        those = own[run.throw(Throw.KEPT_LONG, own) < run.plan.strength * more]
        days[those] = KEPT_LONG_LEAST + KEPT_LONG_WITHIN * throw[those]
    return days
