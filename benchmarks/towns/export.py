"""The export of a province at the end of the period: what it leaves out, how it writes, and the numbers of dossiers."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.towns.columns import Bools, Floats, Ints, Moments, Objects, where_known
from benchmarks.towns.course import Course
from benchmarks.towns.history import History
from benchmarks.towns.world import EXPORT, World

OFFSET = "+07:00"
Table = dict[str, Sequence[Any] | np.ndarray]
"""Columns by their names."""

LARGE = ("events", "accesses")
"""Packed, where anything is."""


@dataclass(frozen=True)
class Omissions:
    """Drawn for each province."""

    offset: bool
    """Written with the moments."""
    columns: frozenset[tuple[str, str]]
    """Left out: table and column."""
    rounding_unit: int
    """Its old version of the system keeps minutes only."""
    packed: bool


OFFSET_WRITTEN, PACKED = 0.5, 0.3
OMITTED = {
    ("events", "reason"): 0.3,
    ("procedures", "field"): 0.25,
    ("procedures", "sensitive"): 0.3,
    ("dossiers", "channel"): 0.15,
    ("units", "level"): 0.3,
    ("procedures", "max_supplement_requests"): 0.7,
    ("issued_documents", "beneficiary"): 0.3,
    ("events", "unit"): 0.4,
    ("units", "parent"): 0.4,
    ("events", "amount"): 0.15,
}
"""How many provinces leave the column out."""


def _draw_omissions(rng: np.random.Generator, units: int) -> Omissions:
    return Omissions(
        offset=rng.random() < OFFSET_WRITTEN,
        columns=frozenset([column for column, share in OMITTED.items() if rng.random() < share]),
        rounding_unit=int(rng.integers(1, units)),
        packed=rng.random() < PACKED,
    )


class Export:
    """What all tables have in common; they are made one after the other from one random stream."""

    def __init__(self, world: World, history: History, folder: Path) -> None:
        self.world, self.history, self.folder = world, history, folder
        self.rng = world.stream(EXPORT)
        self.omissions = _draw_omissions(self.rng, len(world.units))
        self.officials = np.array(world.staff.codes, object)
        self.units = np.array(world.units.codes, object)
        self.agents = np.array(world.agents.codes, object)
        dossiers = self.course.dossiers
        self.order = np.lexsort((np.arange(len(dossiers)), dossiers.received))
        """Of receipt."""
        self.exists: Bools = dossiers.received < self.end
        """What is received later is not in the records."""
        self.numbers = self._numbers()

    @property
    def course(self) -> Course:
        return self.history.course

    @property
    def end(self) -> float:
        return float(self.world.calendar.days)

    def chances(self) -> Floats:
        """A throw for each dossier."""
        return self.rng.random(len(self.course))

    def one_of(self, words: Sequence[str]) -> Objects:
        """One of them for each dossier."""
        return np.array(words, object)[self.rng.integers(0, len(words), len(self.course))]

    def clock(self, moments: Floats, unit: Ints) -> Moments:
        """As the unit's version of the system keeps it."""
        clock = self.world.calendar.to_clock(moments)
        rounded = unit == self.omissions.rounding_unit
        clock[rounded] = clock[rounded].astype("datetime64[m]").astype("datetime64[s]")
        return clock

    def written(self, clock: Moments) -> Objects:
        offset = OFFSET if self.omissions.offset else ""
        text = np.char.add(np.datetime_as_string(clock, unit="s"), offset)
        return where_known(~np.isnat(clock), text)

    def write(self, name: str, table: Table) -> None:
        kept = {column: list(v) for column, v in table.items() if (name, column) not in self.omissions.columns}
        frame = pl.DataFrame(kept, strict=False)
        if not (self.omissions.packed and name in LARGE):
            frame.write_csv(self.folder / f"{name}.csv")
            return
        with (self.folder / f"{name}.csv.gz").open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            packed.write(frame.write_csv().encode())

    def _numbers(self) -> Objects:
        """Unit, day of receipt and a running number in the order of receipt."""
        dossiers = self.course.dossiers
        day = np.datetime_as_string(self.world.calendar.to_clock(dossiers.received), unit="D")
        running = np.zeros(len(self.units), int)
        numbers = np.empty(len(dossiers), object)
        for place in self.order:
            unit = dossiers.unit[place]
            running[unit] += 1
            numbers[place] = f"{self.units[unit]}-{day[place].replace('-', '')[2:]}-{running[unit]:05d}"
        return numbers
