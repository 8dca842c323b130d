"""A dossier: what is filed, whose it is, and what becomes of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.communes.agents import Agent
from benchmarks.communes.office import Official, Unit
from benchmarks.communes.procedures import Procedure

COUNTER, ONLINE, POST = "counter", "online", "post"
GRANTED, REFUSED, WITHDRAWN, OPEN = "granted", "refused", "withdrawn", ""


@dataclass
class Event:
    """``who`` is an official, the name of an account that is nobody's, or nothing where the system did it."""

    at: float
    activity: str
    who: Official | str | None
    document: str = ""
    reason: str = ""
    amount: int | None = None
    """Dong."""


@dataclass(eq=False)
class Dossier:
    received: float
    """A moment, as all times here."""
    unit: Unit
    procedure: Procedure
    channel: str
    business: bool
    """Whether the applicant is one."""
    applicant: str
    agent: Agent | None
    after_hours: bool
    """Filed online the evening before and taken in by the system."""
    present: list[Official]
    """At the desk on the day of receipt."""
    receiver: Official
    checker: Official
    earlier: Dossier | None = None
    """The one refused or withdrawn that this repeats."""
    code: str = ""

    events: list[Event] = field(default_factory=list)
    """Not in the order of time."""
    expected_asked: float = 0.0
    """The chance that honest people ask for a supplement."""
    expected_again: float = 0.0
    """The chance that, having asked, they ask a second time."""
    rounds: int = 0
    """Of supplements asked for."""
    pause: float = 0.0
    """Working days in which the clock stood still."""
    paused_days: int = 0
    """The same by the calendar of the due date."""
    outcome: str = OPEN
    finished: float = 0.0
    withdrawn_by_itself: bool = False
    """And not because a supplement never came."""
    refiled_at: float | None = None
    due_changed: bool = False

    late: bool = False
    """As the export shows it; so below."""
    open: bool = False
    named: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Activities in which an account is named, by account."""

    @property
    def day(self) -> int:
        return int(self.received)

    @property
    def limit(self) -> int:
        return self.procedure.limit

    @property
    def online(self) -> bool:
        return self.channel == ONLINE

    @property
    def shows_agent(self) -> bool:
        """In the export."""
        return self.agent is not None and self.unit.habits.agents

    @property
    def asked(self) -> bool:
        return self.rounds > 0

    @property
    def decided(self) -> bool:
        return self.outcome in (GRANTED, REFUSED)

    @property
    def working_time(self) -> float:
        """Working days from receipt to the end, without the pauses."""
        return self.finished - self.received - self.pause

    def log(
        self,
        at: float,
        activity: str,
        who: Official | str | None,
        document: str = "",
        reason: str = "",
        amount: int | None = None,
    ) -> None:
        self.events.append(Event(at, activity, who, document, reason, amount))
