"""The table of steps, as exported: some are lost, some nameless, some come twice, some have no time."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.chains.arrays import NOBODY, Bools
from benchmarks.chains.export import Export, known_only, texts, times
from benchmarks.chains.papers import Papers
from benchmarks.chains.steps import ACTIVITIES, REASONS, Steps
from benchmarks.chains.units import FIRST_SYSTEM, SECOND_SYSTEM, Kind

LOST, NAMELESS, NAMELESS_IN_SECOND = 0.004, 0.003, 0.012
GAP, GAP_NOT_WITHIN = 0.5, 2
"""Share of the steps of one commune that is lost in one month, which is not within so many of beginning or end."""
WITHOUT_TIME, REPEATED = 4, 60
NO_DAY = "31/02/2024"
NEVER_LOST = ("received", "finished")


def write_events(export: Export, papers: Papers, steps: Steps) -> None:
    steps = steps.only(np.lexsort((steps.moment, steps.dossier)))
    unit, system = export.unit[steps.dossier], export.system[steps.dossier]
    clock = export.rounded(export.world.calendar.to_clock(steps.moment), unit)
    lost = export.happens(LOST, len(steps)) & ~steps.are(*NEVER_LOST)
    nameless = export.happens(np.where(system == SECOND_SYSTEM, NAMELESS_IN_SECOND, NAMELESS), len(steps))
    kept = ~(lost | _gap(export, steps))

    offices, in_second = export.world.offices, system == SECOND_SYSTEM
    told = np.isin(steps.unit, [offices.tax, offices.centre, *offices.departments])
    unit_told = np.where(in_second & ~told, NOBODY, steps.unit)
    official = np.where(nameless, NOBODY, steps.official)
    paid = steps.amount[kept] >= 0
    table = pl.DataFrame(
        {
            "dossier": texts(export.codes.dossiers, steps.dossier[kept]),
            "at": times(clock[kept], system[kept] == FIRST_SYSTEM),
            "activity": texts(ACTIVITIES, steps.activity[kept]),
            "official": texts(export.codes.officials, official[kept]),
            "unit": texts(export.codes.units, unit_told[kept]),
            "document": texts(papers.names, steps.paper[kept]),
            "reason": texts(REASONS, np.where(in_second, NOBODY, steps.reason)[kept]),
            "amount": known_only(pl.Series(np.where(paid, steps.amount[kept], 0).astype(np.int64)), paid),
        }
    )
    without_time = export.rng.choice(len(table), WITHOUT_TIME, replace=False)
    repeated = table[export.rng.choice(len(table), REPEATED, replace=False)]
    broken = pl.int_range(pl.len()).is_in(without_time.tolist())
    table = pl.concat([table, repeated]).with_columns(at=pl.when(broken).then(pl.lit(NO_DAY)).otherwise("at"))
    table.write_parquet(export.folder / "events.parquet")


def _gap(export: Export, steps: Steps) -> Bools:
    calendar, rng, units = export.world.calendar, export.rng, export.world.staff.units
    communes = [place for place, unit in enumerate(units) if unit.kind == Kind.COMMUNE]
    commune = int(rng.choice(communes))
    month = int(rng.integers(GAP_NOT_WITHIN, calendar.month_count - GAP_NOT_WITHIN))
    day = np.minimum(steps.moment.astype(int), calendar.recorded - 1)
    then = (export.unit[steps.dossier] == commune) & (calendar.months[day] == month)
    return then & ~steps.are(*NEVER_LOST) & export.happens(GAP, len(steps))
