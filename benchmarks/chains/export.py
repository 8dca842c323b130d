"""The one export into which the two systems are merged: texts, times, and the errors that came of merging."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.chains.arrays import Bools, Clock, Ints
from benchmarks.chains.chance import Purpose
from benchmarks.chains.circumstances import staying_communes
from benchmarks.chains.codes import Codes
from benchmarks.chains.history import History
from benchmarks.chains.workdays import MINUTE
from benchmarks.chains.world import World

OFFSET = "+07:00"
COARSE = 5 * MINUTE


@dataclass
class Export:
    """Tables share the chance of errors: the order in which they are written is part of the province."""

    world: World
    history: History
    codes: Codes
    folder: Path

    def __post_init__(self) -> None:
        self.rng = self.world.stream(Purpose.ERRORS)
        communes = staying_communes(self.world.offices, self.world.circumstances)
        # Communes whose clock is read off so.
        self.to_minutes, self.to_five_minutes = (int(unit) for unit in self.rng.choice(communes, 2, replace=False))
        # By dossier, those filed again last.
        self.unit = self.history.all_filings.unit
        self.system = self.world.staff.system[self.unit]

    def happens(self, chance: float | np.ndarray, count: int) -> Bools:
        return self.rng.random(count) < chance

    def rounded(self, clock: Clock, unit: Ints) -> Clock:
        whole = clock.astype("datetime64[m]").astype("datetime64[s]")
        clock = np.where(unit == self.to_minutes, whole, clock)
        coarse = (clock.astype(np.int64) // COARSE * COARSE).astype("datetime64[s]")
        return np.where(unit == self.to_five_minutes, coarse, clock)


def texts(names: Sequence[str], places: Ints) -> pl.Series:
    """Names by their places, and nothing for ``NOBODY``."""
    return pl.Series([None, *names], dtype=pl.String).gather(pl.Series(np.asarray(places) + 1))


def times(clock: Clock, with_offset: Bools) -> pl.Series:
    """Only the first system writes the offset."""
    text = pl.Series(clock.astype("datetime64[ms]")).dt.strftime("%Y-%m-%dT%H:%M:%S")
    table = pl.DataFrame({"text": text, "with_offset": pl.Series(with_offset)})
    offset = pl.when("with_offset").then(pl.col("text") + OFFSET).otherwise("text")
    return table.select(offset).to_series()


def known_only(values: pl.Series, known: Bools) -> pl.Series:
    """Nothing where they are not known."""
    table = pl.DataFrame({"value": values, "known": pl.Series(known)})
    return table.select(pl.when("known").then("value").otherwise(None)).to_series()
