"""The course of dossiers through the offices, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.towns.columns import Bools, Columns, Floats, Ints
from benchmarks.towns.desk import Desk, work
from benchmarks.towns.dossiers import Dossiers
from benchmarks.towns.fees import Fees, charge
from benchmarks.towns.guidance import Guidance, guide
from benchmarks.towns.handover import Handover, hand_over
from benchmarks.towns.intake import Intake, take_in
from benchmarks.towns.outcome import Outcome, decide
from benchmarks.towns.papers import Papers, issue
from benchmarks.towns.pauses import Pauses, pause, suspend
from benchmarks.towns.requests import Requests, ask
from benchmarks.towns.round import Round
from benchmarks.towns.signing import Signing, sign

FAST = 0.33
"""Share of the limit."""


@dataclass
class Course(Columns):
    dossiers: Dossiers
    intake: Intake
    requests: Requests
    guidance: Guidance
    desk: Desk
    pauses: Pauses
    signing: Signing
    outcome: Outcome
    handover: Handover
    fees: Fees
    papers: Papers

    @property
    def due_day(self) -> Floats:
        """As the slip promises, pauses not counted."""
        return np.floor(self.dossiers.received) + self.dossiers.limit

    @property
    def extended_due_day(self) -> Floats:
        return self.due_day + np.ceil(self.pauses.days)

    @property
    def late(self) -> Bools:
        return np.floor(self.signing.ready) > self.extended_due_day

    @property
    def fast(self) -> Bools:
        """Nothing asked, and through in less than a third of the limit."""
        took = self.signing.signed - self.desk.assigned - self.pauses.days
        return ~self.requests.asked & (took < FAST * self.dossiers.limit)

    @property
    def granted(self) -> Bools:
        return ~self.outcome.refused & ~self.outcome.withdrawn

    @property
    def signers(self) -> Ints:
        return np.where(self.papers.own_signature, self.dossiers.appraiser, self.dossiers.signer)

    @property
    def ends(self) -> Floats:
        return np.where(self.outcome.withdrawn, self.pauses.appraised, self.handover.finished)


def follow(run: Round) -> Course:
    intake = take_in(run)
    requests = ask(run, intake)
    guidance = guide(run, intake, requests)
    suspended = suspend(run)
    desk = work(run, requests)
    pauses = pause(run, requests, suspended, desk)
    signing = sign(run, pauses)
    outcome = decide(run, intake, requests)
    handover = hand_over(run, signing)
    fees = charge(run)
    papers = issue(run, signing, outcome)
    return Course(run.dossiers, intake, requests, guidance, desk, pauses, signing, outcome, handover, fees, papers)
