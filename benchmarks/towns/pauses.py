"""When the clock stands still: for supplements and for suspensions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats
from benchmarks.towns.desk import Desk
from benchmarks.towns.requests import Requests
from benchmarks.towns.round import Round
from benchmarks.towns.ways import How, Plant

MOST_SUSPENDED = 0.5
LONG = 5
"""Limit from which the last days are not the first ones too."""
LAST_DAYS = (-2, 1)
"""Around the end of the limit."""

# Where in the work it comes; the second request in what is left after the first.
FIRST_SHAPE, AGAIN_SHAPE, SUSPENDED_SHAPE = (1.4, 2.4), (1.2, 2.0), (1.3, 1.8)
# Shape and scale of its days.
LEAST_PAUSE, ANSWER, ANSWER_AGAIN = 0.4, (1.8, 2.2), (1.8, 2.0)
LEAST_SUSPENSION, SUSPENSION = 0.5, (2.0, 2.6)

STOPPED_SHARE = 0.11
"""Of those who stop the clock in the last days, at full strength."""
STOPPED_BEFORE_END, STOPPED_EARLIEST, WORK_AFTER_STOP = (-0.6, 1.7), 0.05, (0.3, 2.5)
STOPPED_BY_A_REQUEST = 0.4
"""Otherwise by a suspension."""
AGAIN_AFTER_STOP = 0.5
"""Share of what is left of the work at which a second request then comes."""


@dataclass
class Pause(Columns):
    happens: Bools
    begins: Floats
    ends: Floats


@dataclass
class Pauses(Columns):
    first: Pause
    """For a supplement; so the second."""
    again: Pause
    suspension: Pause
    days: Floats
    """In all."""
    in_last_days: Bools
    appraised: Floats


@dataclass
class _Places:
    """Where in the days of work each pause comes."""

    first: Floats
    again: Floats
    suspension: Floats


def suspend(run: Round) -> Bools:
    dossiers = run.dossiers
    leaning = run.habits.suspending[dossiers.appraiser] + run.world.units.leanings.suspending[dossiers.unit]
    chance = run.of_procedure(lambda p: p.suspended) * np.exp(leaning)
    return run.chances() < np.clip(chance, 0, MOST_SUSPENDED)


def pause(run: Round, requests: Requests, suspended: Bools, desk: Desk) -> Pauses:
    """Whoever stops the clock in the last days asks and suspends more, and works longer."""
    rng, count = run.rng, len(desk)
    first = desk.work * rng.beta(*FIRST_SHAPE, count)
    again = first + (desk.work - first) * rng.beta(*AGAIN_SHAPE, count)
    places = _Places(first, again, desk.work * rng.beta(*SUSPENDED_SHAPE, count))
    for plant in run.wrongdoing.of(How.CLOCK_STOP_LAST_DAYS):
        _stop_clock(run, plant, requests, suspended, desk, places)
    days_first = np.where(requests.asked, LEAST_PAUSE + rng.gamma(*ANSWER, count), 0)
    days_again = np.where(requests.again, LEAST_PAUSE + rng.gamma(*ANSWER_AGAIN, count), 0)
    days_suspended = np.where(suspended, LEAST_SUSPENSION + rng.gamma(*SUSPENSION, count), 0)

    def moment(place: Floats) -> Floats:
        """On the calendar: after all the pauses that come before."""
        return (
            desk.starts
            + place
            + days_first * (places.first < place)
            + days_again * (places.again < place)
            + days_suspended * (places.suspension < place)
        )

    def pause_at(place: Floats, happens: Bools, days: Floats) -> Pause:
        return Pause(happens, moment(place), moment(place) + days)

    return Pauses(
        first=pause_at(places.first, requests.asked, days_first),
        again=pause_at(places.again, requests.again, days_again),
        suspension=pause_at(places.suspension, suspended, days_suspended),
        days=days_first + days_again + days_suspended,
        in_last_days=_in_last_days(run, requests, suspended, desk, places),
        appraised=desk.starts + desk.work + days_first + days_again + days_suspended,
    )


def _stop_clock(run: Round, plant: Plant, requests: Requests, suspended: Bools, desk: Desk, places: _Places) -> None:
    dossiers, rng, count = run.dossiers, run.rng, len(desk)
    his = (dossiers.appraiser == plant.official) & (dossiers.limit >= LONG)
    stopped = his & (run.chances() < run.wrongdoing.amount(plant, STOPPED_SHARE))
    place = np.maximum(dossiers.limit - desk.used - rng.uniform(*STOPPED_BEFORE_END, count), STOPPED_EARLIEST)
    desk.work[stopped] = np.maximum(desk.work, place + rng.uniform(*WORK_AFTER_STOP, count))[stopped]
    by_request = stopped & ~requests.asked & (run.chances() < STOPPED_BY_A_REQUEST)
    places.first[by_request] = place[by_request]
    requests.asked |= by_request
    requests.listed |= by_request
    places.again[by_request] = (places.first + AGAIN_AFTER_STOP * (desk.work - places.first))[by_request]
    by_suspension = stopped & ~by_request
    suspended |= by_suspension
    places.suspension[by_suspension] = place[by_suspension]


def _in_last_days(run: Round, requests: Requests, suspended: Bools, desk: Desk, places: _Places) -> Bools:
    limit, (earliest, latest) = run.dossiers.limit, LAST_DAYS

    def last(place: Floats) -> Bools:
        return (desk.used + place >= limit + earliest) & (desk.used + place < limit + latest)

    return (limit >= LONG) & (
        (requests.asked & last(places.first))
        | (requests.again & last(places.again))
        | (suspended & last(places.suspension))
    )
