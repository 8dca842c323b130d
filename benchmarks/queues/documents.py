"""Documents that handlers draft, and what a later review finds of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from benchmarks.queues.arrays import NONE
from benchmarks.queues.catalogue import LAWS
from benchmarks.queues.chance import Purpose
from benchmarks.queues.plan import Plan, Wrong
from benchmarks.queues.staff import Official, Role
from benchmarks.queues.variants import How
from benchmarks.queues.workdays import DAY, HOUR
from benchmarks.queues.world import World
from numpy.random import Generator

LAWFUL, UNLAWFUL, ANNULLED, LOOPHOLE = "lawful", "unlawful", "annulled", "loophole"
_FINDINGS = (UNLAWFUL, ANNULLED, LOOPHOLE)
_KINDS = ("decision", "notice", "official_letter", "guidance")
_USUAL, _SPREAD, _FEWEST, _MOST = 42, 0.35, 14, 140
"""Documents of a drafter."""
_BAD, _MOST_BAD, _DEAD_BY_MISTAKE, _SIGNED_BY_MISTAKE = 0.035, 0.2, 0.012, 0.004
_REVIEWED, _FIRST_SIGNS, _FOR_AGENT = 0.65, 0.6, 0.15
_REVIEWED_AFTER, _REVIEWED_WITHIN = 30, 90
"""Days."""
_PLANTED = {
    How.UNLAWFUL_DRAFTS: 0.34,
    How.DEAD_BASIS: 0.36,
    How.INCOMPETENT_SIGNATURE: 0.32,
    How.LOOPHOLE_FOR_AGENT: 0.36,
}
"""Share of the documents, at full strength."""
_DEAD_IS_BAD, _SIGNED_IS_BAD = 0.7, 0.6
"""Shares of the planted that a review finds bad as well."""
_OF_WRONGDOER_UNLAWFUL = 0.7
_SHIFT = 2.99
"""Of a throw over three findings: never beyond the last."""
_THROWS = 10
# What the throws of a document decide, by their places; some of them decide two things.
_SIGNER, _BASES_AND_HOUR, _IS_BAD, _KIND_AND_DELAY, _DEAD, _SELF_SIGNED, _DONE, _BENEFITS, _FINDING, _REVIEW = range(
    _THROWS
)


class Document(NamedTuple):
    issued_at: int
    unit: int
    drafter: int
    signer: int
    kind: str
    basis: str
    review: str | None
    reviewed_at: int
    beneficiary: int
    """An agent."""
    is_bad: bool
    """To whoever reads the records."""


@dataclass
class _Draft:
    basis: list[str]
    signer: int
    is_bad: bool
    finding: str = UNLAWFUL
    beneficiary: int = NONE


@dataclass(frozen=True)
class _Circumstance:
    """Of one document."""

    throws: list[float]
    dead: list[str]
    """Laws that are no more."""
    drafter: int
    wrong: Wrong | None
    strength: float


def issue_documents(world: World, plan: Plan, strength: float) -> list[Document]:
    """In the order of time."""
    rng = world.stream(Purpose.DOCUMENTS)
    documents = []
    for drafter in world.of_role(Role.HANDLER):
        usual = rng.poisson(_USUAL * np.exp(rng.normal(0, _SPREAD)))
        for _ in range(int(np.clip(usual, _FEWEST, _MOST))):
            documents.append(_issue(rng, world, drafter, plan.get(drafter), strength))
    return sorted(documents, key=lambda document: document[: Document._fields.index("review")])


def _issue(rng: Generator, world: World, drafter: int, wrong: Wrong | None, strength: float) -> Document:
    official = world.staff[drafter]
    throws = rng.random(_THROWS).tolist()
    day = max(int(rng.integers(0, len(world.period))), official.first_day)
    unit = official.unit_on(day)
    law = LAWS[world.units[unit].kind]
    circumstance = _Circumstance(throws, law.repealed, drafter, wrong, strength)
    draft = _draft_honestly(world, official, unit, circumstance)
    _do_wrong(draft, circumstance)
    _add_finding(draft, circumstance, len(world.agents))
    issued_at = world.period.midnights[day] + int((8 + 8.5 * throws[_BASES_AND_HOUR]) * HOUR)
    reviewed = throws[_REVIEW] < _REVIEWED
    review = (draft.finding if draft.is_bad else LAWFUL) if reviewed else None
    delay = int(_REVIEWED_AFTER + _REVIEWED_WITHIN * throws[_KIND_AND_DELAY]) * DAY
    return Document(
        issued_at=issued_at,
        unit=unit,
        drafter=drafter,
        signer=draft.signer,
        kind=_KINDS[int(throws[_KIND_AND_DELAY] * len(_KINDS))],
        basis=";".join(draft.basis),
        review=review,
        reviewed_at=issued_at + delay if reviewed else NONE,
        beneficiary=draft.beneficiary,
        is_bad=review in _FINDINGS or draft.basis[0] in law.repealed or draft.signer == drafter,
    )


def _draft_honestly(world: World, official: Official, unit: int, circumstance: _Circumstance) -> _Draft:
    throws, laws = circumstance.throws, LAWS[world.units[unit].kind].in_force
    leaders = world.leaders(unit)
    draft = _Draft(
        basis=laws[: 2 + int(throws[_BASES_AND_HOUR] * 2)],
        signer=leaders[0] if throws[_SIGNER] < _FIRST_SIGNS else leaders[-1],
        is_bad=throws[_IS_BAD] < min(_MOST_BAD, _BAD * official.habits.bad_drafting),
    )
    if throws[_DEAD] < _DEAD_BY_MISTAKE:
        draft.basis[0] = circumstance.dead[0]
    if throws[_SELF_SIGNED] < _SIGNED_BY_MISTAKE:
        draft.signer = circumstance.drafter
    return draft


def _do_wrong(draft: _Draft, circumstance: _Circumstance) -> None:
    wrong, throws = circumstance.wrong, circumstance.throws
    if wrong is None or throws[_DONE] >= _PLANTED.get(wrong.how, 0) * circumstance.strength:
        return
    if wrong.how == How.DEAD_BASIS:
        draft.basis[0] = circumstance.dead[int(throws[_BENEFITS] * 2)]
        draft.is_bad = throws[_FINDING] < _DEAD_IS_BAD
    elif wrong.how == How.INCOMPETENT_SIGNATURE:
        draft.signer, draft.finding = circumstance.drafter, ANNULLED
        draft.is_bad = throws[_FINDING] < _SIGNED_IS_BAD
    else:
        draft.is_bad = True
        if wrong.how == How.LOOPHOLE_FOR_AGENT:
            draft.finding, draft.beneficiary = LOOPHOLE, wrong.agent


def _add_finding(draft: _Draft, circumstance: _Circumstance, agents: int) -> None:
    throws = circumstance.throws
    if draft.finding != LOOPHOLE and throws[_BENEFITS] < _FOR_AGENT:
        draft.beneficiary = int(throws[_FINDING] * agents)
    if draft.is_bad and draft.finding == UNLAWFUL:
        if circumstance.wrong is None:
            draft.finding = _FINDINGS[int(throws[_FINDING] * _SHIFT)]
        elif throws[_FINDING] >= _OF_WRONGDOER_UNLAWFUL:
            draft.finding = ANNULLED
