"""The course of a batch of dossiers, and what of it is remembered besides the steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.appraisal import appraise
from benchmarks.registry.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.registry.cases import Cases
from benchmarks.registry.counter import take_in
from benchmarks.registry.decision import decide
from benchmarks.registry.handover import hand_over
from benchmarks.registry.needs import draw_needs
from benchmarks.registry.pace import draw_pace
from benchmarks.registry.seating import seat
from benchmarks.registry.supplements import ask_for_supplements

GRANTED, REFUSED, WITHDRAWN, OPEN = range(4)
"""Outcomes."""
HELD_BACK = 5
"""A result that lies longer, in working days, is one not handed over."""


@dataclass
class Courses:
    """One row per dossier; moments and outcome may lie beyond the day the records were drawn."""

    limit: Floats
    new_software: Bools
    clerk: Ints
    appraiser: Ints
    surveyor: Ints
    signer: Ints
    handed_by: Ints
    guided: Bools
    overcharged: Bools
    fee: Floats
    due: Floats
    decided: Floats
    granted: Bools
    """By the leader, whenever."""
    outcome: Ints
    """On the day the records were drawn."""
    ended: Floats
    """Infinite where the dossier never ends."""
    withdrawn: Bools
    pushed: Bools
    refused_without_reason: Bools
    clock_stopped_late: Bools
    late: Bools
    judged: Bools
    """The limit is over, so that it can be said whether the dossier is late."""
    pace: Floats
    """Working time against the limit; not a number where there is no result."""
    result_lay: Bools
    result_could_lie: Bools
    """It was ready long enough ago, in software that shows it."""


def run(cases: Cases) -> Courses:
    seat(cases)
    draw_needs(cases)
    draw_pace(cases)
    take_in(cases)
    ask_for_supplements(cases)
    appraise(cases)
    decide(cases)
    hand_over(cases)
    return _remember(cases)


def _remember(cases: Cases) -> Courses:
    end, granted = cases.world.calendar.end, cases.granted
    decided = granted | cases.refused
    ended = np.where(decided, cases.handed_over, cases.withdrawn)
    withdrawn = np.isfinite(cases.withdrawn)
    outcome = np.select([granted, cases.refused, withdrawn], [GRANTED, REFUSED, WITHDRAWN], OPEN)
    over = cases.deadline + cases.extension + cases.pause < end
    worked = cases.ready - cases.pause
    seen = cases.ready + HELD_BACK < end
    return Courses(
        limit=cases.limit,
        new_software=cases.new_software,
        clerk=cases.clerk,
        appraiser=cases.appraiser,
        surveyor=np.where(cases.surveyed, cases.surveyor, NOBODY),
        signer=cases.signer,
        handed_by=cases.handed_by,
        guided=cases.guided,
        overcharged=cases.overcharged,
        fee=cases.fee,
        due=np.floor(cases.filed.at) + cases.limit + np.where(cases.due_moved, cases.extension, 0),
        decided=cases.decided,
        granted=granted,
        outcome=np.where(ended < end, outcome, OPEN),
        ended=ended,
        withdrawn=withdrawn & (cases.withdrawn < end),
        pushed=cases.pushed,
        refused_without_reason=cases.refused_without_reason,
        clock_stopped_late=cases.clock_stopped_late,
        late=decided & (worked > cases.deadline + cases.extension) & over,
        judged=decided & over,
        pace=np.where(decided, (worked - cases.filed.at) / cases.limit, np.nan),
        result_lay=granted & seen & (cases.handed_over - cases.ready > HELD_BACK),
        result_could_lie=granted & seen & cases.new_software,
    )
