"""What was refused or withdrawn and is filed once more."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY, Floats, Ints
from benchmarks.registry.catalogue import OFFICES
from benchmarks.registry.course import REFUSED, Courses
from benchmarks.registry.filings import Filings, choose_agents, draw_hour
from benchmarks.registry.plan import Plan
from benchmarks.registry.variants import How
from benchmarks.registry.world import World
from numpy.random import Generator

REFUSED_FOR_NOTHING, PUSHED, REFUSED_RIGHTLY, WITHDRAWN = 0.88, 0.85, 0.42, 0.40
"""Chance to come again."""
SOON, LATER = (1, 12), (2, 8)
"""Working days until then: of those refused for nothing, and the shape and scale of the others'."""
LAST_DAYS = 3
"""Nobody comes again so shortly before the records end."""
DEFECTS_LEFT, DEFECTS_LEFT_UNCHANGED = 0.75, 0.12
"""Factor of what is asked; nothing was wrong with what was refused for nothing."""
SAME_APPRAISER = 0.55
THROUGH_THE_PUSHER, THROUGH_AN_AGENT = 0.85, 0.07
"""Of those pushed, and of the others who came by themselves."""


def file_again(rng: Generator, world: World, plan: Plan, filed: Filings, courses: Courses) -> Filings:
    earlier, at = _who_comes_again(rng, world, courses)
    count, month = len(earlier), world.calendar.month(at)
    filed_at = filed.filed_at[earlier]
    kept_by = np.where(rng.random(count) < SAME_APPRAISER, courses.appraiser[earlier], NOBODY)
    agent = filed.agent[earlier].copy()
    through = courses.pushed[earlier] & (rng.random(count) < THROUGH_THE_PUSHER)
    for official, favoured in plan.pairs(How.PUSH_TO_AGENT):
        rows = through & (courses.appraiser[earlier] == official)
        agent[rows], kept_by[rows] = favoured, official
    engages = (agent < 0) & (rng.random(count) < THROUGH_AN_AGENT)
    for office in OFFICES:
        rows = engages & (filed.office[earlier] == office)
        agent[rows] = choose_agents(rng, world, office, rows.sum())
    unreasoned = courses.refused_without_reason[earlier]
    return Filings(
        office=filed.office[earlier],
        filed_at=filed_at,
        unit=world.units.successor_at[filed_at, month],
        at=at,
        agent=agent,
        locality=filed.locality[earlier],
        procedure=filed.procedure[earlier],
        channel=filed.channel[earlier],
        month=month,
        applicant=filed.applicant[earlier],
        by_business=filed.by_business[earlier],
        earlier=earlier,
        asks_factor=np.where(unreasoned, DEFECTS_LEFT_UNCHANGED, DEFECTS_LEFT),
        kept_by=kept_by,
        at_night=np.zeros(count, bool),
    )


def _who_comes_again(rng: Generator, world: World, courses: Courses) -> tuple[Ints, Floats]:
    """Places of the earlier dossiers, and when."""
    end, refused = world.calendar.end, courses.outcome == REFUSED
    over = (refused | courses.withdrawn) & (courses.ended < end - LAST_DAYS)
    chance = np.select(
        [courses.refused_without_reason, courses.pushed, refused],
        [REFUSED_FOR_NOTHING, PUSHED, REFUSED_RIGHTLY],
        WITHDRAWN,
    )
    earlier = np.flatnonzero(over & (rng.random(len(chance)) < chance))
    soon, later = rng.uniform(*SOON, len(earlier)), rng.gamma(*LATER, len(earlier))
    days = np.where(courses.refused_without_reason[earlier], soon, later)
    at = np.floor(courses.ended[earlier] + days) + draw_hour(rng, len(earlier))
    in_records = at < end
    return earlier[in_records], at[in_records]
