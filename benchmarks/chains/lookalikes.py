"""Whoever stands out for an innocent reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Lookalike(NamedTuple):
    kind: str
    official: int | None = None
    agent: int | None = None

    @property
    def subject_kind(self) -> str:
        if self.official is None:
            return "agent"
        return "official" if self.agent is None else "pair"


@dataclass
class Lookalikes:
    all: list[Lookalike] = field(default_factory=list)

    def officials(self, kind: str, officials: Iterable[int]) -> None:
        self.all.extend(Lookalike(kind, official) for official in officials)

    def pair(self, kind: str, official: int, agent: int) -> None:
        self.all.append(Lookalike(kind, official, agent))

    def agent(self, kind: str, agent: int) -> None:
        self.all.append(Lookalike(kind, agent=agent))
