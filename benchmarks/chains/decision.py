"""What is refused, with and without a ground, and what the checker sends back for correction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats
from benchmarks.chains.habits import Habit
from benchmarks.chains.intake import ASKED_LATER
from benchmarks.chains.round import Round
from benchmarks.chains.throws import Throw
from benchmarks.chains.variants import How

REFUSED_HARD, REFUSED_EASY, REFUSED_AGAIN, REFUSED_MOST = 1.3, 0.9, 0.03, 0.9
COMES_BACK, COMES_BACK_GROUNDLESS = 0.42, 0.88
GROUNDLESS_SPREAD, GROUNDLESS_MOST, GROUNDLESS_TIMES, GROUNDLESS_SEEN = 0.2, 0.35, 2, 0.8
"""Besides the habit of refusing; the last is the share that comes back in time and is granted."""
RETURNED, RETURNED_HARD, RETURNED_EASY, RETURNED_MOST = 0.055, 1.2, 0.95, 0.5


@dataclass(frozen=True)
class Decision:
    refused: Bools
    groundless: Bools
    comes_back: Floats
    """Chance, if refused."""
    granted_later_usually: Floats
    """Chance to be refused, to come back, and to be granted then."""
    returned_usually: Floats
    returned: Bools


def granted_later_spread(run: Round) -> float:
    return float(np.hypot(run.world.spreads.of_officials[Habit.REFUSES], GROUNDLESS_SPREAD))


def decide(run: Round) -> Decision:
    usual = run.world.procedures.refused[run.filings.procedure]
    usual = np.clip(usual * np.where(run.filings.hard, REFUSED_HARD, REFUSED_EASY), 0, 1)
    chance = np.clip(usual * run.factor(Habit.REFUSES, run.decider), 0, REFUSED_MOST)
    chance = np.where(run.again, REFUSED_AGAIN, chance)
    granted_later = usual * COMES_BACK * ASKED_LATER
    throw, groundless = run.throw(Throw.REFUSED), np.zeros(len(run), bool)
    for wrong in run.wrongs(How.REFUSES_THEN_GRANTS):
        own = np.flatnonzero(run.decider == wrong.official)
        spread = granted_later_spread(run)
        more = run.more_often(wrong, own, granted_later[own], spread, GROUNDLESS_MOST, times=GROUNDLESS_TIMES)
        upto = chance[own] + run.plan.strength * (more / GROUNDLESS_SEEN)
        groundless[own[(throw[own] >= chance[own]) & (throw[own] < upto)]] = True
    returned_usually, returned = _returned(run)
    return Decision(
        refused=(throw < chance) | groundless,
        groundless=groundless,
        comes_back=np.where(groundless, COMES_BACK_GROUNDLESS, COMES_BACK),
        granted_later_usually=granted_later,
        returned_usually=returned_usually,
        returned=returned,
    )


def _returned(run: Round) -> tuple[Floats, Bools]:
    checker = run.filings.checker
    usual = np.where(checker >= 0, RETURNED * np.where(run.filings.hard, RETURNED_HARD, RETURNED_EASY), 0)
    chance = usual * run.factor_at_unit(Habit.RETURNS, checker)
    spread = run.world.spreads.together[Habit.RETURNS]
    for wrong in run.wrongs(How.RETURNS):
        own = np.flatnonzero(checker == wrong.official)
        more = run.more_often(wrong, own, usual[own], spread, RETURNED_MOST)
        chance[own] += run.plan.strength * (more + np.maximum(usual[own] - chance[own], 0))
    return usual, run.throw(Throw.RETURNED) < chance
