"""The papers that are asked for: those of the lists, some that are on none, and the customary one of a commune."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.chains.arrays import Floats, Ints
from benchmarks.chains.catalogue import CUSTOMARY_PAPER, OTHER_PAPERS
from benchmarks.chains.procedures import Procedures


@dataclass(frozen=True)
class Papers:
    names: list[str]
    of_procedure: list[Ints]
    """Places of its papers, by procedure."""

    @property
    def customary(self) -> int:
        return len(self.names) - 1

    def listed(self, procedure: Ints, first_throw: Floats, second_throw: Floats) -> tuple[Ints, Ints]:
        """Of the list of the procedure, the first with more weight on its beginning."""
        first, second = np.zeros(len(procedure), int), np.zeros(len(procedure), int)
        for one, papers in enumerate(self.of_procedure):
            those = np.flatnonzero(procedure == one)
            weight = 1 / np.arange(1, len(papers) + 1)
            place = np.searchsorted(np.cumsum(weight / weight.sum()), first_throw[those])
            first[those] = papers[place.clip(0, len(papers) - 1)]
            second[those] = papers[(second_throw[those] * len(papers)).astype(int)]
        return first, second

    def outside(self, throw: Floats) -> Ints:
        return self.customary - len(OTHER_PAPERS) + (throw * len(OTHER_PAPERS)).astype(int)


def list_papers(procedures: Procedures) -> Papers:
    listed = sorted({paper for procedure in procedures.all for paper in procedure.papers})
    names = [*listed, *OTHER_PAPERS, CUSTOMARY_PAPER]
    places = {name: place for place, name in enumerate(names)}
    return Papers(names, [np.array([places[paper] for paper in procedure.papers]) for procedure in procedures.all])
