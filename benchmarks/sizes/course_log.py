"""Logging the steps of the dossiers of one round, with the papers and reasons that are written down."""

from __future__ import annotations

import numpy as np
from benchmarks.sizes.arrays import Bools, Floats, Ints
from benchmarks.sizes.catalogue import NO_PAPER
from benchmarks.sizes.counter import Counter
from benchmarks.sizes.hands import Hands
from benchmarks.sizes.moments import Moments
from benchmarks.sizes.outcome import Outcome
from benchmarks.sizes.requests import Requests
from benchmarks.sizes.round import Round
from benchmarks.sizes.steps import (
    ASKED_TO,
    AWAITS_OTHERS,
    AWAITS_SURVEY,
    FAULTY,
    MISSING,
    NO_REASON,
    TO_VERIFY,
    UNCLEAR,
    UNFIT,
    WORKLOAD,
    Logbook,
    Steps,
)

GUIDED_AT = 0.5
"""Share of intake."""
WITHOUT_SLIP = 0.03
FEE_AFTER_SLIP, TAKEN_UP_AFTER = 0.001, 0.004
"""Share of a working day."""
BACK_IN_DAY = (0.1, 0.95)
"""Share of the time of day at which the pause began."""
BACK_AT_INTAKE = 0.7
"""Supplements come to intake, or to whoever asked."""
NO_REASON_ASKING, NO_REASON_STOPPING, NO_REASON_SUSPENDING = 0.12, 0.3, 0.08
NO_REASON_MOVING, NO_REASON_DECIDING = 0.35, 0.1
LONG_FROM = 10
"""Working days of the limit from which there are visits and consultations."""
VISITED, VISITED_AT, CONSULTED, CONSULTED_AT = 0.3, 0.4, 0.15, 0.6
"""How often, and at which share of the time before anything is asked for."""
MOVED_AT, MOVED_BEFORE_LIMIT = 0.97, 0.4
RETURNED, RETURNED_AT, APPRAISED_AGAIN_AT = 0.05, 0.3, 0.6
"""How often, and at which share of the time between appraisal and signature."""
SORRY, SORRY_AT = 0.6, 0.9
"""How often, and at which share of the first day beyond the limit."""


def log_steps(
    run: Round, first: int, requests: Requests, outcome: Outcome, moments: Moments, counter: Counter, hands: Hands
) -> Steps:
    log = _Log(run, first, moments, hands)
    log.at_the_counter(requests, counter)
    log.asking(requests)
    log.suspending(outcome)
    log.working(outcome)
    log.deciding(outcome)
    log.finishing(outcome)
    return log.book.steps()


class _Log:
    def __init__(self, run: Round, first: int, moments: Moments, hands: Hands) -> None:
        self.run, self.moments, self.timeline, self.hands = run, moments, moments.timeline, hands
        self.pace = moments.timeline.pace
        self.book = Logbook(run.world.calendar, first)
        self.every = np.ones(len(run), bool)

    def at_the_counter(self, requests: Requests, counter: Counter) -> None:
        add, filings = self.book.add, self.run.filings
        received, clerk = filings.received, filings.clerk
        add(self.every, received, "received", clerk)
        guided_at = received + counter.intake * GUIDED_AT
        add(requests.guided, guided_at, "guidance_given", clerk, paper=requests.guided_on)
        slip = received + counter.intake
        add(~self.run.happens(WITHOUT_SLIP), slip, "receipt_slip_issued", clerk)
        add(counter.fee_due, slip + FEE_AFTER_SLIP, "fee_collected", clerk, amount=counter.paid)
        forwarded = received + self.pace.forwarded
        add(self.every, forwarded, "forwarded", clerk)
        add(self.every, forwarded + TAKEN_UP_AFTER, "taken_up", filings.appraiser)

    def asking(self, requests: Requests) -> None:
        moments, hands, timeline = self.moments, self.hands, self.timeline
        about_list = self.run.rng.integers(MISSING, UNCLEAR + 1, len(self.run))
        reason = self._given(np.where(requests.off_list, TO_VERIFY, about_list), NO_REASON_ASKING)
        self._request(requests.asked, moments.asked, hands.asks, requests.first, reason)
        besides, reason = requests.customary != NO_PAPER, self._same(MISSING, NO_REASON_ASKING)
        self._request(requests.asked & besides, moments.asked, hands.asks, requests.customary, reason)
        self._supplement(requests.asked, moments.asked, timeline.asked, hands.asks, requests.first)
        reason = self._same(MISSING, NO_REASON_ASKING)
        self._request(requests.again, moments.again, hands.asks_again, requests.second, reason)
        self._supplement(requests.again, moments.again, timeline.again, hands.asks_again, requests.second)

    def suspending(self, outcome: Outcome) -> None:
        add, moments, stops = self.book.add, self.moments, self.hands.stops
        awaits = self.run.rng.integers(AWAITS_OTHERS, AWAITS_SURVEY + 1, len(self.run))
        reason = self._given(awaits, np.where(outcome.stopped, NO_REASON_STOPPING, NO_REASON_SUSPENDING))
        paused = outcome.stopped | outcome.suspended
        add(paused, moments.stopped, "suspended", stops, reason=reason)
        add(paused, self._back(moments.stopped, self.timeline.stopped), "resumed", stops)

    def working(self, outcome: Outcome) -> None:
        add, run, pace, timeline = self.book.add, self.run, self.pace, self.timeline
        appraiser, long, before = run.filings.appraiser, run.limit >= LONG_FROM, pace.asked - pace.forwarded
        visited, consulted = long & run.happens(VISITED), long & run.happens(CONSULTED)
        add(visited, timeline.at(pace.forwarded + VISITED_AT * before), "field_visit", appraiser)
        others = np.full(len(run), AWAITS_OTHERS)
        add(consulted, timeline.at(pace.forwarded + CONSULTED_AT * before), "consulted", appraiser, reason=others)
        moved = timeline.at(np.minimum(pace.appraised * MOVED_AT, run.limit - MOVED_BEFORE_LIMIT))
        reason = self._same(WORKLOAD, NO_REASON_MOVING)
        add(outcome.due_moved, moved, "due_changed", self.hands.appraises, reason=reason)

    def deciding(self, outcome: Outcome) -> None:
        add, run, hands, approved = self.book.add, self.run, self.hands, self.moments.approved
        appraised, withdrawn = self.moments.appraised, np.full(len(run), ASKED_TO)
        add(~outcome.withdrawn, appraised, "appraised", hands.appraises)
        returned = run.happens(RETURNED) & outcome.granted
        between, faulty = approved - appraised, self._same(FAULTY, NO_REASON_DECIDING)
        add(returned, appraised + RETURNED_AT * between, "returned_for_correction", hands.leads, reason=faulty)
        add(returned, appraised + APPRAISED_AGAIN_AT * between, "appraised", hands.appraises)
        add(outcome.granted, approved, "approved", hands.signs)
        unfit = self._same(UNFIT, NO_REASON_DECIDING)
        add(outcome.refused, approved, "refused", hands.appraises, reason=unfit)
        add(outcome.withdrawn, approved, "withdrawn", run.filings.clerk, reason=withdrawn)

    def finishing(self, outcome: Outcome) -> None:
        add, run, timeline, hands = self.book.add, self.run, self.timeline, self.hands
        sorry = (timeline.days_worked > run.limit) & run.happens(SORRY)
        sorry_at = timeline.at(np.minimum(self.pace.ready, run.limit + SORRY_AT))
        add(sorry, sorry_at, "apology_issued", hands.appraises)
        add(outcome.granted, timeline.ready, "result_ready", hands.hands_over)
        add(self.every, self.moments.finished, "finished", hands.hands_over)

    def _request(self, which: Bools, moment: Floats, asker: Ints, paper: Ints, reason: Ints) -> None:
        self.book.add(which, moment, "supplement_requested", asker, paper=paper, reason=reason)

    def _supplement(self, which: Bools, asked: Floats, pause: Floats, asker: Ints, paper: Ints) -> None:
        back = self._back(asked, pause)
        receiver = np.where(self.run.happens(BACK_AT_INTAKE), self.run.filings.clerk, asker)
        self.book.add(which, back, "supplement_received", receiver, paper=paper)

    def _back(self, moment: Floats, pause: Floats) -> Floats:
        """At the end of a pause."""
        day = np.floor(moment)
        return day + pause + (moment - day) * self.run.uniform(*BACK_IN_DAY)

    def _given(self, reason: Ints, left_out: Floats | float) -> Ints:
        """A reason, where one is given."""
        return np.where(self.run.happens(left_out), NO_REASON, reason)

    def _same(self, reason: int, left_out: float) -> Ints:
        return self._given(np.full(len(self.run), reason), left_out)
