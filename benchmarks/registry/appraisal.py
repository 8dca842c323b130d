"""The rest of the appraisal: the due date moved, the survey, and the clock stopped of the appraiser's own will."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import Bools, Floats
from benchmarks.registry.cases import Cases
from benchmarks.registry.posts import Post
from benchmarks.registry.steps import (
    AWAITING_OPINION,
    EXTENDED,
    FILE_LACKING,
    FOR_APPRAISAL,
    IN_DISPUTE,
    VERIFYING_ORIGIN,
)
from benchmarks.registry.supplements import name_papers
from benchmarks.registry.variants import How

DUE_MOVED, DUE_MOVED_PLANTED = 0.018, 0.09
EXTENSION_OF_LIMIT, EXTENSION_SPREAD, EXTENSION_USED = 0.4, 0.4, (0.2, 0.95)
MOVED_BEFORE_END = (0.2, 0.5)
"""Share of the rest of the work that is still left when the due date is moved."""
MINUTES_LOGGED, MINUTES_AFTER = 0.7, 0.05
"""Of a survey."""
BEFORE_DEADLINE = (0.05, 1.95)
"""Working days of the limit left when the planted stop the clock."""
BY_A_REQUEST = 0.3
"""Share of those who stop it by asking for a paper."""
SUSPENDED, REQUESTED = [VERIFYING_ORIGIN, AWAITING_OPINION, IN_DISPUTE], [FILE_LACKING, FOR_APPRAISAL]
"""Reasons."""
STOP_DAYS, STOP_SPREAD, LEAST_AFTER = 6, 0.6, 0.02
"""How long the clock stands; after that, work for a share of the limit is left at least."""
JUST_IN_TIME, IN_TIME_BY, SOON_AFTER = 0.75, 0.05, 0.02
"""So often the planted see to it that the limit is kept after all, by so much of a working day."""


def appraise(cases: Cases) -> None:
    extended = _move_due_date(cases)
    _survey(cases)
    left: Floats = cases.appraisal_time - cases.appraised + cases.extension * cases.uniform(*EXTENSION_USED)
    left = _stop_clock(cases, left)
    cases.due_moved = extended & (cases.now < cases.world.calendar.end)
    stopped = cases.under_way & cases.stopped
    moved_at = np.where(stopped, cases.now, cases.now - left * cases.uniform(*MOVED_BEFORE_END))
    cases.enter(extended, moved_at, "due_changed", cases.acting_appraiser(), reason=EXTENDED)


def _move_due_date(cases: Cases) -> Bools:
    """Whose; by how much stands with the cases."""
    usual = cases.happens(DUE_MOVED * cases.habits.stopping[cases.appraiser] * cases.long_limit)
    planted = cases.by(cases.appraiser, How.DUE_DATE_MOVED) & cases.long_limit
    planted &= cases.happens(DUE_MOVED_PLANTED * cases.strength)
    moved = cases.under_way & (usual | planted)
    days = np.round(cases.log_normal(EXTENSION_OF_LIMIT, EXTENSION_SPREAD) * cases.limit) + 1
    cases.extension = np.where(moved, days, 0)
    return moved


def _survey(cases: Cases) -> None:
    surveyed, at = cases.under_way & cases.surveyed, cases.now + cases.survey_time
    owner = np.maximum(cases.surveyor, 0)
    cases.enter(surveyed, at, "field_visit", cases.acting(owner, Post.SURVEYOR, at))
    recorded = surveyed & cases.new_software & cases.happens(MINUTES_LOGGED)
    cases.enter(recorded, at + MINUTES_AFTER, "bien_ban_do_dac", cases.acting(owner, Post.SURVEYOR, at))
    cases.now = np.where(surveyed, at, cases.now)


def _stop_clock(cases: Cases, left: Floats) -> Floats:
    """Work to the end of the appraisal, with a stop or without; returns how much work that was."""
    stopped = cases.under_way & cases.stopped
    worked = cases.now - cases.pause
    target = cases.deadline - cases.uniform(*BEFORE_DEADLINE)
    before = np.where(cases.stopped_near_end & (target > worked), target - worked, left * cases.stopped_after)
    left = np.where(stopped, np.maximum(left, before + LEAST_AFTER * cases.limit), left)
    begins = cases.now + np.where(stopped, before, 0)
    wait = _enter_stop(cases, stopped, begins)
    resumed = begins + wait
    worked_off = np.where(cases.under_way, cases.now + left, cases.now)
    cases.now = np.where(stopped, resumed + (left - before), worked_off)
    cases.pause = cases.pause + np.where(stopped, wait, 0)
    _finish_in_time(cases, stopped, resumed)
    return left


def _enter_stop(cases: Cases, stopped: Bools, begins: Floats) -> Floats:
    """How long it lasts."""
    appraiser = cases.acting_appraiser(begins)
    by_request = cases.stopped_near_end & cases.happens(BY_A_REQUEST)
    suspended, requested = stopped & ~by_request, stopped & by_request
    cases.enter(suspended, begins, "suspended", appraiser, reason=cases.one_of(SUSPENDED))
    papers = name_papers(cases, np.zeros(len(cases), bool))
    cases.enter(requested, begins, "supplement_requested", appraiser, papers, cases.one_of(REQUESTED))
    cases.note_stop(stopped, begins)
    wait = cases.log_normal(STOP_DAYS, STOP_SPREAD)
    ends = begins + wait
    cases.enter(suspended, ends, "resumed", cases.acting_appraiser(ends))
    cases.enter(requested, ends, "supplement_received", cases.acting(cases.clerk, Post.INTAKE, ends))
    return wait


def _finish_in_time(cases: Cases, stopped: Bools, resumed: Floats) -> None:
    """Whoever stops the clock in the last days does it to keep the limit on paper."""
    late = stopped & cases.stopped_near_end & (cases.now - cases.pause + cases.signing_time > cases.deadline)
    kept = late & cases.happens(JUST_IN_TIME)
    in_time = cases.pause + cases.deadline - cases.signing_time - IN_TIME_BY
    cases.now = np.where(kept, np.maximum(resumed + SOON_AFTER, in_time), cases.now)
