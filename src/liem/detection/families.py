"""Who is named: false discoveries are controlled over all persons of a run together, and per act for units.

Of an official everything is decided together: the indicators of each act, and each agent with whom the official may
share an advantage. First it is decided of whom anything may be said at all, then by what
(:mod:`liem.detection.statistics.naming`). So a run over an honest province names anybody, by whatever indicator, no
more often than ``fdr``.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isfinite

import numpy as np

from liem.detection.figures import UNIT_LOOK, Figure
from liem.detection.statistics import name_persons
from liem.detection.statistics.multiplicity import benjamini_hochberg

PAIRS = "pair"
"""The branch of an official's questions that holds the agents, beside one branch per act."""


def controlled(found: Iterable[Figure], fdr: float) -> list[Figure]:
    """The figures with their q, and ``named`` only where that q allows it.

    Persons are named up to ``fdr``, units up to the look of :data:`liem.detection.figures.UNIT_LOOK`. What speaks for a
    subject (an excess that is not material or not its own, fewer events than the indicator asks) counts as p = 1, and
    stays a question asked.
    """
    persons: list[Figure] = []
    families: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    settled = []
    for figure in found:
        if figure.subject_kind in ("official", "pair"):
            persons.append(figure)
        elif figure.subject_kind == "procedure" and not isfinite(figure.p):
            settled.append(figure)
        else:
            families[figure.indicator.act, figure.subject_kind].append(figure)
    settled += _settle(persons, _of_persons(persons), fdr)
    for (_, kind), family in families.items():
        q = benjamini_hochberg(np.array([_against(figure) for figure in family]))
        settled += _settle(family, q, fdr if kind == "agent" else max(fdr, UNIT_LOOK))
    return settled


def _against(figure: Figure) -> float:
    """The p that counts against a subject; nan where it is no question."""
    if not figure.eligible:
        return float("nan")
    pattern = figure.indicator.pattern
    enough = pattern is not None and figure.observed >= pattern.least_events
    return figure.p if figure.named and enough else 1.0


def _of_persons(figures: Sequence[Figure]) -> np.ndarray:
    """q of every figure about officials and pairs: one row per official, one column per indicator or agent."""
    columns: dict[tuple[str, str], int] = {}
    rows: dict[int, int] = {}
    agents: dict[int, int] = defaultdict(int)
    place = []
    for figure in figures:
        official = figure.keys[0]
        if figure.subject_kind == "pair":
            key = (PAIRS, str(agents[official]))
            agents[official] += 1
        else:
            key = (figure.indicator.act, figure.indicator.id)
        place.append((rows.setdefault(official, len(rows)), columns.setdefault(key, len(columns))))
    if not place:
        return np.zeros(0)
    row, column = np.array(place).T
    p = np.full((len(rows), len(columns)), np.nan)
    p[row, column] = [_against(figure) for figure in figures]
    branches = sorted({branch for branch, _ in columns})
    q = name_persons(p, np.array([branches.index(branch) for branch, _ in columns]))
    return np.asarray(q[row, column])


def _settle(family: Sequence[Figure], q: np.ndarray, limit: float) -> list[Figure]:
    return [
        replace(figure, q=float(value), named=bool(_against(figure) < 1 and value <= limit))
        for figure, value in zip(family, q, strict=True)
    ]
