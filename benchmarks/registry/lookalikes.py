"""Those who stand out for an innocent reason, as the truth names them."""

from __future__ import annotations

from benchmarks.registry.agents import Agents
from benchmarks.registry.arrays import Objects
from benchmarks.registry.plan import Plan


class Lookalikes:
    """Each but once, and never an official who is planted."""

    def __init__(self, officials: Objects, agents: Agents, plan: Plan) -> None:
        self._officials, self._agents, self._plan = officials, agents.ids, plan
        self._subjects: dict[tuple[str, str, str], None] = {}

    def official(self, kind: str, official: int) -> None:
        if official not in self._plan.variants:
            self._add(kind, "official", str(self._officials[official]))

    def agent(self, kind: str, agent: int) -> None:
        self._add(kind, "agent", str(self._agents[agent]))

    def pair(self, kind: str, official: int, agent: int) -> None:
        self._add(kind, "pair", f"{self._officials[official]}|{self._agents[agent]}")

    def rows(self) -> list[dict[str, str]]:
        return [
            {"kind": kind, "subject_kind": subject_kind, "subject": subject}
            for kind, subject_kind, subject in self._subjects
        ]

    def _add(self, *subject: str) -> None:
        kind, subject_kind, name = subject
        self._subjects.setdefault((kind, subject_kind, name))
