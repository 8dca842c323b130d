"""The export of a province: how it writes times and lists, and what it leaves out."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.motives.chance import Purpose, stream
from benchmarks.motives.load import count_businesses
from benchmarks.motives.workdays import DAY, EPOCH
from benchmarks.motives.world import World

_ZONE, _OFFSET = "Asia/Ho_Chi_Minh", "+07:00"
_PERMUTED = 2
"""The style of numbers in which a dossier's number does not tell when it came."""


class Export:
    """Tables are made one after the other, for they share the chance of errors."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder, self.omissions = world, folder, world.omissions
        self.rng = stream(world.seed, Purpose.ERRORS)
        self.officials = np.array([official.id for official in world.staff.officials], dtype=object)
        self.units = np.array([unit.id for unit in world.units.all], dtype=object)
        self.businesses = count_businesses(len(world.dossiers))
        style = world.units.id_style
        self.number_format = ["HS-{:06d}", "{:06d}/" + str(world.period.start.year), "H{:08d}"][style]
        self.permuted = self.rng.permutation(len(world.dossiers)) if style == _PERMUTED else None

    @property
    def in_text(self) -> bool:
        """Whether what cannot be a time or a list can be written at all."""
        return self.omissions.format != "parquet"

    def dossier(self, number: int) -> str:
        """What is filed again comes last, whatever the style."""
        if self.permuted is not None and number < len(self.permuted):
            return self.number_format.format(int(self.permuted[number]))
        return self.number_format.format(number + 1)

    def applicant(self, number: int) -> str:
        return f"bn{number:05d}" if number < self.businesses else f"cd{number:06d}"

    def agent(self, place: int) -> str | None:
        return None if place < 0 else self.world.agents[place].id

    def listed(self, words: list[str]) -> str | list[str]:
        return ";".join(words) if self.in_text else words

    def times(self, seconds: Sequence[int | None], rounding: int = 1) -> pl.Series:
        missing = np.array([one is None for one in seconds])
        known = np.array([0 if one is None else one for one in seconds], dtype=np.int64) // rounding * rounding
        if self.omissions.typed_times and not self.in_text:
            typed = pl.Series(known * 1_000_000).cast(pl.Datetime("us")).dt.replace_time_zone(_ZONE)
            return pl.select(pl.when(pl.lit(pl.Series(~missing))).then(pl.lit(typed)).otherwise(None)).to_series()
        offset = _OFFSET if self.omissions.offset else ""
        written = np.datetime_as_string(known.astype("datetime64[s]")).tolist()
        texts = [None if gone else text + offset for gone, text in zip(missing.tolist(), written, strict=True)]
        return pl.Series(texts, dtype=pl.String)

    def write(self, name: str, table: pl.DataFrame) -> None:
        kept = table.drop(self.omissions.columns(name))
        path = self.folder / f"{name}.{self.omissions.format}"
        if self.omissions.format == "parquet":
            kept.write_parquet(path)
        elif self.omissions.format == "csv":
            kept.write_csv(path)
        else:
            with path.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                packed.write(kept.write_csv().encode())


def dates(seconds: Sequence[int | None]) -> pl.Series:
    texts = [None if one is None else (EPOCH + timedelta(one // DAY)).isoformat() for one in seconds]
    return pl.Series(texts, dtype=pl.String)
