"""How often each fact is met with among dossiers in which nobody planted had a hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from benchmarks.communes.dossier import Dossier
from benchmarks.communes.facts import FACTS, Fact
from benchmarks.communes.office import Unit
from benchmarks.communes.procedures import Procedure

_STEADYING = 6
"""Events that keep the rates of small communes near those of all."""


class Rates:
    def __init__(self, spared: Iterable[Dossier]) -> None:
        spared = list(spared)
        self._dossiers = Counter(d.procedure for d in spared)
        self._by_procedure: Counter[tuple[Fact, Procedure]] = Counter()
        self._by_unit: Counter[tuple[Fact, Unit]] = Counter()
        for dossier in spared:
            for fact in FACTS:
                if fact(dossier):
                    self._by_procedure[fact, dossier.procedure] += 1
                    self._by_unit[fact, dossier.unit] += 1
        self._expected: dict[tuple[Fact, Unit], float] = {}
        for dossier in spared:
            for fact in FACTS:
                before = self._expected.get((fact, dossier.unit), 0.0)
                self._expected[fact, dossier.unit] = before + self.of(fact, dossier)

    def of(self, fact: Fact, dossier: Dossier) -> float:
        """Among dossiers of the same procedure."""
        return self._by_procedure[fact, dossier.procedure] / max(1, self._dossiers[dossier.procedure])

    def in_unit(self, fact: Fact, unit: Unit) -> float:
        """A factor: how much more often in this unit than in others with the same procedures."""
        expected = self._expected.get((fact, unit), 0.0)
        return (self._by_unit[fact, unit] + _STEADYING) / (expected + _STEADYING)
