"""Scores of delays, stops, refusals, moved dates and fees."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.arrays import NOBODY, Floats
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.exported_steps import MISTYPED
from benchmarks.sizes.history import BACK_IF_JUST, BACK_IF_UNJUST
from benchmarks.sizes.posts import Role
from benchmarks.sizes.records import Records
from benchmarks.sizes.score import Scores, score
from benchmarks.sizes.variants import How

DAYS_PER_LIMIT, DAYS_MORE = 1.35, 3
"""By then most late dossiers are ready."""
SURELY_KNOWN = 0.9
HANDED_OVER_WITHIN, BACK_WITHIN = 8, 25
"""Working days."""
GRANTED_UNASKED = 0.93
"""Of those who come back after a refusal without reason."""
JUSTLY_GRANTED, JUSTLY_UNASKED = 0.75, 0.38
"""Of those who come back after one with a reason, these look the same in the end."""
BY_HABIT = 0.79
"""Of the refusals without reason: so many come back, and nothing is asked."""


class HandlingScores:
    def __init__(self, records: Records) -> None:
        self.records, self.history, self.filings = records, records.history, records.filings
        self.course, self.moments, self.end = (
            records.history.course,
            records.history.course.moments,
            records.history.end,
        )
        self.rates = self.course.rates
        self.appraised = records.count(self.filings.appraiser)

    def of_all(self) -> dict[How, Scores]:
        return {
            How.LATE: self._late(),
            How.CLOCK_STOP: self._clock_stop(),
            How.HOLD: self._hold(),
            How.REFUSES_THEN_GRANTS: self._refuses_then_grants(),
            How.DUE_MOVED: self._due_moved(),
            How.FEE_OVER: self._fee_over(),
        }

    def _unit_habit(self, habit: Deed, role: Role = Role.APPRAISER) -> Floats:
        return self.records.yardsticks.unit_habit(habit, role, self.filings.unit)

    def _of_appraisers(self, chance: Floats) -> Floats:
        return self.records.sum(self.filings.appraiser, chance)

    def _late(self) -> Scores:
        left = (self.end - self.filings.received) / (DAYS_PER_LIMIT * self.course.limit + DAYS_MORE)
        known = np.clip(left, 0, 1) ** 2
        late = self.course.late & self.history.ready
        return score(
            self.records,
            Deed.LATE,
            Role.APPRAISER,
            self.appraised,
            self.records.count(self.filings.appraiser[late]),
            self._of_appraisers(
                self.rates.late * self._unit_habit(Deed.LATE) * np.where(known > SURELY_KNOWN, 1, known)
            ),
        )

    def _clock_stop(self) -> Scores:
        stopped = self.course.outcome.stopped & (self.moments.stopped < self.end)
        ended = self.filings.received + self.course.limit < self.end
        return score(
            self.records,
            Deed.STOPPED,
            Role.APPRAISER,
            self.appraised,
            self.records.count(self.course.hands.stops[stopped]),
            self._of_appraisers(self.rates.stopped * self._unit_habit(Deed.STOPPED) * ended),
        )

    def _hold(self) -> Scores:
        releaser = self.course.hands.hands_over
        known = self.course.outcome.granted & (self.moments.ready < self.end - HANDED_OVER_WITHIN)
        return score(
            self.records,
            Deed.HELD,
            Role.RELEASER,
            self.records.count(releaser[self.history.ready]),
            self.records.count(releaser[self.course.outcome.held & self.history.finished]),
            self.records.sum(releaser, self.rates.held * self._unit_habit(Deed.HELD, Role.RELEASER) * known),
        )

    def _refuses_then_grants(self) -> Scores:
        """What comes back and is granted with nothing asked; some of it was refused for a reason."""
        again = self.history.finished & self.course.outcome.granted & ~self.history.asked
        refusal = self.filings.refusal[again & (self.filings.refusal != NOBODY)]
        just_rate = self.records.world.nature.rate[Deed.JUST]
        just = just_rate * BACK_IF_JUST * JUSTLY_GRANTED * JUSTLY_UNASKED
        unjust = self.rates.unjust * self._unit_habit(Deed.UNJUST)
        known = self.moments.finished < self.end - BACK_WITHIN
        known &= np.arange(len(self.history)) < self.history.first_filed
        return score(
            self.records,
            Deed.UNJUST,
            Role.APPRAISER,
            self.appraised,
            self.records.count(self.filings.appraiser[refusal]),
            self._of_appraisers((unjust * BACK_IF_UNJUST * GRANTED_UNASKED + just) * known),
            by_habit=self._of_appraisers(unjust * BY_HABIT * known),
        )

    def _due_moved(self) -> Scores:
        expected = self.rates.due_moved * self._unit_habit(Deed.DUE_MOVED) * self.records.far_enough
        return score(
            self.records,
            Deed.DUE_MOVED,
            Role.APPRAISER,
            self.appraised,
            self.records.dossiers_with(self.records.exported.steps.are("due_changed")),
            self._of_appraisers(expected),
        )

    def _fee_over(self) -> Scores:
        steps, fee = self.records.exported.steps, self.records.world.procedures.fee[self.filings.procedure]
        over = steps.are("fee_collected") & (steps.amount > fee[steps.dossier])
        expected = self.rates.overcharged * self._unit_habit(Deed.OVERCHARGED, Role.CLERK) + MISTYPED * (fee > 0)
        return score(
            self.records,
            Deed.OVERCHARGED,
            Role.CLERK,
            self.records.count(self.filings.clerk[fee > 0]),
            self.records.dossiers_with(over),
            self.records.sum(self.filings.clerk, expected),
        )
