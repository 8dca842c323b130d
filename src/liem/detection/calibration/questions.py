"""What detection asks about officials and pairs in these records, as cells that can be dealt out again.

The cells are those of the detection itself, so that what is calibrated is what is used.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from datetime import time as clock_time
from pathlib import Path

import narwhals.stable.v2 as nw
import numpy as np

from liem.base.progress import Progress
from liem.detection.calibration.plan import Plan
from liem.detection.catalogue import indicators
from liem.detection.coding import Work
from liem.detection.counting import Counted, count, enriched, numbers_of, packed, yardstick
from liem.detection.engine import Lazy, open_engine
from liem.detection.figures import PAIR_STRATA, SELF_FILED
from liem.detection.indicator import Indicator
from liem.detection.looked_at import looked_at
from liem.detection.missing import (
    CannotTell,
    Skipped,
    cannot_tell,
    needless,
    nothing_to_look_at,
    what_is_present,
    why_not,
)
from liem.detection.pair_excess import PairCells
from liem.detection.run import lay_out
from liem.detection.statistics import Cells
from liem.dossiers.records import RecordSet
from liem.law.calendar import WorkingCalendar

DEADLINES = (-7, 7)
"""Working days by which a false deadline lies before or after the true one."""
AT_DEADLINE = ("D2",)
"""Indicators that speak of the very days before a deadline, and must be silent at a false one."""
CONTROLS = ("number_parity", "weekday")
"""Outcomes nobody can have caused: whether the dossier's number is odd; whether it came on a Monday or a Tuesday."""


@dataclass(frozen=True)
class Question:
    """One indicator about officials (``cells``) or pairs (``pairs``)."""

    indicator: Indicator
    cells: Cells | None = None
    pairs: PairCells | None = None


@dataclass
class Questions:
    """Everything to be calibrated. ``controls`` and ``deadlines``: (name, question); ``halves``: for each indicator,
    the cells of both halves of the period with the officials' numbers.
    """

    asked: list[Question] = field(default_factory=list)
    controls: list[tuple[str, Question]] = field(default_factory=list)
    deadlines: list[tuple[str, Question]] = field(default_factory=list)
    halves: list[tuple[Indicator, Counted, Counted]] = field(default_factory=list)
    months: float = 12.0
    skipped: list[Skipped] = field(default_factory=list)
    checksums: dict[str, str] = field(default_factory=dict)


def ask(records: RecordSet, into: Path, plan: Plan, progress: Progress) -> Questions:
    """Lay the records out as a detection does, and count. Nothing stays in ``into``."""
    folder = Path(tempfile.mkdtemp(prefix=".calibration-", dir=into))
    try:
        engine = open_engine("duckdb", folder / "spill", plan.memory)
        try:
            as_of = looked_at(records, plan.last)
            since = datetime.combine(plan.first, clock_time.min) if plan.first else None
            return _counted(Work(engine, records, folder, WorkingCalendar.load(), as_of, since), progress)
        finally:
            engine.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _counted(work: Work, progress: Progress) -> Questions:
    @contextmanager
    def stage(name: str) -> Iterator[None]:
        progress.stage(name)
        yield

    lay_out(work, stage)
    present, found = what_is_present(work), Questions(checksums=dict(work.records.checksums))
    wanted = [one for one in indicators() if one.pattern and {"official", "pair"} & set(one.pattern.subjects)]
    middle = _middle(work, found)
    progress.stage("indicators", len(wanted))
    for one in wanted:
        reason = why_not(one, present) or needless(one, present) or _add(work, one, middle, found)
        if reason is not None:
            found.skipped.append(reason)
        progress.advance()
    _add_deadlines(work, found)
    return found


def _middle(work: Work, found: Questions) -> int:
    """The month that halves the dossiers; how many months there are is noted."""
    counts = work.engine.collect(work.table("facts").group_by("month").agg(n=nw.len()).sort("month"))
    month, n = numbers_of(counts, "month"), numbers_of(counts, "n")
    if not len(month):
        return 0
    found.months = float(month[-1] - month[0] + 1)
    return int(month[np.searchsorted(np.cumsum(n), n.sum() / 2)])


def _add(work: Work, one: Indicator, middle: int, found: Questions) -> Skipped | None:
    try:
        cases = work.keep(f"cases_{one.id}", enriched(work, one))
    except CannotTell as refusal:
        return cannot_tell(one, refusal)
    if not work.count(f"cases_{one.id}"):
        return nothing_to_look_at(one)
    if one.pattern is not None and "pair" in one.pattern.subjects:
        pairs = _pair_cells(work, cases)
        found.asked += [Question(one, pairs=pairs)] if pairs is not None else []
        return None
    cells = _cells(work, one, cases, yardstick(work, one, "official"))
    if cells is None:
        return nothing_to_look_at(one)
    found.asked.append(Question(one, cells))
    found.controls += [(name, Question(one, controlled)) for name, controlled in _controls(work, one, cases)]
    _add_halves(work, one, cases, middle, found)
    return None


def _cells(work: Work, one: Indicator, cases: Lazy, compared_with: Lazy | None = None) -> Cells | None:
    strata = one.pattern.strata if one.pattern else ()
    cells = count(work, cases, "official", strata, compared_with).cells
    return cells if len(cells.subject) else None


def _controls(work: Work, one: Indicator, cases: Lazy) -> Iterator[tuple[str, Cells]]:
    """The indicator's own cases with an outcome that nobody can have caused in place of the event."""
    if "d" not in cases.collect_schema().names():
        return
    received = work.table("facts").select("d", came=nw.col("received_on").dt.weekday())
    rows = cases.drop("event").join(received, on="d", how="inner")
    for name, event in zip(CONTROLS, (nw.col("d") % 2, nw.when(nw.col("came") <= 2).then(1).otherwise(0)), strict=True):
        cells = _cells(work, one, rows.with_columns(event=event.cast(nw.Int32)).drop("came"))
        if cells is not None:
            yield name, cells


def _add_halves(work: Work, one: Indicator, cases: Lazy, middle: int, found: Questions) -> None:
    if one.pattern is None:
        return
    strata = one.pattern.strata
    halves = [
        count(work, cases.filter(inside), "official", strata)
        for inside in (nw.col("month") <= middle, nw.col("month") > middle)
    ]
    if all(len(half.keys) for half in halves):
        found.halves.append((one, halves[0], halves[1]))


def _pair_cells(work: Work, cases: Lazy) -> PairCells | None:
    rows = cases.filter(~nw.col("official").is_null()).group_by("official", "agent", *PAIR_STRATA)
    table = work.engine.collect(
        rows.agg(n=nw.len(), events=nw.col("event").sum()).sort("official", "agent", *PAIR_STRATA)
    )
    agent = numbers_of(table, "agent")
    if not table.num_rows or not (agent != SELF_FILED).any():
        return None
    stratum = np.unique(packed(table, PAIR_STRATA), return_inverse=True)[1].astype(np.int64)
    n, events = numbers_of(table, "n").astype(float), numbers_of(table, "events").astype(float)
    return PairCells(numbers_of(table, "official"), agent, stratum, n, events)


def _add_deadlines(work: Work, found: Questions) -> None:
    """The questions about the days before a deadline, asked of a day that is none."""
    concerned = [one.indicator for one in found.asked if one.indicator.id in AT_DEADLINE]
    if not concerned:
        return
    true = work.keep("true_facts", work.table("facts"))
    for days in DEADLINES:
        shifted = true.with_columns(limit=(nw.col("limit") + days).cast(nw.Int32))
        work.keep("facts", shifted)
        for one in concerned:
            try:
                cells = _cells(work, one, enriched(work, one))
            except CannotTell:
                continue
            if cells is not None:
                found.deadlines.append((f"{days:+d}", Question(one, cells)))
    work.keep("facts", true)
