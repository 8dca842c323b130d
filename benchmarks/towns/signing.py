"""From the appraiser's draft to the signed result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats
from benchmarks.towns.pauses import Pauses
from benchmarks.towns.round import Round
from benchmarks.towns.workdays import FRIDAY, TUESDAY

CORRECTED, CORRECTION_DAYS = 0.02, (0.5, 1.5)
# The least days of each step, and the mean beyond.
SUBMITTED_AFTER, SUBMITTED_MORE = 0.03, 0.08
SIGNED_AFTER, SIGNED_MORE = 0.02, 0.3
READY_AFTER, READY_MORE = 0.05, 0.12

BATCH_DAYS = (TUESDAY, FRIDAY)
BATCH_BEGINS, BATCH_STEP, BATCH_STEPS = 0.65, 0.002, 80
"""In the afternoon, one after the other."""
NEXT_BATCH = 3
"""Working days to the next one, about; for what is submitted on the day itself and too late."""


@dataclass
class Signing(Columns):
    corrected: Bools
    """The draft went back once."""
    submitted: Floats
    signed: Floats
    ready: Floats


def sign(run: Round, pauses: Pauses) -> Signing:
    rng, count = run.rng, len(run.dossiers)
    corrected = run.chances() < CORRECTED
    submitted = pauses.appraised + SUBMITTED_AFTER + rng.exponential(SUBMITTED_MORE, count)
    submitted = submitted + np.where(corrected, rng.uniform(*CORRECTION_DAYS, count), 0)
    signed = submitted + SIGNED_AFTER + rng.exponential(SIGNED_MORE, count)
    _sign_in_batches(run, submitted, signed)
    ready = signed + READY_AFTER + rng.exponential(READY_MORE, count)
    return Signing(corrected, submitted, signed, ready)


def _sign_in_batches(run: Round, submitted: Floats, signed: Floats) -> None:
    """One leader signs on two days of the week only; changes ``signed``."""
    calendar = run.world.calendar
    his = run.dossiers.signer == run.world.innocents.batch_signer
    beyond = len(calendar.weekday)
    batch_days = np.append(np.flatnonzero(np.isin(calendar.weekday, BATCH_DAYS)), beyond)
    day = np.minimum(np.floor(signed[his]).astype(int), calendar.last)
    batch = batch_days[np.searchsorted(batch_days, day)]
    moment = batch + BATCH_BEGINS + BATCH_STEP * run.rng.integers(0, BATCH_STEPS, his.sum())
    moment = np.where(moment < submitted[his], moment + NEXT_BATCH, moment)
    signed[his] = np.maximum(moment, submitted[his])
