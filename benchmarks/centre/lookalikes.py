"""Who stands out for an innocent reason: collected on the way, by kind of reason."""

from __future__ import annotations

from typing import NamedTuple


class Lookalike(NamedTuple):
    kind: str
    subject_kind: str
    """``official``, ``agent`` or ``pair`` (official and agent with a bar between)."""
    subject: str


class Lookalikes:
    def __init__(self) -> None:
        self.all: list[Lookalike] = []

    def official(self, kind: str, official: str) -> None:
        self.all.append(Lookalike(kind, "official", official))

    def agent(self, kind: str, agent: str) -> None:
        self.all.append(Lookalike(kind, "agent", agent))

    def pair(self, kind: str, official: str, agent: str) -> None:
        self.all.append(Lookalike(kind, "pair", f"{official}|{agent}"))

    def subjects(self) -> set[str]:
        return {one.subject for one in self.all}
