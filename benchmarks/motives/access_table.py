"""The table of accesses."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.motives.access_log import ACTIONS, Accesses
from benchmarks.motives.export import Export

_COARSE = 300
"""Seconds: where times are rounded to so many, accesses are not."""


def access_table(export: Export, accesses: Accesses) -> pl.DataFrame:
    ordered = accesses.only(np.argsort(accesses.at, kind="stable"))
    rounding = export.omissions.rounding
    return pl.DataFrame(
        {
            "at": export.times(ordered.at.tolist(), rounding if rounding < _COARSE else 1),
            "official": export.officials[ordered.official].tolist(),
            "dossier": [export.dossier(number) for number in ordered.dossier.tolist()],
            "action": [ACTIONS[action] for action in ordered.action.tolist()],
        }
    )
