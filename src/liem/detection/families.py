"""Who is named: false discoveries are controlled over all persons of a run together, and per act for units.

Of officials everything is decided together: every indicator, and each agent with whom an official may share an
advantage. First it is decided of whom anything may be said at all, then by what; agents are a family beside the other
questions (:mod:`liem.detection.statistics.naming`). So a run over an honest province names anybody, by whatever
indicator, no more often than ``fdr``. Indicators that show the same doing by different traces of it are asked once more
together (``beside``; :mod:`liem.detection.statistics.joining`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import numpy.typing as npt

from liem.detection.figures import UNIT_LOOK, Figure
from liem.detection.statistics import name_persons
from liem.detection.statistics.joining import correlation, joined
from liem.detection.statistics.multiplicity import benjamini_hochberg
from liem.detection.statistics.naming import side_by_side

OF_OFFICIALS = 0.9
"""Share of the rate for what is asked of officials alone; the rest is for what is asked of each with an agent."""
Rows = npt.NDArray[np.intp]
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
    least = 0.0 if pattern is None or figure.subject_kind != "official" else pattern.least_share * figure.n
    enough = pattern is not None and figure.observed >= max(pattern.least_events, least)
    return figure.p if figure.named and enough else 1.0


def _of_persons(figures: Sequence[Figure]) -> np.ndarray:
    """q of every figure about officials and pairs."""
    sheet = _Sheet(figures)
    asked, agents = [*sheet.questions(), *sheet.together()], list(sheet.agents())
    q, q_of_pairs = side_by_side(_named(asked, apart=True), _named(agents, apart=False), OF_OFFICIALS)
    found = np.full(len(figures), np.nan)
    for column, one in enumerate(asked):
        value, own = q[sheet.official[one.rows], column], sheet.against[one.rows]
        if one.joint:
            # Named together with others, an indicator is told of only where it is raised itself.
            value = np.where(own > RAISED, np.maximum(value, own), value)
        found[one.rows] = np.fmin(found[one.rows], value)
    for column, one in enumerate(agents):
        found[one.rows] = q_of_pairs[sheet.official[one.rows], column]
    return np.where(np.isnan(sheet.against), np.nan, found)


@dataclass(frozen=True)
class _Question:
    """One question: one p per official, and the rows of the figures that it answers."""

    p: np.ndarray
    rows: Rows
    joint: bool = False


def _named(asked: Sequence[_Question], *, apart: bool) -> np.ndarray:
    """q of officials × questions. ``apart``: each question is a branch of its own, else all are one."""
    if not asked:
        return np.zeros((0, 0))
    p = np.stack([one.p for one in asked], axis=1)
    return name_persons(p, np.arange(p.shape[1]) if apart else np.zeros(p.shape[1], dtype=int))


class _Sheet:
    """The figures about officials, as questions asked of each."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.official = np.unique([figure.keys[0] for figure in figures], return_inverse=True)[1]
        self.raw = np.array([figure.p if figure.eligible else np.nan for figure in figures])
        self.against = np.array([_against(figure) for figure in figures])
        # Where a question is a matter of the procedure it says nothing of persons: neither against nor for them.
        self.shared = np.array([np.nan if f.procedure_review else _against(f) for f in figures])
        self.indicators = {f.indicator.id: f.indicator for f in figures if f.subject_kind == "official"}
        rows: dict[str, list[int]] = defaultdict(list)
        pairs: dict[int, list[int]] = defaultdict(list)
        for i, figure in enumerate(figures):
            if figure.subject_kind == "pair":
                pairs[figure.keys[0]].append(i)
            else:
                rows[figure.indicator.id].append(i)
        self.rows = {name: np.array(each) for name, each in sorted(rows.items())}
        self.pairs = pairs

    def _columns(self, values: np.ndarray, names: Iterable[str]) -> np.ndarray:
        """Officials × indicators."""
        columns = []
        for rows in (self.rows[name] for name in names):
            column = np.full(int(self.official.max(initial=-1)) + 1, np.nan)
            column[self.official[rows]] = values[rows]
            columns.append(column)
        return np.stack(columns, axis=1)

    def _joined(self, names: Sequence[str]) -> np.ndarray:
        return joined(self._columns(self.shared, names), _correlations(self._columns(self.raw, names)))

    def questions(self) -> Iterator[_Question]:
        """What is asked by each indicator."""
        for name, rows in self.rows.items():
            yield _Question(self._columns(self.against, [name])[:, 0], rows)

    def together(self) -> Iterator[_Question]:
        """What an indicator asks together with others beside it, of whom at least two of them are asked."""
        for name in self.rows:
            pattern = self.indicators[name].pattern
            names = [name, *(other for other in (pattern.beside if pattern else ()) if other in self.rows)]
            if len(names) > 1:
                asked = (~np.isnan(self._columns(self.shared, names))).sum(axis=1)
                p = np.where(asked > 1, self._joined(names), np.nan)
                yield _Question(p, self.rows[name], joint=True)

    def agents(self) -> Iterator[_Question]:
        """The first agent of each official, the second, and so on: the order says nothing."""
        for number in range(max((len(rows) for rows in self.pairs.values()), default=0)):
            rows = np.array([each[number] for each in self.pairs.values() if len(each) > number])
            p = np.full(int(self.official.max()) + 1, np.nan)
            p[self.official[rows]] = self.against[rows]
            yield _Question(p, rows)


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
