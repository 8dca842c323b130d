"""What is paid, and where it is not what the procedure costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats
from benchmarks.towns.round import Round
from benchmarks.towns.ways import How

OVERPAID, UNDERPAID = 0.006, 0.006
"""By mistake."""
SURPLUSES, SHORTFALL = (10_000, 20_000, 20_000, 30_000, 50_000), 10_000
OVERCHARGED = 0.075
"""Share, of those who charge too much, at full strength."""


@dataclass
class Fees(Columns):
    due: Bools
    """The procedure costs something."""
    over: Bools
    paid: Floats


def charge(run: Round) -> Fees:
    clerk, fee = run.dossiers.clerk, run.of_procedure(lambda p: p.fee)
    due = fee > 0
    over = due & (run.chances() < OVERPAID * np.exp(run.habits.overcharging[clerk]))
    for plant in run.wrongdoing.of(How.FEE_ABOVE):
        his = due & (clerk == plant.official)
        over |= his & (run.chances() < run.wrongdoing.amount(plant, OVERCHARGED))
    paid = fee + np.where(over, run.rng.choice(SURPLUSES, len(fee)), 0)
    under = due & ~over & (run.chances() < UNDERPAID)
    return Fees(due, over, np.where(under, np.maximum(fee - SHORTFALL, 0), paid))
