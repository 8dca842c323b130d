"""The log of accesses, as exported."""

from __future__ import annotations

import polars as pl
from benchmarks.sizes.access_log import ACTIONS
from benchmarks.sizes.export import Export, texts
from benchmarks.sizes.records import Records


def write_accesses(export: Export, records: Records) -> None:
    accesses = records.opened.exported
    table = pl.DataFrame(
        {
            "at": export.moments(accesses.clock),
            "official": texts(export.world.staff.codes, accesses.official),
            "dossier": pl.Series(records.history.numbers)[accesses.dossier],
            "action": texts(ACTIONS, accesses.action),
        }
    )
    export.write("accesses", table)
