"""A dossier while it is being handled: where it stands, how much time is left, and how its steps are noted."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.centre.agents import Agent
from benchmarks.centre.arrivals import Application
from benchmarks.centre.catalogue import Team
from benchmarks.centre.centre import Centre
from benchmarks.centre.chance import Chance
from benchmarks.centre.dossier import Dossier, Event, History
from benchmarks.centre.office import CENTRE, department_unit, team_unit
from benchmarks.centre.people import Logging, Official
from benchmarks.centre.plan import Favour
from benchmarks.centre.procedures import Procedure
from benchmarks.centre.workdays import DAY

URGENT = 1.2 * DAY
"""With less time left, superiors nearly always hurry."""
ENTERED_BEFORE_END = 2
"""Minutes before the end of the day at which what was put off is entered."""
LAST_MINUTES = 2.5
"""Of a day: what happens then was put off to its end."""


@dataclass(eq=False)
class Case:
    """Times are working minutes; ``now`` moves on with every step, ``pause`` is the sum of the stops of the clock."""

    centre: Centre
    history: History
    dossier: Dossier
    limit: int
    fee: int
    now: float
    specialist: Official
    """Nobody in particular (the team's head) until it is assigned."""
    clerk: Official | None = None
    """Who received it at the counter, if anybody did."""
    pause: float = 0.0
    assigned: float = 0.0
    favour: Favour | None = None
    need: float = 0.0
    """Minutes of work in all, and those already done."""
    done: float = 0.0
    withdrawn: bool = False
    refused: bool = False

    @property
    def chance(self) -> Chance:
        return self.centre.chance

    @property
    def application(self) -> Application:
        return self.dossier.application

    @property
    def procedure(self) -> Procedure:
        return self.application.procedure

    @property
    def agent(self) -> Agent | None:
        return self.application.agent

    @property
    def place(self) -> int:
        """Of the team."""
        return self.procedure.team

    @property
    def team(self) -> Team:
        return self.centre.office.teams[self.place]

    @property
    def specialists(self) -> list[Official]:
        return self.centre.office.specialists[self.place]

    @property
    def head(self) -> Official:
        return self.centre.office.heads[self.place]

    @property
    def strength(self) -> float:
        return self.centre.plan.strength

    @property
    def due(self) -> float:
        """Pauses counted in."""
        return self.dossier.due + self.pause

    @property
    def left(self) -> float:
        return self.due - self.now

    @property
    def urgent(self) -> bool:
        return self.left < URGENT

    @property
    def slack(self) -> float:
        """What superiors and the way back to the counter need in the end."""
        return (0.13 * self.limit + 0.5) * DAY

    def entered_at(self, official: Official, minute: float) -> float:
        """Some enter their work at the end of the day, but not when it is urgent."""
        if official.logging == Logging.AT_ONCE:
            return minute
        next_day = (minute // DAY + 1) * DAY
        return next_day - ENTERED_BEFORE_END if next_day < self.due - 0.8 * self.slack else minute

    def work(self, official: Official, need: float) -> None:
        self.now = official.done_at(self.now, need)

    def stop(self, until: float) -> None:
        """The clock stands still from now until then."""
        self.pause += until - self.now
        self.now = until

    def log_at_centre(
        self,
        at: float,
        activity: str,
        by: Official | None = None,
        *,
        document: str | None = None,
        reason: str | None = None,
        amount: int | None = None,
    ) -> None:
        self._log(at, activity, by, CENTRE, document, reason, amount)

    def log_in_team(
        self, at: float, activity: str, by: Official, *, document: str | None = None, reason: str | None = None
    ) -> None:
        self._log(at, activity, by, team_unit(self.team, at), document, reason, None)

    def log_in_department(self, at: float, activity: str, by: Official, *, reason: str | None = None) -> None:
        self._log(at, activity, by, department_unit(self.team.department, at), None, reason, None)

    def _log(
        self,
        at: float,
        activity: str,
        by: Official | None,
        unit: str,
        document: str | None,
        reason: str | None,
        amount: int | None,
    ) -> None:
        put_off = by is not None and at % DAY > DAY - LAST_MINUTES
        logging = by.logging if by is not None and put_off else Logging.AT_ONCE
        number = by.id if by else None
        self.history.events.append(
            Event(self.dossier.place, at, activity, number, unit, document, reason, amount, logging)
        )
