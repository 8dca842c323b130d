"""One dossier on its own clock: working minutes since its receipt, as if the clock were never stopped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.casework.caseload import Agent
from benchmarks.casework.procedures import Procedure


class Dice(NamedTuple):
    """Chances of one dossier, uniform on 0..1, each thrown whether it matters or not.

    So a dossier can be told twice on the same chances, with the planted act and without. A few serve two purposes that
    do not meet.
    """

    extended: float
    missing: float
    passes: float
    guided: float
    guided_at: float
    slip: float
    slip_at: float
    hurried: float
    hurry: float
    effort: float
    rest: float
    act: float
    stop_days: float
    forwarded_at: float
    noticed: float
    content: float
    invented: float
    suspends: float
    paper: float
    wording: float
    off_list: float
    off_list_act: float
    asked_at: float
    second: float


class LaterDice(NamedTuple):
    """The same, for what happens after the requests."""

    suspended: float
    suspended_at: float
    suspended_why: float
    suspended_days: float
    consulted: float
    visited: float
    ending: float
    withdrawn_at: float
    returned: float
    wording: float
    waived: float
    last_check: float


class Normals(NamedTuple):
    """Standard normal chances."""

    pace: float
    wait: float
    spare: float
    vague: float


class Step(NamedTuple):
    """Something that goes into the log, ``pause`` working minutes before the clock runs on."""

    at: float
    activity: str
    seat: int
    document: str | None = None
    reason: str | None = None
    amount: int | None = None
    pause: float = 0


class Twice(NamedTuple):
    """Whether something happened: with honest people only, and in fact."""

    honestly: bool
    indeed: bool


FACTS = ("req", "missed", "outside", "late", "lastday", "fee")
"""A request, a missing paper overlooked, one off the list, lateness, a stop in the last two days, a wrong fee."""


@dataclass
class Case:
    """What is known about a dossier beforehand, and then what becomes of it."""

    unit: int
    procedure: Procedure
    channel: str
    business: bool
    difficulty: float
    """Standard normal."""
    crowding: float
    """Added to the logarithm of working time."""
    received: float
    """Working minutes since the first day."""
    clerk_seat: int
    desk_seat: int
    head_seat: int
    clerk: str
    """The official present at the counter on receipt."""
    handler: str
    clerk_act: str | None
    """Variant of the act planted on the clerk."""
    handler_act: str | None
    agent: Agent
    favoured: bool
    """One of a planted pair's dossiers."""
    strength: float
    dice: Dice
    later: LaterDice
    normals: Normals
    available: float
    """Minutes from receipt to the limit."""
    due: float
    """End of the limit, moved in writing or not; working minutes since the first day."""
    extended: bool
    total: float = 0.0
    """Minutes from receipt to the end."""
    forwarded: float = 0.0
    """Minutes from receipt until it leaves the counter."""
    body: float = 0.0
    """Minutes of the work at the desk, as first planned."""
    missing_chance: float = 0.0
    """That a required paper is not there."""
    passing_chance: float = 0.0
    """That a missing paper is overlooked at the counter, with honest people."""
    hold: float | None = None
    """When a planted stop of the clock is set."""
    outcome: str = "granted"
    charged: int | None = None
    """Dong."""
    steps: list[Step] = field(default_factory=list)
    facts: dict[str, Twice] = field(default_factory=lambda: dict.fromkeys(FACTS, Twice(False, False)))

    @property
    def room(self) -> float:
        """Minutes from receipt to the end of the limit as it may have been moved."""
        return self.due - self.received

    def log(self, *step: Step) -> None:
        self.steps.extend(step)

    def paper(self) -> str:
        """Any paper of the procedure's list."""
        return self.procedure.papers[int(self.dice.paper * len(self.procedure.papers))]
