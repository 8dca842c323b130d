"""Opening dossiers without a reason: of others, at night, of a relative's clients, or whole lists at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.access_log import AccessLog, Action, without_hand_of
from benchmarks.chains.arrays import Floats, Ints
from benchmarks.chains.catalogue import SENSITIVE, places_of_fields
from benchmarks.chains.chance import PRYING, stream_of_official
from benchmarks.chains.evidence import Evidence, weigh
from benchmarks.chains.habits import Habit
from benchmarks.chains.plan import Wrong
from benchmarks.chains.relations import Relation, relatives_of
from benchmarks.chains.variants import How
from numpy.random import Generator

WITHIN, WITHIN_OF_RELATIVES, BEFORE_END = 6, 8, 0.05
"""Working days after a dossier was received."""
UNEXPLAINED_TIMES, UNEXPLAINED_LEAST = 2.0, 40
NIGHT_TIMES, NIGHT_LEAST = 3, 30
RELATIVES_TIMES, RELATIVES_LEAST, RELATIVES_EXPECTED, RELATIVES_LOOKS, RELATIVES_DOUBT = 2.2, 22, 0.6, 2, 0.5
"""The first is per deviation of the target."""
BULK_FIELDS = ("land", "finance", "household", "construction")
BULKS, BULK_SIZE, BULK_HOUR, BULK_STEP = (3, 6), (9, 19), (0.1, 0.9), 0.0012
BULK_RECENT, BULK_FROM = 60, 15
"""Working days: how old what is taken out may be, and when the first is after the log or the acts begin."""
BULK_SHARE, BULK_EXPECTED, BULK_DOUBT = 0.05, 0.5, 1


@dataclass(frozen=True)
class Usual:
    """By official."""

    working: Floats
    looks_expected: Floats
    looks: Floats
    nights: Ints
    nights_expected: Floats


class Prying:
    def __init__(self, log: AccessLog, usual: Usual, relations: list[Relation]) -> None:
        self.log, self.usual, self.filings = log, usual, log.filings
        self.field = log.world.procedures.field[log.filings.procedure]
        self.strength, self.spreads = log.history.plan.strength, log.world.spreads.of_officials
        self.relatives = relatives_of(relations, log.history.plan)

    def pry(self, wrong: Wrong) -> Evidence:
        """Each has a random stream of its own, but for the hours of night."""
        rng = stream_of_official(self.log.world.seed, PRYING, wrong.official)
        ways = {
            How.UNEXPLAINED: self._look_at_others,
            How.NIGHT: self._look_at_night,
            How.RELATIVES: self._look_for_relative,
            How.BULK: self._export_lists,
        }
        return ways[wrong.how](wrong, rng)

    def _look_at_others(self, wrong: Wrong, rng: Generator) -> Evidence:
        official, usual = wrong.official, self.usual
        expected = usual.looks_expected[official]
        deviation = self._deviation(expected, Habit.LOOKS_AROUND)
        full = int(max(wrong.target * deviation, UNEXPLAINED_TIMES * expected, UNEXPLAINED_LEAST))
        lucrative = np.isin(self.field, places_of_fields(SENSITIVE))
        others = without_hand_of(official, self.filings.appraiser, self.filings.clerk)
        pool = self._while_acting(wrong, np.flatnonzero(lucrative & others))
        dossiers = self._so_many_of(rng.choice(pool, full))
        self._view_soon(rng, official, dossiers, full, WITHIN)
        looks = usual.looks[official] + len(dossiers)
        return weigh(usual.working[official] + looks, expected, looks, deviation)

    def _look_at_night(self, wrong: Wrong, rng: Generator) -> Evidence:
        official, usual, filings = wrong.official, self.usual, self.filings
        expected = usual.nights_expected[official]
        deviation = self._deviation(expected, Habit.LOOKS_AT_NIGHT)
        full = int(max(wrong.target * deviation, NIGHT_TIMES * expected, NIGHT_LEAST))
        home = self.log.world.staff.home[official]
        own = (filings.unit == home) | (filings.appraiser == official) | (filings.clerk == official)
        dossiers = self._so_many_of(rng.choice(self._while_acting(wrong, np.flatnonzero(own)), full))
        self.log.add(official, dossiers, self.log.by_night(dossiers))
        return weigh(usual.working[official], expected, usual.nights[official] + len(dossiers), deviation)

    def _look_for_relative(self, wrong: Wrong, rng: Generator) -> Evidence:
        official, filings = wrong.official, self.filings
        hands = (
            filings.appraiser,
            filings.clerk,
            filings.signer,
            filings.checker,
            filings.releaser,
            filings.consulted,
        )
        theirs = (filings.agent == self.relatives[official]) & without_hand_of(official, *hands)
        pool = self._while_acting(wrong, np.flatnonzero(theirs))
        looks = self.usual.looks_expected[official] * len(pool) / self.log.count * RELATIVES_LOOKS
        expected = max(looks, RELATIVES_EXPECTED)
        full = int(min(max(wrong.target * RELATIVES_TIMES, RELATIVES_LEAST), len(pool)))
        dossiers = self._so_many_of(rng.permutation(pool)[:full])
        self._view_soon(rng, official, dossiers, full, WITHIN_OF_RELATIVES)
        deviation = self._deviation(expected, Habit.LOOKS_AROUND, RELATIVES_DOUBT)
        return weigh(len(pool), expected, len(dossiers), deviation)

    def _export_lists(self, wrong: Wrong, rng: Generator) -> Evidence:
        official, usual, received = wrong.official, self.usual, self.filings.received
        expected = max(usual.looks[official] * BULK_SHARE, BULK_EXPECTED)
        first, until = self._time(wrong)
        of_field = np.isin(self.field, places_of_fields(BULK_FIELDS))
        able = of_field & without_hand_of(official, self.filings.appraiser, self.filings.clerk)
        taken = 0
        for _ in range(int(rng.integers(*BULKS))):
            size, day = int(rng.integers(*BULK_SIZE)), int(rng.integers(first + BULK_FROM, until - 1))
            pool = np.flatnonzero(able & (received < day) & (received > day - BULK_RECENT))
            chosen = rng.permutation(pool)[:size]
            hour, dossiers = rng.uniform(*BULK_HOUR), chosen[: round(size * self.strength)]
            moment = day + hour + np.arange(len(dossiers)) * BULK_STEP
            self.log.add(official, dossiers, self.log.world.calendar.to_clock(moment), Action.EXPORT)
            taken += len(dossiers)
        deviation = self._deviation(expected, Habit.LOOKS_AROUND, BULK_DOUBT)
        cases = usual.working[official] + usual.looks[official] + taken
        return weigh(cases, expected, expected + taken, deviation)

    def _deviation(self, expected: float, habit: Habit, doubt: float = 0) -> float:
        return float(np.sqrt(expected + (expected * self.spreads[habit]) ** 2 + doubt))

    def _so_many_of(self, dossiers: Ints) -> Ints:
        """Of those at full strength."""
        return dossiers[: round(len(dossiers) * self.strength)]

    def _view_soon(self, rng: Generator, official: int, dossiers: Ints, full: int, within: float) -> None:
        calendar = self.log.world.calendar
        moment = self.filings.received[dossiers] + rng.random(full)[: len(dossiers)] * within
        self.log.add(official, dossiers, calendar.to_clock(np.minimum(moment, calendar.end - BEFORE_END)))

    def _while_acting(self, wrong: Wrong, dossiers: Ints) -> Ints:
        first, until = self._time(wrong)
        received = self.filings.received[dossiers]
        return dossiers[(received >= first) & (received < until - 1)]

    def _time(self, wrong: Wrong) -> tuple[int, int]:
        return max(wrong.first, self.log.begins), min(wrong.until, self.log.world.calendar.recorded)
