"""From handling to the events on record, and to the dates of each dossier."""

from dataclasses import dataclass, field

import numpy as np

from liem.dossiers.simulation import wording
from liem.dossiers.simulation.arrivals import Arrivals
from liem.dossiers.simulation.cast import APPRAISER, Cast
from liem.dossiers.simulation.catalogue import PROCEDURES
from liem.dossiers.simulation.handling import Handling, Stop
from liem.dossiers.simulation.nature import OUTAGE_DAYS, Nature, outage
from liem.dossiers.simulation.worktime import DAY, MINUTE, OPENS, Real, Truth, Whole, WorkingTime, clock_minute

ACTIVITIES = (
    "received",
    "guidance_given",
    "receipt_slip_issued",
    "fee_collected",
    "forwarded",
    "consulted",
    "field_visit",
    "supplement_requested",
    "supplement_received",
    "suspended",
    "resumed",
    "appraised",
    "returned_for_correction",
    "approved",
    "refused",
    "due_changed",
    "apology_issued",
    "result_ready",
    "finished",
    "withdrawn",
)
CODE = {name: number for number, name in enumerate(ACTIVITIES)}
GRANTED, REFUSED, WITHDRAWN = range(3)
OUTCOMES = ("granted", "refused", "withdrawn")
NOBODY = -1
DOCUMENTS = tuple(code for entry in PROCEDURES for code in (*entry.required, *entry.unlisted))
"""Every document code, procedure by procedure: the required ones, then those outside the list."""
FIRST_DOCUMENT = np.cumsum([0] + [entry.documents + 3 for entry in PROCEDURES[:-1]])


@dataclass
class Events:
    """Events as columns; ``row`` is the dossier within the batch; -1 means empty."""

    row: Whole
    at: Whole
    activity: Whole
    official: Whole
    unit: Whole
    document: Whole
    reason: Whole
    amount: Whole


@dataclass
class Dates:
    """Of each dossier, microseconds: receipt, due, finish (-1.

    Still open), with outcome (-1) and the fee taken (-1).
    """

    received: Whole
    due: Whole
    finished: Whole
    outcome: Whole
    fee: Whole
    last_work: Real
    """where the handling ends on the line of working time, on record or not"""


@dataclass
class Sheet:
    """Collects blocks of events and cuts what lies after the hand-over."""

    end: int
    blocks: list[tuple[Whole, ...]] = field(default_factory=list)

    def add(
        self,
        name: str,
        rows: Whole,
        at: Whole,
        official: Whole,
        unit: Whole,
        document: Whole | int = -1,
        reason: Whole | int = -1,
        amount: Whole | int = -1,
    ) -> None:
        columns = [rows, at, CODE[name], official, unit, document, reason, amount]
        self.blocks.append(tuple(np.broadcast_to(np.asarray(column, np.int64), rows.shape) for column in columns))

    def events(self) -> Events:
        """In the order of dossier and time; at one instant, in the order of work."""
        columns = [np.concatenate(parts) for parts in zip(*self.blocks, strict=True)]
        kept = columns[1] < self.end
        columns = [column[kept] for column in columns]
        order = np.argsort(
            (columns[0] << 34) + (columns[1] - columns[1].min(initial=self.end)) // 1_000_000, kind="stable"
        )
        return Events(*(column[order] for column in columns))


class Recorder:
    """Writes one batch down: every event with its instant, official, document and reason.

    Chances are drawn for all dossiers of the batch, then picked from: what happens in one leaves the others alone.
    """

    def __init__(
        self,
        arrivals: Arrivals,
        handling: Handling,
        cast: Cast,
        nature: Nature,
        time: WorkingTime,
        rng: np.random.Generator,
    ) -> None:
        self.a, self.h, self.cast, self.nature, self.time, self.rng = arrivals, handling, cast, nature, time, rng
        self.sheet = Sheet(time.end_instant)
        self.everyone = np.arange(len(arrivals))
        self.received = time.day_instant(arrivals.day, clock_minute(arrivals.minute))
        self.leaves = np.isfinite(handling.withdrawn)
        self.stays_until = np.where(self.leaves, handling.withdrawn, np.inf)

    def record(self) -> tuple[Events, Dates]:
        fee = self._at_the_counter()
        self._on_the_way()
        for number, stop in enumerate(self.h.stops()):
            self._stop(number, stop)
        due = self._due()
        finished, outcome = self._decide()
        self._lateness(due, finished)
        finish = self.time.instant(finished)
        known = finish < self.time.end_instant
        events = self.sheet.events()
        closing = self.time.closing(due)
        dates = Dates(self.received, closing, np.where(known, finish, -1), np.where(known, outcome, -1), fee, finished)
        return events, dates

    def _chance(self) -> Real:
        return self.rng.random(len(self.a))

    def work(self, rows: Whole, offset: Real) -> Real:
        """Where a net offset of these dossiers lies on the line of working time.

        Stops and the outage lie in between.
        """
        return self._around_outage(rows, self._with_stops(rows, offset))

    def _with_stops(self, rows: Whole, offset: Real) -> Real:
        place = self.a.work[rows] + offset
        for stop in self.h.stops():
            place = place + np.where(offset > stop.at[rows], stop.length[rows], 0.0)
        return place

    def _stands(self, rows: Whole, stop: Stop) -> tuple[Real, Real]:
        """When the clock stops and when it goes on."""
        begin = self._with_stops(rows, stop.at[rows])
        return self._around_outage(rows, begin), self._around_outage(rows, begin + stop.length[rows])

    def _around_outage(self, rows: Whole, place: Real) -> Real:
        halt = float(self.time.work_at(np.array([self.nature.outage_day]), np.array([0]))[0])
        halted = (
            np.isin(self.a.unit[rows], self.nature.outage_units)
            & (self.a.day[rows] < self.nature.outage_day)
            & (place >= halt)
        )
        return np.where(halted, place + OUTAGE_DAYS * DAY, place)

    def _when_it_works(self, rows: Whole, at: Whole) -> Whole:
        """``at``, or the opening of the first day after the outage for what falls into it."""
        halt, back = outage(self.nature, self.time)
        opening = self.time.epoch + back * 1440 * MINUTE + (OPENS + 1) * MINUTE
        down = np.isin(self.a.unit[rows], self.nature.outage_units)
        down &= (at >= self.time.epoch + halt * 1440 * MINUTE) & (at < opening)
        return np.where(down, opening, at)

    def _by(self, seat: Whole, work: Real) -> Whole:
        day = np.minimum(self.time.day_of(work), self.time.days)
        return self.cast.seats.actor[seat, day]

    def _appraiser(self, rows: Whole, work: Real, contrived: Truth) -> Whole:
        """Who does the appraiser's work then; what is contrived, nobody does in another's place."""
        return np.where(contrived[rows], self.h.appraiser[rows], self._by(self.h.seat[rows], work))

    def _add(self, name: str, rows: Whole, offset: Real, seat: Whole, **more: Whole | int) -> None:
        """One event at a net offset, by whoever does the work of the seat that day; none after a withdrawal."""
        kept = offset < self.stays_until[rows]
        work = self.work(rows[kept], offset[kept])
        cut = {key: value[kept] if isinstance(value, np.ndarray) else value for key, value in more.items()}
        self.sheet.add(
            name, rows[kept], self.time.instant(work), self._by(seat[rows[kept]], work), self.a.unit[rows[kept]], **cut
        )

    def _at_the_counter(self) -> Whole:
        """Receipt, guidance, slip and fee: minutes apart, a hurried receipt quicker. Returns the fee taken."""
        a, h, rows = self.a, self.h, self.everyone
        clerk, unit = h.clerk, a.unit
        pace = np.where(h.hurried, 0.25, 1.0)
        self.sheet.add("received", rows, self.received, clerk, unit)
        guided = np.flatnonzero(h.guided)
        at = self.received + (self.rng.uniform(2, 9, len(a)) * pace * 60).astype(np.int64) * 1_000_000
        self.sheet.add("guidance_given", guided, at[guided], clerk[guided], unit[guided])
        slip = self.received + (self.rng.uniform(10, 22, len(a)) * pace * 60).astype(np.int64) * 1_000_000
        self.sheet.add("receipt_slip_issued", rows, slip, clerk, unit)
        fee = np.array([entry.fee for entry in PROCEDURES])[a.procedure]
        taken = np.where(
            h.overcharged, fee + np.maximum(10_000, (fee * self.rng.uniform(0.2, 1.0, len(a))) // 10_000 * 10_000), fee
        )
        taken = np.where(a.express & (self._chance() < 0.5), 0, taken).astype(np.int64)
        paid = np.flatnonzero(taken > 0)
        self.sheet.add("fee_collected", paid, slip[paid] + MINUTE, clerk[paid], unit[paid], amount=taken[paid])
        return taken

    def _on_the_way(self) -> None:
        a, h = self.a, self.h
        priority = np.where(a.express, wording.PRIORITY, wording.NONE)
        self._add("forwarded", self.everyone, h.forwarded, h.clerk_seat, reason=priority)
        between = (h.appraised - h.forwarded) * self.rng.uniform(0.05, 0.95, len(a))
        visited = np.flatnonzero(self._chance() < np.array([entry.visit for entry in PROCEDURES])[a.procedure])
        self._add("field_visit", visited, (h.forwarded + between)[visited], h.seat)
        self._consult()

    def _consult(self) -> None:
        """Another department is asked; the event carries the official there who answers."""
        a, h = self.a, self.h
        rows = np.flatnonzero(self._chance() < np.array([entry.consult for entry in PROCEDURES])[a.procedure])
        other = np.where(a.unit[rows] == 0, 1, 0)
        offset = (h.forwarded + (h.appraised - h.forwarded) * self.rng.uniform(0.1, 0.9, len(a)))[rows]
        kept = offset < self.stays_until[rows]
        rows, other, work = rows[kept], other[kept], self.work(rows, offset)[kept]
        desks = [
            np.flatnonzero((self.cast.seats.unit == unit) & (self.cast.seats.post == APPRAISER)) for unit in (0, 1)
        ]
        pick = self._chance()[rows]
        seat = np.where(
            other == 0, desks[0][(pick * len(desks[0])).astype(int)], desks[1][(pick * len(desks[1])).astype(int)]
        )
        self.sheet.add(
            "consulted", rows, self.time.instant(work), self._by(seat, work), other, reason=wording.CONSULTATION
        )

    def _stop(self, number: int, stop: Stop) -> None:
        rows = np.flatnonzero(stop.happens & (stop.at < self.h.total) & (stop.at <= self.stays_until))
        begin, end = self._stands(rows, stop)
        by, unit = self._appraiser(rows, begin, self.h.contrived), self.a.unit[rows]
        asks = number < 2
        if asks:
            if number == 0:
                late = self.h.guided_late[rows] & ~self.h.guided[rows]
                self.sheet.add("guidance_given", rows[late], self.time.instant(begin[late]), by[late], unit[late])
            document, reason = self._request(rows, number)
            self.sheet.add("supplement_requested", rows, self.time.instant(begin), by, unit, document, reason)
        else:
            said = self.rng.choice(wording.SUSPENSIONS, len(self.a))[rows]
            reason = np.where(self.h.grounded[rows], said, wording.NONE)
            self.sheet.add("suspended", rows, self.time.instant(begin), by, unit, reason=reason)
        back = ~self.leaves[rows]
        who = self._by(self.h.clerk_seat[rows], end) if asks else self._by(self.h.seat[rows], end)
        name = "supplement_received" if asks else "resumed"
        given = document[back] if asks else wording.NONE
        self.sheet.add(name, rows[back], self.time.instant(end[back]), who[back], unit[back], given)

    def _request(self, rows: Whole, number: int) -> tuple[Whole, Whole]:
        """Which document, and the reason given."""
        procedure = self.a.procedure[rows]
        listed = np.array([entry.documents for entry in PROCEDURES])[procedure]
        chosen = (self.rng.beta(1.0, 1.8, len(self.a))[rows] * listed).astype(np.int64)
        beyond = listed + 1 + (self._chance()[rows] < 0.4)
        unlisted, stale = self.h.asked_unlisted[rows] & (number == 0), self.h.asked_stale[rows] & (number == 0)
        chosen = np.where(stale, listed, np.where(unlisted, beyond, chosen))
        reason = np.where(unlisted | stale, wording.UNLISTED, self.rng.choice(wording.REQUESTS, len(self.a))[rows])
        return FIRST_DOCUMENT[procedure] + chosen, reason

    def _due(self) -> Whole:
        """Ordinal of the due day: limit, plus the working days the clock stood, plus what was moved or extended."""
        due = self.time.receipt_ordinal(self.a.day) + self.a.limit
        self.standing = np.zeros(len(self.a), bool)
        for stop in self.h.stops():
            rows = np.flatnonzero(stop.happens & (stop.at < self.h.total) & ~self.leaves)
            begin, end = self._stands(rows, stop)
            over = self.time.instant(end) < self.time.end_instant
            due[rows] += np.where(over, self.time.ordinal(end) - self.time.ordinal(begin), 0)
            self.standing[rows] |= ~over & (self.time.instant(begin) < self.time.end_instant)
        limit = self.a.limit * float(DAY)
        ground = np.where(self.h.grounded, wording.EXTENSION, wording.NONE)
        none = np.full(len(self.a), wording.NONE)
        for changed, before, reason in ((self.h.moved, 0.5, none), (self.h.extended, 2.5, ground)):
            rows = np.flatnonzero(changed & ~self.leaves & (self.h.total > limit - before * DAY))
            work = self.work(rows, np.minimum(limit[rows] - before * DAY, self.h.approved[rows] - 1))
            at, by = self.time.instant(work), self._appraiser(rows, work, self.h.moved)
            self.sheet.add("due_changed", rows, at, by, self.a.unit[rows], reason=reason[rows])
            done = at < self.time.end_instant
            due[rows] += np.where(done, 5 + (self._chance()[rows] * 6).astype(np.int64), 0)
        return due

    def _decide(self) -> tuple[Real, Whole]:
        """Appraisal, decision, result and finish; or the withdrawal.

        Returns the finish on the working line, and the outcome.
        """
        h, all_rows = self.h, self.everyone
        self._add("appraised", all_rows, h.appraised, h.seat)
        again = np.flatnonzero(self._chance() < 0.02)
        step = (h.approved - h.appraised)[again]
        self._add(
            "returned_for_correction",
            again,
            h.appraised[again] + 0.3 * step,
            h.approver_seat,
            reason=wording.CORRECTION,
        )
        self._add("appraised", again, h.appraised[again] + 0.7 * step, h.seat)
        refused = self._chance() < 0.03
        yes, no = np.flatnonzero(~refused), np.flatnonzero(refused)
        self._add("approved", yes, h.approved[yes], h.approver_seat)
        self._add("refused", no, h.approved[no], h.approver_seat, reason=wording.REFUSAL)
        ready = h.total - np.minimum(0.15 * (h.total - h.approved), 40)
        self._add("result_ready", all_rows, ready, h.clerk_seat)
        self._add("finished", all_rows, h.total, h.clerk_seat)
        finished = self.work(all_rows, h.total)
        left = np.flatnonzero(self.leaves)
        wait = self.rng.uniform(0.2, 3.0, len(self.a)) * DAY * np.minimum(1, self.a.limit / 6)
        finished[left] = self._around_outage(left, self._with_stops(left, h.withdrawn[left]) + wait[left])
        who = self._by(h.clerk_seat[left], finished[left])
        self.sheet.add(
            "withdrawn", left, self.time.instant(finished[left]), who, self.a.unit[left], reason=wording.WITHDRAWAL
        )
        return finished, np.where(self.leaves, WITHDRAWN, np.where(refused, REFUSED, GRANTED))

    def _lateness(self, due: Whole, finished: Real) -> None:
        """The head's apology on the due day, mostly; ``late`` is kept for the truth."""
        handed_over = int(self.time.receipt_ordinal(np.array([self.time.days - 1]))[0])
        known = self.time.instant(finished) < self.time.end_instant
        self.late: Truth = (
            ~self.leaves & ~self.standing & (np.where(known, self.time.ordinal(finished), handed_over) > due)
        )
        rows = np.flatnonzero(self.late & ~self.h.silent)
        minutes = self.rng.uniform(5, 200, len(self.a))[rows]
        at = self._when_it_works(rows, self.time.closing(due[rows]) - (minutes * 60).astype(np.int64) * 1_000_000)
        at = np.minimum(at, self.time.instant(finished[rows]) - MINUTE)
        day = (at - self.time.epoch) // (1440 * MINUTE)
        head = self.cast.seats.actor[self.h.head_seat[rows], np.minimum(day, self.time.days)]
        halted = np.isin(self.a.unit[rows], self.nature.outage_units) & (abs(day - self.nature.outage_day) < 25)
        self.sheet.add(
            "apology_issued",
            rows,
            at,
            head,
            self.a.unit[rows],
            reason=np.where(halted, wording.OUTAGE, wording.APOLOGY),
        )
