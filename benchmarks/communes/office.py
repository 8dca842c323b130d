"""Communes, wards and their people."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from benchmarks.communes.log_habits import LogHabits
from benchmarks.communes.workdays import DAYS, WORKDAYS, Period

COUNTER = "tn"
"""Stands among an official's fields where he receives dossiers only."""

WARD, ONE_HAND, BY_FIELD, RELAY, CENTRE = "ward", "onehand", "field", "relay", "centre"
"""How a unit divides its work.

ward: counter clerks receive, specialists check
onehand: whoever receives a dossier checks it
field: the same, and it is mostly the specialist
relay: the counter goes round by rota, anybody checks
centre: receives nothing
"""

BEFORE = -1
"""Stands for the first day of those who were there before the records begin."""


class Trait(StrEnum):
    """What makes an honest official stand out."""

    TRAINEE = "trainee"
    SICK = "sick"
    COVERS = "covers"
    HARD_MIX = "hard mix"
    DEADLINE = "deadline"
    IN_BULK = "in bulk"
    REPORTS = "reports"
    ENQUIRIES = "enquiries"
    SUPERVISES = "supervises"


class Stay(NamedTuple):
    """An official's time in one unit, by places of working days; ``until`` is the first day he is gone."""

    unit: Unit
    first: int
    until: int

    @property
    def since_before(self) -> bool:
        return self.first < 0

    @property
    def to_the_end(self) -> bool:
        return self.until >= DAYS


@dataclass(eq=False)
class Official:
    """Habits are added to logarithms, of chances or of working time."""

    code: str
    post: str
    unit: Unit
    """The first one."""
    fields: frozenset[str]
    strict: float
    """Asks for supplements more readily than others."""
    lax: float
    """Takes in at the counter what others would send back."""
    slow: float
    asks_again: float
    curious: float
    """Looks up colleagues' dossiers."""
    share: float
    """Of the work, against colleagues."""
    keeps_limits: float
    """Chance to hurry a dossier that would be late."""
    moods: list[float]
    """Added slowness, by months since the merger."""
    absent: list[bool]
    """Per working day."""
    stays: list[Stay]
    trait: Trait | None = None
    left_lying: Period | None = None
    """An absence in which nobody takes over."""
    covers: Official | None = None
    """The colleague on long leave whose dossiers he looks after."""

    @property
    def joined(self) -> int:
        return self.stays[0].first

    def stays_away(self, period: Period) -> None:
        for day in range(period.first, min(DAYS, period.until)):
            self.absent[day] = True

    def is_left_lying(self, day: int) -> bool:
        return self.left_lying is not None and day in self.left_lying

    def works_in(self, unit: Unit, day: int) -> bool:
        return any(s.unit is unit and s.first <= day < s.until for s in self.stays)


@dataclass
class Signing:
    """When the vice chair signs."""

    weekdays: tuple[int, ...] = ()
    at: float = 0.5
    """Share of the working day passed."""
    delegated: bool = False
    """The head of the desk signs what has a short limit."""
    away: Period | None = None
    """Nobody signs in his place."""

    def is_possible(self, day: int) -> bool:
        return WORKDAYS[day].weekday() in self.weekdays and not self.is_away(day)

    def is_away(self, day: int) -> bool:
        return self.away is not None and day in self.away


@dataclass(eq=False)
class Unit:
    """As it stands, one that receives nothing; habits are added to logarithms."""

    code: str
    name: str
    regime: str = CENTRE
    habits: LogHabits = field(default_factory=LogHabits)
    signing: Signing = field(default_factory=Signing)
    size: float = 0.0
    """Of its people, against the other units."""
    strict: float = 0.0
    slow: float = 0.0
    merger: float = 0.0
    """Added slowness of the first two months."""
    apologises: float = 0.0
    """Share of late dossiers with a letter of apology."""
    online: float = 0.0
    """Share of dossiers filed online."""
    online_after_hours: bool = False
    """Some of those are taken in by the system itself, after work."""
    agents: float = 1.0
    """How usual agents are, against other units."""
    desk: list[Official] = field(default_factory=list)
    """Everybody who ever worked there, but for the vice chair."""
    vice_chair: Official = field(init=False)
    collected_late: bool = False
    """A dossier is logged as finished when the applicant collects the result."""
    custom_paper: str | None = None
    """Off the list, and asked for by the whole commune."""
    shared_login: bool = False
    """At the counter, for the first months."""

    @property
    def ward(self) -> bool:
        return self.regime == WARD

    @property
    def same_hand(self) -> bool:
        """Who receives a dossier also checks it."""
        return self.regime in (ONE_HAND, BY_FIELD)

    @property
    def head(self) -> Official:
        return self.desk[0]

    def at_desk(self, day: int) -> list[Official]:
        """Who works there at the time, absent or not; never empty."""
        return [o for o in self.desk if o.works_in(self, day)] or [self.head]

    def present(self, day: int) -> list[Official]:
        """Those not absent, or where all are, everybody."""
        there = self.at_desk(day)
        return [o for o in there if not o.absent[day]] or there


class Lookalike(NamedTuple):
    """Somebody who stands out for an innocent reason."""

    kind: str
    subject_kind: str
    subject: str


@dataclass
class Office:
    units: list[Unit]
    officials: list[Official]
    """Of all units and of the centre."""
    centre: Unit
    hotline: Official
    administrator: Official
    spoken_for: set[Official]
    """Those with a part to play already, who get no other."""
    lookalikes: list[Lookalike] = field(default_factory=list)

    @property
    def rural(self) -> list[Unit]:
        return [u for u in self.units if not u.ward]

    def stands_out(self, kind: str, official: str) -> None:
        self.lookalikes.append(Lookalike(kind, "official", official))
