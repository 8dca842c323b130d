"""The documents that are issued: on which law they are based, who signs them, and what the review finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from benchmarks.chains.arrays import NOBODY, Bools, Columns, Floats, Ints
from benchmarks.chains.catalogue import (
    CHANGED_LAWS,
    FIELD_NAMES,
    NEW_CONSTRUCTION_LAW,
    NEW_LAW,
    places_of_fields,
)
from benchmarks.chains.chance import Purpose
from benchmarks.chains.evidence import Evidence, same_chance, weigh_cases
from benchmarks.chains.habits import Habit
from benchmarks.chains.history import History
from benchmarks.chains.plan import Wrong, more_often
from benchmarks.chains.planting import issuing
from benchmarks.chains.variants import How
from benchmarks.chains.world import World
from numpy.random import Generator

DOCUMENTS_MOST, GENERAL = 22_000, 0.12
"""Taken into the records at most; and the share of what grants nothing to anybody."""
GENERAL_WITHIN, BEFORE_END = 3, 0.01
"""Working days after some document, and before the end of the records."""
TO_AGENT, AN_APPLICANT = 0.25, -2
"""How often a document names the agent, and what stands for the applicant then."""
REVIEWED = 0.55
UNLAWFUL, LOOPHOLE, INCOMPETENT = 0.028, 0.006, 0.004
DEAD_AT_FIRST, DEAD_LATER, AT_FIRST, DEAD_BY_HABIT = 0.10, 0.012, 60, 0.8
"""Old bases are an oversight in the first working days of a new law, and rare later."""
UNLAWFUL_IF_DEAD, UNLAWFUL_IF_INCOMPETENT, UNLAWFUL_MOST = 0.5, 0.55, 0.95
DEAD_SHARE = 0.4
"""Of the documents."""
UNLAWFUL_MORE_MOST, LOOPHOLE_MORE_MOST, DEAD_MORE_MOST, INCOMPETENT_MORE_MOST = 0.5, 0.45, 0.6, 0.3
UNLAWFUL_TIMES, DEAD_TIMES, INCOMPETENT_TIMES = 2, 3, 3
DEAD_LEAST, INCOMPETENT_LEAST = 13, 15
DEAD_FROM, DEAD_ONLY_FROM = 15, 40
"""Documents under the new law from which somebody cites the old one, and from which nothing else is done."""
FOR_SIGNER, FOR_OTHERS, TARGET_OF_SIGNER, SIGNER_SPREAD = 1.15, 0.3, 6.0, 0.6
"""Of a drafter of unread papers; the last is the share of the drafters' spread by which signers differ."""
BENEFITS, BENEFITS_MORE = 0.3, 0.5


class DocumentThrow(IntEnum):
    REVIEWED = 0
    DEAD_BASIS = 1
    INCOMPETENT = 2
    UNLAWFUL = 3
    LOOPHOLE = 4
    BENEFICIARY = 5
    KIND = 6
    FINDING = 7


@dataclass
class Issued(Columns):
    """Documents, those that grant nothing last."""

    drafter: Ints
    signer: Ints
    unit: Ints
    field: Ints
    moment: Floats
    general: Bools
    applicant: Ints
    business: Bools
    beneficiary: Ints
    """An agent, ``AN_APPLICANT`` or ``NOBODY``."""
    throws: Floats
    reviewed: Bools
    under_new_law: Bools
    late_under_new_law: Bools
    """So late that an old basis is no oversight."""


@dataclass(frozen=True)
class Documents:
    issued: Issued
    beneficiary: Ints
    dead_basis: Bools
    incompetent: Bools
    unlawful: Bools
    loophole: Bools
    wrongs: list[Wrong]
    """As they turned out: whoever has too few documents to cite old laws in drafts badly instead."""
    rng: Generator
    """Goes on with how they are written down."""

    def __len__(self) -> int:
        return len(self.issued)


@dataclass
class _Chances:
    unlawful: Floats
    loophole: Floats
    dead_basis: Floats
    incompetent: Floats


def issue(world: World, history: History) -> Documents:
    rng, plan = world.stream(Purpose.DOCUMENTS), history.plan
    issued = _issue(rng, world, history)
    day, throws = issued.moment.astype(int), issued.throws
    chances = _usual_chances(world, issued, day)
    drafting = _Drafting(world, history, issued, day, chances)
    wrongs = [drafting.bend(wrong) for wrong in plan.wrongs]
    dead_basis = throws[:, DocumentThrow.DEAD_BASIS] < chances.dead_basis
    incompetent = throws[:, DocumentThrow.INCOMPETENT] < chances.incompetent
    dead_late = np.where(dead_basis & issued.late_under_new_law, UNLAWFUL_IF_DEAD, 0)
    chance = chances.unlawful + dead_late + np.where(incompetent, UNLAWFUL_IF_INCOMPETENT, 0)
    chance = np.clip(chance, 0, UNLAWFUL_MOST)
    unlawful = issued.reviewed & (throws[:, DocumentThrow.UNLAWFUL] < chance)
    loophole = issued.reviewed & ~unlawful & (throws[:, DocumentThrow.LOOPHOLE] < chances.loophole)
    beneficiary, benefits = issued.beneficiary.copy(), BENEFITS + BENEFITS_MORE * plan.strength
    for drafter, agent in drafting.clients.items():
        theirs = (issued.drafter == drafter) & loophole
        beneficiary[theirs & (throws[:, DocumentThrow.BENEFICIARY] < benefits)] = agent
    return Documents(issued, beneficiary, dead_basis, incompetent, unlawful, loophole, wrongs, rng)


def weigh_documents(world: World, documents: Documents) -> dict[int, Evidence]:
    """By official."""
    issued, spread = documents.issued, world.spreads.of_officials[Habit.DRAFTS_BADLY]
    usual = UNLAWFUL + UNLAWFUL_IF_DEAD * DEAD_LATER * DEAD_SHARE + UNLAWFUL_IF_INCOMPETENT * INCOMPETENT
    bad = documents.unlawful | documents.loophole
    late, reviewed, everything = issued.late_under_new_law, issued.reviewed, np.ones(len(documents), bool)
    ways = {
        How.UNLAWFUL: (issued.drafter, reviewed, usual, documents.unlawful, spread),
        How.DRAFTS_UNREAD: (issued.drafter, reviewed, usual, documents.unlawful, spread),
        How.SIGNS_UNREAD: (issued.signer, reviewed, usual, documents.unlawful, spread * SIGNER_SPREAD),
        How.DEAD_BASIS: (issued.drafter, late, DEAD_LATER, documents.dead_basis, spread),
        How.INCOMPETENT: (issued.signer, everything, INCOMPETENT, documents.incompetent, spread),
        How.LOOPHOLE: (issued.drafter, reviewed, usual + LOOPHOLE, bad, spread),
    }
    evidence = {}
    for wrong in documents.wrongs:
        if wrong.how in ways:
            officials, weighed, chance, happened, differ = ways[wrong.how]
            own = np.flatnonzero((officials == wrong.official) & weighed)
            evidence[wrong.official] = weigh_cases(same_chance(chance, len(own)), happened[own], differ)
    return evidence


def _issue(rng: Generator, world: World, history: History) -> Issued:
    filings, signed, end = history.filings, history.first.moments.signed, world.calendar.end
    field = world.procedures.field[filings.procedure]
    granted = np.flatnonzero(issuing(world, filings) & history.first.granted_until(end))
    granted = granted[rng.random(len(granted)) < min(1, DOCUMENTS_MOST / max(len(granted), 1))]
    generals = int(len(granted) * GENERAL)
    source = rng.choice(granted, generals)
    both = np.concatenate([granted, source])
    general_moment = np.minimum(signed[source] + rng.uniform(0, GENERAL_WITHIN, generals), end - BEFORE_END)
    moment = np.concatenate([signed[granted], general_moment])
    general = np.arange(len(both)) >= len(granted)
    to_agent = (filings.agent[granted] >= 0) & (rng.random(len(granted)) < TO_AGENT)
    beneficiary = np.where(to_agent, filings.agent[granted], AN_APPLICANT)
    nobody = np.full(generals, NOBODY)
    throws = rng.random((len(both), len(DocumentThrow)))
    in_force = _days_in_force(world, field[both], moment.astype(int))
    return Issued(
        drafter=filings.appraiser[both],
        signer=filings.signer[both],
        unit=filings.unit[both],
        field=field[both],
        moment=moment,
        general=general,
        applicant=np.where(general, NOBODY, filings.applicant[both]),
        business=filings.business[both] & ~general,
        beneficiary=np.concatenate([beneficiary, nobody]),
        throws=throws,
        reviewed=throws[:, DocumentThrow.REVIEWED] < REVIEWED,
        under_new_law=in_force >= 0,
        late_under_new_law=in_force >= AT_FIRST,
    )


def _days_in_force(world: World, field: Ints, day: Ints) -> Ints:
    """Of the new law; below nought before it is, and where no law has changed."""
    place_of = world.calendar.place_of
    since = np.where(field == FIELD_NAMES.index("construction"), place_of(NEW_CONSTRUCTION_LAW), place_of(NEW_LAW))
    return np.where(np.isin(field, places_of_fields(CHANGED_LAWS)), day - since, -1)


def _usual_chances(world: World, issued: Issued, day: Ints) -> _Chances:
    habit = world.habits.of_officials[Habit.DRAFTS_BADLY][issued.drafter]
    dead = np.where(issued.late_under_new_law, DEAD_LATER, DEAD_AT_FIRST)
    return _Chances(
        unlawful=UNLAWFUL * np.exp(habit),
        loophole=LOOPHOLE * np.exp(habit),
        dead_basis=np.where(issued.under_new_law, dead, 0) * np.exp(habit * DEAD_BY_HABIT),
        incompetent=np.full(len(issued), INCOMPETENT),
    )


class _Drafting:
    """What the planted make of the chances."""

    def __init__(self, world: World, history: History, issued: Issued, day: Ints, chances: _Chances) -> None:
        self.world, self.filings, self.plan = world, history.filings, history.plan
        self.issued, self.day, self.chances = issued, day, chances
        self.spread = world.spreads.of_officials[Habit.DRAFTS_BADLY]
        self.clients: dict[int, int] = {}
        """The agents who profit, by drafter."""

    def bend(self, wrong: Wrong) -> Wrong:
        """As it turns out."""
        if wrong.how == How.UNLAWFUL:
            self._draft_unlawfully(wrong)
        elif wrong.how == How.DRAFTS_UNREAD:
            return self._draft_unread(wrong)
        elif wrong.how == How.DEAD_BASIS:
            return self._cite_dead_laws(wrong)
        elif wrong.how == How.INCOMPETENT:
            self._sign_incompetently(wrong)
        elif wrong.how == How.LOOPHOLE:
            self._leave_loopholes(wrong)
        return wrong

    def _reviewed(self, wrong: Wrong) -> Ints:
        return np.flatnonzero((self.issued.drafter == wrong.official) & self.issued.reviewed)

    def _draft_unlawfully(self, wrong: Wrong, share: Floats | float = 1.0) -> None:
        own = self._reviewed(wrong)
        usual = same_chance(UNLAWFUL, len(own))
        more = more_often(wrong, self.day[own], usual, self.spread, UNLAWFUL_MORE_MOST, times=UNLAWFUL_TIMES)
        self.chances.unlawful[own] += self.plan.strength * more * share

    def _draft_unread(self, wrong: Wrong) -> Wrong:
        """So much that it shows with the signer too."""
        signer = self.plan.unread.get(wrong.official)
        if signer is None:
            self._draft_unlawfully(wrong)
            return wrong
        own = self._reviewed(wrong)
        theirs = self.issued.signer[own] == signer
        expected = ((self.issued.signer == signer) & self.issued.reviewed).sum() * (UNLAWFUL + LOOPHOLE)
        deviation = np.sqrt(expected + (expected * self.spread * SIGNER_SPREAD) ** 2)
        chance = TARGET_OF_SIGNER * deviation / max(theirs.sum(), 1)
        usual = len(own) * UNLAWFUL
        needed = chance / FOR_SIGNER * len(own) / np.sqrt(usual + (usual * self.spread) ** 2)
        wrong = replace(wrong, target=max(wrong.target, needed))
        self._draft_unlawfully(wrong, np.where(theirs, FOR_SIGNER, FOR_OTHERS))
        return wrong

    def _cite_dead_laws(self, wrong: Wrong) -> Wrong:
        own = np.flatnonzero((self.issued.drafter == wrong.official) & self.issued.late_under_new_law)
        if len(own) >= DEAD_FROM:
            self.chances.dead_basis[own] += self.plan.strength * more_often(
                wrong,
                self.day[own],
                same_chance(DEAD_LATER, len(own)),
                self.spread,
                DEAD_MORE_MOST,
                times=DEAD_TIMES,
                least=DEAD_LEAST,
                always=True,
            )
        if len(own) < DEAD_ONLY_FROM:
            wrong = replace(wrong, how=How.UNLAWFUL)
            self._draft_unlawfully(wrong)
        return wrong

    def _sign_incompetently(self, wrong: Wrong) -> None:
        own = np.flatnonzero(self.issued.signer == wrong.official)
        self.chances.incompetent[own] += self.plan.strength * more_often(
            wrong,
            self.day[own],
            same_chance(INCOMPETENT, len(own)),
            self.spread,
            INCOMPETENT_MORE_MOST,
            times=INCOMPETENT_TIMES,
            least=INCOMPETENT_LEAST,
        )

    def _leave_loopholes(self, wrong: Wrong) -> None:
        own = self._reviewed(wrong)
        usual = same_chance(UNLAWFUL + LOOPHOLE, len(own))
        more = more_often(wrong, self.day[own], usual, self.spread, LOOPHOLE_MORE_MOST, times=UNLAWFUL_TIMES)
        self.chances.loophole[own] += self.plan.strength * more
        mine = (self.filings.appraiser == wrong.official) & (self.filings.agent >= 0)
        self.clients[wrong.official] = int(np.argmax(np.bincount(self.filings.agent[mine])))
