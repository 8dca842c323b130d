"""The test with nothing to find: who handled what is shuffled within comparable dossiers, and nobody should be named.

The cells are those of the detection itself; only the events of each stratum are dealt out again
(:mod:`liem.detection.statistics.permutation`). Both controls of false discoveries apply, that of the indicator and that
of all indicators of an act together. One shuffle asks every indicator about every official again and takes seconds, so
a placebo has a time to spend; asked for again, it goes on where it left off.
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liem.base.progress import Progress
from liem.detection.catalogue import indicators
from liem.detection.counting import count, enriched
from liem.detection.engine import open_engine
from liem.detection.indicator import Indicator
from liem.detection.missing import CannotTell, what_is_present, why_not
from liem.detection.run import Work, lay_out
from liem.detection.statistics import Cells, assess
from liem.detection.statistics.multiplicity import benjamini_hochberg
from liem.detection.statistics.permutation import shuffled
from liem.dossiers.records import RecordSet
from liem.law.calendar import WorkingCalendar

SHUFFLES = 20
"""Dealt at most each time it is asked for."""
SEED = 20_261_122
SECONDS = 30.0
"""After so long no other shuffle is begun."""


@dataclass(frozen=True)
class Drawn:
    """The cells of one indicator about officials."""

    indicator: Indicator
    cells: Cells


def run_placebo(
    records: RecordSet,
    into: Path,
    progress: Progress,
    *,
    first: date | None = None,
    last: date | None = None,
    fdr: float = 0.05,
    former: dict[str, Any] | None = None,
) -> dict[str, Any] | None:
    """Shuffles done, and those in which anybody was named, those of ``former`` included.

    ``None`` where nothing about officials can be computed.
    """
    folder = Path(tempfile.mkdtemp(prefix=".placebo-", dir=into))
    try:
        engine = open_engine("duckdb", folder / "spill")
        try:
            as_of = datetime.combine(last, clock_time.max) if last else records.last_at
            since = datetime.combine(first, clock_time.min) if first else None
            if as_of is None:
                return None
            work = Work(engine, records, folder, WorkingCalendar.load(), as_of, since)
            drawn = _cells(work, progress)
        finally:
            engine.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return _shuffle(drawn, fdr, progress, former or {"shuffles": 0, "named": 0}) if drawn else former


def _cells(work: Work, progress: Progress) -> list[Drawn]:
    @contextmanager
    def stage(name: str) -> Iterator[None]:
        progress.stage(name)
        yield

    lay_out(work, stage)
    present = what_is_present(work)
    wanted = [one for one in indicators() if one.pattern and "official" in one.pattern.subjects]
    progress.stage("indicators", len(wanted))
    drawn = []
    for one in wanted:
        if why_not(one, present) is None:
            drawn += _cells_of(work, one)
        progress.advance()
    return drawn


def _cells_of(work: Work, one: Indicator) -> list[Drawn]:
    if one.pattern is None:
        return []
    try:
        cases = work.keep(f"cases_{one.id}", enriched(work, one))
    except CannotTell:
        return []
    cells = count(work, cases, "official", one.pattern.strata).cells
    return [Drawn(one, cells)] if len(cells.subject) else []


def _shuffle(drawn: list[Drawn], fdr: float, progress: Progress, former: dict[str, Any]) -> dict[str, Any]:
    """Deal the events out again and again, and look whether anybody would be named."""
    progress.stage("placebo", SHUFFLES)
    started, done, named = time.monotonic(), int(former["shuffles"]), int(former["named"])
    for _ in range(SHUFFLES):
        named += _anybody_named([replace(one, cells=_dealt(one.cells, SEED + done)) for one in drawn], fdr)
        done += 1
        progress.advance()
        if time.monotonic() - started > SECONDS:
            break
    return {"shuffles": done, "named": named, "indicators": [one.indicator.id for one in drawn]}


def _dealt(cells: Cells, seed: int) -> Cells:
    """One shuffle of the cells."""
    return next(shuffled(cells, 1, seed))


def _anybody_named(dealt: list[Drawn], fdr: float) -> bool:
    """Whether any indicator names an official, after the control of its whole act."""
    acts: dict[str, list[tuple[NDArray[np.float64], NDArray[np.bool_]]]] = {}
    for one in dealt:
        if one.indicator.pattern is not None:
            found = assess(one.cells, replace(one.indicator.pattern.settings, q_named=fdr))
            p = np.where(found.eligible, found.p, np.nan)
            acts.setdefault(one.indicator.act, []).append((p, found.named))
    return any(_named_in(figures, fdr) for figures in acts.values())


def _named_in(figures: list[tuple[NDArray[np.float64], NDArray[np.bool_]]], fdr: float) -> bool:
    p, named = (np.concatenate([figure[place] for figure in figures]) for place in (0, 1))
    return bool((named & (benjamini_hochberg(p) <= fdr)).any())
