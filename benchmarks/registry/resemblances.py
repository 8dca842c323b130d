"""Honest officials who stand out only because of what came to them, as the finished records tell."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.documents import Documents
from benchmarks.registry.history import History
from benchmarks.registry.lookalikes import Lookalikes
from benchmarks.registry.plan import Plan
from benchmarks.registry.variants import How
from benchmarks.registry.world import World

MOST_OF_CHANGED, SLOWED = 5, 3
"""So many officials, the ones with most of the procedure or most surveys of the slow surveyor."""
DOCUMENTS_TOGETHER, SURVEYS_TOGETHER = 25, 30
"""More than so many make the other one stand out."""


def find_resemblances(world: World, plan: Plan, history: History, documents: Documents, lookalikes: Lookalikes) -> None:
    filed, course, officials = history.filed, history.course, len(world.people)
    changed = np.bincount(course.appraiser[filed.procedure == world.procedures.changed], minlength=officials)
    honest = [int(official) for official in np.argsort(-changed) if official not in plan.variants]
    for official in honest[:MOST_OF_CHANGED]:
        lookalikes.official("limit_changed_procedure", official)
    for bad_drafter in plan.who(How.UNLAWFUL_DRAFTS, How.DEAD_BASIS, How.LOOPHOLE_FOR_AGENT):
        signed = np.bincount(documents.signer[documents.drafter == bad_drafter], minlength=officials)
        for signer in np.flatnonzero(signed > DOCUMENTS_TOGETHER):
            lookalikes.official("signer_of_bad_drafter", int(signer))
    for bad_signer in plan.who(How.INCOMPETENT_SIGNATURE):
        drafted = np.bincount(documents.drafter[documents.signer == bad_signer], minlength=officials)
        for drafter in np.flatnonzero(drafted > DOCUMENTS_TOGETHER):
            lookalikes.official("drafter_under_bad_signer", int(drafter))
    for surveyor in plan.who(How.LATE_SURVEY):
        surveyed = np.bincount(course.appraiser[course.surveyor == surveyor], minlength=officials)
        for appraiser in np.argsort(-surveyed)[:SLOWED]:
            if surveyed[appraiser] > SURVEYS_TOGETHER:
                lookalikes.official("appraiser_behind_slow_surveyor", int(appraiser))
