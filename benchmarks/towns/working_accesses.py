"""Accesses that the work itself brings with it."""

from __future__ import annotations

import numpy as np
from benchmarks.towns.access_log import AccessLog
from benchmarks.towns.columns import Floats, Ints
from benchmarks.towns.workdays import MINUTE

CLERK_EDITS, CLERK_PRINTS = 0.95, 0.75
APPRAISER_VIEWS, APPRAISER_EDITS, APPRAISER_PRINTS = 0.9, 0.9, 0.8
SIGNER_VIEWS, RELEASER_VIEWS = 0.8, 0.5
"""Shares of the dossiers."""
SOME_MINUTES, SOONER, SOONEST = (0.5, 6), 0.5, 0.3
"""Around the step; of some steps only a part of them."""
OPENED_AFTER, OPENED_MORE = 0.02, 0.1
"""Days after a dossier has come to the desk: the least, and the mean beyond."""
OVERTIME, OVERTIME_HOURS = 0.35, (17.5, 20.5)
"""Share of the rush month's dossiers, and when."""


def log_work(log: AccessLog) -> None:
    course, dossiers, rng = log.export.course, log.dossiers, log.rng
    signing, count = course.signing, len(log.dossiers)

    def minutes() -> Floats:
        return rng.uniform(*SOME_MINUTES, count) * MINUTE

    def each(official: Ints, moments: Floats, share: float, action: str) -> None:
        opened = np.flatnonzero((rng.random(count) < share) & (moments < log.end) & (moments >= 0))
        log.add(opened, official[opened], moments[opened], action)

    each(dossiers.clerk, dossiers.received + minutes(), CLERK_EDITS, "edit")
    each(dossiers.clerk, dossiers.received + course.intake.minutes * MINUTE, CLERK_PRINTS, "print")
    opened = course.desk.starts + OPENED_AFTER + rng.exponential(OPENED_MORE, count)
    each(dossiers.appraiser, opened, APPRAISER_VIEWS, "view")
    each(dossiers.appraiser, course.pauses.appraised - minutes(), APPRAISER_EDITS, "edit")
    each(dossiers.appraiser, signing.submitted - minutes() * SOONEST, APPRAISER_PRINTS, "print")
    each(dossiers.signer, signing.signed - minutes() * SOONER, SIGNER_VIEWS, "view")
    each(dossiers.releaser, signing.ready + minutes(), RELEASER_VIEWS, "view")
    each(dossiers.releaser, course.handover.finished - minutes() * SOONEST, RELEASER_VIEWS, "view")


def log_overtime(log: AccessLog) -> None:
    """In its month of rush a unit works into the evening."""
    world, dossiers = log.export.world, log.dossiers
    there = log.of_unit[world.circumstances.rush_unit]
    month = world.calendar.month_of[log.received_day(there).astype(int)]
    there = there[month == world.circumstances.rush_month]
    there = there[log.rng.random(len(there)) < OVERTIME]
    days = np.minimum(np.floor(log.export.course.desk.starts[there]), log.end - 1)
    log.add(there, dossiers.appraiser[there], days, "edit", log.seconds_between(OVERTIME_HOURS, len(there)))
