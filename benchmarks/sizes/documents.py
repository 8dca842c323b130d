"""The issued documents: what they rest on, whether they are lawful, and what a review says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints, Texts
from benchmarks.sizes.catalogue import DEAD_LAWS, ENDED_BEFORE, ENDED_WITH_LAND_LAW, LAWS
from benchmarks.sizes.chance import DOCUMENTS
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.history import History
from benchmarks.sizes.plan import Plan
from benchmarks.sizes.round import MOST
from benchmarks.sizes.variants import How
from benchmarks.sizes.workdays import DAY, ordinal
from benchmarks.sizes.world import World
from numpy.random import Generator

BAD_IF_DEAD_BASIS, BAD_IF_SELF_SIGNED = 0.5, 0.35
LAWS_CITED = 2
LAND_LAW_ENDED = date(2024, 8, 1)
UNREVIEWED, LAWFUL = "", "lawful"
BAD, BAD_SHARES = ("unlawful", "loophole", "annulled"), (0.7, 0.15, 0.15)
REVIEWED_AFTER, REVIEWS_KNOWN_FOR = (15, 90), 30
"""Working days; a review after the export is not in it."""
JUST_BEFORE_END = 0.01
KINDS = ("Giấy phép", "Quyết định", "Giấy chứng nhận")


@dataclass(frozen=True)
class Documents:
    dossier: Ints
    unit: Ints
    drafter: Ints
    signer: Ints
    procedure: Ints
    issued: Ints
    """By the clock."""
    cites: list[list[str]]
    dead_basis: Bools
    self_signed: Bools
    unlawful_rate: Floats
    """Where everybody is honest."""
    review: Texts
    reviewed: Ints
    """By the clock."""

    def __len__(self) -> int:
        return len(self.dossier)

    @property
    def was_reviewed(self) -> Bools:
        return self.review != UNREVIEWED

    @property
    def bad(self) -> Bools:
        """By their review."""
        return np.isin(self.review, BAD)

    @property
    def kinds(self) -> list[str]:
        return [KINDS[procedure % len(KINDS)] for procedure in self.procedure]


def issue(world: World, plan: Plan, history: History) -> Documents:
    return _Issuing(world.stream(DOCUMENTS), world, plan, history).issue()


class _Issuing:
    def __init__(self, rng: Generator, world: World, plan: Plan, history: History) -> None:
        self.rng, self.world, self.plan, self.history = rng, world, plan, history
        course = history.course.only(history.issued)
        self.procedure, self.approved = course.filings.procedure, course.moments.approved
        self.drafter, self.signer = course.hands.appraises, course.hands.signs
        self.self_signed = course.hands.self_signed
        self.unit = world.units.at(course.filings.branch, world.calendar.place(self.approved))
        self.count = len(course)

    def issue(self) -> Documents:
        factors = self.world.procedures.factors[Deed.UNLAWFUL]
        dead_rate = np.full(self.count, self.world.nature.rate[Deed.DEAD_BASIS])
        dead_basis = self._is(dead_rate, Deed.DEAD_BASIS, How.DEAD_BASIS)
        unlawful_rate = self.world.nature.rate[Deed.UNLAWFUL] * factors[self.procedure]
        bad = self._is(unlawful_rate, Deed.UNLAWFUL, How.UNLAWFUL)
        throw = self.rng.random(self.count)
        bad |= (dead_basis & (throw < BAD_IF_DEAD_BASIS)) | (self.self_signed & (throw < BAD_IF_SELF_SIGNED))
        to_review = self.rng.random(self.count) < self.world.nature.reviewed
        issued = self.world.calendar.to_clock(self.approved)
        cites = self._cite(dead_basis, issued)
        review, reviewed = self._review(bad, to_review)
        return Documents(
            dossier=self.history.issued,
            unit=self.unit,
            drafter=self.drafter,
            signer=self.signer,
            procedure=self.procedure,
            issued=issued,
            cites=cites,
            dead_basis=dead_basis,
            self_signed=self.self_signed,
            unlawful_rate=unlawful_rate,
            review=review,
            reviewed=reviewed,
        )

    def _is(self, rate: Floats, habit: Deed, how: How) -> Bools:
        chance = rate * self.world.habits.of_units[habit][self.unit] * self.history.habits[habit][self.drafter]
        return self.rng.random(self.count) < np.minimum(MOST, chance * self.plan.times(self.drafter, how))

    def _cite(self, dead_basis: Bools, issued: Ints) -> list[list[str]]:
        """The laws of the procedure, and one no longer in force where the basis is dead."""
        rng, procedures = self.rng, self.world.procedures
        of_procedure = [[LAWS[law] for law in rng.choice(len(LAWS), LAWS_CITED, replace=False)] for _ in procedures.all]
        dead = rng.integers(0, len(DEAD_LAWS), self.count)
        still_in_force = (issued < ordinal(LAND_LAW_ENDED) * DAY) & (dead < len(ENDED_WITH_LAND_LAW))
        dead = np.where(still_in_force, dead % len(ENDED_BEFORE) + len(ENDED_WITH_LAND_LAW), dead)
        return [
            of_procedure[procedure] + ([DEAD_LAWS[law]] if is_dead else [])
            for procedure, law, is_dead in zip(self.procedure, dead, dead_basis, strict=True)
        ]

    def _review(self, bad: Bools, to_review: Bools) -> tuple[Texts, Ints]:
        calendar, count = self.world.calendar, self.count
        found = np.where(bad, self.rng.choice(BAD, count, p=BAD_SHARES), LAWFUL)
        after = self.approved + self.rng.uniform(*REVIEWED_AFTER, count)
        reviewed = calendar.to_clock(np.minimum(after, calendar.end + REVIEWS_KNOWN_FOR))
        known = to_review & (reviewed <= calendar.clock_at(calendar.end - JUST_BEFORE_END))
        return np.where(known, found, UNREVIEWED), reviewed
