"""Scores of what is asked for, and of what intake lets through so that it has to be asked for."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.circumstances import CUSTOM_ASKED
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.posts import Role
from benchmarks.sizes.records import Records
from benchmarks.sizes.requests import GUIDED
from benchmarks.sizes.score import Scores, score
from benchmarks.sizes.variants import How

SECOND_ROUND_KNOWN = 0.97
APPRAISERS_BEHIND_CLERK = 3
"""So many appraisers' habits a clerk's dossiers meet."""


class SupplementScores:
    def __init__(self, records: Records) -> None:
        self.records, self.world, self.filings = records, records.world, records.filings
        self.rates = records.history.course.rates
        self.appraised = records.count(self.filings.appraiser)
        self.spread = records.world.nature.spread

    def of_all(self) -> dict[How, Scores]:
        passed = self._passes_incomplete()
        return {
            How.SUPPLEMENTS: self._supplements(),
            How.OUTSIDE_LIST: self._outside_list(),
            How.PIECEMEAL: self._piecemeal(),
            How.PASSES_INCOMPLETE: passed,
            How.RUBBER_STAMP: passed,
        }

    @cached_property
    def anything(self) -> Floats:
        """Chance that something is asked for, customs apart."""
        return 1 - (1 - self._missing) * (1 - self._extra) * (1 - self._off_list)

    @cached_property
    def _missing(self) -> Floats:
        return self.rates.missing * self._unit_habit(Deed.MISSED, Role.CLERK)

    @cached_property
    def _extra(self) -> Floats:
        return self.rates.extra * self._unit_habit(Deed.EXTRA, Role.APPRAISER)

    @cached_property
    def _off_list(self) -> Floats:
        return self.rates.off_list * self._unit_habit(Deed.OFF_LIST, Role.APPRAISER)

    @property
    def _customary(self) -> Bools:
        return self.world.circumstances.customary(self.filings.unit, self.filings.procedure)

    def _unit_habit(self, habit: Deed, role: Role) -> Floats:
        return self.records.yardsticks.unit_habit(habit, role, self.filings.unit)

    def _of_appraisers(self, chance: Floats) -> Floats:
        return self.records.sum(self.filings.appraiser, chance * self.records.far_enough)

    def _of_clerks(self, chance: Floats) -> Floats:
        return self.records.sum(self.filings.clerk, chance * self.records.far_enough)

    def _supplements(self) -> Scores:
        anything = self.anything
        expected = np.where(self._customary, anything + (1 - anything) * CUSTOM_ASKED, anything)
        by_clerks = (self.spread[Deed.MISSED] * self._of_appraisers(self._missing)) ** 2
        return score(
            self.records,
            Deed.EXTRA,
            Role.APPRAISER,
            self.appraised,
            self.records.dossiers_with(self.records.requests),
            self._of_appraisers(expected),
            by_habit=self._of_appraisers(self._extra),
            of_others=by_clerks / self._clerks_before(),
        )

    def _clerks_before(self) -> Ints:
        """How many clerks' habits an appraiser's dossiers meet."""
        staff = self.world.staff
        colleagues = [max(1, staff.colleagues(official, Role.CLERK)) for official in range(len(staff))]
        return np.where(staff.does_all, 1, colleagues)

    def _outside_list(self) -> Scores:
        return score(
            self.records,
            Deed.OFF_LIST,
            Role.APPRAISER,
            self.appraised,
            self.records.dossiers_with(self.records.off_list),
            self._of_appraisers(np.where(self._customary, CUSTOM_ASKED, self._off_list)),
        )

    def _piecemeal(self) -> Scores:
        again = self.rates.again * self._unit_habit(Deed.AGAIN, Role.APPRAISER)
        return score(
            self.records,
            Deed.AGAIN,
            Role.APPRAISER,
            self.records.dossiers_with(self.records.requests),
            self._second_rounds(),
            self._of_appraisers(self.records.history.asked * again * SECOND_ROUND_KNOWN),
        )

    def _second_rounds(self) -> Ints:
        """Requests that come later than another of the same dossier."""
        requests = np.flatnonzero(self.records.requests)
        dossier, clock = (
            of_step[requests] for of_step in (self.records.exported.steps.dossier, self.records.exported.steps.clock)
        )
        later = (dossier[1:] == dossier[:-1]) & (clock[1:] != clock[:-1])
        return self.records.count(self.records.exported.named[requests[1:][later]])

    def _passes_incomplete(self) -> Scores:
        steps, clerk = self.records.exported.steps, self.filings.clerk
        lacking, guided = (np.zeros(len(self.filings), bool) for _ in range(2))
        lacking[steps.dossier[self.records.requests & ~self.records.off_list]] = True
        guided[steps.dossier[steps.are("guidance_given")]] = True
        unguided = 1 - self.rates.incomplete * (1 - self.rates.missed) * GUIDED
        missing, extra = self._missing, self._extra
        by_appraisers = (self.spread[Deed.EXTRA] * self._of_clerks(extra * unguided)) ** 2
        return score(
            self.records,
            Deed.MISSED,
            Role.CLERK,
            self.records.count(clerk),
            self.records.count(clerk[lacking & ~guided]),
            self._of_clerks(missing + (1 - missing) * extra * unguided),
            by_habit=self._of_clerks(missing),
            of_others=by_appraisers / np.where(self.world.staff.does_all, 1, APPRAISERS_BEHIND_CLERK),
        )
