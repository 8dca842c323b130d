"""Scores of what is opened without a part in it, out of hours, or in lists."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.access_log import EXPORT, OWN_UNIT, PRINT, SHARES
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.records import Records
from benchmarks.sizes.score import LEAST_CHANCE, Scores
from benchmarks.sizes.variants import How
from benchmarks.sizes.workdays import DAY, HOUR

OPEN_HOURS = (6.5 * HOUR, 19 * HOUR)
LEAST_EXPECTED, CLUSTERED = 1, 2
"""What is taken in lists comes in clusters: its variance is twice that of single looks."""


class AccessScores:
    def __init__(self, records: Records) -> None:
        self.records, self.world = records, records.world
        self.accesses, self.pried = records.opened.exported, records.opened.pried
        self.strange: Bools = ~records.opened.log.touched(self.accesses.official, self.accesses.dossier)
        self.off_hours = self._off_hours()
        self.all = records.count(self.accesses.official)

    def of_all(self) -> dict[How, Scores]:
        return {
            How.UNEXPLAINED: self._single(
                Deed.UNEXPLAINED, self.strange & ~self.off_hours, self.pried.expected_unexplained
            ),
            How.NIGHT: self._single(Deed.NIGHT, self.off_hours, self.pried.expected_at_night),
            How.BULK: self._bulk(),
            How.RELATIVE: self._relative(),
        }

    def _off_hours(self) -> Bools:
        calendar, clock = self.world.calendar, self.accesses.clock
        working_day = calendar.ordinals[np.maximum(calendar.place_of_clock(clock), 0)] == clock // DAY
        opens, closes = OPEN_HOURS
        return ~working_day | (clock % DAY < opens) | (clock % DAY > closes)

    def _single(self, habit: Deed, which: Bools, expected: Floats) -> Scores:
        excess = self.records.count(self.accesses.official[which]) - expected
        by_habit = (self.world.nature.spread[habit] * expected) ** 2
        return Scores(self.all, expected, excess, excess / np.sqrt(np.maximum(expected, LEAST_CHANCE) + by_habit))

    def _bulk(self) -> Scores:
        """What is exported, and what is printed without a part in it."""
        action = self.accesses.action
        taken = (action == EXPORT) | ((action == PRINT) & self.strange)
        expected = SHARES[EXPORT] * self.pried.own + SHARES[PRINT] * self.pried.expected_unexplained
        return self._clustered(self.records.count(self.accesses.official[taken]), expected)

    def _relative(self) -> Scores:
        agent, home = self.records.filings.agent, self.world.staff.home
        found, expected = np.zeros(len(self.world.staff)), np.zeros(len(self.world.staff))
        for official, relative in self.pried.relatives.items():
            opened = (self.accesses.official == official) & self.strange
            found[official] = (opened & (agent[self.accesses.dossier] == relative)).sum()
            at_home = np.mean(agent[self.records.opened.log.of_unit[home[official]]] == relative)
            share = OWN_UNIT * at_home + (1 - OWN_UNIT) * np.mean(agent == relative)
            expected[official] = self.pried.expected_unexplained[official] * share
        return self._clustered(found, expected)

    def _clustered(self, found: Ints | Floats, expected: Floats) -> Scores:
        deviation = np.sqrt(np.maximum(expected, LEAST_EXPECTED) * CLUSTERED)
        return Scores(self.all, expected, found - expected, (found - expected) / deviation)
