"""The table of accesses: for the work, out of curiosity, and by duty, but for the day on which the log was down."""

from __future__ import annotations

import numpy as np
from benchmarks.towns.access_log import IN_OFFICE_HOURS, AccessLog
from benchmarks.towns.dutiful_accesses import log_duties
from benchmarks.towns.export import Export, Table
from benchmarks.towns.snooping import log_snooping
from benchmarks.towns.working_accesses import log_overtime, log_work

DOWN_BETWEEN = (0.2, 0.8)
"""Share of the records' days."""


def access_table(export: Export) -> Table:
    """In the order of time."""
    log = AccessLog(export)
    log_work(log)
    log_snooping(log)
    log_duties(log)
    log_overtime(log)
    accesses, calendar = log.all(), export.world.calendar
    moments = np.maximum(accesses.moment, 0)
    after_midnight = calendar.midnight(moments) + accesses.second.astype("timedelta64[s]")
    clock = np.where(accesses.second > IN_OFFICE_HOURS, after_midnight, calendar.to_clock(moments))
    down = np.floor(accesses.moment) == int(calendar.days * export.rng.uniform(*DOWN_BETWEEN))
    rows = np.flatnonzero(export.exists[accesses.dossier] & ~down)
    rows = rows[np.argsort(clock[rows], kind="stable")]
    return {
        "at": export.written(clock[rows]),
        "official": export.officials[accesses.official[rows]],
        "dossier": export.numbers[accesses.dossier[rows]],
        "action": accesses.action[rows],
    }
