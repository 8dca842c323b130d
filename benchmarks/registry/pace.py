"""How long each part of the work will take, and whether the appraiser will stop the clock."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import Floats
from benchmarks.registry.cases import Cases
from benchmarks.registry.needs import learning
from benchmarks.registry.posts import Post
from benchmarks.registry.variants import How

INTAKE_DAYS, INTAKE_OF_LIMIT, INTAKE_SPREAD = 0.12, 0.03, 0.5
UNGUIDED_FASTER = 0.6
"""Share of the time at the counter that whoever gives no guidance saves."""
APPRAISAL_OF_LIMIT, APPRAISAL_OF_LIMIT_SURVEYED, APPRAISAL_SPREAD = 0.35, 0.22, 0.55
SURVEY_OF_LIMIT, SURVEY_SPREAD = 0.20, 0.5
SIGNING_OF_LIMIT, SIGNING_SPREAD, SIGNING_LEAST = 0.06, 0.6, 0.15
TAX_OF_LIMIT, TAX_SPREAD = 0.05, 0.5
COMPLEX_SLOWER, TRAINEE_SLOWER = 0.3, 1.1
MERGER_SLOWER, MERGER_MONTHS, RUSH_SLOWER, RUSH_MONTHS = 1.3, 3, 1.35, 2
LATE_SLOWER, LATE_SURVEY_SLOWER, FAVOURED_FASTER = 0.95, 1.1, 0.68
"""Planted, at full strength: time added, and time saved."""

ABOUT_LATE, HOPELESS = 0.97, 1.5
"""Shares of the limit between which an effort can still keep it."""
HURRIED, LEAST_HURRIED = (0.84, 1.0), 0.15
"""Share of the limit at which the hurried are done, and of the usual work that they need."""
STOPPED, MOST_STOPPED, COMPLEX_STOPPED, STOPPED_NEAR_END = 0.05, 0.5, 0.4, 0.17


def draw_pace(cases: Cases) -> None:
    filed, procedures, limit = cases.filed, cases.world.procedures, cases.limit
    at_counter = (INTAKE_DAYS + INTAKE_OF_LIMIT * limit) * cases.log_normal(1, INTAKE_SPREAD)
    unguided = 1 - UNGUIDED_FASTER * cases.strength * cases.by(cases.clerk, How.NO_GUIDANCE)
    cases.intake_time = at_counter * unguided
    cases.surveyed = cases.happens(procedures.survey[filed.procedure])
    cases.taxed = cases.happens(procedures.tax[filed.procedure])
    rush = _rush(cases)
    cases.appraisal_time = _appraisal(cases, rush)
    _draw_survey(cases, rush)
    cases.signing_time = limit * SIGNING_OF_LIMIT * cases.log_normal(1, SIGNING_SPREAD) + SIGNING_LEAST
    cases.tax_time = np.where(cases.taxed, TAX_OF_LIMIT * limit * cases.log_normal(1, TAX_SPREAD), 0)
    _hurry(cases)
    _draw_stops(cases)


def _rush(cases: Cases) -> Floats:
    """In the flooded unit, until the flood is worked off."""
    units, filed = cases.units, cases.filed
    months = units.rush_month + np.arange(RUSH_MONTHS)
    return np.where((filed.unit == units.rush) & np.isin(filed.month, months), RUSH_SLOWER, 1.0)


def _merger(cases: Cases) -> Floats:
    units, filed = cases.units, cases.filed
    soon_after = (filed.month >= units.merger) & (filed.month < units.merger + MERGER_MONTHS)
    return np.where(np.isin(filed.unit, list(units.merged)) & soon_after, MERGER_SLOWER, 1.0)


def _appraisal(cases: Cases, rush: Floats) -> Floats:
    filed, appraiser = cases.filed, cases.appraiser
    of_limit = np.where(cases.surveyed, APPRAISAL_OF_LIMIT_SURVEYED, APPRAISAL_OF_LIMIT)
    of_agent = np.where(filed.agent >= 0, cases.world.agents.slow[filed.agent], 0.0)
    slow = cases.units.slow[filed.unit] + COMPLEX_SLOWER * cases.complexity + of_agent
    time = cases.limit * of_limit * cases.log_normal(1, APPRAISAL_SPREAD) * np.exp(slow) * cases.habits.pace[appraiser]
    time = time * _merger(cases) * rush * np.where(learning(cases, appraiser), TRAINEE_SLOWER, 1)
    time = time * (1 + LATE_SLOWER * cases.strength * cases.by(appraiser, How.LATE))
    return time * (1 - FAVOURED_FASTER * cases.favour)


def _draw_survey(cases: Cases, rush: Floats) -> None:
    filed = cases.filed
    surveyor = cases.world.desks.assign(cases.rng, filed.unit, filed.month, Post.SURVEYOR)
    cases.surveyed &= surveyor >= 0
    usual = cases.limit * SURVEY_OF_LIMIT * cases.log_normal(1, SURVEY_SPREAD) * cases.habits.pace[surveyor]
    usual = usual * rush * np.exp(cases.units.slow[filed.unit])
    planted = 1 + LATE_SURVEY_SLOWER * cases.strength * cases.by(surveyor, How.LATE_SURVEY)
    cases.survey_time = np.where(cases.surveyed, usual * planted, 0)
    cases.surveyor = surveyor


def _hurry(cases: Cases) -> None:
    """Some of what would be late is appraised faster, so that the limit is kept."""
    limit = cases.limit
    total = cases.intake_time + cases.appraisal_time + cases.survey_time + cases.signing_time + cases.tax_time
    hurried = (total > limit * ABOUT_LATE) & (total < limit * HOPELESS)
    hurried &= cases.happens(cases.cast.effort[cases.appraiser])
    hurried &= ~(cases.by(cases.appraiser, How.LATE) & cases.happens(cases.strength))
    hurried &= ~(cases.by(cases.surveyor, How.LATE_SURVEY) & cases.happens(cases.strength))
    left = limit * cases.uniform(*HURRIED) - cases.intake_time - cases.survey_time - cases.signing_time
    needed = np.maximum(LEAST_HURRIED, (left - cases.tax_time) / cases.appraisal_time)
    cases.appraisal_time = cases.appraisal_time * np.minimum(np.where(hurried, needed, 1), 1)


def _draw_stops(cases: Cases) -> None:
    usual = STOPPED * cases.habits.stopping[cases.appraiser] * np.exp(COMPLEX_STOPPED * cases.complexity)
    stopped = cases.happens(np.minimum(MOST_STOPPED, usual) * cases.long_limit)
    cases.stopped_after = cases.rng.random(len(cases))
    planted = cases.by(cases.appraiser, How.STOP_LAST_DAYS) & cases.long_limit
    cases.stopped_near_end = planted & cases.happens(STOPPED_NEAR_END * cases.strength)
    cases.stopped = stopped | cases.stopped_near_end
