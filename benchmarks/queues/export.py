"""Writing tables: moments, names, what is left out, and the format of each table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.queues.arrays import Bools, Ints, Objects, objects
from benchmarks.queues.chance import Purpose
from benchmarks.queues.history import History
from benchmarks.queues.omissions import OFFSET, ZONED, Omissions
from benchmarks.queues.world import World

_ZONE, _OFFSET = "Asia/Ho_Chi_Minh", "+07:00"
_MICROSECONDS, _MINUTE = 1_000_000, 60


class Export:
    """Tables share the chance of errors: the order in which they are made is part of the province."""

    def __init__(self, world: World, history: History, omissions: Omissions, folder: Path) -> None:
        self.world, self.history, self.omissions, self.folder = world, history, omissions, folder
        self.rng = world.stream(Purpose.ERRORS)
        self.officials = objects([*(official.id for official in world.staff), None])
        self.units = objects([*(unit.code for unit in world.units), None])
        self.agents = objects([*(agent.id for agent in world.agents), None])
        """The last of each stands for nobody."""
        self.to_the_minute = np.array([unit.to_the_minute for unit in world.units])
        received = history.received
        self.in_order = received[np.argsort(history.received_at[received], kind="stable")]
        """Dossiers, as they are numbered."""
        self.numbers = _number(world, history, self.in_order)

    def happens(self, chance: float, count: int) -> Bools:
        return self.rng.random(count) < chance

    def moments(self, seconds: Any) -> pl.Series:
        """Nothing where they are below nought."""
        moments = np.asarray(seconds, dtype=np.int64)
        typed = pl.Series(moments * _MICROSECONDS).cast(pl.Datetime("us"))
        if (moments < 0).any():
            typed = typed.set(pl.Series(moments < 0), None)
        if self.omissions.moments == ZONED:
            return typed.dt.replace_time_zone(_ZONE)
        offset = _OFFSET if self.omissions.moments == OFFSET else ""
        return typed.dt.strftime("%Y-%m-%dT%H:%M:%S" + offset)

    def as_clocked(self, seconds: Ints, units: Ints) -> Ints:
        """Some units know no seconds."""
        rounded = self.to_the_minute[units] & (seconds > 0)
        return np.where(rounded, seconds // _MINUTE * _MINUTE, seconds)

    def write(self, name: str, table: pl.DataFrame) -> None:
        kept = table.drop([column for column in table.columns if (name, column) in self.omissions.columns])
        if name in self.omissions.as_text:
            kept.write_csv(self.folder / f"{name}.csv", datetime_format="%Y-%m-%dT%H:%M:%S%:z")
        else:
            kept.write_parquet(self.folder / f"{name}.parquet", compression="zstd")


def texts(values: Any) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String)


def _number(world: World, history: History, in_order: Ints) -> Objects:
    numbers = objects([None] * len(history))
    for nth, place in enumerate(in_order):
        year = world.period.days[history.received_on[place]].year
        numbers[place] = f"H{year}-{nth + 1:06d}"
    return numbers
