"""The table of steps, as exported: some are lost, some come twice, some name nobody."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.queues.arrays import NONE, Ints, objects
from benchmarks.queues.export import Export, texts
from benchmarks.queues.steps import ACTIVITIES, Activity

_SENT_TWICE, _NO_REASON = 0.0015, 0.1
_MAY_BE_LOST = (
    Activity.FORWARDED,
    Activity.CONSULTED,
    Activity.GUIDANCE_GIVEN,
    Activity.FIELD_VISIT,
    Activity.RECEIPT_SLIP_ISSUED,
)


def write_events(export: Export) -> None:
    omissions, log = export.omissions, export.history.log
    order = np.argsort(log.at, kind="stable")
    order = order[log.at[order] < export.world.period.end]
    if omissions.sends_twice:
        order = np.repeat(order, 1 + export.happens(_SENT_TWICE, len(order)))
    may_be_lost = np.isin(log.activity[order], _MAY_BE_LOST)
    order = order[~(may_be_lost & export.happens(omissions.lost, len(order)))]
    official = log.official[order]
    official[export.happens(omissions.unnamed, len(order))] = NONE
    unit = _unit_then(export, order)
    steps = [export.history.steps[place] for place in order]
    reason = objects([step.reason for step in steps])
    reason[export.happens(_NO_REASON, len(order))] = None
    table = pl.DataFrame(
        {
            "dossier": texts(export.numbers[log.dossier[order]]),
            "at": export.moments(export.as_clocked(log.at[order], unit)),
            "activity": texts(ACTIVITIES[activity] for activity in log.activity[order]),
            "official": texts(export.officials[official]),
            "unit": texts(export.units[unit]),
            "document": texts(step.document for step in steps),
            "reason": texts(reason),
            "amount": pl.Series([step.amount for step in steps], dtype=pl.Int64),
        }
    )
    export.write("events", table)


def _unit_then(export: Export, order: Ints) -> Ints:
    """That which two have merged into, once they have."""
    log, merger = export.history.log, export.world.circumstances.merger
    unit = export.history.unit[log.dossier[order]]
    if merger is None:
        return unit
    merged = np.isin(unit, merger.ending) & (log.at[order] >= export.world.period.midnights[merger.day])
    return np.where(merged, merger.merged, unit)
