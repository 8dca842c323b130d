"""The table of steps, as exported: some rows come twice, and some are of dossiers nobody knows."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.sizes.catalogue import NO_PAPER, PAPERS
from benchmarks.sizes.export import Export, known_only, texts
from benchmarks.sizes.records import Records
from benchmarks.sizes.steps import ACTIVITIES, NO_REASON, REASONS

DOUBLED_EVERY, FIRST_DOUBLED = 60_000, 777
"""Only in provinces of an odd seed."""
UNKNOWN_DOSSIERS = (2, 7)
MAY_LACK, LACKING = ("unit",), 0.3


def write_events(export: Export, records: Records) -> int:
    """How many rows are of dossiers that do not exist."""
    world, steps = export.world, records.exported.steps
    table = pl.DataFrame(
        {
            "dossier": pl.Series(records.history.numbers)[steps.dossier],
            "at": export.moments(steps.clock),
            "activity": texts(ACTIVITIES, steps.activity),
            "official": texts(world.staff.codes, records.exported.named),
            "unit": texts(world.units.codes, records.exported.unit),
            "document": texts(PAPERS, steps.paper, NO_PAPER),
            "reason": texts(REASONS, steps.reason, NO_REASON),
            "amount": known_only(pl.Series(np.nan_to_num(steps.amount).astype(np.int64)), ~np.isnan(steps.amount)),
        }
    )
    unknown = int(export.rng.integers(*UNKNOWN_DOSSIERS))
    numbers = pl.Series([f"{world.nature.name[0]}?{place:03d}" for place in range(unknown)])
    astray = table[export.rng.choice(len(table), unknown, replace=False)].with_columns(dossier=numbers)
    doubled = table[np.arange(FIRST_DOUBLED, len(table), DOUBLED_EVERY)]
    whole = [table, doubled, astray] if world.seed % 2 else [table, astray]
    export.write("events", pl.concat(whole), may_lack=MAY_LACK, chance=LACKING)
    return unknown
