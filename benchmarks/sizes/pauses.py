"""When how much has been worked: the clock stands while something is asked for or found out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Columns, Floats
from benchmarks.sizes.chance import around_median
from benchmarks.sizes.outcome import Outcome
from benchmarks.sizes.pace import Pace
from benchmarks.sizes.requests import Requests
from benchmarks.sizes.round import Round

SUPPLEMENT_DAYS, SUSPENSION_DAYS, SPREAD = 4, 5, 0.6
"""Median, in working days, and spread of the logarithm."""
JUST_BEFORE = 1e-9
"""A pause begins with a step, and the step is not yet of it."""


@dataclass
class Timeline(Columns):
    received: Floats
    pace: Pace
    asked: Floats
    """Whole days of each pause, as the next ones; 0 where there is none."""
    again: Floats
    stopped: Floats

    def at(self, worked: Floats) -> Floats:
        """When so much has been worked."""
        moment = self.received + worked
        for pause, begins in (
            (self.asked, self.pace.asked),
            (self.again, self.pace.again),
            (self.stopped, self.pace.stopped),
        ):
            moment = moment + pause * (worked > begins)
        return moment

    def before(self, worked: Floats) -> Floats:
        return self.at(worked - JUST_BEFORE)

    @property
    def ready(self) -> Floats:
        return self.at(self.pace.ready)

    @property
    def days_worked(self) -> Floats:
        """As the law counts them, from the day after receipt."""
        days = np.floor(self.ready) - np.floor(self.received)
        return days - self.asked - self.again - self.stopped


def pause(run: Round, requests: Requests, outcome: Outcome, pace: Pace) -> Timeline:
    return Timeline(
        received=run.filings.received,
        pace=pace,
        asked=np.where(requests.asked, _days(run, SUPPLEMENT_DAYS), 0),
        again=np.where(requests.again, _days(run, SUPPLEMENT_DAYS), 0),
        stopped=np.where(outcome.suspended | outcome.stopped, _days(run, SUSPENSION_DAYS), 0),
    )


def _days(run: Round, usual: float) -> Floats:
    return np.maximum(1, np.round(around_median(run.rng, usual, SPREAD, len(run))))
