"""Who really does each step, and who signs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.sizes.arrays import Bools, Columns, Floats, Ints
from benchmarks.sizes.chance import HANDS
from benchmarks.sizes.deeds import Deed
from benchmarks.sizes.moments import Moments
from benchmarks.sizes.outcome import ISSUED_AT_COMMUNE, ISSUED_AT_DEPARTMENT, Outcome
from benchmarks.sizes.posts import Role
from benchmarks.sizes.round import Round
from benchmarks.sizes.variants import How

ASKS, ASKS_AGAIN, STOPS, APPRAISES, SIGNS, HANDS_OVER = 0, 1, 2, 4, 5, 6
"""Each step draws its substitutes from a stream of its own."""


@dataclass
class Hands(Columns):
    asks: Ints
    asks_again: Ints
    stops: Ints
    appraises: Ints
    leads: Ints
    """The leader on duty, who returns drafts."""
    signs: Ints
    hands_over: Ints
    issued: Bools
    """A document is issued."""
    self_signed: Bools
    """By whoever drafted it."""


def find_hands(run: Round, outcome: Outcome, moments: Moments) -> Hands:
    appraiser, signer, releaser = run.filings.appraiser, run.filings.signer, run.filings.releaser
    rate = run.chance(run.rates.self_signed, Deed.SELF_SIGNED, appraiser, How.SELF_SIGNED)
    self_signed = run.happens(rate) & outcome.granted
    appraises = _acting(run, APPRAISES, Role.APPRAISER, appraiser, moments.appraised)
    leads = _acting(run, SIGNS, Role.SIGNER, signer, moments.approved)
    at_department = run.world.units.is_department[run.filings.branch]
    issued = run.happens(np.where(at_department, ISSUED_AT_DEPARTMENT, ISSUED_AT_COMMUNE)) & outcome.granted
    return Hands(
        asks=_acting(run, ASKS, Role.APPRAISER, appraiser, moments.asked),
        asks_again=_acting(run, ASKS_AGAIN, Role.APPRAISER, appraiser, moments.again),
        stops=_acting(run, STOPS, Role.APPRAISER, appraiser, moments.stopped),
        appraises=appraises,
        leads=leads,
        signs=np.where(self_signed & issued, appraises, leads),
        hands_over=_acting(run, HANDS_OVER, Role.RELEASER, releaser, moments.finished),
        issued=issued,
        self_signed=self_signed & issued,
    )


def _acting(run: Round, step: int, role: Role, assigned: Ints, moment: Floats) -> Ints:
    rng, filings = run.world.stream(HANDS, run.number, step), run.filings
    day = np.floor(moment).astype(int)
    return run.desks.acting(rng, role, assigned, filings.branch, day, filings.procedure)
