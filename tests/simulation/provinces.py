"""Simulated provinces as the tests look at them: tables read back from disk, the truth beside them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from liem.dossiers.simulation import Options, Simulated, simulate


@dataclass(frozen=True)
class Province:
    folder: Path
    written: Simulated

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_parquet(self.folder / f"{name}.parquet")

    def planted(self, kind: str, at_least: float = 1.0) -> list[dict[str, Any]]:
        """Planted acts of that kind, plain or strong ones."""
        acts: Any = self.written.truth["planted"]
        return [act for act in acts if act["kind"] == kind and act["strength"] >= at_least]


def made(folder: Path, **options: Any) -> Province:
    return Province(folder, simulate(folder, Options(**options)))
