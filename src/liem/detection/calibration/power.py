"""Something to find: acts put into the real counts at graded strength, and honest look-alikes of them.

One official at a time, drawn among those with enough dossiers, has the act put in; the question is whether exactly
that official is named, beside everything else that the detection asks of the same act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from liem.base.progress import Progress
from liem.detection.calibration.dealing import add_cases, give_hard_cases, raise_rate, raise_unit, widen_habits
from liem.detection.calibration.judging import Bools, Standing
from liem.detection.calibration.plan import Plan
from liem.detection.calibration.questions import Question, Questions
from liem.detection.statistics import Cells

BINS = (20, 50, 100, 200, 400, 10**9)
"""Officials are taken by how many cases they have: from one of these up to the next."""


class Put(Protocol):
    """Puts something into the cells of one subject."""

    def __call__(self, cells: Cells, subject: int, rng: np.random.Generator) -> Cells: ...


@dataclass(frozen=True)
class Strength:
    """One act at one strength, put into one indicator's cells."""

    indicator: str
    label: str
    put: Put


def strengths(months: float) -> list[Strength]:
    """The graded acts. ``months``: of the records, for what is counted per month."""

    def times(factor: float) -> Put:
        return partial(raise_rate, factor=factor, points=0.0)

    def points(share: float) -> Put:
        return partial(raise_rate, factor=1.0, points=share)

    def looks(per_month: float) -> Put:
        return partial(add_cases, extra=round(per_month * months), share=1.0)

    return [
        *(Strength("B1", f"x{factor:g}", times(factor)) for factor in (1.5, 2.0, 3.0)),
        *(Strength("C1", f"x{factor:g}", times(factor)) for factor in (1.5, 2.0, 3.0)),
        *(Strength("D1", f"+{share:.0%}", points(share)) for share in (0.10, 0.25)),
        *(Strength("D2", f"+{share:.0%}", points(share)) for share in (0.2, 0.5)),
        *(Strength("E1", f"{count:g}/month", looks(count)) for count in (2, 5, 10)),
    ]


def look_alikes() -> list[tuple[str, Put]]:
    """Honest doings that look like something."""
    return [
        ("hard_cases", give_hard_cases),
        ("whole_unit", partial(raise_unit, factor=1.5)),
        ("wide_habits", partial(widen_habits, spread=0.3)),
    ]


def run_power(
    questions: Questions, plan: Plan, progress: Progress, over: Callable[[], bool]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """How often the official was named, by act, strength and number of cases; and the look-alikes apart."""
    asked = {one.indicator.id: place for place, one in enumerate(questions.asked) if one.cells is not None}
    standing = Standing.of(questions.asked, plan.fdr)
    graded = [one for one in strengths(questions.months) if one.indicator in asked]
    alike = [(name, put, one) for name, put in look_alikes() for one in ("B1", "D1") if one in asked]
    progress.stage("plant", len(graded) + len(alike))
    table: list[dict[str, Any]] = []
    for number, one in enumerate(graded):
        table += _curve(standing, asked[one.indicator], one, plan, number, over)
        progress.advance()
    apart = []
    for number, (name, put, indicator) in enumerate(alike):
        apart.append(_alike(standing, asked[indicator], name, put, plan, number, over))
        progress.advance()
    return table, apart


def _curve(
    standing: Standing, place: int, one: Strength, plan: Plan, number: int, over: Callable[[], bool]
) -> list[dict[str, Any]]:
    rng, rows = np.random.default_rng([plan.seed, 7, number]), []
    before, base = standing.named()[place], standing.judged[place]
    possible = ~before & _multiplied(standing.asked[place], one, len(before))
    for least, most in pairwise(BINS):
        pool = np.flatnonzero((base.n >= least) & (base.n < most) & possible)
        found = done = 0
        for _ in range(plan.draws if len(pool) else 0):
            if over():
                break
            who = int(rng.choice(pool))
            found += bool(_names(standing, place, partial(one.put, subject=who, rng=rng))[who])
            done += 1
        if done:
            row = {"indicator": one.indicator, "act": base.act, "strength": one.label, "from_cases": least}
            rows.append({**row, "officials": len(pool), "draws": done, "found": found})
    return rows


def _multiplied(question: Question, one: Strength, subjects: int) -> Bools:
    """Whom the act would change: of somebody with whom the event never occurs (a clerk who never sends requests) three
    times as many are none, and an act that was not put in cannot be found.
    """
    if question.cells is None or not one.label.startswith("x"):
        return np.ones(subjects, dtype=bool)
    return np.asarray(question.cells.per_subject(question.cells.events)[:subjects] > 0)


def _names(standing: Standing, place: int, put: Callable[[Cells], Cells]) -> Bools:
    cells = standing.asked[place].cells
    if cells is None:
        raise ValueError("acts are put into the counts of officials only")
    return standing.named_with(place, put(cells))


def _alike(
    standing: Standing, place: int, name: str, put: Put, plan: Plan, number: int, over: Callable[[], bool]
) -> dict[str, Any]:
    rng = np.random.default_rng([plan.seed, 11, number])
    before = standing.named()[place]
    pool = np.flatnonzero((standing.judged[place].n >= 2 * BINS[0]) & ~before)
    wrong = done = 0
    for _ in range(plan.draws if len(pool) else 0):
        if over():
            break
        who = int(rng.choice(pool))
        newly = _names(standing, place, partial(put, subject=who, rng=rng)) & ~before
        wrong += bool(newly.any()) if name == "wide_habits" else bool(newly[who])
        done += 1
    return {"look_alike": name, "indicator": standing.asked[place].indicator.id, "draws": done, "named": wrong}
