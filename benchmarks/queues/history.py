"""What has happened to the dossiers and who did what, in columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from benchmarks.queues.arrays import Bools, Ints, counts
from benchmarks.queues.bureau import Bureau
from benchmarks.queues.catalogue import PROCEDURES
from benchmarks.queues.matter import Matter, Outcome
from benchmarks.queues.steps import Step


@dataclass(frozen=True)
class Log:
    """Steps, one after the other as they came about."""

    dossier: Ints
    at: Ints
    activity: Ints
    official: Ints

    def of(self, official: int) -> Ints:
        """The dossiers of the official's steps."""
        return self.dossier[self.official == official]


@dataclass(frozen=True)
class History:
    steps: list[Step]
    log: Log
    procedure: Ints
    agent: Ints
    business: Ints
    channel: Ints
    applicant: Ints
    again_of: Ints
    unit: Ints
    received_at: Ints
    received_on: Ints
    first_due: Ints
    finished_at: Ints
    outcome: Ints
    fee: Ints
    handler: Ints
    clerk: Ints
    hands_over: Ints
    appraised_at: Ints
    asked: Ints
    asked_for_listed: Ints
    asked_for_unlisted: Ints
    late: Ints
    stopped_last: Ints
    kept: Ints
    without_slip: Ints

    def __len__(self) -> int:
        return len(self.procedure)

    @property
    def is_received(self) -> Bools:
        return self.received_at >= 0

    @cached_property
    def received(self) -> Ints:
        """Places of those that are in the records."""
        return np.flatnonzero(self.is_received)

    @property
    def overcharged(self) -> Ints:
        fees = np.array([procedure.fee for procedure in PROCEDURES])
        return (self.fee > fees[self.procedure]).astype(np.int64)

    @property
    def granted_after_all(self) -> Ints:
        """Refused, and granted when filed again."""
        granted = np.zeros(len(self), dtype=np.int64)
        granted[self.again_of[(self.again_of >= 0) & (self.outcome == Outcome.GRANTED)]] = 1
        return granted * (self.outcome == Outcome.REFUSED)

    def steps_of(self, officials: int) -> Ints:
        """How many, by official."""
        return counts(self.log.official, officials)

    def without_agents(self) -> History:
        """As if nobody had handled what came through an agent."""
        return replace(self, handler=np.where(self.agent >= 0, -1, self.handler))


def tell_history(bureau: Bureau) -> History:
    matters, steps = bureau.matters, bureau.steps
    log = Log(
        dossier=np.array([step.dossier for step in steps]),
        at=np.array([step.at for step in steps]),
        activity=np.array([int(step.activity) for step in steps]),
        official=np.array([step.official for step in steps]),
    )
    told = [name for name in History.__dataclass_fields__ if name not in ("steps", "log", "late")]
    columns = {name: np.array([getattr(one, name) for one in matters], dtype=np.int64) for name in told}
    late = np.array([one.late or _is_overdue(bureau, one) for one in matters], dtype=np.int64)
    return History(steps=steps, log=log, late=late, **columns)


def _is_overdue(bureau: Bureau, matter: Matter) -> bool:
    """Still open when the records end."""
    is_open = matter.received_at >= 0 and matter.ready_on < 0 and matter.outcome == Outcome.OPEN
    return is_open and matter.due < bureau.days - 1 and matter.stopped_on < 0
