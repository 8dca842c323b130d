"""The records as exported, and what can be counted in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from benchmarks.sizes.accesses import Opened
from benchmarks.sizes.arrays import NOBODY, Bools, Floats, Ints, sums
from benchmarks.sizes.catalogue import NO_PAPER
from benchmarks.sizes.documents import Documents
from benchmarks.sizes.exported_steps import UNNAMED, ExportedSteps
from benchmarks.sizes.filings import Filings
from benchmarks.sizes.history import History
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.world import World
from benchmarks.sizes.yardsticks import Yardsticks

ASKED_AT, LEAST_DAYS = 0.35, 1
"""Share of the limit after which a dossier has got far enough for something to be asked."""


@dataclass(frozen=True)
class Records:
    world: World
    plan: Plan
    yardsticks: Yardsticks
    history: History
    exported: ExportedSteps
    documents: Documents
    opened: Opened

    @property
    def filings(self) -> Filings:
        return self.history.filings

    @cached_property
    def requests(self) -> Bools:
        """By step."""
        return self.exported.steps.are("supplement_requested")

    @cached_property
    def off_list(self) -> Bools:
        """By step: a request for a paper that no list of the procedure names."""
        steps = self.exported.steps
        listed = self.world.procedures.lists(self.filings.procedure[steps.dossier], steps.paper)
        return self.requests & ~listed & (steps.paper != NO_PAPER)

    @cached_property
    def far_enough(self) -> Floats:
        """Chance that a dossier received late got far enough, and the step is not without its official."""
        left = (self.history.end - self.filings.received) / np.maximum(ASKED_AT * self.history.course.limit, LEAST_DAYS)
        return np.minimum(1, np.maximum(0, left)) * (1 - UNNAMED)

    def count(self, officials: Ints) -> Ints:
        """How often each official stands there."""
        return np.bincount(officials[officials != NOBODY], minlength=len(self.world.staff))

    def sum(self, officials: Ints, chance: Floats) -> Floats:
        return sums(officials, chance, len(self.world.staff))

    def dossiers_with(self, steps: Bools) -> Ints:
        """In how many dossiers each official has such a step."""
        steps = steps & (self.exported.named != NOBODY)
        official, dossier = self.exported.named[steps], self.exported.steps.dossier[steps]
        return self.count(np.unique(official * len(self.history) + dossier) // len(self.history))
