"""Who does wrong, and how; and who favours whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.communes.agents import Agent
from benchmarks.communes.dossier import Dossier
from benchmarks.communes.office import Official
from benchmarks.communes.ways import Way


class Pair(NamedTuple):
    official: Official
    agent: Agent

    @property
    def code(self) -> str:
        return f"{self.official.code}|{self.agent.code}"


@dataclass
class Plan:
    strength: float
    ways: dict[Official, Way] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    """The official favours the agent."""

    def favours(self, dossier: Dossier) -> bool:
        """Whether its checker favours the agent who filed it."""
        return dossier.agent is not None and Pair(dossier.checker, dossier.agent) in self.pairs

    def spares(self, dossier: Dossier) -> bool:
        """Nobody planted had a hand in it."""
        hands = (dossier.checker, dossier.receiver, dossier.unit.vice_chair)
        return not any(o in self.ways for o in hands) and not self.favours(dossier)

    @property
    def guilty(self) -> set[str]:
        return {o.code for o in self.ways} | {p.official.code for p in self.pairs}
