"""How far each planted act shows in the records: the same measure is taken of the honest and of the planted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.registry.accesses import Accesses
from benchmarks.registry.arrays import Bools, Floats, Ints
from benchmarks.registry.cases import SHORT
from benchmarks.registry.course import GRANTED, REFUSED
from benchmarks.registry.documents import UNLAWFUL_REVIEWS, Documents
from benchmarks.registry.dossier_table import Exported
from benchmarks.registry.history import History
from benchmarks.registry.logbook import Logbook
from benchmarks.registry.plan import Plan
from benchmarks.registry.posts import DESKS
from benchmarks.registry.score import Measure, Scorer, Scores
from benchmarks.registry.variants import How
from benchmarks.registry.viewing import EXPORT
from benchmarks.registry.workdays import DAY_SECONDS, HOUR_SECONDS
from benchmarks.registry.world import World

SETTLED_BEFORE = 3
"""Dossiers of the last working days have had no time to show anything."""
LATE_SPREAD, PUSH_SPREAD, RELATIVES_SPREAD = 0.2, 0.25, 0.35
INTAKE_SEEN, GUIDANCE_SEEN, ASKING_SEEN, HANDOVER_SEEN = 0.45, 0.65, 0.45, 1.3
"""Share of a habit's spread that is seen in what is measured."""
NIGHT_FROM, NIGHT_UNTIL = 21, 5
"""Hours."""
LEAST_OF_RELATIVE = 0.2
"""Accesses expected at least."""


@dataclass
class Records:
    """All that was written, with what of it was lost."""

    world: World
    plan: Plan
    history: History
    exported: Exported
    log: Logbook
    documents: Documents
    accesses: Accesses

    @property
    def kind(self) -> Ints:
        """Dossiers of one procedure and one software are compared with one another."""
        return self.history.filed.procedure * 2 + self.history.course.new_software

    @property
    def asked(self) -> Bools:
        """Dossiers with a request for a supplement in the records."""
        return self.log.count(self.log.steps.of("supplement_requested"), len(self.history)) > 0

    def score(self) -> dict[How, Scores]:
        measures = {
            **_of_dossiers(self),
            **_of_course(self),
            **_of_repetition(self),
            **_of_documents(self),
            **_of_accesses(self),
        }
        scorer = Scorer(self.world, self.plan)
        scores = {how: scorer.score(measure) for how, measure in measures.items()}
        scores[How.RELATIVES] = _score_relatives(self, scorer, scores[How.NO_REASON])
        return scores


def _settled(records: Records) -> Bools:
    return records.history.filed.at < records.world.calendar.end - SETTLED_BEFORE


def _measure(records: Records, official: Ints, happened: Bools, possible: Bools, least_spread: float) -> Measure:
    return Measure(official, happened, possible, records.kind, records.history.filed.unit, least_spread)


def _of_dossiers(records: Records) -> dict[How, Measure]:
    """What was asked for, told and charged."""
    history, log, steps = records.history, records.log, records.log.steps
    course, count, spreads = history.course, len(history), records.world.people.spreads
    clerk, appraiser, settled = course.clerk, course.appraiser, _settled(records)
    requests = steps.of("supplement_requested")
    by_appraiser = log.named == appraiser[steps.dossier]
    own = log.count(requests & by_appraiser, count)
    own_unlisted = log.count(requests & by_appraiser & steps.unlisted, count)
    listed = log.count(requests & ~steps.unlisted, count) > 0
    collected = log.count(steps.of("fee_collected") & (log.named == clerk[steps.dossier]), count) > 0
    has_fee = records.world.procedures.fee[history.filed.procedure] > 0
    unguided = listed & ~course.guided
    intake, asking = INTAKE_SEEN * spreads["intake"], ASKING_SEEN * spreads["asking"]
    return {
        How.MANY_SUPPLEMENTS: _measure(records, appraiser, own > 0, settled, asking),
        How.OUTSIDE_LIST: _measure(records, appraiser, own_unlisted > 0, settled, spreads["off_list"]),
        How.FEES_ABOVE: _measure(records, clerk, course.overcharged & collected, has_fee, spreads["fees"]),
        How.PIECEMEAL_ROUNDS: _measure(records, appraiser, own > 1, own > 0, spreads["rounds"]),
        How.PASSES_INCOMPLETE: _measure(records, clerk, listed, settled, intake),
        How.NO_GUIDANCE: _measure(
            records, clerk, unguided, settled & course.new_software, GUIDANCE_SEEN * spreads["intake"]
        ),
    }


def _of_course(records: Records) -> dict[How, Measure]:
    """What was late, stopped or kept back."""
    course, spreads = records.history.course, records.world.people.spreads
    stoppable = _settled(records) & (course.limit > SHORT)
    lay, could_lie = course.result_lay, course.result_could_lie
    handover = spreads["handover"] * HANDOVER_SEEN
    return {
        How.LATE: _measure(records, course.appraiser, course.late, course.judged, LATE_SPREAD),
        How.LATE_SURVEY: _measure(records, course.surveyor, course.late, course.judged, LATE_SPREAD),
        How.STOP_LAST_DAYS: _measure(
            records, course.appraiser, course.clock_stopped_late, stoppable, spreads["stopping"]
        ),
        How.NOT_HANDED_OVER: _measure(records, course.handed_by, lay, could_lie, handover),
    }


def _of_repetition(records: Records) -> dict[How, Measure]:
    """What came again: refused and then granted unasked, or withdrawn and then filed through an agent."""
    history, log, spreads = records.history, records.log, records.world.people.spreads
    filed, course, steps, settled = history.filed, history.course, log.steps, _settled(records)
    linked, first_time = records.exported.linked, filed.earlier < 0
    granted_unasked, through_agent = np.zeros(len(history), bool), np.zeros(len(history), bool)
    granted_unasked[filed.earlier[linked & (course.outcome == GRANTED) & ~records.asked]] = True
    through_agent[filed.earlier[linked & (filed.agent >= 0)]] = True
    granted_after_all = granted_unasked & (course.outcome == REFUSED)
    by_appraiser = log.named == course.appraiser[steps.dossier]
    moved = log.count(steps.of("due_changed") & by_appraiser, len(history)) > 0
    long_limit = settled & (course.limit > SHORT)
    by_self = settled & (filed.agent < 0) & first_time
    pushed = course.withdrawn & through_agent
    return {
        How.REFUSED_THEN_GRANTED: _measure(
            records, course.appraiser, granted_after_all, settled & first_time, spreads["refusing"]
        ),
        How.DUE_DATE_MOVED: _measure(records, course.appraiser, moved, long_limit, spreads["stopping"]),
        How.PUSH_TO_AGENT: _measure(records, course.appraiser, pushed, by_self, PUSH_SPREAD),
    }


def _of_documents(records: Records) -> dict[How, Measure]:
    documents, spread = records.documents, records.world.people.spreads["documents"]
    review = documents.review.astype(str)
    reviewed = np.array([one is not None for one in documents.review])
    unlawful = np.isin(review, UNLAWFUL_REVIEWS)
    unit = records.history.filed.unit[documents.dossier]
    drafted = Measure(documents.drafter_named, unlawful, reviewed, documents.procedure, unit, spread)
    signed = Measure(documents.signer, unlawful, reviewed, documents.procedure, None, spread)
    bad = unlawful | (review == "loophole")
    bent = Measure(documents.drafter_named, bad, reviewed, documents.procedure, unit, spread)
    return {
        How.UNLAWFUL_DRAFTS: drafted,
        How.DEAD_BASIS: drafted,
        How.INCOMPETENT_SIGNATURE: signed,
        How.LOOPHOLE_FOR_AGENT: bent,
    }


def _of_accesses(records: Records) -> dict[How, Measure]:
    accesses, people = records.accesses, records.world.people
    post, spread = people.main_post[accesses.official], people.spreads["prying"]
    hour = accesses.clock % DAY_SECONDS // HOUR_SECONDS
    happened = {
        How.NO_REASON: _without_part(records),
        How.NIGHT: (hour >= NIGHT_FROM) | (hour < NIGHT_UNTIL),
        How.BULK_EXPORT: accesses.action == EXPORT,
    }
    at_desks = np.isin(post, DESKS)
    return {how: Measure(accesses.official, one, at_desks, post, None, spread) for how, one in happened.items()}


def _without_part(records: Records) -> Bools:
    """Accesses to dossiers in which the official took no step."""
    steps, accesses, officials = records.log.steps, records.accesses, len(records.world.people)
    named = steps.official >= 0
    parts = np.unique(steps.dossier[named] * officials + steps.official[named])
    return ~np.isin(accesses.dossier * officials + accesses.official, parts)


def _score_relatives(records: Records, scorer: Scorer, without_reason: Scores) -> Scores:
    """Of accesses without a part in the dossier, those to the relative's: as many as with honest officials."""
    accesses, officials = records.accesses, scorer.officials
    happened, expected, deviation = np.zeros(officials), np.zeros(officials), np.ones(officials)
    without_part = _without_part(records)
    at_desks = np.isin(records.world.people.main_post[accesses.official], DESKS)
    honest = without_part & at_desks & scorer.honest[accesses.official]
    for official, relative in records.plan.pairs(How.RELATIVES):
        of_relative = records.history.filed.agent[accesses.dossier] == relative
        share = (honest & of_relative).sum() / max(1, honest.sum())
        usual = max(LEAST_OF_RELATIVE, share * without_reason.expected[official])
        happened[official] = ((accesses.official == official) & without_part & of_relative).sum()
        expected[official] = usual
        deviation[official] = np.sqrt(usual + (RELATIVES_SPREAD * usual) ** 2)
    cases = np.bincount(accesses.official, minlength=officials)
    spread: Floats = np.full(officials, RELATIVES_SPREAD)
    return Scores(happened, expected, cases, deviation, spread)
