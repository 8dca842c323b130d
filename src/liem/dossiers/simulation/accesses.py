"""Who opened which dossier: almost all explained by work, supervision, the counter, audit or cover.

A little of it by nothing.
"""

from dataclasses import dataclass, field

import numpy as np

from liem.dossiers.simulation.arrivals import Arrivals
from liem.dossiers.simulation.cast import CLERK, INSPECTOR, Cast
from liem.dossiers.simulation.handling import Handling
from liem.dossiers.simulation.nature import Nature
from liem.dossiers.simulation.planting import Plant
from liem.dossiers.simulation.steps import CODE, NOBODY, Dates, Events
from liem.dossiers.simulation.worktime import MINUTE, Real, Whole, WorkingTime

ACTIONS = ("view", "edit", "print", "export")
VIEW, EDIT, PRINT, EXPORT = range(4)

OWN_WORK = (
    ("received", EDIT, 1.0),
    ("supplement_requested", EDIT, 1.0),
    ("supplement_received", EDIT, 0.9),
    ("suspended", EDIT, 1.0),
    ("consulted", VIEW, 1.0),
    ("appraised", VIEW, 1.0),
    ("approved", VIEW, 0.9),
    ("refused", VIEW, 1.0),
    ("result_ready", PRINT, 0.9),
)
"""What is opened for a step of work, and how often the log shows it."""
SUPERVISION, INQUIRY, AUDIT, COVER = 0.03, 0.04, 0.004, 0.6
OFF_HOURS = 0.3
EXPORTED = 0.2


@dataclass
class Accesses:
    """Accesses as columns; ``row`` is the dossier within the batch."""

    row: Whole
    at: Whole
    official: Whole
    action: Whole


@dataclass
class AccessLog:
    """Collects the accesses of one batch."""

    arrivals: Arrivals
    handling: Handling
    dates: Dates
    cast: Cast
    nature: Nature
    time: WorkingTime
    rng: np.random.Generator
    blocks: list[tuple[Whole, Whole, Whole, Whole]] = field(default_factory=list)

    def write(self, events: Events, plants: list[Plant]) -> tuple[Accesses, list[tuple[Whole, Whole]]]:
        """All accesses in the order of time, and the (plant, row) pairs of the planted ones."""
        self._own_work(events)
        self._others()
        self._cover()
        self._stray()
        touched = self._snoop(plants)
        row, at, official, action = (np.concatenate(parts) for parts in zip(*self.blocks, strict=True))
        kept = at < self.time.end_instant
        order = np.argsort(at[kept], kind="stable")
        return Accesses(*(column[kept][order] for column in (row, at, official, action))), touched

    def _add(self, rows: Whole, at: Whole, official: Whole, action: Whole | int) -> None:
        self.blocks.append((rows, at, official, np.broadcast_to(np.asarray(action, np.int64), rows.shape)))

    def _own_work(self, events: Events) -> None:
        for name, action, share in OWN_WORK:
            chosen = np.flatnonzero((events.activity == CODE[name]) & (events.official != NOBODY))
            chosen = chosen[self.rng.random(len(chosen)) < share]
            seconds = self.rng.integers(15, 110 if name == "received" else 1500, len(chosen))
            shift = np.where(name == "received", seconds, -seconds) * 1_000_000
            at = np.maximum(events.at[chosen] + shift, self.dates.received[events.row[chosen]] + 5_000_000)
            self._add(events.row[chosen], at, events.official[chosen], action)

    def _sometime(self, rows: Whole) -> Real:
        """A moment of working time while the dossier is handled."""
        begin = self.arrivals.work[rows]
        return begin + self.rng.random(len(rows)) * (self.dates.last_work[rows] - begin)

    def _some(self, share: float) -> Whole:
        return np.flatnonzero(self.rng.random(len(self.arrivals)) < share)

    def _seat_view(self, rows: Whole, seat: Whole) -> None:
        work = self._sometime(rows)
        day = np.minimum(self.time.day_of(work), self.time.days)
        self._add(rows, self.time.instant(work), self.cast.seats.actor[seat, day], VIEW)

    def _others(self) -> None:
        """The head looks in, the counter answers a caller, the inspectorate audits."""
        rows = self._some(SUPERVISION)
        self._seat_view(rows, self.handling.head_seat[rows])
        rows = self._some(INQUIRY)
        self._seat_view(rows, self.cast.post_wheels[CLERK].draw(self.arrivals.unit[rows], self.rng.random(len(rows))))
        rows = self._some(AUDIT)
        inspectors = self.cast.of_post(INSPECTOR)
        who = inspectors[(self.rng.random(len(rows)) * len(inspectors)).astype(int)]
        self._add(rows, self.time.instant(self._sometime(rows)), who, VIEW)

    def _cover(self) -> None:
        """Who covers for a colleague away for weeks looks through the colleague's dossiers."""
        for seat, cover, first, last in self.cast.long_absences:
            rows = np.flatnonzero(
                (self.handling.seat == seat) & (self.arrivals.day >= first - 15) & (self.arrivals.day <= last)
            )
            rows = rows[self.rng.random(len(rows)) < COVER]
            from_day = np.maximum(self.arrivals.day[rows], first)
            day = np.minimum(from_day + self.rng.integers(0, 6, len(rows)), last)
            work = self.time.work_at(day, self.rng.integers(0, 470, len(rows)))
            kept = (work < self.dates.last_work[rows]) & (work > self.arrivals.work[rows] + 60)
            self._add(rows[kept], self.time.instant(work[kept]), np.full(int(kept.sum()), cover), VIEW)

    def _stray(self) -> None:
        """Slips of the finger, and calls nobody wrote down: a colleague of the unit, each with a habit of his own."""
        rows = self._some(0.03)
        beside = self.cast.post_wheels[CLERK].draw(self.arrivals.unit[rows], self.rng.random(len(rows)))
        other = self.cast.appraising.draw(self.arrivals.cell[rows], self.rng.random(len(rows)))
        seat = np.where(self.rng.random(len(rows)) < 0.3, beside, other)
        official = self.cast.seats.holder[seat, np.minimum(self.arrivals.day[rows], self.time.days)]
        kept = self.rng.random(len(rows)) < self.nature.stray[official] / 0.012
        rows, official = rows[kept], official[kept]
        self._add(rows, self.time.instant(self._sometime(rows)), official, VIEW)

    def _snoop(self, plants: list[Plant]) -> list[tuple[Whole, Whole]]:
        """Planted E.

        Dossiers of others opened without any work on them, a part of it outside office hours, a part exported.
        """
        touched = []
        first, last = int(self.arrivals.day.min()), int(self.arrivals.day.max())
        for number, planted in enumerate(plants):
            strength = planted.strength if planted.kind == "unexplained_access" else 0.0
            span = max(0, min(last, planted.last_day) - max(first, planted.first_day) + 1) * (last > first) / 30.4
            count = min(int(self.rng.poisson(10 * strength * span)), len(self.arrivals))
            rows = self._others_dossiers(planted.official, count) if count else np.empty(0, np.int64)
            rows = rows[self.arrivals.day[rows] >= planted.first_day]
            at = self.time.instant(self._sometime(rows))
            late = self.rng.random(len(rows)) < OFF_HOURS
            at = np.where(
                late,
                at // (1440 * MINUTE) * (1440 * MINUTE) + self.rng.integers(18 * 60, 22 * 60, len(rows)) * MINUTE,
                at,
            )
            action = np.where(self.rng.random(len(rows)) < EXPORTED, EXPORT, VIEW)
            self._add(rows, at, np.full(len(rows), planted.official), action)
            touched.append((np.full(len(rows), number), rows))
        return touched

    def _others_dossiers(self, official: int, count: int) -> Whole:
        """Of the own unit and of others, never handled by the official."""
        chance = np.where(self.arrivals.unit == self.cast.seats.unit[official], 4.0, 1.0)
        mine = (
            (self.handling.appraiser == official) | (self.handling.clerk == official) | (self.handling.seat == official)
        )
        chance = np.where(mine, 0.0, chance)
        count = min(count, int((chance > 0).sum()) // 4)
        return self.rng.choice(len(chance), size=count, replace=False, p=chance / chance.sum())
