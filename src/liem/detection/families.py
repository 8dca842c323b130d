"""Who is named: false discoveries are controlled over all persons of a run together, and per act for units.

Of an official everything is decided together: every indicator, and each agent with whom the official may share an
advantage. First it is decided of whom anything may be said at all, then by what
(:mod:`liem.detection.statistics.naming`). So a run over an honest province names anybody, by whatever indicator, no
more often than ``fdr``. Indicators that ask for the same doing by different traces of it (``joined``) are one question
(:mod:`liem.detection.statistics.joining`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import isfinite

import numpy as np

from liem.detection.figures import UNIT_LOOK, Figure
from liem.detection.statistics import name_persons
from liem.detection.statistics.joining import correlation, joined
from liem.detection.statistics.multiplicity import benjamini_hochberg

PAIRS = "pair"
"""The branch of an official's questions that holds the agents, beside one branch per question."""
RAISED = 0.05
"""Largest p at which one of the questions that name a person together is told of."""


def controlled(found: Iterable[Figure], fdr: float) -> list[Figure]:
    """The figures with their q, and ``named`` only where that q allows it.

    Persons are named up to ``fdr``, units up to the look of :data:`liem.detection.figures.UNIT_LOOK`. What speaks for a
    subject (an excess that is not material or not its own, fewer events than the indicator asks) counts as p = 1, and
    stays a question asked.
    """
    found = _asked(list(found))
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


def _asked(found: list[Figure]) -> list[Figure]:
    """The figures without those of officials that could name nobody: fewer events in the whole province than the
    indicator asks of one person. A question that cannot be answered is none.
    """
    seen: dict[str, float] = defaultdict(float)
    for figure in found:
        if figure.subject_kind == "official":
            seen[figure.indicator.id] += figure.observed
    return [
        replace(figure, eligible=False, named=False, reason=figure.reason or "few_expected")
        if figure.subject_kind == "official"
        and figure.indicator.pattern is not None
        and seen[figure.indicator.id] < figure.indicator.pattern.least_events
        else figure
        for figure in found
    ]


def _against(figure: Figure) -> float:
    """The p that counts against a subject; nan where it is no question."""
    if not figure.eligible:
        return float("nan")
    pattern = figure.indicator.pattern
    enough = pattern is not None and figure.observed >= pattern.least_events
    return figure.p if figure.named and enough else 1.0


def _question(figure: Figure) -> str:
    """The question a figure answers: its indicator, or what several indicators ask together."""
    pattern = figure.indicator.pattern
    return pattern.joined if pattern is not None and pattern.joined else figure.indicator.id


def _of_persons(figures: Sequence[Figure]) -> np.ndarray:
    """q of every figure about officials and pairs: one row per official, one column per question or agent."""
    official = np.unique([figure.keys[0] for figure in figures], return_inverse=True)[1]
    raw = np.array([figure.p if figure.eligible else np.nan for figure in figures])
    against = np.array([_against(figure) for figure in figures])
    members: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    agents: dict[int, int] = defaultdict(int)
    for i, figure in enumerate(figures):
        if figure.subject_kind == "pair":
            agents[figure.keys[0]] += 1
            members[PAIRS][str(agents[figure.keys[0]])].append(i)
        else:
            members[_question(figure)][figure.indicator.id].append(i)
    columns, branches = [], []
    size = int(official.max(initial=-1)) + 1
    for number, (name, each) in enumerate(sorted(members.items())):
        p = np.full((size, len(each)), np.nan)
        scores = p.copy()
        for column, rows in enumerate(each.values()):
            p[official[rows], column] = against[rows]
            scores[official[rows], column] = raw[rows]
        if name != PAIRS and len(each) > 1:
            p = joined(p, _correlations(scores))[:, None]
        columns.append(p)
        branches += [number] * p.shape[1]
    if not columns:
        return np.zeros(0)
    q = name_persons(np.concatenate(columns, axis=1), np.array(branches))
    found, first = np.full(len(figures), np.nan), 0
    for p, (_, each) in zip(columns, sorted(members.items()), strict=True):
        for column, rows in enumerate(each.values()):
            found[rows] = q[official[rows], first + min(column, p.shape[1] - 1)]
            if p.shape[1] < len(each):
                # Named together, each is told of only where it is raised itself.
                found[rows] = np.where(against[rows] > RAISED, np.fmax(found[rows], against[rows]), found[rows])
        first += p.shape[1]
    return np.where(np.isnan(against), np.nan, found)


def _correlations(scores: np.ndarray) -> np.ndarray:
    size = scores.shape[1]
    together = np.eye(size)
    for i in range(size):
        for j in range(i):
            together[i, j] = together[j, i] = correlation(scores[:, i], scores[:, j])
    return together


def _settle(family: Sequence[Figure], q: np.ndarray, limit: float) -> list[Figure]:
    return [
        replace(figure, q=float(value), named=bool(_against(figure) < 1 and value <= limit))
        for figure, value in zip(family, q, strict=True)
    ]
