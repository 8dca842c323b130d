"""What happens at the counter, up to the appraiser's desk."""

from __future__ import annotations

import numpy as np
from benchmarks.registry.cases import Cases
from benchmarks.registry.procedures import DONG
from benchmarks.registry.variants import How

SLIP_LOGGED, FEE_LOGGED, SCANNED, FORWARDED, ASSIGNED = 0.97, 0.97, 0.8, 0.985, 0.9
"""How often the step is entered."""
SLIP_AFTER, GUIDANCE_AFTER, FEE_AFTER, SCANNED_AFTER, ASSIGNED_AFTER = 0.004, 0.006, 0.008, 0.01, 0.02
"""Of a working day."""
FEE_WAIVED = 0.08
OVERCHARGED, MORE_BY, MORE_STEP = 0.055, (2, 16), 10 * DONG
"""Planted: so often, by so many such steps."""
MISTAKEN, MOST_MISTAKEN, MISTAKEN_BY = 0.006, 0.2, [5, 10, 20, 30, 90]
"""Thousand dong."""
FEE_IN_EVENTS_ONLY = 0.85
"""Share of the dossiers of the new software whose fee stands with the step alone."""

WITHDRAWN, WITHDRAWN_IF_ASKED = 0.012, 0.04
PUSHED = 0.09
"""Share of those who came without an agent, at full strength."""


def take_in(cases: Cases) -> None:
    clerk, new, at = cases.clerk, cases.new_software, cases.filed.at
    cases.enter(cases.under_way, at, "received", clerk)
    cases.enter(new & cases.happens(SLIP_LOGGED), at + SLIP_AFTER, "receipt_slip_issued", clerk)
    cases.guided = cases.guided & new
    cases.enter(cases.guided, at + GUIDANCE_AFTER, "guidance_given", clerk)
    _collect_fee(cases)
    cases.enter(new & cases.happens(SCANNED), at + SCANNED_AFTER, "so_hoa_ho_so", clerk)
    cases.now = at + cases.intake_time
    cases.enter(cases.happens(FORWARDED), cases.now, "forwarded", clerk)
    assigned = new & cases.happens(ASSIGNED)
    cases.enter(assigned, cases.now + ASSIGNED_AFTER, "phan_cong_thu_ly", cases.acting_appraiser())
    _draw_withdrawals(cases)


def _collect_fee(cases: Cases) -> None:
    clerk, rng, count = cases.clerk, cases.rng, len(cases)
    fee = cases.world.procedures.fee[cases.filed.procedure].astype(float)
    fee[cases.happens(FEE_WAIVED)] = 0
    planted = cases.by(clerk, How.FEES_ABOVE) & (fee > 0) & cases.happens(OVERCHARGED * cases.strength)
    mistaken = (fee > 0) & cases.happens(np.minimum(MOST_MISTAKEN, MISTAKEN * cases.habits.fees[clerk]))
    more = fee + MORE_STEP * rng.integers(*MORE_BY, count)
    more_by_mistake = fee + DONG * rng.choice(MISTAKEN_BY, count)
    fee = np.where(planted, more, np.where(mistaken, more_by_mistake, fee))
    cases.overcharged = planted | mistaken
    entered = (fee > 0) & cases.happens(FEE_LOGGED)
    amount = np.where(cases.new_software, fee, np.nan)
    cases.enter(entered, cases.filed.at + FEE_AFTER, "fee_collected", clerk, amount=amount)
    cases.fee = np.where(cases.new_software & cases.happens(FEE_IN_EVENTS_ONLY), np.nan, fee)


def _draw_withdrawals(cases: Cases) -> None:
    by_self = (cases.filed.agent < 0) & cases.first_time
    cases.pushed = cases.by(cases.appraiser, How.PUSH_TO_AGENT) & by_self & cases.happens(PUSHED * cases.strength)
    cases.withdraws = cases.happens(WITHDRAWN + WITHDRAWN_IF_ASKED * cases.asked) | cases.pushed
