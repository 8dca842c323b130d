"""Intake: what is missing, whether the receptionist sees it, and whether the citizen is told what to bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats
from benchmarks.chains.filings import IS_ONLINE
from benchmarks.chains.habits import Habit
from benchmarks.chains.round import Round
from benchmarks.chains.throws import Throw
from benchmarks.chains.variants import How

INCOMPLETE_HARD, INCOMPLETE_EASY, INCOMPLETE_ONLINE, INCOMPLETE_AGAIN = 1.3, 0.95, 1.1, 0.35
INCOMPLETE_MOST = 0.7
"""Factors on the procedure's own chance."""
OVERLOOKED, OVERLOOKED_BETWEEN, OVERLOOKED_MOST = 0.30, (0.02, 0.95), 0.95
ASKED_LATER = 0.92
"""What was overlooked is in the end asked for."""
RARELY_INCOMPLETE = 0.02
FORMAL = 0.5
"""Of what is caught, the rest is put right at the counter."""
GUIDED, GUIDED_IN_SECOND_SYSTEM, GUIDED_LEAST, HABIT_OF_GUIDING = 0.86, 0.42, 0.03, 0.6
"""The second system rarely has it logged."""
GUIDED_ANYHOW = 0.10
USUAL_SILENCE = 0.48
"""Of the spread of guiding: what the habit of an average receptionist costs."""
SILENT_BETWEEN, SILENT_CHANCE, SILENT_SPREAD = (0.45, 0.7), 0.16, 0.17 * 0.5


@dataclass(frozen=True)
class Intake:
    incomplete: Floats
    overlooked: Floats
    """Chances, the latter that of an average receptionist."""
    missed: Bools
    caught: Bools
    formal: Bools
    guided: Bools
    guided_anyhow: Bools

    @property
    def passed(self) -> Floats:
        """Chance that something is missing, let through, and asked for later."""
        return self.incomplete * self.overlooked * ASKED_LATER


def take_in(run: Round) -> Intake:
    incomplete = _incomplete(run)
    missing = run.throw(Throw.INCOMPLETE) < incomplete
    overlooked = np.clip(OVERLOOKED * run.newness.overlooks, 0, OVERLOOKED_MOST)
    missed = missing & (run.throw(Throw.OVERLOOKED) < _overlooked(run, incomplete, overlooked))
    caught = missing & ~missed
    return Intake(
        incomplete=incomplete,
        overlooked=overlooked,
        missed=missed,
        caught=caught,
        formal=caught & (run.throw(Throw.FORMAL_REQUEST) < FORMAL),
        guided=caught & (run.throw(Throw.GUIDED) < _guided(run, caught)),
        guided_anyhow=~missing & (run.throw(Throw.GUIDED_ANYHOW) < GUIDED_ANYHOW),
    )


def _incomplete(run: Round) -> Floats:
    filings, world = run.filings, run.world
    chance = world.procedures.incomplete[filings.procedure] * world.agents.incomplete[filings.agent]
    chance = chance * np.where(filings.hard, INCOMPLETE_HARD, INCOMPLETE_EASY)
    chance = np.clip(chance * np.where(filings.channel == IS_ONLINE, INCOMPLETE_ONLINE, 1), 0, INCOMPLETE_MOST)
    return np.where(run.again, chance * INCOMPLETE_AGAIN, chance)


def _overlooked(run: Round, incomplete: Floats, usual: Floats) -> Floats:
    clerk, (_, most) = run.filings.clerk, OVERLOOKED_BETWEEN
    chance = np.clip(usual * run.factor_at_unit(Habit.OVERLOOKS, clerk), *OVERLOOKED_BETWEEN)
    spread = run.world.spreads.together[Habit.OVERLOOKS]
    for wrong in run.wrongs(How.PASSES, How.RUBBER_STAMP, How.CHAIN_RECEPTIONIST):
        own = np.flatnonzero(clerk == wrong.official)
        more = run.more_often(wrong, own, incomplete[own] * OVERLOOKED * ASKED_LATER, spread, 1)
        more = more / np.maximum(incomplete[own] * ASKED_LATER, RARELY_INCOMPLETE)
        more = np.minimum(more + np.maximum(usual[own] - chance[own], 0), most - chance[own])
        chance[own] = chance[own] + run.plan.strength * np.clip(more, 0, 1)
    return chance


def _guided(run: Round, caught: Bools) -> Floats:
    clerk = run.filings.clerk
    habit = run.world.habits.of_officials[Habit.GUIDES][clerk]
    usual = np.where(run.in_first_system, GUIDED, GUIDED_IN_SECOND_SYSTEM)
    chance = usual * np.exp(-np.abs(habit) * HABIT_OF_GUIDING)
    least, most = SILENT_BETWEEN
    for wrong in run.wrongs(How.NO_GUIDANCE):
        own = np.flatnonzero(clerk == wrong.official)
        count = len(own[caught[own]])
        deviation = np.sqrt(count * SILENT_CHANCE + (count * SILENT_SPREAD) ** 2)
        chance[own] -= run.plan.strength * min(most, max(least, wrong.target * deviation / max(count, 1)))
    return np.clip(chance, GUIDED_LEAST, 1)
