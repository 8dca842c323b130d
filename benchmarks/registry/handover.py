"""The result is ready, and is handed over at once, later, or not before somebody comes again; or all was withdrawn."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.arrays import NOBODY
from benchmarks.registry.cases import Cases
from benchmarks.registry.filings import COUNTER
from benchmarks.registry.posts import Post
from benchmarks.registry.steps import APPLICANT_WITHDRAWS
from benchmarks.registry.variants import How

READY, READY_SPREAD = 0.08, 0.5
BY_THE_SAME_CLERK = 0.6
APOLOGISED, DECISION_TO_RESULT = 0.45, 0.05
HANDED_OVER, HANDED_OVER_SPREAD = 0.3, 1.0
SLOW, MOST_SLOW, SLOW_EXPONENT, SLOW_DAYS = 0.022, 0.3, 1.5, (5.5, 25)
"""Results that honestly lie; with careless clerks more than in proportion."""
KEPT, KEPT_DAYS = 0.075, (6, 20)
"""Planted: share of the results, and working days."""
SENT, SENT_AFTER = 0.7, 0.03
"""Share of what was not filed at the counter that is sent at once."""
REFUSAL_SENT_AFTER = 0.05
WITHDRAWAL_BY_HAND = 0.6


def hand_over(cases: Cases) -> None:
    granted, refused = cases.granted, cases.refused
    late = cases.decided + DECISION_TO_RESULT - cases.pause > cases.deadline + cases.extension
    cases.ready = cases.decided + cases.log_normal(READY, READY_SPREAD)
    same = cases.happens(BY_THE_SAME_CLERK)
    clerk = np.where(same, cases.clerk, cases.assign(Post.INTAKE, cases.ready))
    cases.handed_by = cases.acting(clerk, Post.INTAKE, cases.ready)
    cases.enter(granted & late & cases.happens(APOLOGISED), cases.ready, "apology_issued", cases.handed_by)
    cases.enter(granted & cases.new_software, cases.ready, "result_ready", cases.handed_by)
    _draw_handover(cases)
    cases.enter(granted | refused, cases.handed_over, "finished", cases.handed_by)
    _enter_withdrawals(cases)


def _draw_handover(cases: Cases) -> None:
    careless = cases.habits.handover[cases.handed_by]
    days = cases.log_normal(HANDED_OVER, HANDED_OVER_SPREAD) * careless
    slow = cases.happens(np.minimum(MOST_SLOW, SLOW * careless**SLOW_EXPONENT))
    days = np.where(slow, cases.uniform(*SLOW_DAYS), days)
    kept = cases.by(cases.handed_by, How.NOT_HANDED_OVER) & cases.granted & cases.happens(KEPT * cases.strength)
    days = np.where(kept, cases.uniform(*KEPT_DAYS), days)
    sent = (cases.filed.channel != COUNTER) & ~kept & cases.happens(SENT)
    days = np.where(sent, SENT_AFTER, days)
    cases.handed_over = cases.ready + np.where(cases.granted, days, REFUSAL_SENT_AFTER)


def _enter_withdrawals(cases: Cases) -> None:
    withdrawn = np.isfinite(cases.withdrawn)
    by_hand = cases.happens(WITHDRAWAL_BY_HAND)
    at = np.where(withdrawn, cases.withdrawn, cases.filed.at)
    clerk = np.where(by_hand, cases.acting(cases.clerk, Post.INTAKE, at), NOBODY)
    cases.enter(withdrawn, at, "withdrawn", clerk, reason=APPLICANT_WITHDRAWS)
