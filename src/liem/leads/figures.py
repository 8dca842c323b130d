"""Counts per unit, procedure and month, and how long dossiers took against their limit: the plain figures of a run.

The legal clock is detection's own; nothing of it is computed here.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

SMALLEST_SHOWN = 10
"""The public sees no count below this, and counts only in tens."""
LONGEST = 60
"""Working days beyond or before the limit at which the histogram ends; the rest is in its last column."""


@dataclass(frozen=True)
class Figures:
    """Rows of the tables of months and of days."""

    months: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)


_MONTHS = """
SELECT unit, procedure, strftime(date_trunc('month', received_on), '%Y-%m-01') AS month,
       count(*) AS received,
       count(late) FILTER (matured) AS timed,
       count(*) FILTER (matured AND late = 0) AS in_time,
       count(*) FILTER (requests > 0) AS supplemented,
       count(*) FILTER (open) AS still_open
FROM read_parquet(?) WHERE received_on IS NOT NULL GROUP BY ALL ORDER BY ALL
"""

_DAYS = f"""
SELECT unit, procedure, greatest(least(over, {LONGEST}), -{LONGEST}) AS over, count(*) AS dossiers
FROM read_parquet(?) WHERE over IS NOT NULL AND NOT open GROUP BY ALL ORDER BY ALL
"""


def read_figures(facts: Path) -> Figures:
    """The figures of a file of facts: one row per dossier with ``unit``, ``procedure``, ``received_on``, ``over``,
    ``late`` (1, 0 or unknown), ``matured`` (its day is over, so it can be said), ``requests`` and ``open``."""
    with duckdb.connect(":memory:") as engine:
        return Figures(_rows(engine, _MONTHS, facts), _rows(engine, _DAYS, facts))


def _rows(engine: duckdb.DuckDBPyConnection, query: str, facts: Path) -> list[dict[str, Any]]:
    found = engine.execute(query, [str(facts)])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def public_figures(figures: Figures) -> dict[str, Any]:
    """What the public may see: totals in tens, shares only of totals large enough; never a unit with its name.

    >>> public_figures(Figures())
    {'dossiers': None, 'in_time': None, 'units': None, 'procedures': None, 'supplemented': None}
    """
    received, timed, in_time, supplemented = (
        sum(row[name] for row in figures.months) for name in ("received", "timed", "in_time", "supplemented")
    )
    return {
        "dossiers": in_tens(received),
        "in_time": round(in_time / timed, 2) if timed >= 10 * SMALLEST_SHOWN else None,
        "units": len({row["unit"] for row in figures.months}) or None,
        "procedures": len({row["procedure"] for row in figures.months}) or None,
        "supplemented": round(supplemented / received, 2) if received >= 10 * SMALLEST_SHOWN else None,
    }


def in_tens(count: int) -> int | None:
    """A count rounded to the nearest ten, or ``None`` where it is too small to be shown.

    >>> in_tens(9), in_tens(10), in_tens(184), in_tens(186)
    (None, 10, 180, 190)
    """
    return None if count < SMALLEST_SHOWN else 10 * round(count / 10)
