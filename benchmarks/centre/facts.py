"""What the steps of one dossier say: who handled it, what was asked, whether it was late, how long the team had it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from benchmarks.centre.catalogue import JUSTICE, SIGNS_BY_DELEGATION
from benchmarks.centre.office import CENTRE
from benchmarks.centre.workdays import EXTRACTED, read, workdays_elapsed

OF_THE_SPECIALIST = (
    *("appraised", "supplement_requested", "checked_online", "result_ready"),
    *("withdrawn", "consulted", "suspended"),
)
STOPS, GOES_ON = ("supplement_requested", "suspended"), ("supplement_received", "resumed")
LAST_DAYS, LAST_SHARE = 0.35, 0.07
"""Working days, or share of the limit if that is more, that are called the last days before the promised one."""
LEAST_HELD = 0.02
"""Working days; the log is no finer."""
LATE_BY = 0.02
"""Working days, nine minutes; a smaller delay is none."""


class Version(NamedTuple):
    """Of a procedure; fee in dong, limit in working days."""

    valid_from: str
    fee: int
    limit: int


class Step(NamedTuple):
    """A row of the events, with a written time."""

    at: str
    activity: str
    official: str | None
    unit: str
    document: str | None
    amount: int | None

    @property
    def workday(self) -> float:
        return workdays_elapsed(read(self.at))


@dataclass
class Facts:
    """One dossier. Days and times are working days and their fractions."""

    procedure: str
    online: bool
    agent: str | None
    due_at: str | None
    withdrawn: bool
    papers: set[str]
    version: Version | None
    steps: list[Step] = field(default_factory=list)

    def _by(self, *activities: str) -> list[str | None]:
        return [step.official for step in self.steps if step.activity in activities]

    def _first(self, activity: str) -> Step | None:
        return next((step for step in self.steps if step.activity == activity), None)

    @cached_property
    def clerk(self) -> str | None:
        received = self._first("received")
        return received.official if received else None

    @cached_property
    def specialist(self) -> str | None:
        """Who had it last."""
        names = [s.official for s in self.steps if s.activity in OF_THE_SPECIALIST and s.unit != CENTRE and s.official]
        return names[-1] if names else None

    @cached_property
    def leader(self) -> str | None:
        decisions = self._by("approved", "refused")
        return decisions[0] if decisions else None

    @cached_property
    def cashiers(self) -> set[str | None]:
        return set(self._by("fee_collected"))

    @cached_property
    def overchargers(self) -> list[str | None]:
        fee = self.version.fee if self.version else math.inf
        return [s.official for s in self.steps if s.activity == "fee_collected" and s.amount and s.amount > fee]

    @cached_property
    def requests(self) -> list[Step]:
        return [step for step in self.steps if step.activity == "supplement_requested"]

    @cached_property
    def rounds(self) -> int:
        return len({step.at for step in self.requests})

    @cached_property
    def asks_off_list(self) -> bool:
        return any(step.document and step.document not in self.papers for step in self.requests)

    @cached_property
    def checkers(self) -> set[str | None]:
        delegated = f"{JUSTICE}-{SIGNS_BY_DELEGATION}"
        signed = {step.official for step in self.steps if step.activity == "approved" and step.unit == delegated}
        return {*self._by("checked", "returned_for_correction")} | signed

    @cached_property
    def returners(self) -> list[str | None]:
        return self._by("returned_for_correction")

    @cached_property
    def suspenders_alone(self) -> list[str | None]:
        """Who stopped the clock though nobody was consulted."""
        return [] if self._first("consulted") else self._by("suspended")

    @cached_property
    def _stops(self) -> tuple[float, float | None]:
        """The sum of all stops that have ended, and since when it stands still."""
        stopped, since = 0.0, None
        for step in self.steps:
            if step.activity in STOPS and since is None:
                since = step.workday
            elif step.activity in GOES_ON and since is not None:
                stopped += step.workday - since
                since = None
        return stopped, since

    @cached_property
    def _ready(self) -> float | None:
        ready = self._first("result_ready")
        return ready.workday if ready else None

    @cached_property
    def _due(self) -> float | None:
        return workdays_elapsed(read(self.due_at)) if self.due_at and not self.withdrawn else None

    @cached_property
    def late(self) -> bool | None:
        """Nothing where it cannot be said yet."""
        if self._due is None:
            return None
        stopped, since = self._stops
        end = self._ready
        if end is None:
            end = workdays_elapsed(EXTRACTED) if since is None else since
            if end <= self._due + stopped:
                return None
        return end - stopped > self._due + LATE_BY

    @cached_property
    def in_the_last_days(self) -> bool | None:
        """Ready only shortly before the promised day, or after it."""
        if self._due is None or self._ready is None or self.version is None:
            return None
        return self._due + self._stops[0] - self._ready < max(LAST_DAYS, LAST_SHARE * self.version.limit)

    @cached_property
    def log_pace(self) -> float | None:
        """Logarithm of the share of the limit the team had it."""
        forwarded = next((s for s in self.steps if s.activity == "forwarded" and s.unit != CENTRE), None)
        if forwarded is None or self._ready is None or self.version is None:
            return None
        held = max(LEAST_HELD, self._ready - forwarded.workday - self._stops[0])
        return math.log(held / self.version.limit)
