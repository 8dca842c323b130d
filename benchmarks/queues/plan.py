"""Who does wrong, and how; by the place of the official."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.queues.arrays import NONE
from benchmarks.queues.variants import FAVOURING, How


@dataclass(frozen=True)
class Wrong:
    how: How
    agent: int = NONE
    """Favoured, or of a relative."""
    share: float = 0.0
    """Of the dossiers at hand, at full strength."""
    amount: float = 0.0
    """Of accesses: each month, or each time."""


Plan = dict[int, Wrong]


def favoured_agents(plan: Plan) -> dict[int, int]:
    """By official."""
    return {official: wrong.agent for official, wrong in plan.items() if wrong.how in FAVOURING}
