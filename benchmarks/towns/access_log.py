"""Collecting accesses, and the choice of what somebody without a part in it would open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from benchmarks.towns.columns import Columns, Floats, Ints, Objects
from benchmarks.towns.export import Export

IN_OFFICE_HOURS = 0
HOUR = 3_600
OFFICE_HOURS = (0.02, 0.97)
"""Of the day's share."""
ATTEMPTS, ATTEMPTS_IN_OWN_POOL = 60, 20
"""Whoever has a part in the whole pool must look elsewhere after a while."""
FRESH_UNTIL = 3
"""Working days before the records' end; nobody but those who work on it opens what is younger."""
INTEREST_DAYS = 40 / 3
"""Mean age of what is looked at."""


@dataclass
class Accesses(Columns):
    dossier: Ints
    official: Ints
    moment: Floats
    """Of which outside office hours only the day counts."""
    action: Objects
    second: Ints
    """After midnight; ``IN_OFFICE_HOURS`` where the moment says it all."""


class Looks(NamedTuple):
    dossiers: Ints
    moments: Floats


class AccessLog:
    def __init__(self, export: Export) -> None:
        self.export, self.rng, self.dossiers = export, export.rng, export.course.dossiers
        self.end = export.end
        self.existing = np.flatnonzero(export.exists)
        """Places of the dossiers that are in the records."""
        unit = self.dossiers.unit[self.existing]
        self.of_unit = [self.existing[unit == one] for one in range(len(export.world.units))]
        self._parts: list[Accesses] = []

    def add(
        self,
        dossiers: Ints,
        official: Ints | int,
        moments: Floats,
        action: Objects | str,
        second: Ints | int = IN_OFFICE_HOURS,
    ) -> None:
        count = len(dossiers)
        self._parts.append(
            Accesses(
                dossier=dossiers,
                official=np.broadcast_to(official, count),
                moment=moments,
                action=np.broadcast_to(np.array(action, object), count),
                second=np.broadcast_to(second, count),
            )
        )

    def all(self) -> Accesses:
        """In the order in which they were added."""
        return Accesses.together(self._parts)

    def received(self, after: float, before: float, among: Ints | None = None) -> Ints:
        """Dossiers received between the two moments."""
        among = self.existing if among is None else among
        received = self.dossiers.received[among]
        return among[(received > after) & (received < before)]

    def received_day(self, dossiers: Ints) -> Floats:
        return np.floor(self.dossiers.received[dossiers])

    def strange(self, official: int, pool: Ints, count: int) -> Looks:
        """Dossiers of the pool in which the official has no part, while they are fresh."""
        found: list[int] = []
        for attempt in range(ATTEMPTS):
            seen = self.rng.choice(pool if attempt < ATTEMPTS_IN_OWN_POOL else self.existing, max(count, 1) * 2 + 5)
            found += [int(place) for place in seen if self._is_strange(official, place)]
            if len(found) >= count:
                break
        places = np.array(found[:count], int)
        days = self.received_day(places) + self.rng.exponential(INTEREST_DAYS, len(places)) + 1
        return Looks(places, np.minimum(days, self.end - 1))

    def in_office(self, moments: Floats) -> Floats:
        """At some time of the same day."""
        return np.floor(moments) + self.rng.uniform(*OFFICE_HOURS, len(moments))

    def look_at_strange(self, official: int, pool: Ints, count: int, action: str = "view") -> None:
        places, moments = self.strange(official, pool, count)
        self.add(places, official, self.in_office(moments), action)

    def seconds_between(self, hours: tuple[float, float], count: int) -> Ints:
        return (self.rng.uniform(*hours, count) * HOUR).astype("int64")

    def _is_strange(self, official: int, place: int) -> bool:
        dossiers = self.dossiers
        hands = (dossiers.clerk, dossiers.appraiser, dossiers.releaser, dossiers.signer, dossiers.first_appraiser)
        fresh = dossiers.received[place] < self.end - FRESH_UNTIL
        return bool(fresh) and not any(hand[place] == official for hand in hands)
