"""How long each hand works on a dossier, in working days of the running clock, and who delays it on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.chance import LATENESS, stream_of_official
from benchmarks.chains.decision import Decision
from benchmarks.chains.habits import Habit, Hand
from benchmarks.chains.plan import Wrong
from benchmarks.chains.round import Round
from benchmarks.chains.throws import Throw
from benchmarks.chains.variants import How

APPRAISAL, CONSULTATION, CHECK, SIGNATURE, CORRECTION = 0.45, 0.16, 0.06, 0.11, 0.10
"""Shares of the limit."""
NOISE = (0.42, 0.5, 0.5, 0.45)
"""Spread of logarithms, by hand."""
HARD_SLOWER, EASY_FASTER = 0.12, -0.03
UNIT_SHARE = 0.7
"""Of what units differ by."""
INTAKE_LEAST, INTAKE, INTAKE_MOST, INTAKE_MOST_OF_LIMIT = 0.02, 0.30, 0.2, 0.05
CORRECTION_LEAST = 0.4
HURRIES, HURRY_BY_HABIT, HURRY_BETWEEN, ALWAYS_HURRIES = 0.45, 0.5, (0.2, 0.8), 0.92
HURRY_FROM, DONE_BEFORE, SIGNED_BEFORE, WORK_LEAST = 0.97, 0.12, 0.02, 0.1
"""From such a share of the limit on; a dossier that is hurried is done up to such a share before its end."""
WAITS, WAIT_MOST = 0.5, 0.5
"""Share of the dossiers that wait for the absent, and of the limit."""
UNREAD_FASTER, FAVOUR_FASTER = 2.2, 0.75
"""Logarithms of factors."""
TRIALS = 30
"""By which is told how many would be late with an average official."""
UNITS_WEIGH = 2
LATE_TIMES, DELAY_SEEN, DELAYED_MOST = 0.8, 0.9, 0.55
FROM_CITIZENS, FROM_AGENTS = 1.1, 0.8
DELAY_LEAST, DELAY_SPREAD, DELAY_DAYS, DELAY_TO_LIMIT = 0.35, 0.8, 0.6, 0.75
"""Share of the limit, working days at least, and the share of what time is left that is let pass."""
ALMOST_NOTHING = 1e-6
NO_DIFFERENCE = 1e-9

DELAYERS = {
    How.LATE_APPRAISER: Hand.APPRAISER,
    How.LATE_SIGNER: Hand.SIGNER,
    How.LATE_CONSULTED: Hand.CONSULTED,
}


@dataclass(frozen=True)
class Lateness:
    """What to expect of an average official with the same dossiers."""

    dossiers: Ints
    expected: float
    deviation: float


@dataclass
class Pace:
    intake: Floats
    correction: Floats
    base: Floats
    """Usual working time; row: dossier, column: hand."""
    work: Floats
    finishes: Ints
    """Who appraises in the end."""
    lateness: dict[int, Lateness] = field(default_factory=dict)
    """By planted official."""


def work_through(run: Round, decision: Decision, lateness_spread: dict[How, float]) -> Pace:
    working = _Working(run, decision)
    pace = Pace(working.intake, working.correction, working.base, working.usual(), run.filings.appraiser.copy())
    _cover_absences(run, pace)
    for how in DELAYERS:
        for wrong in run.wrongs(how):
            pace.lateness[wrong.official] = _delay(run, working, pace, wrong, lateness_spread[how])
    if run.is_first:
        _be_quick(run, pace)
    return pace


def hand_of(run: Round, hand: Hand) -> Ints:
    filings = run.filings
    return {
        Hand.APPRAISER: filings.appraiser,
        Hand.CONSULTED: filings.consulted,
        Hand.CHECKER: filings.checker,
        Hand.SIGNER: filings.signer,
    }[hand]


class _Working:
    def __init__(self, run: Round, decision: Decision) -> None:
        self.run, filings, limit = run, run.filings, run.limit
        habits = run.world.habits
        self.intake = np.minimum(
            INTAKE_LEAST + run.throw(Throw.INTAKE) * INTAKE, INTAKE_MOST + INTAKE_MOST_OF_LIMIT * limit
        )
        corrected = limit * CORRECTION * (CORRECTION_LEAST + run.throw(Throw.CORRECTION))
        self.correction = np.where(decision.returned, corrected, 0)
        self.base = self._base(habits.months[filings.unit, run.month])
        self.habits = np.stack([habits.pace[hand_of(run, hand), hand] for hand in Hand], 1)
        self.of_unit = habits.of_units[Habit.PACE][filings.unit]
        self.of_both = run.world.acquaintance.pace
        own = habits.of_officials[Habit.PACE][filings.appraiser]
        hurries = np.clip(HURRIES + own * HURRY_BY_HABIT, *HURRY_BETWEEN)
        self.hurries = np.where(np.isin(filings.appraiser, run.world.circumstances.efforts), ALWAYS_HURRIES, hurries)

    def usual(self) -> Floats:
        noise = self.run.filings.spread_throws[:, : len(Hand)]
        return self.work(np.arange(len(self.run)), self.habits, noise, self.run.throw(Throw.HURRIED))

    def work(self, dossiers: Ints, habits: Floats, noise: Floats, throw: Floats) -> Floats:
        """Nearly late, many are hurried to be done before their day."""
        run, filings = self.run, self.run.filings
        of_unit = self.of_unit[dossiers][:, None] * UNIT_SHARE
        work = self.base[dossiers] * np.exp(habits + of_unit + noise * np.array(NOISE))
        work[:, Hand.APPRAISER] *= np.exp(self.of_both[filings.appraiser[dossiers], filings.agent[dossiers]])
        intake, correction = self.intake[dossiers], self.correction[dossiers]
        total, left = intake + correction + work.sum(1), run.time_left[dossiers]
        hurried = (total > HURRY_FROM * left) & (throw < self.hurries[dossiers])
        wanted = left * (1 - DONE_BEFORE * run.throw(Throw.HURRIED_BY, dossiers)) - intake - correction - SIGNED_BEFORE
        needed = np.maximum(total - intake - correction, ALMOST_NOTHING)
        share = np.where(hurried, np.maximum(wanted, WORK_LEAST) / needed, 1)
        return work * np.minimum(share, 1)[:, None]

    def late_of_average(self, hand: Hand, own: Ints, official: int) -> Floats:
        """How many, in each trial."""
        run = self.run
        rng = stream_of_official(run.world.seed, LATENESS, official)
        spread, trials = run.world.spreads.of_officials[Habit.PACE], []
        for _ in range(TRIALS):
            habits = self.habits[own].copy()
            habits[:, hand] = rng.normal(0, spread)
            work = self.work(own, habits, rng.standard_normal((len(own), len(Hand))), rng.random(len(own)))
            total = self.intake[own] + self.correction[own] + work.sum(1)
            trials.append((total > run.time_left[own]).sum())
        return np.array(trials)

    def _base(self, load: Floats) -> Floats:
        run, filings, limit = self.run, self.run.filings, self.run.limit
        slower = run.newness.slower + load + run.world.agents.pace[filings.agent]
        slower = slower + np.where(filings.hard, HARD_SLOWER, EASY_FASTER)
        appraisal = limit * APPRAISAL * run.world.procedures.effort[filings.procedure] * np.exp(slower)
        consultation = np.where(filings.consulted >= 0, limit * CONSULTATION, 0)
        check = np.where(filings.checker >= 0, limit * CHECK, 0)
        return np.stack([appraisal, consultation, check, limit * SIGNATURE], 1)


def _cover_absences(run: Round, pace: Pace) -> None:
    """What the absent have on their desks waits, or a colleague takes it over."""
    filings = run.filings
    for absent, cover, first, until in run.world.circumstances.covers:
        begins = filings.received + pace.intake
        on_desk = (filings.appraiser == absent) & (begins < first)
        on_desk &= begins + pace.work[:, Hand.APPRAISER] > first
        waits = on_desk & (run.throw(Throw.WAITS_FOR_ABSENT) < WAITS)
        wait = np.minimum(until - first, run.limit[waits] * WAIT_MOST) * run.throw(Throw.WAIT)[waits]
        pace.work[waits, Hand.APPRAISER] += wait
        pace.finishes[on_desk & ~waits] = cover


def _delay(run: Round, working: _Working, pace: Pace, wrong: Wrong, spread: float) -> Lateness:
    hand = DELAYERS[wrong.how]
    own = np.flatnonzero(hand_of(run, hand) == wrong.official)
    trials = working.late_of_average(hand, own, wrong.official)
    expected, by_chance = np.mean(trials), np.std(trials) + NO_DIFFERENCE
    of_units = run.world.spreads.of_units[Habit.PACE] * UNITS_WEIGH
    deviation = np.hypot(by_chance, expected * max(of_units, spread))
    acts: Bools = (run.filings.day[own] >= wrong.first) & (run.filings.day[own] < wrong.until)
    wanted = max(wrong.target * deviation, LATE_TIMES * expected) / max(acts.sum(), 1) / DELAY_SEEN
    whom = np.where(run.without_agent[own], FROM_CITIZENS, FROM_AGENTS)
    chance = run.plan.strength * min(wanted, DELAYED_MOST) * whom
    delayed = own[(run.throw(Throw.DELAYED, own) < chance) & acts]
    longer = run.limit[delayed] * (DELAY_LEAST + DELAY_SPREAD * run.throw(Throw.DELAY, delayed))
    left = run.time_left[delayed] - pace.intake[delayed] - pace.work[delayed].sum(1)
    pace.work[delayed, hand] += np.maximum(longer, DELAY_DAYS) + np.maximum(0, left) * DELAY_TO_LIMIT
    return Lateness(own, float(expected), float(deviation))


def _be_quick(run: Round, pace: Pace) -> None:
    """With what is signed unread, and for the agent of a crooked pair."""
    filings, strength = run.filings, run.plan.strength
    for drafter, signer in run.plan.unread.items():
        unread = (filings.appraiser == drafter) & (filings.signer == signer)
        pace.work[unread, Hand.SIGNER] *= np.exp(-UNREAD_FASTER * strength)
    for pair in run.pairs:
        pace.work[run.of_pair(pair), Hand.APPRAISER] *= np.exp(-FAVOUR_FASTER * strength)
