"""Writing tables: their format, the columns a system does not have, texts and moments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.sizes.arrays import NOBODY, Bools, Ints
from benchmarks.sizes.chance import EXPORT, LEFT_OUT
from benchmarks.sizes.extent import LARGE
from benchmarks.sizes.world import World

CSV, PARQUET = "csv", "parquet"
PARQUET_SHARE = 0.5
"""Of the provinces that are not large; a large one always exports Parquet."""
TIME_ZONE, OFFSET = "Asia/Ho_Chi_Minh", "+07:00"


class Export:
    """Tables share the chance of errors: the order in which they are written is part of the province."""

    def __init__(self, world: World, folder: Path, extent: str) -> None:
        self.world, self.folder = world, folder
        self.rng, self.left_out_rng = world.stream(EXPORT), world.stream(LEFT_OUT)
        self.format = PARQUET if extent == LARGE or self.rng.random() < PARQUET_SHARE else CSV
        """Of the large tables; the others are always CSV."""
        self.left_out: list[str] = []

    def leaves_out(self, name: str, chance: float) -> bool:
        left_out = bool(self.left_out_rng.random() < chance)
        if left_out:
            self.left_out.append(name)
        return left_out

    def write(self, name: str, table: pl.DataFrame, *, may_lack: Sequence[str] = (), chance: float = 0.0) -> None:
        """A large table."""
        table = self._without(name, table, may_lack, chance)
        if self.format == PARQUET:
            table.write_parquet(self.folder / f"{name}.parquet", compression="zstd")
        else:
            table.write_csv(self.folder / f"{name}.csv")

    def write_csv(self, name: str, table: pl.DataFrame, *, may_lack: Sequence[str] = (), chance: float = 0.0) -> None:
        self._without(name, table, may_lack, chance).write_csv(self.folder / f"{name}.csv")

    def moments(self, clock: Ints) -> pl.Series:
        """As the format has them."""
        local = pl.from_epoch(pl.Series(clock), "s")
        if self.format == CSV:
            return local.dt.strftime("%Y-%m-%dT%H:%M:%S") + OFFSET
        return local.cast(pl.Datetime("us")).dt.replace_time_zone(TIME_ZONE)

    def happens(self, chance: float, count: int) -> Bools:
        return self.rng.random(count) < chance

    def _without(self, name: str, table: pl.DataFrame, may_lack: Sequence[str], chance: float) -> pl.DataFrame:
        return table.drop([column for column in may_lack if self.leaves_out(f"{name}.{column}", chance)])


def known_only(values: pl.Series, known: Bools) -> pl.Series:
    """Nothing where they are not known."""
    table = pl.DataFrame({"value": values, "known": known})
    return table.select(pl.when("known").then("value").otherwise(None)).to_series()


def texts(names: Sequence[str], places: Ints, nothing: int = NOBODY) -> pl.Series:
    """Names by their places, and nothing for ``nothing``."""
    known = places != nothing
    named = pl.Series(names)[np.maximum(places, 0)]
    return named if known.all() else known_only(named, known)
