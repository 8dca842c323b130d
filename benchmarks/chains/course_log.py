"""Logging the steps of the dossiers of one round, each system in its own way."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from benchmarks.chains.arrays import NOBODY, Bools, Floats, Ints
from benchmarks.chains.catalogue import VISITED, places_of_fields
from benchmarks.chains.course import Course
from benchmarks.chains.papers import Papers
from benchmarks.chains.steps import (
    ASSIGNED,
    CHECKED_IN_FIRST,
    CHECKED_IN_SECOND,
    OPINION,
    PLACE_OF_ACTIVITY,
    SUBMITTED,
    Logbook,
    Reason,
    Steps,
)
from benchmarks.chains.world import World
from numpy.random import Generator

GUIDED_ANYHOW_IN_SECOND = 0.5
GUIDED_AFTER, GUIDED_WITHIN = 0.004, 0.01
ASKED_AFTER, ASKED_WITHIN, ANSWERED_AFTER = 0.008, 0.006, 0.012
SLIP, SLIP_RUBBER_STAMPED, SLIP_MOST, SLIP_AT = 0.96, 0.001, 0.015, 0.6
"""How often, and when: after so long, or at such a share of intake."""
PAID, PAID_AFTER = 0.97, 0.0008
FORWARDED, FORWARDED_IN_SECOND, ASSIGNED_AFTER = 0.98, 0.7, 0.01
PAPER_KNOWN_IN_SECOND, AT_THE_COUNTER = 0.85, 0.6
"""How often the second system names the paper, and how often supplements come to whoever took in."""
BESIDES_AFTER = 0.0005
VISITS, VISITED_AT = 0.45, 0.97
CONSULTED_AFTER = 0.004
SUBMITTED_IN_SECOND, SUBMITTED_AFTER = 0.8, 0.01
FINISHED_AFTER = 0.001
SORRY, SORRY_IN_SECOND, SORRY_FROM, SORRY_WITHIN = 0.7, 0.25, 0.1, 0.3
DUE_CHANGED, LONG_LIMIT, DUE_CHANGED_AT = 0.008, 5, 0.8
REASON, REASON_FIRST, REASON_BESIDES, REASON_CHANGED = 0.85, 0.7, 0.6, 0.8
REASON_GROUNDLESS = 0.5
"""How often a reason is given."""


class LogThrow(IntEnum):
    FIRST_PAPER = 0
    SECOND_PAPER = 1
    OTHER_PAPER = 2
    REASON = 3
    GUIDED_ANYHOW = 4
    GUIDED_AT = 5
    ASKED_AT = 6
    SLIP = 7
    PAID = 8
    FORWARDED = 9
    PAPER_KNOWN = 10
    AT_THE_COUNTER = 11
    VISITED = 12
    SUBMITTED = 13
    SORRY = 14
    SORRY_AT = 15
    DUE_CHANGED = 16


THROWS = 24
"""More than are used."""


def log_steps(rng: Generator, world: World, papers: Papers, course: Course, first: int) -> Steps:
    """The dossiers of the round are numbered from ``first``."""
    log = _Log(rng, world, papers, course, first)
    log.at_the_counter()
    log.asking()
    log.suspending()
    log.appraising()
    log.checking()
    log.deciding()
    log.exceptions()
    return log.book.steps()


class _Log:
    def __init__(self, rng: Generator, world: World, papers: Papers, course: Course, first: int) -> None:
        self.world, self.course, self.filings, self.moments = world, course, course.filings, course.moments
        self.throws, unit = rng.random((len(course), THROWS)), course.filings.unit
        self.book = Logbook(course, first, world.calendar.end)
        self.every, self.first_system = np.ones(len(course), bool), course.run.in_first_system
        offices = world.offices
        first_branch, second_branch = offices.land_branches
        self.counter = np.where(np.isin(unit, offices.departments), offices.centre, unit)
        self.leading = np.where(unit == second_branch, first_branch, unit)
        """The second land branch is led from the first."""
        by_throw = (self._throw(LogThrow.FIRST_PAPER), self._throw(LogThrow.SECOND_PAPER))
        self.listed, self.listed_again = papers.listed(self.filings.procedure, *by_throw)
        outside = papers.outside(self._throw(LogThrow.OTHER_PAPER))
        self.unlisted = np.where(course.requests.outside, outside, papers.customary)

    def at_the_counter(self) -> None:
        add, clerk, received = self.book.add, self.filings.clerk, self.filings.received
        intake, counter, moments = self.course.intake, self.counter, self.moments
        add(self.every, received, "received", clerk, counter)
        anyhow = intake.guided_anyhow & self._happens(LogThrow.GUIDED_ANYHOW, 1, GUIDED_ANYHOW_IN_SECOND)
        guided_at = received + GUIDED_AFTER + GUIDED_WITHIN * self._throw(LogThrow.GUIDED_AT)
        add(intake.guided | anyhow, guided_at, "guidance_given", clerk, counter)
        asked_at = received + ASKED_AFTER + ASKED_WITHIN * self._throw(LogThrow.ASKED_AT)
        missing = self._reason(Reason.MISSING)
        add(intake.formal, asked_at, "supplement_requested", clerk, counter, paper=self.listed, reason=missing)
        answered_at = received + ANSWERED_AFTER + self.course.pauses.at_intake
        add(intake.formal, answered_at, "supplement_received", clerk, counter)
        slip_after = np.minimum(SLIP_MOST, moments.intake * SLIP_AT)
        slip = received + np.where(moments.rubber_stamped, SLIP_RUBBER_STAMPED, slip_after)
        add(self._happens(LogThrow.SLIP, SLIP, 0), slip, "receipt_slip_issued", clerk, counter)
        charged = self.course.fees.charged
        paid = (charged > 0) & self._happens(LogThrow.PAID, PAID, PAID)
        add(paid, slip + PAID_AFTER, "fee_collected", clerk, counter, amount=charged)
        forwarded = self._happens(LogThrow.FORWARDED, FORWARDED, FORWARDED_IN_SECOND)
        add(forwarded, moments.forwarded, "forwarded", clerk, counter)
        add(~self.first_system, moments.forwarded + ASSIGNED_AFTER, ASSIGNED, self.filings.signer)

    def asking(self) -> None:
        """In up to three rounds; what is on no list is asked for besides."""
        requests, filings, (first, second, third) = self.course.requests, self.filings, self.moments.asked
        answered, rounds = self.moments.answered, requests.rounds
        paper = np.where(requests.supplements, self.listed, self.unlisted)
        self._request(rounds > 0, first, paper, self._reason(Reason.AS_REGULATED, REASON_FIRST))
        besides = (rounds > 0) & requests.supplements & (requests.outside | requests.custom)
        reason = self._reason(Reason.AS_REGULATED, REASON_BESIDES)
        self._request(besides, first + BESIDES_AFTER, self.unlisted, reason)
        at_counter = self._throw(LogThrow.AT_THE_COUNTER) < AT_THE_COUNTER
        receiver = np.where(at_counter, filings.clerk, filings.appraiser)
        where = np.where(at_counter, self.counter, filings.unit)
        self.book.add(rounds > 0, answered[0], "supplement_received", receiver, where)
        reason = self._reason(Reason.INCONSISTENT, REASON_FIRST)
        self._request(rounds > 1, second, self.listed_again, reason)
        self._supplement(rounds > 1, answered[1])
        self._request(rounds > 2, third, self.listed, self._reason(Reason.NOT_CERTIFIED, REASON_FIRST))
        self._supplement(rounds > 2, answered[2])

    def suspending(self) -> None:
        """The second system has the clock stopped by a request."""
        pauses, moments, appraiser = self.course.pauses, self.moments, self.filings.appraiser
        by_request = ~self.first_system & pauses.stopped
        suspended, reason = pauses.suspended & ~by_request, self._reason(Reason.TO_VERIFY, REASON_CHANGED)
        self.book.add(suspended, moments.stopped, "suspended", appraiser, reason=reason)
        self.book.add(suspended, moments.resumed, "resumed", appraiser)
        reason = self._reason(Reason.NOT_CERTIFIED, REASON_BESIDES)
        self._request(by_request, moments.stopped, self.listed_again, reason)
        self._supplement(by_request, moments.resumed)

    def appraising(self) -> None:
        add, filings, moments, finishes = self.book.add, self.filings, self.moments, self.course.pace.finishes
        field = self.world.procedures.field[filings.procedure]
        visited = np.isin(field, places_of_fields(VISITED)) & (self._throw(LogThrow.VISITED) < VISITS)
        visited_at = moments.forwarded + (moments.appraised - moments.forwarded) * VISITED_AT
        add(visited, visited_at, "field_visit", filings.appraiser)
        add(self.every, moments.appraised, "appraised", finishes)
        consulted, office = filings.consulted >= 0, self.world.staff.home[filings.consulted]
        in_first, in_second = consulted & self.first_system, consulted & ~self.first_system
        add(in_first, moments.appraised + CONSULTED_AFTER, "consulted", finishes)
        add(in_first, moments.consulted, OPINION, filings.consulted, office)
        add(in_second, moments.consulted, "consulted", filings.consulted, office)

    def checking(self) -> None:
        add, moments, checker = self.book.add, self.moments, self.filings.checker
        finishes, leading = self.course.pace.finishes, self.leading
        names = (PLACE_OF_ACTIVITY[CHECKED_IN_FIRST], PLACE_OF_ACTIVITY[CHECKED_IN_SECOND])
        check = np.where(self.first_system, *names)
        checked, returned = checker >= 0, self.course.decision.returned
        add(checked & ~returned, moments.checked, check, checker, leading)
        back, reason = checked & returned, self._reason(Reason.FAULTY, REASON_BESIDES)
        add(back, moments.checked, "returned_for_correction", checker, leading, reason=reason)
        add(back, moments.appraised_again, "appraised", finishes)
        add(back, moments.checked_again, check, checker, leading)
        submitted = self._happens(LogThrow.SUBMITTED, 0, SUBMITTED_IN_SECOND)
        add(submitted, moments.checked_again + SUBMITTED_AFTER, SUBMITTED, finishes)

    def deciding(self) -> None:
        add, filings, moments, decision = self.book.add, self.filings, self.moments, self.course.decision
        add(~decision.refused, moments.signed, "approved", filings.signer, self.leading)
        groundless = self._reason(Reason.UNFIT, REASON_GROUNDLESS)
        reason = np.where(decision.groundless, groundless, self._reason(Reason.UNFIT))
        add(decision.refused, moments.signed, "refused", self.course.run.decider, self.leading, reason=reason)
        add(self.first_system, moments.ready, "result_ready", filings.releaser, self.counter)
        hands_over = np.where(self.first_system, filings.releaser, filings.clerk)
        add(self.every, moments.finished + FINISHED_AFTER, "finished", hands_over, self.counter)

    def exceptions(self) -> None:
        add, filings, moments, run = self.book.add, self.filings, self.moments, self.course.run
        due = np.floor(filings.received) + 1 + run.limit
        over = np.maximum(due + self.course.pauses.total, filings.received)
        sorry = self.course.late & self._happens(LogThrow.SORRY, SORRY, SORRY_IN_SECOND)
        sorry_at = np.floor(over) + SORRY_FROM + SORRY_WITHIN * self._throw(LogThrow.SORRY_AT)
        add(sorry, sorry_at, "apology_issued", filings.appraiser)
        changed = (self._throw(LogThrow.DUE_CHANGED) < DUE_CHANGED) & (run.limit >= LONG_LIMIT)
        changed_at = filings.received + (moments.appraised - filings.received) * DUE_CHANGED_AT
        reason = self._reason(Reason.DUE_CHANGED, REASON_CHANGED)
        add(changed, changed_at, "due_changed", filings.appraiser, reason=reason)
        add(moments.withdrawn, moments.withdrawn_at, "withdrawn", filings.clerk, self.counter)

    def _request(self, which: Bools, moment: Floats, paper: Ints, reason: Ints) -> None:
        known = self._happens(LogThrow.PAPER_KNOWN, 1, PAPER_KNOWN_IN_SECOND)
        paper = np.where(known, paper, NOBODY)
        self.book.add(which, moment, "supplement_requested", self.filings.appraiser, paper=paper, reason=reason)

    def _supplement(self, which: Bools, moment: Floats) -> None:
        self.book.add(which, moment, "supplement_received", self.filings.clerk, self.counter)

    def _reason(self, reason: Reason, given: float = REASON) -> Ints:
        return np.where(self._throw(LogThrow.REASON) < given, reason, NOBODY)

    def _happens(self, which: LogThrow, in_first: float, in_second: float) -> Bools:
        """By the system."""
        return self._throw(which) < np.where(self.first_system, in_first, in_second)

    def _throw(self, which: LogThrow) -> Floats:
        return self.throws[:, which]
