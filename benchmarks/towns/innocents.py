"""Honest people who stand out for an innocent reason: an absence, a transfer, an effort, a desk of its own kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.towns.regulars import Regular

TRAINEE_DAYS = 70
"""Working days of learning."""


class Lookalike(NamedTuple):
    kind: str
    subject_kind: str
    subject: str


class Absence(NamedTuple):
    official: int
    cover: int
    first: int
    until: int


class Trainee(NamedTuple):
    official: int
    since: int

    @property
    def learns_until(self) -> int:
        return self.since + TRAINEE_DAYS


class Transfer(NamedTuple):
    official: int
    day: int
    unit: int


@dataclass
class Innocents:
    """The officials to whom something particular happens."""

    batch_signer: int = 0
    """Signs on two days of the week only."""
    regulars: list[Regular] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    hurried: int | None = None
    """Finishes what is near its day, and is hardly ever late."""
    trainee: Trainee | None = None
    hard_desk: int | None = None
    """Gets the difficult dossiers."""
    transfer: Transfer | None = None
    lookalikes: list[Lookalike] = field(default_factory=list)
