"""Who stands out for an innocent reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.motives.staff import Role, Staff
from benchmarks.motives.units import is_department
from numpy.random import Generator


class Lookalike(NamedTuple):
    """The subject is an official, an agent, or an official with an agent, by their places."""

    kind: str
    official: int | None = None
    agent: int | None = None

    @property
    def subject_kind(self) -> str:
        if self.agent is None:
            return "official"
        return "agent" if self.official is None else "pair"


@dataclass
class Lookalikes:
    all: list[Lookalike] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)
    """Officials who are neither planted nor compared with."""

    @property
    def officials(self) -> set[int]:
        """Alone or with an agent."""
        return {one.official for one in self.all if one.official is not None}

    def add(self, kind: str, official: int) -> None:
        self.all.append(Lookalike(kind, official))

    def set_apart(self, kind: str, official: int) -> None:
        self.add(kind, official)
        self.apart.add(official)

    def add_regular(self, agent: int, official: int) -> None:
        """An agent who specialises in one procedure, and so comes to one desk."""
        self.all.append(Lookalike("specialised_agent", agent=agent))
        self.all.append(Lookalike("specialised_agent_regular_desk", official, agent))

    def pick(
        self,
        rng: Generator,
        staff: Staff,
        role: Role,
        *,
        in_department: bool | None = None,
        fits: Callable[[int], bool] = lambda _: True,
    ) -> int | None:
        """An official who stands out in no way yet; ``None`` where nobody fits."""
        candidates = [
            place
            for place in staff.of(role)
            if place not in self.apart
            and fits(place)
            and in_department in (None, is_department(staff.officials[place].unit))
        ]
        if not candidates:
            return None
        picked = int(rng.choice(candidates))
        self.apart.add(picked)
        return picked
