"""What is charged, and what of it is above the fee."""

from __future__ import annotations

import numpy as np
from benchmarks.chains.course import Fees
from benchmarks.chains.habits import Habit
from benchmarks.chains.round import Round
from benchmarks.chains.throws import Throw
from benchmarks.chains.variants import How

ABOVE, ABOVE_MOST, ABOVE_TIMES = 0.004, 0.35, 6
BY_LEAST, BY_WITHIN, STEP = 0.15, 0.85, 5000
"""Share of the fee, in whole steps of money."""


def charge(run: Round) -> Fees:
    fee, clerk = run.fee, run.filings.clerk
    usual = np.where(fee > 0, ABOVE, 0)
    chance = usual * run.factor(Habit.OVERCHARGES, clerk)
    spread = run.world.spreads.of_officials[Habit.OVERCHARGES]
    for wrong in run.wrongs(How.FEE_ABOVE):
        own = np.flatnonzero((clerk == wrong.official) & (fee > 0))
        chance[own] += run.plan.strength * run.more_often(wrong, own, usual[own], spread, ABOVE_MOST, times=ABOVE_TIMES)
    above = run.throw(Throw.OVERCHARGED) < chance
    by = fee * (BY_LEAST + BY_WITHIN * run.throw(Throw.OVERCHARGED_BY)) / STEP
    return Fees(usual, above, np.where(above, fee + np.maximum(np.round(by), 1) * STEP, fee))
