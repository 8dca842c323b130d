"""How far those planted in the course of dossiers show in it, and how far the crooked pairs do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Bools, Floats, Ints
from benchmarks.chains.course import stops_late
from benchmarks.chains.decision import granted_later_spread
from benchmarks.chains.evidence import Evidence, same_chance, weigh, weigh_cases
from benchmarks.chains.habits import Habit, Hand
from benchmarks.chains.history import History
from benchmarks.chains.intake import GUIDED, USUAL_SILENCE
from benchmarks.chains.moments import KEPT_LONG, kept_long_usually
from benchmarks.chains.pace import DELAYERS
from benchmarks.chains.pauses import LONG_LIMIT
from benchmarks.chains.plan import Wrong
from benchmarks.chains.regulars import Pair
from benchmarks.chains.variants import How
from benchmarks.chains.world import World

SILENCE_SPREAD = 0.35
PAIR_LEAST = 3
"""Dossiers of the two below which nothing is weighed."""
PAIR_NOISE, PAIR_PACE_SPREADS, PAIR_ASKED_SPREAD = 0.45, (0.06, 0.05), 0.18
"""Of one dossier, and honest differences between an official's agents."""


@dataclass(frozen=True)
class PairEvidence:
    cases: int
    strength: float


def weigh_course(world: World, history: History) -> dict[int, Evidence]:
    """By official."""
    weighing = _Weighing(world, history)
    return {
        wrong.official: weighing.ways[wrong.how](wrong) for wrong in history.plan.wrongs if wrong.how in weighing.ways
    }


def weigh_pairs(world: World, history: History) -> dict[Pair, PairEvidence]:
    weighing = _Weighing(world, history)
    return {pair: weighing.pair(pair) for pair in history.plan.pairs}


class _Weighing:
    def __init__(self, world: World, history: History) -> None:
        self.world, self.history, self.course = world, history, history.first
        self.filings, self.run = history.filings, history.first.run
        self.together, self.of_officials = world.spreads.together, world.spreads.of_officials
        self.ways: dict[How, Callable[[Wrong], Evidence]] = {
            How.SUPPLEMENTS: self._supplements,
            How.CHAIN_APPRAISER: self._supplements,
            How.SQUEEZES: self._supplements,
            How.PASSES: self._passed,
            How.RUBBER_STAMP: self._passed,
            How.CHAIN_RECEPTIONIST: self._passed,
            How.NO_GUIDANCE: self._silent,
            How.OUTSIDE_LIST: self._outside,
            How.REPEATED: self._repeated,
            How.RETURNS: self._returned,
            How.FEE_ABOVE: self._overcharged,
            How.CLOCK_STOP: self._stopped,
            How.KEEPS_RESULTS: self._kept,
            How.REFUSES_THEN_GRANTS: self._refused,
            **dict.fromkeys(DELAYERS, self._late),
        }

    def pair(self, pair: Pair) -> PairEvidence:
        """From pace and from what is asked; the official's own way with others is the yardstick."""
        theirs = np.flatnonzero(self.run.of_pair(pair))
        if len(theirs) < PAIR_LEAST:
            return PairEvidence(len(theirs), 0.0)
        others = (self.filings.appraiser == pair.official) & (self.filings.agent != pair.agent)
        pace = self.course.pace
        slower = pace.work[:, Hand.APPRAISER] / pace.base[:, Hand.APPRAISER]
        by_how_much = np.log(slower[theirs]).mean() - np.log(slower[others]).mean()
        of_officials, of_agents = PAIR_PACE_SPREADS
        faster = -by_how_much / np.sqrt(PAIR_NOISE**2 / len(theirs) + of_officials**2 + of_agents**2)
        requests = self.course.requests
        own_way = np.exp(self.world.habits.of_officials[Habit.ASKS][pair.official])
        usual = np.clip(requests.asked_usually[theirs] * own_way + self.course.intake.passed[theirs], 0, 1)
        expected = usual.sum()
        deviation = np.sqrt((usual * (1 - usual)).sum() + (expected * PAIR_ASKED_SPREAD) ** 2)
        asked_less = (expected - requests.of_appraiser[theirs].sum()) / deviation
        return PairEvidence(len(theirs), float((faster + asked_less) / np.sqrt(2)))

    def _appraised(self, wrong: Wrong) -> Ints:
        return np.flatnonzero(self.filings.appraiser == wrong.official)

    def _received(self, wrong: Wrong) -> Ints:
        return np.flatnonzero(self.filings.clerk == wrong.official)

    def _weigh(self, own: Ints, usual: Floats, happened: Bools, spread: float) -> Evidence:
        return weigh_cases(usual[own], happened[own], spread)

    def _supplements(self, wrong: Wrong) -> Evidence:
        own = self._appraised(wrong)
        own = own[~np.isin(self.filings.agent[own], self.history.plan.agents_of(wrong.official))]
        requests = self.course.requests
        usual = requests.asked_usually + self.course.intake.passed * (1 - requests.asked_usually)
        return self._weigh(own, usual, requests.of_appraiser, self.together[Habit.ASKS])

    def _passed(self, wrong: Wrong) -> Evidence:
        missing = self.course.requests.missing
        return self._weigh(self._received(wrong), self.course.intake.passed, missing, self.together[Habit.OVERLOOKS])

    def _silent(self, wrong: Wrong) -> Evidence:
        intake = self.course.intake
        own = np.flatnonzero((self.filings.clerk == wrong.official) & intake.caught)
        usual = 1 - GUIDED * np.exp(-USUAL_SILENCE * self.of_officials[Habit.GUIDES])
        return weigh_cases(same_chance(usual, len(own)), ~intake.guided[own], SILENCE_SPREAD)

    def _outside(self, wrong: Wrong) -> Evidence:
        requests = self.course.requests
        spread = self.together[Habit.ASKS_OUTSIDE_LIST]
        return self._weigh(self._appraised(wrong), requests.outside_usually, requests.outside, spread)

    def _repeated(self, wrong: Wrong) -> Evidence:
        requests, spread = self.course.requests, self.of_officials[Habit.ASKS]
        nothing = (1 - requests.asked_usually) * (1 - self.course.intake.passed) * (1 - requests.outside_usually)
        usual = np.clip((1 - nothing) * requests.again_usually * np.exp(spread**2), 0, 1)
        both = float(np.hypot(self.together[Habit.ASKS], spread))
        return self._weigh(self._appraised(wrong), usual, requests.rounds > 1, both)

    def _returned(self, wrong: Wrong) -> Evidence:
        own, decision = np.flatnonzero(self.filings.checker == wrong.official), self.course.decision
        return self._weigh(own, decision.returned_usually, decision.returned, self.together[Habit.RETURNS])

    def _overcharged(self, wrong: Wrong) -> Evidence:
        own, fees = np.flatnonzero((self.filings.clerk == wrong.official) & (self.run.fee > 0)), self.course.fees
        return self._weigh(own, fees.usually_above, fees.above, self.of_officials[Habit.OVERCHARGES])

    def _late(self, wrong: Wrong) -> Evidence:
        lateness = self.course.pace.lateness[wrong.official]
        late = self.course.late[lateness.dossiers].sum()
        return weigh(len(lateness.dossiers), lateness.expected, late, lateness.deviation)

    def _stopped(self, wrong: Wrong) -> Evidence:
        own = np.flatnonzero((self.filings.appraiser == wrong.official) & (self.run.limit >= LONG_LIMIT))
        spread = self.together[Habit.STOPS_CLOCK]
        return self._weigh(own, self.history.stopped_usually, stops_late(self.course), spread)

    def _kept(self, wrong: Wrong) -> Evidence:
        own, moments = np.flatnonzero(self.filings.releaser == wrong.official), self.course.moments
        kept = (moments.finished - moments.ready > KEPT_LONG)[own]
        return weigh_cases(same_chance(kept_long_usually(), len(own)), kept, self.together[Habit.KEEPS_RESULTS])

    def _refused(self, wrong: Wrong) -> Evidence:
        own = np.flatnonzero(self.run.decider == wrong.official)
        granted = self.history.granted_later(self.world.calendar.end)
        spread = granted_later_spread(self.run)
        return self._weigh(own, self.course.decision.granted_later_usually, granted, spread)
