"""At the counter: how long intake looks at a dossier, and what it charges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns, Floats
from benchmarks.sizes.chance import around_median
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.filings import ONLINE
from benchmarks.sizes.pace import Pace
from benchmarks.sizes.round import Round
from benchmarks.sizes.variants import How
from benchmarks.sizes.workdays import MINUTES

INTAKE_MINUTES, INTAKE_SPREAD, INTAKE_ONLINE = 11, 0.45, 0.6
STAMPED, STAMPED_MINUTES = 0.7, (0.3, 1.2)
"""How often, and how fast, a dossier is taken in without a look."""
BEFORE_FORWARDING = 0.8
EXEMPT = 0.04
SURCHARGES = (1.2, 1.3, 1.5, 2.0)
TO_THOUSANDS, LEAST_SURCHARGE = -3, 10_000


@dataclass
class Counter(Columns):
    intake: Floats
    """Share of a working day."""
    fee_due: Bools
    paid: Floats


def take_in(run: Round, pace: Pace) -> Counter:
    stamps = run.plan.does(run.filings.clerk, How.RUBBER_STAMP) & run.happens(STAMPED * run.plan.strength)
    stamped = run.uniform(*STAMPED_MINUTES)
    checked = around_median(run.rng, INTAKE_MINUTES, INTAKE_SPREAD, len(run))
    checked = checked * np.where(run.filings.channel == ONLINE, INTAKE_ONLINE, 1)
    intake = np.where(stamps, stamped, checked) / MINUTES
    fee = run.world.procedures.fee[run.filings.procedure].astype(float)
    return Counter(np.minimum(intake, pace.forwarded * BEFORE_FORWARDING), fee > 0, _charge(run, fee))


def _charge(run: Round, fee: Floats) -> Floats:
    chance = run.chance(run.rates.overcharged, Deed.OVERCHARGED, run.filings.clerk, How.FEE_OVER)
    over = (fee > 0) & run.happens(chance)
    exempt = (fee > 0) & run.happens(EXEMPT) & ~over
    surcharged = np.round(fee * run.rng.choice(SURCHARGES, len(run)), TO_THOUSANDS)
    surcharged = np.where(surcharged > fee, surcharged, fee + LEAST_SURCHARGE)
    return np.where(over, surcharged, np.where(exempt, 0, fee))
