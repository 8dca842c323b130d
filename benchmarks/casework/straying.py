"""Looks into dossiers one has nothing to do with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from benchmarks.casework.caseload import Caseload
from benchmarks.casework.life import Life
from benchmarks.casework.office import Office
from benchmarks.casework.workdays import END, Ints, same_day, to_clock

TRIES = 60


class Manner(NamedTuple):
    """Shares of the looks: after hours, into the own unit's dossiers, and with something printed or exported."""

    evening: float
    own_unit: float
    takes_along: float


class Look(NamedTuple):
    """``at`` in microseconds since 1970, UTC."""

    at: int
    dossier: int
    action: str


class Straying:
    def __init__(self, office: Office, load: Caseload, life: Life) -> None:
        self.load, self.life, self.seats = load, life, office.seats
        tenures = office.tenures()
        self.tenures = {official: tenures[official] for official in office.posts}
        self.everything = np.arange(len(load))
        self.last_look = int(to_clock(END - 1))

    def draw(self, rng: np.random.Generator, official: str, n: int, manner: Manner) -> Iterator[Look]:
        """At most ``n`` looks: a few fall on a time when there was nothing to look into."""
        for _ in range(n):
            start, end, seat = self.tenures[official][int(rng.integers(len(self.tenures[official])))]
            minute = rng.uniform(start, max(start + 1, end - 1))
            own = self.load.by_unit.get(self.seats[seat].unit, self.everything[:0])
            pool = own if rng.random() < manner.own_unit and len(own) else self.everything
            dossier = self._foreign(rng, official, seat, minute, pool)
            if dossier is None:
                continue
            at = int(to_clock(minute))
            if rng.random() < manner.evening:
                at = min(same_day(minute, rng.uniform(18.2, 22.5)), self.last_look)
            action = "view"
            if rng.random() <= manner.takes_along:
                action = "print" if rng.random() < 0.6 else "export"
            yield Look(at, dossier, action)

    def _foreign(self, rng: np.random.Generator, official: str, seat: int, minute: float, pool: Ints) -> int | None:
        """A dossier of the pool, received not long before, that is none of the official's."""
        there = self._received(pool, minute)
        if there < 3:
            return None
        for attempt in range(TRIES):
            if attempt == TRIES // 2:
                # Who touches everything in his unit can only stray elsewhere.
                pool = self.everything
                there = self._received(pool, minute)
            recent = max(0, there - max(60, len(pool) // 4))
            dossier = int(pool[int(rng.integers(recent, there))])
            if not self._own(official, seat, dossier):
                return dossier
        return None

    def _received(self, pool: Ints, minute: float) -> int:
        return int(np.searchsorted(self.load.received[pool], minute))

    def _own(self, official: str, seat: int, dossier: int) -> bool:
        load, life = self.load, self.life
        head = life.heads[int(load.unit[dossier]), int(load.procedure[dossier])]
        return official in (life.handler[dossier], life.clerk[dossier]) or seat in (
            load.desk[dossier],
            load.clerk[dossier],
            head,
        )
