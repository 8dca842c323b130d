"""How far a planted act shows: events beyond those of honest people, against what chance and habit explain."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.communes.access_log import AccessLog
from benchmarks.communes.dossier import Dossier
from benchmarks.communes.facts import (
    Fact,
    is_asked_off_list,
    is_due_changed,
    is_late,
    is_refused,
    is_slow,
    is_stopped_at_limit,
    is_withdrawn,
)
from benchmarks.communes.office import Official
from benchmarks.communes.procedures import LONG, SHORT
from benchmarks.communes.rates import Rates
from benchmarks.communes.straying import Worked, is_astray
from benchmarks.communes.ways import ACCESS, WAYS, Way

_LEAST_VARIANCE = 0.5
_ASKING_SPREAD, _AGAIN_SPREAD, _ACCESS_SPREAD = 0.24, 0.25, 0.45
"""How much honest people differ, as a share of the expected number; so below."""


@dataclass(frozen=True)
class Evidence:
    n: int
    """Dossiers or accesses in question."""
    excess: float
    """Events more than expected."""
    expected: float
    """Events of an honest official with as many."""
    variance: float

    @property
    def strength(self) -> float:
        """The excess in standard deviations."""
        return self.excess / math.sqrt(max(self.variance, _LEAST_VARIANCE))


@dataclass(frozen=True)
class _Measure:
    fact: Fact
    least_limit: int
    """Working days from which the act is possible."""
    spread: float


_MEASURES = {
    Way.STALLS: _Measure(is_slow, SHORT + 1, 0.3),
    Way.REFUSES: _Measure(is_refused, SHORT + 1, 0.2),
    Way.HOLDS: _Measure(is_late, 2, 0.35),
    Way.STOPS_CLOCK: _Measure(is_stopped_at_limit, LONG, 0.35),
    Way.ASKS_OFF_LIST: _Measure(is_asked_off_list, 2, 0.4),
    Way.TURNS_ROUND: _Measure(is_withdrawn, SHORT + 1, 0.3),
    Way.EDITS_DUE: _Measure(is_due_changed, SHORT + 1, 0.3),
    Way.WITHHOLDS_SIGNATURE: _Measure(is_late, LONG, 0.35),
}


@dataclass(frozen=True)
class Records:
    """What was written, as far as the truth is counted from it."""

    dossiers: list[Dossier]
    log: AccessLog
    worked: Worked
    rates: Rates

    def evidence(self, official: Official, way: Way) -> Evidence:
        if WAYS[way].act == ACCESS:
            return self._of_accesses(official, way)
        mine = [d for d in self.dossiers if official.code in d.named and _HANDS.get(way, _checks)(official, d)]
        if way in _MEASURES:
            return self._of_fact(official, mine, _MEASURES[way])
        return _of_rounds(mine) if way == Way.ASKS_AGAIN else _of_requests(mine)

    def _of_accesses(self, official: Official, way: Way) -> Evidence:
        rows = [a for a in self.log.rows if a.official is official]
        expected = sum(not a.planted and is_astray(a, self.worked, way) for a in rows)
        usual = max(expected, 1.0)
        return Evidence(
            len(rows), sum(a.planted for a in rows), expected, usual + _habit_variance(_ACCESS_SPREAD, usual)
        )

    def _of_fact(self, official: Official, mine: list[Dossier], measure: _Measure) -> Evidence:
        possible = [d for d in mine if d.limit >= measure.least_limit]
        among_others = sum(self.rates.of(measure.fact, d) for d in possible)
        expected = among_others * self.rates.in_unit(measure.fact, official.unit)
        met = sum(measure.fact(d) for d in possible)
        variance = max(expected, _LEAST_VARIANCE) + _habit_variance(measure.spread, expected)
        return Evidence(len(possible), met - expected, expected, variance)


def _of_requests(mine: list[Dossier]) -> Evidence:
    expected = sum(d.expected_asked for d in mine)
    variance = sum(d.expected_asked * (1 - d.expected_asked) for d in mine) + _habit_variance(_ASKING_SPREAD, expected)
    return Evidence(len(mine), sum(d.asked for d in mine) - expected, expected, variance)


def _of_rounds(mine: list[Dossier]) -> Evidence:
    """Of the dossiers asked for a supplement, those asked again."""
    asked = [d for d in mine if d.asked]
    expected = sum(d.expected_again for d in asked)
    again = sum(d.rounds > 1 for d in asked)
    return Evidence(len(asked), again - expected, expected, expected + _habit_variance(_AGAIN_SPREAD, expected))


def _habit_variance(spread: float, expected: float) -> float:
    return (spread * expected) ** 2


def _checks(official: Official, dossier: Dossier) -> bool:
    return dossier.checker is official


def _takes_in(official: Official, dossier: Dossier) -> bool:
    return dossier.receiver is official and "received" in dossier.named[official.code]


def _signs(official: Official, dossier: Dossier) -> bool:
    return dossier.unit.vice_chair is official and dossier.decided


_HANDS: dict[Way, Callable[[Official, Dossier], bool]] = {
    Way.STAMPS_IN: _takes_in,
    Way.WITHHOLDS_SIGNATURE: _signs,
    Way.TAKES_THEN_ASKS: lambda o, d: _checks(o, d) and d.receiver is o,
    Way.OVER_ASKS: lambda o, d: _checks(o, d) and not d.agent,
}
"""Whether an official's act could fall on a dossier, where that is not by checking it."""
