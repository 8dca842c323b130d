"""What is known of a dossier and of its steps, in working minutes, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.centre.arrivals import Application
from benchmarks.centre.people import Logging


@dataclass(eq=False)
class Dossier:
    place: int
    """In the list of all."""
    code: str
    application: Application
    unit: str
    due: int
    """The working minute promised on receipt; pauses are not counted in."""
    charged: int | None
    handler: str = ""
    """The specialist who handled it in the end."""
    late: bool = False
    """The result was ready only after the promised day, pauses counted in."""
    finished: float | None = None
    outcome: str | None = None

    @property
    def received(self) -> float:
        return self.application.minute

    @property
    def team(self) -> int:
        return self.application.procedure.team

    @property
    def department(self) -> str:
        return self.application.procedure.department

    @property
    def agent(self) -> str | None:
        return self.application.agent.id if self.application.agent else None


class Event(NamedTuple):
    """A line of the log; ``dossier`` is a place in the list of all. What the system does by itself has no official."""

    dossier: int
    minute: float
    activity: str
    official: str | None
    unit: str
    document: str | None
    reason: str | None
    amount: int | None
    logging: Logging


@dataclass
class History:
    """All dossiers in the order of receipt, and all their steps in the order in which they were decided."""

    dossiers: list[Dossier] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    by_team: defaultdict[int, list[Dossier]] = field(default_factory=lambda: defaultdict(list))
