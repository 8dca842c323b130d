"""What the appraiser asks for: what was let through, what seems wanting, what no list names; and how often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.habits import Habit
from benchmarks.chains.intake import ASKED_LATER, OVERLOOKED, Intake
from benchmarks.chains.plan import Wrong
from benchmarks.chains.round import Round
from benchmarks.chains.throws import Throw
from benchmarks.chains.variants import How

ASKED_HARD, ASKED_EASY, ASKED_AGAIN_FILED = 1.35, 0.93, 0.4
ASKED_MOST_USUALLY, ASKED_MOST, ASKED_MOST_OF_ALL, ASKED_MORE_MOST = 0.8, 0.85, 0.9, 0.55
FROM_CITIZENS, FROM_AGENTS = 1.15, 0.7
"""Who asks too much asks it of those who do not know better."""
SQUEEZED, WITH_PARTNER, WITHOUT_PARTNER = 1.05, 1.4, 0.75
SPARED, OVERLOOKED_FOR = 0.88, 0.8
"""What less is asked of the agent of a crooked pair, of one's own, and of what was missing."""
OUTSIDE, OUTSIDE_HARD, OUTSIDE_MORE_MOST, OUTSIDE_TIMES = 0.007, 1.2, 0.4, 3
AGAIN, AGAIN_MOST, AGAIN_MORE_MOST, AGAIN_TIMES = 0.11, 0.6, 0.35, 2
THIRD = 0.6
"""Of the chance of asking again."""
ASKED_USUALLY, ASKED_AT_ALL, ASKED_AT_ALL_LEAST, AGAIN_MOST_OF_ALL = 0.2, 0.7, 0.05, 0.9
"""Whoever asks again and again asks more often at all."""


@dataclass(frozen=True)
class Requests:
    asked_usually: Floats
    outside_usually: Floats
    again_usually: Floats
    supplements: Bools
    """Something of the list, or what the appraiser thinks is wanting."""
    on_own_account: Bools
    missing: Bools
    """What the receptionist let through."""
    outside: Bools
    custom: Bools
    rounds: Ints

    @property
    def of_appraiser(self) -> Bools:
        return self.on_own_account | self.missing


def ask(run: Round, intake: Intake) -> Requests:
    usual = _asked_usually(run)
    chance, missing_chance = _asked(run, intake, usual)
    own = run.throw(Throw.ASKED) < chance
    missing = intake.missed & (run.throw(Throw.MISSING_ASKED_FOR) < missing_chance)
    supplements = own | missing
    outside_usually, outside = _outside(run)
    custom = _custom(run)
    any_of_them = supplements | outside | custom
    again_usually = AGAIN * run.newness.asks
    again = np.clip(again_usually * run.factor(Habit.ASKS, run.filings.appraiser), 0, AGAIN_MOST)
    for wrong in run.wrongs(How.REPEATED):
        dossiers = np.flatnonzero(run.filings.appraiser == wrong.official)
        spread, expected = run.world.spreads.together[Habit.ASKS], np.full(len(dossiers), AGAIN * ASKED_USUALLY)
        more = run.more_often(wrong, dossiers, expected, spread, AGAIN_MORE_MOST, times=AGAIN_TIMES)
        throw = run.throw(Throw.ASKED_TO_ASK_AGAIN, dossiers)
        own[dossiers] |= throw < run.plan.strength * more * ASKED_AT_ALL
        supplements[dossiers] |= own[dossiers]
        any_of_them[dossiers] |= own[dossiers]
        share = np.maximum(any_of_them[dossiers].mean(), ASKED_AT_ALL_LEAST)
        again[dossiers] = np.clip(again[dossiers] + run.plan.strength * more / share, 0, AGAIN_MOST_OF_ALL)
    second = any_of_them & (run.throw(Throw.ASKED_AGAIN) < again)
    third = second & (run.throw(Throw.ASKED_A_THIRD_TIME) < again * THIRD)
    return Requests(
        asked_usually=usual,
        outside_usually=outside_usually,
        again_usually=again_usually,
        supplements=supplements,
        on_own_account=own,
        missing=missing,
        outside=outside,
        custom=custom,
        rounds=any_of_them.astype(int) + second.astype(int) + third.astype(int),
    )


def _asked_usually(run: Round) -> Floats:
    filings, world = run.filings, run.world
    more = run.newness.asks * np.where(filings.hard, ASKED_HARD, ASKED_EASY)
    more = more * np.sqrt(world.agents.incomplete[filings.agent]) * np.where(run.again, ASKED_AGAIN_FILED, 1)
    return np.clip(world.procedures.asked[filings.procedure] * more, 0, ASKED_MOST_USUALLY)


def _asked(run: Round, intake: Intake, usual: Floats) -> tuple[Floats, Floats]:
    """Chances of asking for something wanting, and for what is missing."""
    filings, habits, strength = run.filings, run.world.habits, run.plan.strength
    of_both = run.world.acquaintance.asks[filings.appraiser, filings.agent]
    habit = habits.of_officials[Habit.ASKS][filings.appraiser] + habits.of_units[Habit.ASKS][filings.unit]
    chance = np.clip(usual * np.exp(habit + of_both), 0, ASKED_MOST)
    missing_chance = np.full(len(run), ASKED_LATER)
    for wrong in run.wrongs(How.SUPPLEMENTS, How.CHAIN_APPRAISER, How.SQUEEZES):
        own = np.flatnonzero(filings.appraiser == wrong.official)
        if wrong.how == How.SQUEEZES:
            own = own[~np.isin(filings.agent[own], run.plan.agents_of(wrong.official))]
        more = _asked_more(run, intake, usual, wrong, own)
        more = strength * (more + np.maximum(usual[own] - chance[own], 0))
        chance[own] = np.clip(chance[own] + more, 0, ASKED_MOST_OF_ALL)
    for pair in run.pairs:
        theirs = run.of_pair(pair)
        chance[theirs] *= 1 - SPARED * strength
        missing_chance[theirs] *= 1 - OVERLOOKED_FOR * strength
    return chance, missing_chance


def _asked_more(run: Round, intake: Intake, usual: Floats, wrong: Wrong, own: Ints) -> Floats:
    """At full strength."""
    expected = usual[own] + intake.incomplete[own] * OVERLOOKED * ASKED_LATER * (1 - usual[own])
    spread = run.world.spreads.together[Habit.ASKS]
    more = run.more_often(wrong, own, np.clip(expected, 0, 1), spread, ASKED_MORE_MOST)
    more = more * np.where(run.without_agent[own], FROM_CITIZENS, FROM_AGENTS)
    if wrong.how == How.SQUEEZES:
        return more * SQUEEZED
    if wrong.how == How.CHAIN_APPRAISER:
        home = run.world.staff.home
        partners = [
            other.official
            for other in run.wrongs(How.CHAIN_RECEPTIONIST)
            if home[other.official] == home[wrong.official]
        ]
        return more * np.where(np.isin(run.filings.clerk[own], partners), WITH_PARTNER, WITHOUT_PARTNER)
    return more


def _outside(run: Round) -> tuple[Floats, Bools]:
    """What is usual, and what is asked for though no list names it."""
    appraiser = run.filings.appraiser
    usual = np.clip(OUTSIDE * run.newness.asks * np.where(run.filings.hard, OUTSIDE_HARD, 1), 0, 1)
    chance = usual * run.factor_at_unit(Habit.ASKS_OUTSIDE_LIST, appraiser)
    spread = run.world.spreads.together[Habit.ASKS_OUTSIDE_LIST]
    for wrong in run.wrongs(How.OUTSIDE_LIST):
        own = np.flatnonzero(appraiser == wrong.official)
        more = run.more_often(wrong, own, usual[own], spread, OUTSIDE_MORE_MOST, times=OUTSIDE_TIMES)
        chance[own] += run.plan.strength * more
    return usual, run.throw(Throw.ASKED_OUTSIDE_LIST) < chance


def _custom(run: Round) -> Bools:
    custom = run.world.circumstances.custom
    concerned = (run.filings.unit == custom.unit) & np.isin(run.filings.procedure, custom.procedures)
    return concerned & (run.throw(Throw.CUSTOM) < custom.rate) & ~run.again
