"""How far a pair shows: the official's haste, and the supplements he does not ask for."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from benchmarks.communes.dossier import Dossier
from benchmarks.communes.facts import is_completed
from benchmarks.communes.plan import Pair, Plan
from benchmarks.communes.procedures import Procedure

_LEAST_TIME = 0.02
"""Of the limit."""
_TIME_SPREAD = 0.55
"""Of the logarithm of working time, dossier by dossier."""
_HASTE_SPREAD = 0.1
"""Of its mean, agent by agent."""
_ASKING_SPREAD = 0.24


class PairFigures:
    def __init__(self, dossiers: list[Dossier], plan: Plan) -> None:
        self._completed = [d for d in dossiers if is_completed(d)]
        times: defaultdict[Procedure, list[float]] = defaultdict(list)
        for dossier in self._completed:
            if plan.spares(dossier):
                times[dossier.procedure].append(_log_time(dossier))
        self._usual = {procedure: sum(t) / len(t) for procedure, t in times.items()}

    def of(self, pair: Pair) -> dict[str, Any] | None:
        """Nothing where the export does not show them together."""
        official, agent = pair
        checked = [d for d in self._completed if d.checker is official]
        together = [d for d in checked if d.agent is agent and d.shows_agent and official.code in d.named]
        others = [d for d in checked if d.agent is not agent]
        elsewhere = [d for d in self._completed if d.checker is not official and d.agent is agent]
        n = len(together)
        if not n:
            return None
        slower = self._mean(together) - self._mean(others)
        variance = _TIME_SPREAD * _TIME_SPREAD
        haste = -slower / math.sqrt(variance / n + _HASTE_SPREAD**2 + variance / max(1, len(others)))
        expected, asked = sum(d.expected_asked for d in together), sum(d.asked for d in together)
        spared = (expected - asked) / math.sqrt(expected + (_ASKING_SPREAD * expected) ** 2)
        return {
            "official": official.code,
            "unit": official.unit.code,
            "agent": agent.code,
            "n": n,
            "time_ratio_vs_own_others": round(math.exp(slower), 2),
            "agent_elsewhere_time_ratio": round(math.exp(self._mean(elsewhere)), 2),
            "n_elsewhere": len(elsewhere),
            "asked": asked,
            "asked_expected": round(expected, 1),
            "evidence": round(math.hypot(max(0, haste), max(0, spared)), 1),
        }

    def _mean(self, dossiers: list[Dossier]) -> float:
        """Of the logarithm of working time, against the usual of the procedure."""
        return sum(_log_time(d) - self._usual[d.procedure] for d in dossiers) / max(1, len(dossiers))


def _log_time(dossier: Dossier) -> float:
    return math.log(max(_LEAST_TIME, dossier.working_time / dossier.limit))
