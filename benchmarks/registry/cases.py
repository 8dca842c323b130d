"""Dossiers on their way: who does what to them, and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from benchmarks.registry.arrays import Bools, Floats, Ints, Objects
from benchmarks.registry.casting import Cast
from benchmarks.registry.chance import log_normal
from benchmarks.registry.filings import Filings
from benchmarks.registry.habits import Habits
from benchmarks.registry.plan import Plan
from benchmarks.registry.posts import Post
from benchmarks.registry.steps import NO_REASON, Log
from benchmarks.registry.units import Units
from benchmarks.registry.variants import How
from benchmarks.registry.world import World
from numpy.random import Generator

SHORT = 4
"""Working days; under so short a limit nobody stops the clock or moves the due date."""
LAST_DAYS = 2
"""A clock stopped in so many last working days of the limit is noticed."""


@dataclass
class Cases:
    """All dossiers of one batch, taken through each step together: every array has one place for each of them.

    Times are working days; what is still to come is filled in by the step that decides it.
    """

    rng: Generator
    world: World
    plan: Plan
    cast: Cast
    log: Log
    filed: Filings
    first: int
    """The place of the first of them among all dossiers."""

    limit: Floats = field(init=False)
    new_software: Bools = field(init=False)
    deadline: Floats = field(init=False)
    """When the limit ends, the clock never stopped."""
    clerk: Ints = field(init=False)
    appraiser: Ints = field(init=False)
    surveyor: Ints = field(init=False)
    signer: Ints = field(init=False)

    complexity: Floats = field(init=False)
    """Hidden from the records; added to logarithms."""
    favour: Floats = field(init=False)
    """How far the appraiser treats the agent's dossier better, from 0 to 1."""
    rounds: Ints = field(init=False)
    """Of supplements that will be asked for."""
    off_list: Bools = field(init=False)
    """What is asked for is on no list."""
    custom: Bools = field(init=False)
    """It is what the unit asks everybody for."""
    guided: Bools = field(init=False)

    intake_time: Floats = field(init=False)
    appraisal_time: Floats = field(init=False)
    survey_time: Floats = field(init=False)
    signing_time: Floats = field(init=False)
    tax_time: Floats = field(init=False)
    """For the notice and for entering the payment."""
    surveyed: Bools = field(init=False)
    taxed: Bools = field(init=False)
    stopped: Bools = field(init=False)
    """The appraiser will stop the clock without anybody's asking."""
    stopped_after: Floats = field(init=False)
    """After which share of the rest of the appraisal."""
    stopped_near_end: Bools = field(init=False)
    """Planted: in the last days instead."""

    overcharged: Bools = field(init=False)
    fee: Floats = field(init=False)
    """As the table of dossiers has it."""
    now: Floats = field(init=False)
    pause: Floats = field(init=False)
    """Working days in which the clock stood still."""
    under_way: Bools = field(init=False)
    appraised: Floats = field(init=False)
    """The part of the appraisal that is done."""
    withdraws: Bools = field(init=False)
    """Will be withdrawn, if it gets so far."""
    pushed: Bools = field(init=False)
    """Into withdrawing, so that it comes again through the agent."""
    withdrawn: Floats = field(init=False)
    """When; infinite for the others."""
    clock_stopped_late: Bools = field(init=False)
    extension: Floats = field(init=False)
    """Working days by which the due date is moved."""
    due_moved: Bools = field(init=False)

    refused: Bools = field(init=False)
    refused_without_reason: Bools = field(init=False)
    granted: Bools = field(init=False)
    decided: Floats = field(init=False)
    ready: Floats = field(init=False)
    handed_by: Ints = field(init=False)
    handed_over: Floats = field(init=False)

    def __post_init__(self) -> None:
        count, filed = len(self.filed), self.filed
        self.limit = self.world.procedures.limit_in(filed.procedure, filed.month)
        self.new_software = filed.month >= self.units.own_cut_over[filed.unit]
        self.deadline = np.floor(filed.at) + 1 + self.limit
        self.now, self.pause, self.appraised = filed.at.copy(), np.zeros(count), np.zeros(count)
        self.under_way, self.clock_stopped_late = np.ones(count, bool), np.zeros(count, bool)
        self.withdrawn = np.full(count, np.inf)

    def __len__(self) -> int:
        return len(self.filed)

    @property
    def units(self) -> Units:
        return self.world.units

    @property
    def habits(self) -> Habits:
        return self.world.people.habits

    @property
    def strength(self) -> float:
        return self.plan.strength

    @property
    def long_limit(self) -> Bools:
        return self.limit > SHORT

    @property
    def asked(self) -> Bools:
        return self.rounds > 0

    @property
    def first_time(self) -> Bools:
        return self.filed.earlier < 0

    def happens(self, chance: Floats | float) -> Bools:
        return self.rng.random(len(self)) < chance

    def uniform(self, low: float, high: float) -> Floats:
        return self.rng.uniform(low, high, len(self))

    def log_normal(self, median: float, spread: float) -> Floats:
        drawn: Floats = log_normal(self.rng, median, spread, len(self))
        return drawn

    def one_of(self, reasons: Sequence[int]) -> Ints:
        return self.rng.choice(reasons, len(self))

    def by(self, officials: Ints, how: How) -> Bools:
        """Whether the official of a dossier is planted in this way."""
        return self.plan.by(officials, how)

    def assign(self, post: Post, moment: Floats) -> Ints:
        month = self.world.calendar.month(moment)
        where = self.units.successor_at[self.filed.filed_at, month]
        return self.world.desks.assign(self.rng, where, month, post)

    def acting(self, owner: Ints, post: Post, moment: Floats | None = None) -> Ints:
        """Who acts for the owner of a dossier now, or at another moment."""
        at = self.now if moment is None else moment
        locality = self.filed.locality if post == Post.APPRAISER else None
        return self.world.desks.acting(self.rng, owner, self.filed.filed_at, at, post, locality)

    def acting_appraiser(self, moment: Floats | None = None) -> Ints:
        return self.acting(self.appraiser, Post.APPRAISER, moment)

    def enter(
        self,
        which: Bools,
        at: Floats,
        activity: str,
        official: Ints,
        document: Objects | None = None,
        reason: Ints | int = NO_REASON,
        amount: Floats | None = None,
    ) -> None:
        """A step in the log of some of the dossiers."""
        rows = np.flatnonzero(which)

        def of(column: Any) -> Any:
            return column[rows] if isinstance(column, np.ndarray) else column

        self.log.add(rows + self.first, at[rows], activity, official[rows], of(document), of(reason), of(amount))

    def note_stop(self, which: Bools, at: Floats) -> None:
        """Remember a stop of the clock in the last days, if it is in the records."""
        worked = at - self.pause
        near = (worked > self.deadline - LAST_DAYS) & (worked <= self.deadline)
        self.clock_stopped_late |= which & (at < self.world.calendar.end) & near & self.long_limit
