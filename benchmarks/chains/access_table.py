"""The table of accesses, as exported."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.chains.access_log import Accesses, Action
from benchmarks.chains.export import Export, texts, times


def write_accesses(export: Export, accesses: Accesses) -> None:
    table = pl.DataFrame(
        {
            "at": times(accesses.clock, np.ones(len(accesses), bool)),
            "official": texts(export.codes.officials, accesses.official),
            "dossier": texts(export.codes.dossiers, accesses.dossier),
            "action": texts([action.name.lower() for action in Action], accesses.action),
        }
    )
    table.write_parquet(export.folder / "accesses.parquet")
