"""Officials: their place, their habits, when they are away and what they have on the desk."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from benchmarks.centre.acts import How
from benchmarks.centre.chance import Chance

FOREVER = 10**9
"""Working minutes; longer than anything simulated."""


class Role(StrEnum):
    LEADER = "leader"
    HEAD = "head"
    DEPUTY = "deputy"
    DIRECTOR = "director"
    HOTLINE = "hotline"
    TECHNICIAN = "it"
    COUNTER = "counter"
    SPECIALIST = "spec"


OF_THE_CENTRE = (Role.COUNTER, Role.DIRECTOR, Role.HOTLINE, Role.TECHNICIAN)


class Logging(Enum):
    """When somebody who works late into the day enters into the system what was done."""

    AT_ONCE = 0
    IN_THE_EVENING = 1
    AT_THE_END_OF_THE_DAY = 2


@dataclass
class Habits:
    """Factors are against the province's mean, shares are of the occasions."""

    pace: float
    """Factor of the time needed."""
    thoroughness: float
    """Factor of how often defects are asked about."""
    lateness: float
    oversight: float
    """Factor of the defects let through at the counter."""
    vague: float
    """Share of requests with an empty reason."""
    unnamed: float
    """Share of requests naming no paper."""
    unlogged: float
    """Share of appraisals never entered."""
    strictness: float
    """Factor of how often a draft is returned."""
    guides: float
    """Share of applicants given guidance that is entered."""
    curiosity: float
    pauses: float
    """Share of consultations during which the clock is stopped."""


@dataclass(eq=False)
class Official:
    """``team`` is a place in the list of teams; times are working minutes."""

    id: str
    role: Role
    post: str
    habits: Habits
    team: int | None = None
    department: str | None = None
    workload: float = 1.0
    """Share of the dossiers, against the colleagues'."""
    prefers_hard: float = 1.0
    to_deadline: bool = False
    """Plans every dossier to be ready shortly before its day."""
    logging: Logging = Logging.AT_ONCE
    signing_days: bool = False
    """Signs on Tuesdays and Fridays only."""
    arrives: float = 0
    leaves: float = FOREVER
    absences: list[tuple[float, float]] = field(default_factory=list)
    uncovered: bool = False
    """Dossiers wait on the desk while the official is away."""
    communes: set[int] = field(default_factory=set)
    learning_since: float | None = None
    successor: Official | None = None
    how: How | None = None
    factor: float = 1.0
    open_until: list[float] = field(default_factory=list)
    """A heap of the minutes at which the dossiers on the desk leave it."""

    def in_post(self, minute: float) -> bool:
        return self.arrives <= minute < self.leaves

    def away_for(self, minute: float) -> float:
        """Minutes until the official is back; nothing if present."""
        return max((end - minute for start, end in self.absences if start <= minute < end), default=0)

    def done_at(self, minute: float, need: float) -> float:
        """When ``need`` minutes of work begun at ``minute`` are done: it stands still during absences."""
        done = minute + need
        for start, end in sorted(self.absences):
            if end > minute and start < done:
                done += end - max(start, minute)
        return done

    def load(self, minute: float) -> int:
        """Dossiers on the desk."""
        while self.open_until and self.open_until[0] <= minute:
            heapq.heappop(self.open_until)
        return len(self.open_until)

    def keep_until(self, minute: float) -> None:
        heapq.heappush(self.open_until, minute)


class Register:
    """All officials, by their number; each enters with habits of their own."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.officials: dict[str, Official] = {}

    def enter(self, role: Role, post: str, team: int | None = None, department: str | None = None) -> Official:
        official = Official(self._new_number(), role, post, self._habits(), team, department)
        self.officials[official.id] = official
        return official

    def _new_number(self) -> str:
        while True:
            number = f"CB{self.chance.randint(1000, 9999)}"
            if number not in self.officials:
                return number

    def _habits(self) -> Habits:
        chance = self.chance
        return Habits(
            pace=chance.habit(0.12),
            thoroughness=chance.habit(0.14),
            lateness=chance.habit(0.16, widest=0.27),
            oversight=chance.habit(0.14),
            vague=min(0.9, chance.around(0.2, 0.6)),
            unnamed=min(0.6, chance.around(0.07, 0.8)),
            unlogged=0.35 if chance.happens(0.1) else 0.0,
            strictness=max(0.8, min(1.24, chance.habit(0.13))),
            guides=min(0.9, chance.around(0.3, 0.5)),
            curiosity=chance.habit(0.2),
            pauses=min(0.95, chance.around(0.6, 0.15)),
        )
