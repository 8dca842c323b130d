"""How far a planted act shows in the records: events beyond those of the peers, against chance and habit."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from benchmarks.centre.acts import How
from benchmarks.centre.facts import Facts
from benchmarks.centre.people import Official
from benchmarks.centre.reading import Records

HABIT_SPREADS = {
    How.SUPPLEMENTS: 0.2,
    How.SUPPLEMENTS_SELF_FILED: 0.2,
    How.RETURNS: 0.25,
    How.OVERCHARGE: 0.3,
    How.SELECTIVE_HOLD: 0.3,
    How.COUNTER: 0.2,
    How.ROUNDS: 0.3,
    How.LATE: 0.35,
    How.EXTRA_DOCUMENTS: 0.4,
    How.PAUSE_NEAR_LIMIT: 0.4,
    How.PUSH_WITHDRAW: 0.3,
    How.LEADER_SITS: 0.25,
    How.CURIOUS: 0.4,
    How.NIGHT_VIEWS: 0.4,
    How.EXPORTS: 0.4,
    How.DRAFTER: 0.3,
}
"""How far honest people differ in it, as a share of what is expected."""
STEADIED_BY = 10
"""Cases at the mean of all that are added to every stratum, for the rare ones."""
FEWEST_SHARED = 3
"""Dossiers a pair must share, and the agent have elsewhere, for anything to be said."""
PAIR_SPREAD = 0.1


class Occasion(NamedTuple):
    """Something a person could have done; compared with others of the same stratum."""

    person: str | None
    stratum: Hashable
    done: bool


@dataclass(frozen=True)
class Compared:
    n: int
    done: int
    expected: float
    """Of as many occasions of others, stratum by stratum."""
    variance: float

    @property
    def excess(self) -> float:
        return self.done - self.expected

    def strength(self, habit_spread: float) -> float:
        """The excess in standard deviations."""
        return self.excess / math.sqrt(self.variance + (habit_spread * self.expected) ** 2 + 1e-9)


def compare(occasions: Iterable[Occasion], person: str) -> Compared:
    done: Counter[Hashable] = Counter()
    count: Counter[Hashable] = Counter()
    mine = []
    for occasion in occasions:
        if occasion.person == person:
            mine.append(occasion)
        else:
            done[occasion.stratum] += occasion.done
            count[occasion.stratum] += 1
    overall = done.total() / max(1, count.total())
    expected = variance = 0.0
    for occasion in mine:
        rate = (done[occasion.stratum] + STEADIED_BY * overall) / (count[occasion.stratum] + STEADIED_BY)
        expected += rate
        variance += rate * (1 - rate)
    return Compared(len(mine), sum(occasion.done for occasion in mine), expected, variance)


def _stratum(dossier: Facts) -> Hashable:
    return dossier.procedure, dossier.online, dossier.agent is not None


def _specialists(records: Records, done: Callable[[Facts], bool | None], finely: bool = False) -> list[Occasion]:
    """Of every dossier in somebody's hands about which something can be said."""
    occasions = []
    for dossier in records.all:
        found = done(dossier) if dossier.specialist else None
        if found is not None:
            occasions.append(Occasion(dossier.specialist, _stratum(dossier) if finely else dossier.procedure, found))
    return occasions


def _asked_by_specialist(dossier: Facts) -> bool:
    return any(step.official == dossier.specialist for step in dossier.requests)


def _of_specialists(how: How, records: Records) -> list[Occasion] | None:
    """Occasions of the acts on the specialist's desk; nothing for other acts."""
    if how in (How.SUPPLEMENTS, How.SUPPLEMENTS_SELF_FILED):
        return _specialists(records, _asked_by_specialist, finely=True)
    measures: dict[How, Callable[[Facts], bool | None]] = {
        How.ROUNDS: lambda d: d.rounds >= 2,
        How.EXTRA_DOCUMENTS: lambda d: d.asks_off_list,
        How.LATE: lambda d: d.late,
        How.SELECTIVE_HOLD: lambda d: d.in_the_last_days if d.agent is None else None,
        How.PAUSE_NEAR_LIMIT: lambda d: d.specialist in d.suspenders_alone,
        How.PUSH_WITHDRAW: lambda d: d.withdrawn,
    }
    return _specialists(records, measures[how]) if how in measures else None


def _of_others(how: How, records: Records, peers: set[str]) -> list[Occasion]:
    """Occasions at the counter, of superiors, and in the registers of accesses and documents."""
    dossiers = records.all
    match how:
        case How.COUNTER:
            return [Occasion(d.clerk, _stratum(d), bool(d.requests)) for d in dossiers if d.clerk]
        case How.OVERCHARGE:
            return [Occasion(who, None, who in d.overchargers) for d in dossiers for who in d.cashiers if who]
        case How.RETURNS:
            return [Occasion(who, d.procedure, who in d.returners) for d in dossiers for who in d.checkers]
        case How.LEADER_SITS:
            return [Occasion(d.leader, d.procedure, d.late) for d in dossiers if d.late is not None and d.leader]
        case How.DRAFTER:
            return [Occasion(review.drafter, None, review.unlawful) for review in records.reviews]
        case _:
            return [Occasion(x.official, None, not x.has_a_part) for x in records.looks if x.official in peers]


def of_plant(how: How, official: Official, officials: dict[str, Official], records: Records) -> Compared:
    occasions = _of_specialists(how, records)
    if occasions is None:
        peers = {o.id for o in officials.values() if o.role == official.role}
        occasions = _of_others(how, records, peers)
    return compare(occasions, official.id)


class Paces:
    """How fast every dossier was handled, against the median of its procedure, in logarithms."""

    def __init__(self, records: Records) -> None:
        self.records = records
        of_procedure: defaultdict[str, list[float]] = defaultdict(list)
        for dossier in records.all:
            if dossier.log_pace is not None:
                of_procedure[dossier.procedure].append(dossier.log_pace)
        self.medians = {procedure: float(np.median(paces)) for procedure, paces in of_procedure.items()}

    def _of(self, dossiers: Iterable[Facts]) -> list[float]:
        return [d.log_pace - self.medians[d.procedure] for d in dossiers if d.log_pace is not None]

    def of_pair(self, official: str, agent: str) -> dict[str, Any] | None:
        """The pair's dossiers against the rest of each, and that against all others; nothing if they share too few."""
        dossiers = list(self.records.all)
        together = [d for d in dossiers if d.specialist == official and d.agent == agent]
        other_agents = [d for d in dossiers if d.specialist == official and d.agent != agent]
        other_hands = [d for d in dossiers if d.specialist != official and d.agent == agent]
        handled = {d.procedure for d in dossiers if d.specialist == official}
        neither = [d for d in dossiers if d.specialist != official and d.agent != agent and d.procedure in handled]
        paces = [self._of(group) for group in (together, other_agents, other_hands, neither)]
        if len(paces[0]) < FEWEST_SHARED or len(paces[2]) < FEWEST_SHARED or not all(paces):
            return None
        faster, strength = _difference(*paces)
        return {
            "official": official,
            "agent": agent,
            "n": len(paces[0]),
            "n_agent_elsewhere": len(paces[2]),
            "time_ratio": round(math.exp(faster), 2),
            "asked": _asked(together),
            "asked_official_others": _asked(other_agents),
            "asked_agent_elsewhere": _asked(other_hands),
            "evidence": round(strength, 1),
        }


def _difference(
    together: list[float], other_agents: list[float], other_hands: list[float], neither: list[float]
) -> tuple[float, float]:
    """Difference in differences of the paces, and how strong it is in standard deviations."""
    difference = float((np.mean(together) - np.mean(other_agents)) - (np.mean(other_hands) - np.mean(neither)))
    spread = float(np.std(other_agents + other_hands))
    counts = sum(1 / len(group) for group in (together, other_agents, other_hands, neither))
    return difference, -difference / math.sqrt(spread**2 * counts + PAIR_SPREAD**2)


def _asked(dossiers: list[Facts]) -> float:
    return round(sum(bool(d.requests) for d in dossiers) / max(1, len(dossiers)), 3)
