"""Refused, or granted once the taxes are paid and the leader has signed."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY, Bools
from benchmarks.registry.cases import Cases
from benchmarks.registry.posts import Post
from benchmarks.registry.steps import AWAITING_OPINION, AWAITING_TAX, NO_REASON, NOT_ELIGIBLE
from benchmarks.registry.variants import How

REFUSED, MOST_REFUSED, REFUSED_PLANTED = 0.022, 0.3, 0.055
FAVOURED_NOT_REFUSED = 0.3
"""From this favour on nothing is refused."""
APPRAISAL_LOGGED, APPRAISAL_LOGGED_OLD = 0.98, 0.9
REFUSAL_OF_SIGNING = 0.6
"""A refusal needs this share of the time for signing."""
REASONED = 0.8

CONSULTATION_LOGGED, CONSULTATION_LOGGED_OLD, SUSPENDED_AFTER = 0.95, 0.6, 0.02
UNPAID, CLOSED, CLOSED_AFTER = 0.14, 0.25, (80, 160)
PAYMENT, PAYMENT_SPREAD, SLOW_PAYERS, SLOW_PAYMENT, SLOW_PAYMENT_SPREAD = 7, 0.5, 0.35, 10, 0.8
PAYMENT_WITHOUT_PAUSE = 0.3
"""Share of the time where the clock does not stop."""
RESUMED_BY_HAND = 0.5
BEFORE_PAYMENT = 0.5
"""Share of the time for taxes that the notice takes; the rest is for entering the payment."""

SUBMISSION_LOGGED, SUBMITTED_AFTER = 0.6, 0.01
CORRECTED, CORRECTED_AT, CORRECTED_SLOWER = 0.04, 0.3, 1.6
SIGNING_TABLE = (0.75, 0.95)
"""Share of the day passed when a batch is signed."""
DAYS_TRIED = 6
"""Working days within which each weekday comes once, but for holidays."""


def decide(cases: Cases) -> None:
    _refuse(cases)
    _pay_taxes(cases)
    _sign(cases)


def _refuse(cases: Cases) -> None:
    usual = REFUSED * np.exp(cases.complexity) * cases.habits.refusing[cases.appraiser]
    planted = cases.under_way & cases.by(cases.appraiser, How.REFUSED_THEN_GRANTED) & cases.first_time
    planted &= cases.happens(REFUSED_PLANTED * cases.strength)
    drawn = cases.happens(np.minimum(MOST_REFUSED, usual)) | planted
    cases.refused = cases.under_way & drawn & (cases.favour < FAVOURED_NOT_REFUSED)
    cases.refused_without_reason = planted & cases.refused
    appraiser = cases.acting_appraiser()
    entered = cases.under_way & cases.happens(np.where(cases.new_software, APPRAISAL_LOGGED, APPRAISAL_LOGGED_OLD))
    cases.enter(entered, cases.now, "appraised", appraiser)
    cases.decided = cases.now + cases.signing_time * REFUSAL_OF_SIGNING
    reason = np.where(cases.happens(REASONED), NOT_ELIGIBLE, NO_REASON)
    cases.enter(cases.refused, cases.decided, "refused", appraiser, reason=reason)
    cases.granted = cases.under_way & ~cases.refused


def _pay_taxes(cases: Cases) -> None:
    """The tax office is asked, and the applicant pays: a real wait, in which the clock of most units stands still."""
    taxed, stops = cases.granted & cases.taxed, cases.filed.unit != cases.units.no_pause
    cases.now = np.where(taxed, cases.now + cases.tax_time * BEFORE_PAYMENT, cases.now)
    logged = np.where(cases.new_software, CONSULTATION_LOGGED, CONSULTATION_LOGGED_OLD)
    consulted = taxed & cases.happens(logged)
    cases.enter(consulted, cases.now, "consulted", cases.acting_appraiser(), reason=AWAITING_OPINION)
    suspended_at = cases.now + SUSPENDED_AFTER
    cases.enter(taxed & stops, suspended_at, "suspended", cases.acting_appraiser(), reason=AWAITING_TAX)
    cases.note_stop(taxed & stops, cases.now)
    unpaid = taxed & cases.happens(UNPAID) & stops
    _wait_for_payment(cases, taxed, unpaid, stops)
    paid = taxed & ~unpaid
    by_hand = cases.happens(RESUMED_BY_HAND)
    cases.enter(paid & stops, cases.now, "resumed", np.where(by_hand, cases.acting_appraiser(), NOBODY))
    cases.now = np.where(paid, cases.now + cases.tax_time * (1 - BEFORE_PAYMENT), cases.now)


def _wait_for_payment(cases: Cases, taxed: Bools, unpaid: Bools, stops: Bools) -> None:
    wait = cases.log_normal(PAYMENT, PAYMENT_SPREAD)
    slow = cases.happens(SLOW_PAYERS)
    wait = wait + np.where(slow, cases.log_normal(SLOW_PAYMENT, SLOW_PAYMENT_SPREAD), 0)
    wait = np.where(stops, wait, wait * PAYMENT_WITHOUT_PAUSE)
    closed = unpaid & cases.happens(CLOSED)
    cases.withdrawn = np.where(closed, cases.now + cases.uniform(*CLOSED_AFTER), cases.withdrawn)
    cases.under_way &= ~unpaid
    cases.granted &= ~unpaid
    paid = taxed & ~unpaid
    cases.now = np.where(paid, cases.now + wait, cases.now)
    cases.pause = cases.pause + np.where(paid & stops, wait, 0)


def _sign(cases: Cases) -> None:
    granted, submitted = cases.granted, cases.now + SUBMITTED_AFTER
    entered = granted & cases.new_software & cases.happens(SUBMISSION_LOGGED)
    cases.enter(entered, submitted, "trinh_ky", cases.acting_appraiser())
    cases.signer = cases.assign(Post.SIGNER, cases.now)
    corrected = granted & cases.happens(CORRECTED)
    returned = cases.now + cases.signing_time * CORRECTED_AT
    cases.enter(corrected & cases.new_software, returned, "returned_for_correction", cases.signer)
    cases.now = cases.now + cases.signing_time * np.where(corrected, CORRECTED_SLOWER, 1)
    for signer, weekdays in cases.cast.signing_days.items():
        _sign_in_batches(cases, signer, weekdays)
    cases.enter(granted, cases.now, "approved", cases.signer)
    cases.decided = np.where(cases.refused, cases.decided, cases.now)


def _sign_in_batches(cases: Cases, signer: int, weekdays: list[int]) -> None:
    """On the next of the signer's days, unless the limit would be missed."""
    rows, calendar = np.flatnonzero(cases.signer == signer), cases.world.calendar
    today = np.floor(cases.now[rows]).astype(int)
    day = today.copy()
    for _ in range(DAYS_TRIED):
        signs = np.isin(calendar.weekdays[np.clip(day, 0, len(calendar.days) - 1)], weekdays)
        day = np.where(signs, day, day + 1)
    in_time = day <= np.floor(cases.deadline[rows] + cases.pause[rows])
    moment = day + cases.rng.uniform(*SIGNING_TABLE, len(rows))
    cases.now[rows] = np.where(in_time & (day > today), moment, cases.now[rows])
