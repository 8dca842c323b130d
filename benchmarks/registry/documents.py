"""Documents issued with the granted dossiers, and what a later review found about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.registry.arrays import NOBODY, Bools, Floats, Ints, Objects, known_only
from benchmarks.registry.catalogue import BUSINESS, CONSTRUCTION, DECISIONS, LAND, OFFICE_OF
from benchmarks.registry.chance import LEGALITY_STREAM, REVIEW_STREAM, Streams
from benchmarks.registry.course import GRANTED
from benchmarks.registry.event_table import texts
from benchmarks.registry.history import History
from benchmarks.registry.plan import Plan
from benchmarks.registry.variants import How
from benchmarks.registry.workdays import day_of, ordinal
from benchmarks.registry.world import World

NEW_LAW = {LAND: date(2024, 8, 1), BUSINESS: date(2025, 7, 1), CONSTRUCTION: date(2024, 12, 30)}
"""From this day on the old basis is dead."""
OLD_BASIS = {
    LAND: "45/2013/QH13;43/2014/NĐ-CP",
    BUSINESS: "59/2020/QH14;01/2021/NĐ-CP",
    CONSTRUCTION: "50/2014/QH13;15/2021/NĐ-CP",
}
NEW_BASIS = {
    LAND: "31/2024/QH15;101/2024/NĐ-CP",
    BUSINESS: "59/2020/QH14;168/2025/NĐ-CP",
    CONSTRUCTION: "50/2014/QH13;175/2024/NĐ-CP",
}
DEAD_BASIS, DEAD_AT_FIRST, FORGOTTEN_DAYS, DEAD_PLANTED = 0.012, 0.12, 30.0, 0.42
"""Share on a dead basis: always, more at first, falling off in so many days, and with the planted."""
UNLAWFUL, UNLAWFUL_PLANTED, UNLAWFUL_IF_DEAD, UNIT_SPREAD = 0.022, 0.15, 0.85, 0.2
NOT_COMPETENT, UNLAWFUL_IF_NOT_COMPETENT, DRAFTER_HIDDEN = 0.12, 0.92, 0.7
"""Planted share of a signer's documents, how many of those are unlawful, and how many name no drafter."""
LOOPHOLE, LOOPHOLE_FOR_AGENT, LOOPHOLE_FOR_OTHERS, AGENT_BENEFITS_TOO = 0.012, 0.65, 0.08, 0.5
BENEFICIARY_KNOWN, AGENT_BENEFITS = 0.75, 0.5
REVIEWED, REVIEWED_SPREAD, REVIEWED_LEAST, REVIEWED_MOST = 0.6, 0.25, 0.25, 0.85
ANNULLED, DRAFTER_UNKNOWN, BASIS_UNKNOWN = 0.3, 0.03, 0.02
REVIEW_AFTER = (20, 160)
"""Days."""
NO_REVIEW_DATES = 0.4
"""Share of the provinces that export none."""
UNLAWFUL_REVIEWS = ("unlawful", "annulled")
TEXTS = ("drafter", "signer", "legal_basis", "review", "reviewed_at", "beneficiary")


@dataclass
class Documents:
    """One row per document, in the order of dossiers."""

    dossier: Ints
    procedure: Ints
    drafter: Ints
    drafter_named: Ints
    """In the records."""
    signer: Ints
    issued: Ints
    """Days since 1970; so below."""
    legal_basis: Objects
    review: Objects
    reviewed: Ints
    beneficiary: Objects

    def __len__(self) -> int:
        return len(self.dossier)


def issue_documents(streams: Streams, world: World, plan: Plan, history: History) -> Documents:
    return _Issuing(streams, world, plan, history).issue()


class _Issuing:
    def __init__(self, streams: Streams, world: World, plan: Plan, history: History) -> None:
        self.rng, self.streams, self.world, self.plan = streams.documents, streams, world, plan
        filed, course = history.filed, history.course
        granted = (course.outcome == GRANTED) & course.granted & (course.decided < world.calendar.end)
        drawn = self.rng.random(len(history)) < world.procedures.issued[filed.procedure]
        self.dossier = np.flatnonzero(granted & drawn & (course.signer >= 0))
        self.procedure, self.unit = filed.procedure[self.dossier], filed.unit[self.dossier]
        self.agent, self.applicant = filed.agent[self.dossier], history.applicants[self.dossier]
        self.drafter, self.signer = course.appraiser[self.dossier], course.signer[self.dossier]
        self.issued = world.calendar.ordinals[course.decided[self.dossier].astype(int)]
        self.office = np.array(OFFICE_OF)[self.procedure]
        new_law = np.array([ordinal(NEW_LAW[office]) for office in (LAND, BUSINESS, CONSTRUCTION)])
        self.days_of_new_law = self.issued - new_law[self.office]

    def _happens(self, chance: Floats | float) -> Bools:
        return self.rng.random(len(self.dossier)) < chance

    def _habit(self) -> Floats:
        return self.world.people.habits.documents[self.drafter]

    def issue(self) -> Documents:
        dead = self._happens(self._chance_of_dead_basis())
        reviewed = self._happens(self._share_reviewed())
        unlawful = self._happens(self._chance_of_unlawful())
        not_competent = self.plan.by(self.signer, How.INCOMPETENT_SIGNATURE)
        not_competent &= self._happens(NOT_COMPETENT * self.plan.strength)
        unlawful |= not_competent & self._happens(UNLAWFUL_IF_NOT_COMPETENT)
        unlawful |= dead & self._happens(UNLAWFUL_IF_DEAD)
        loophole, beneficiary = self._draw_loopholes()
        review = self._review(reviewed, unlawful, loophole)
        hidden = self._happens(DRAFTER_UNKNOWN) | (not_competent & self._happens(DRAFTER_HIDDEN))
        review_day = self.issued + self.rng.integers(*REVIEW_AFTER, len(self.dossier))
        review[review_day >= self.world.calendar.end_ordinal] = None
        return Documents(
            dossier=self.dossier,
            procedure=self.procedure,
            drafter=self.drafter,
            drafter_named=np.where(hidden, NOBODY, self.drafter),
            signer=self.signer,
            issued=self.issued,
            legal_basis=self._legal_basis((self.days_of_new_law < 0) | dead),
            review=review,
            reviewed=review_day,
            beneficiary=beneficiary,
        )

    def _chance_of_dead_basis(self) -> Floats:
        days = self.days_of_new_law
        usual = DEAD_BASIS * self._habit() + DEAD_AT_FIRST * np.exp(-np.maximum(days, 0) / FORGOTTEN_DAYS)
        planted = DEAD_PLANTED * self.plan.strength * self.plan.by(self.drafter, How.DEAD_BASIS)
        return np.where(days < 0, 0, usual) + np.where(days >= 0, planted, 0)

    def _share_reviewed(self) -> Floats:
        of_unit = np.exp(self.streams.apart(REVIEW_STREAM).normal(0, REVIEWED_SPREAD, len(self.world.units)))
        return np.clip(REVIEWED * of_unit, REVIEWED_LEAST, REVIEWED_MOST)[self.unit]

    def _chance_of_unlawful(self) -> Floats:
        of_unit = np.exp(UNIT_SPREAD * self.streams.apart(LEGALITY_STREAM).normal(0, 1, len(self.world.units)))
        planted = UNLAWFUL_PLANTED * self.plan.strength * self.plan.by(self.drafter, How.UNLAWFUL_DRAFTS)
        return UNLAWFUL * self._habit() * of_unit[self.unit] + planted

    def _draw_loopholes(self) -> tuple[Bools, Objects]:
        """Which documents are one, and who benefits."""
        loophole = self._happens(LOOPHOLE)
        ids = self.world.agents.ids
        known = self._happens(BENEFICIARY_KNOWN)
        through = (self.agent >= 0) & self._happens(AGENT_BENEFITS)
        somebody = np.where(through, ids[self.agent], self.applicant)
        beneficiary = known_only(known, somebody)
        for official, agent in self.plan.pairs(How.LOOPHOLE_FOR_AGENT):
            of_agent = self.agent == agent
            chance = np.where(of_agent, LOOPHOLE_FOR_AGENT, LOOPHOLE_FOR_OTHERS) * self.plan.strength
            planted = np.flatnonzero((self.drafter == official) & self._happens(chance))
            loophole[planted] = True
            benefits = of_agent[planted] | (self.rng.random(len(planted)) < AGENT_BENEFITS_TOO)
            beneficiary[planted[benefits]] = ids[agent]
        return loophole, beneficiary

    def _review(self, reviewed: Bools, unlawful: Bools, loophole: Bools) -> Objects:
        bad = np.where(self._happens(ANNULLED), "annulled", "unlawful")
        found = np.where(unlawful, bad, np.where(loophole, "loophole", "lawful"))
        return known_only(reviewed, found)

    def _legal_basis(self, old: Bools) -> Objects:
        unknown = self._happens(BASIS_UNKNOWN)
        basis = [
            None if hidden else (OLD_BASIS if of_old_law else NEW_BASIS)[office]
            for office, of_old_law, hidden in zip(self.office, old, unknown, strict=True)
        ]
        return np.array(basis, dtype=object)


def write_documents(streams: Streams, folder: Path, world: World, history: History, documents: Documents) -> None:
    order = np.argsort(documents.issued, kind="stable")
    dossier, office = documents.dossier[order], np.array(OFFICE_OF)[documents.procedure[order]]
    decision = np.isin(documents.procedure[order], DECISIONS)
    of_land = np.where(decision, "quyet_dinh", "giay_chung_nhan")
    kind = np.where(office == LAND, of_land, np.where(office == BUSINESS, "giay_dang_ky", "giay_phep_xay_dung"))
    month = world.calendar.month(history.course.decided[dossier])
    unit = world.units.successor_at[history.filed.filed_at[dossier], month]
    reviews = zip(documents.reviewed[order], documents.review[order], strict=True)
    table = pl.DataFrame(
        {
            "document": [f"VB-{number:06d}" for number in range(1, len(order) + 1)],
            "issued_at": [_issued(day, place) for place, day in enumerate(documents.issued[order])],
            "unit": [world.units.all[one].id for one in unit],
            "drafter": texts(world.people.ids, documents.drafter_named[order]),
            "signer": texts(world.people.ids, documents.signer[order]),
            "kind": kind.tolist(),
            "legal_basis": documents.legal_basis[order].tolist(),
            "review": documents.review[order].tolist(),
            "reviewed_at": [f"{day_of(day)}T10:00:00+07:00" if review else None for day, review in reviews],
            "beneficiary": documents.beneficiary[order].tolist(),
        },
        schema_overrides=dict.fromkeys(TEXTS, pl.Utf8),
    )
    if streams.errors.random() < NO_REVIEW_DATES:
        table = table.drop("reviewed_at")
    table.write_csv(folder / "issued_documents.csv")


def _issued(day: int, place: int) -> str:
    """At some time of the working day that differs from one document to the next."""
    return f"{day_of(day)}T{8 + place * 7 % 9:02d}:{place * 13 % 60:02d}:00+07:00"
