"""The table of events as it is exported: some lost, some twice, some without the official, some rounded or mistyped."""

from __future__ import annotations

import numpy as np
import polars as pl
from benchmarks.motives.access_log import Steps
from benchmarks.motives.arrays import Bools, Floats, Ints
from benchmarks.motives.export import Export
from benchmarks.motives.history import History
from benchmarks.motives.staff import NOBODY
from benchmarks.motives.steps import WORDS, Step
from benchmarks.motives.units import FRONT
from benchmarks.motives.workdays import DAY

_NO_OFFICIAL, _LOST, _TWICE_ABOVE = 0.02, 0.006, 0.998
_ANOTHER_WORD, OTHER_WORD = 0.02, "kiem_tra_thuc_dia"
"""For a field visit."""
_MISTYPED_YEAR = 0.0004
"""Share of the guidance given a year too early."""
_ROUNDING_UNITS, _QUARTER_HOUR = 2, 900
UNREADABLE, _UNREADABLE_ROWS = "không rõ", 4
"""Only a text can be so wrong."""


def event_table(export: Export, history: History) -> pl.DataFrame:
    rng, dossiers, events, steps = export.rng, export.world.dossiers, history.events, Steps.of(history)
    throws = rng.random((len(events), 6))
    nobody = (throws[:, 0] < _NO_OFFICIAL) | (steps.official == NOBODY)
    lost = (throws[:, 1] < _LOST) & ~np.isin(steps.step, [Step.RECEIVED, Step.FINISHED])
    twice = throws[:, 1] > _TWICE_ABOVE
    places = np.array([one.number if one.earlier is None else one.earlier for one in history.filings])[steps.dossier]
    at = _write_times(export, steps, dossiers.unit[places], throws[:, 2])
    named = export.officials[steps.official]
    named[nobody] = None
    table = pl.DataFrame(
        {
            "dossier": [export.dossier(number) for number in steps.dossier.tolist()],
            "at": export.times(at.tolist()),
            "activity": _words(steps.step, throws[:, 3]),
            "official": named.tolist(),
            "unit": export.units[dossiers.office[places]].tolist(),
            "document": pl.Series([event.document for event in events], dtype=pl.String),
            "reason": pl.Series([event.reason for event in events], dtype=pl.String),
            "amount": pl.Series([event.amount for event in events], dtype=pl.Int64),
        }
    )
    return _spoil(export, _in_order(table, steps, lost, twice))


def _write_times(export: Export, steps: Steps, unit: Ints, throws: Floats) -> Ints:
    """Some units keep the quarter hour only, but for the receipt."""
    rounding = export.omissions.rounding
    rounding_units = export.rng.choice(FRONT, _ROUNDING_UNITS, replace=False)
    coarse = np.isin(unit, rounding_units) & (steps.step != Step.RECEIVED)
    at = np.where(coarse, steps.at // _QUARTER_HOUR * _QUARTER_HOUR, steps.at // rounding * rounding)
    mistyped = (throws < _MISTYPED_YEAR) & (steps.step == Step.GUIDANCE_GIVEN)
    return np.where(mistyped, at - DAY * 365, at)


def _words(step: Ints, throws: Floats) -> list[str]:
    return [
        OTHER_WORD if one == Step.FIELD_VISIT and throw < _ANOTHER_WORD else WORDS[one]
        for one, throw in zip(step.tolist(), throws.tolist(), strict=True)
    ]


def _in_order(table: pl.DataFrame, steps: Steps, lost: Bools, twice: Bools) -> pl.DataFrame:
    """Of time, as it was before it was written."""
    timed = table.with_columns(pl.Series("number", steps.dossier), pl.Series("time", steps.at))
    lines = [timed.filter(pl.Series(~lost)), timed.filter(pl.Series(twice & ~lost))]
    return pl.concat(lines).sort(["time", "number"], maintain_order=True).drop("number", "time")


def _spoil(export: Export, table: pl.DataFrame) -> pl.DataFrame:
    if not export.in_text:
        return table
    texts = table["at"].to_list()
    for place in export.rng.choice(len(texts), _UNREADABLE_ROWS, replace=False):
        texts[place] = UNREADABLE
    return table.with_columns(at=pl.Series(texts))
