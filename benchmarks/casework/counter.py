"""At the counter: receipt, the check of the papers, guidance, and the fee."""

from __future__ import annotations

import math

import numpy as np
from benchmarks.casework.case import Case, Step, Twice
from benchmarks.casework.caseload import COUNTER, ONLINE, POST
from benchmarks.casework.office import Habits

_OVERLOOKED = {COUNTER: 0.22, ONLINE: 0.45, POST: 0.5}
"""Share of missing papers that pass an average clerk, by channel."""


def receive(case: Case, habits: Habits) -> None:
    """A planted clerk lets nearly everything pass, guides almost nobody and has the receipt slip ready sooner."""
    dice, careless = case.dice, case.clerk_act == "intake"
    missing = _missing(case)
    case.passing_chance = min(0.9, _OVERLOOKED[case.channel] * habits.of["check"][case.clerk])
    passing = case.passing_chance
    if careless:
        passing += (1 - passing) * 0.92 * case.strength
    passed = Twice(missing and dice.passes < case.passing_chance, missing and dice.passes < passing)
    case.facts["missed"] = passed
    guided = (0.85 if missing and not passed.indeed else 0.06) * habits.of["guidance"][case.clerk]
    if careless:
        guided *= 1 - 0.85 * case.strength
    case.log(Step(0, "received", case.clerk_seat))
    if dice.guided < min(0.97, guided):
        reason = "Hướng dẫn hoàn thiện hồ sơ" if missing else "Hướng dẫn thủ tục"
        case.log(Step(2 + 4 * dice.guided_at, "guidance_given", case.clerk_seat, reason=reason))
    if dice.slip < 0.985:
        quick = 0.5 if careless else 1
        case.log(Step(7 * quick + 8 * quick * dice.slip_at, "receipt_slip_issued", case.clerk_seat))


def _missing(case: Case) -> bool:
    """A required paper is not there."""
    chance = case.procedure.missing * case.agent.missing * math.exp(0.25 * case.difficulty - 0.03)
    case.missing_chance = chance * (1.15 if case.channel != COUNTER else 1)
    return case.dice.missing < min(0.8, case.missing_chance)


def collect(rng: np.random.Generator, case: Case, habits: Habits) -> None:
    """The fee, by mistake or on purpose above the schedule; falls due with the receipt or with the result."""
    procedure = case.procedure
    if not procedure.fee:
        case.charged = 0
        return
    charged = 0 if case.later.waived < 0.04 else procedure.fee
    mistaken = rng.random() < 0.003 * habits.of["fee"][case.clerk]
    over = mistaken or (case.clerk_act == "fees" and rng.random() < 0.12 * case.strength)
    case.facts["fee"] = Twice(mistaken and charged > 0, over and charged > 0)
    if not charged:
        case.charged = 0
        return
    if over:
        charged = int(charged + max(5000, round(charged * rng.uniform(0.1, 0.5), -3)))
    if procedure.paid_at_start or case.outcome == "granted":
        at = 6 + 2 * case.later.last_check if procedure.paid_at_start else case.total - 0.5
        case.log(Step(at, "fee_collected", case.clerk_seat, amount=charged))
        case.charged = charged
