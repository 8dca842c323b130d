"""The log of accesses, as exported: for a few days there may be none."""

from __future__ import annotations

import polars as pl
from benchmarks.queues.access_log import ACTIONS, Accesses
from benchmarks.queues.arrays import objects
from benchmarks.queues.export import Export, texts


def write_accesses(export: Export, accesses: Accesses) -> None:
    if export.omissions.log_gap is not None:
        midnights = export.world.period.midnights
        first, again = (midnights[day] for day in export.omissions.log_gap)
        accesses = accesses.only(~((accesses.at >= first) & (accesses.at < again)))
    table = pl.DataFrame(
        {
            "at": export.moments(accesses.at),
            "official": texts(export.officials[accesses.official]),
            "dossier": texts(export.numbers[accesses.dossier]),
            "action": texts(objects(ACTIONS)[accesses.action]),
        }
    )
    export.write("accesses", table)
