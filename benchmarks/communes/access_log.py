"""The access log: its rows, its months, and what lies at hand to be opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from benchmarks.communes.dossier import Dossier
from benchmarks.communes.office import Official, Unit
from benchmarks.communes.workdays import EXPORTED, LAST, SECOND_HALF, SECOND_HALF_FROM, on, to_clock

LOGGED_DAYS = range(SECOND_HALF, LAST + 1)
LOGGED_FROM = on(SECOND_HALF_FROM, time())
_AFTER_THE_END = 4
"""Working days for which a dossier still lies at hand."""
MORNING, EVENING = 0.02, 0.97
"""Parts of a working day between which people usually look things up."""


@dataclass(frozen=True, eq=False)
class Access:
    at: datetime
    official: Official
    dossier: Dossier
    action: str = "view"
    planted: bool = False


@dataclass
class AccessLog:
    rows: list[Access] = field(default_factory=list)

    def add(
        self, at: datetime, official: Official, dossier: Dossier, action: str = "view", planted: bool = False
    ) -> None:
        """Unless it falls outside the months of the log."""
        if LOGGED_FROM <= at <= EXPORTED:
            self.rows.append(Access(at, official, dossier, action, planted))

    def counts(self) -> Counter[Official]:
        return Counter(row.official for row in self.rows)


class Lying:
    """Which dossiers are at hand in a unit on a day."""

    def __init__(self, dossiers: list[Dossier]) -> None:
        self._by_day: defaultdict[tuple[Unit, int], list[Dossier]] = defaultdict(list)
        for dossier in dossiers:
            last = min(int(dossier.finished) + _AFTER_THE_END, LAST)
            for day in range(max(dossier.day, SECOND_HALF - 1), last + 1):
                self._by_day[dossier.unit, day].append(dossier)

    def at(self, unit: Unit, day: int) -> list[Dossier]:
        return self._by_day.get((unit, day), [])


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def draw_moment(rng: Random, day: int, first: float = MORNING, last: float = EVENING) -> datetime:
    """Some time between two parts of a working day."""
    return to_clock(day + rng.uniform(first, last))
