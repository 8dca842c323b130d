"""What becomes of each dossier: late or not, stopped or not, granted, refused or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.rates import SHORTEST_STOPPED
from benchmarks.sizes.round import LEANING_MOST, Round
from benchmarks.sizes.variants import How

REFUSED_AGAIN_JUSTLY, REFUSED_AGAIN = 0.25, 0.03
"""Of those who come back: after a refusal with a reason, and after one without."""
WITHDRAWN = 0.015
ISSUED_AT_COMMUNE, ISSUED_AT_DEPARTMENT = 0.25, 0.75
"""Share of the granted dossiers that end in an issued document."""


@dataclass
class Outcome(Columns):
    late: Bools
    stopped: Bools
    suspended: Bools
    """Somewhere on the way, for a reason."""
    due_moved: Bools
    unjust: Bools
    refused: Bools
    withdrawn: Bools
    held: Bools

    @property
    def granted(self) -> Bools:
        return ~self.refused & ~self.withdrawn


def decide(run: Round) -> Outcome:
    filings, rates, rate = run.filings, run.rates, run.world.nature.rate
    appraiser, long_enough = filings.appraiser, run.limit >= SHORTEST_STOPPED
    late_rate = rates.late * run.allowances.late
    late = run.happens(run.chance(late_rate, Deed.LATE, appraiser, How.LATE, most=LEANING_MOST) * run.favour)
    stopped = run.happens(run.chance(rates.stopped, Deed.STOPPED, appraiser, How.CLOCK_STOP) * run.favour)
    stopped &= long_enough
    suspended = run.happens(rate[Deed.SUSPENDED]) & ~stopped & long_enough
    due_moved = run.happens(run.chance(rates.due_moved, Deed.DUE_MOVED, appraiser, How.DUE_MOVED))
    unjust = run.happens(run.chance(rates.unjust, Deed.UNJUST, appraiser, How.REFUSES_THEN_GRANTS))
    just = run.happens(rate[Deed.JUST])
    if run.refiled:
        unjust = np.zeros(len(run), bool)
        just = np.where(filings.justly_refused, run.happens(REFUSED_AGAIN_JUSTLY), run.happens(REFUSED_AGAIN))
    refused = unjust | just
    withdrawn = run.happens(WITHDRAWN) & ~refused
    held = run.happens(run.chance(rates.held, Deed.HELD, filings.releaser, How.HOLD)) & ~refused & ~withdrawn
    return Outcome(late, stopped, suspended, due_moved, unjust, refused, withdrawn, held)
