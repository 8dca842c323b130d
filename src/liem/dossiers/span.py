"""From when to when a record set tells: the day it is looked at must not hang on one year mistyped."""

from datetime import date, datetime
from pathlib import Path

import duckdb

from liem.dossiers.sql import quoted

SILENCE = 366
"""Days without one instant, after which what is left may be a slip of the pen and not the records going on."""
FEW = 0.01
"""Share of all instants up to which what comes after a silence is a slip; in fewer than a hundred nothing is."""

_DAYS = """SELECT CAST(t AS DATE) AS day, count(*), min(t), max(t) FROM (
    SELECT "at" AS t FROM read_parquet({events}) UNION ALL
    SELECT unnest([received_at, finished_at]) FROM read_parquet({dossiers}))
    WHERE t IS NOT NULL GROUP BY day ORDER BY day"""


def span(connection: duckdb.DuckDBPyConnection, folder: Path) -> tuple[datetime | None, datetime | None]:
    """The first and the last instant of the canonical ``events`` and ``dossiers`` in ``folder``.

    The last is the last before what lies far after nearly everything else (:data:`SILENCE`, :data:`FEW`): such rows
    stay in the records, and count as not yet happened. Both are None where there is no instant.
    """
    events, dossiers = (quoted(str(folder / f"{name}.parquet")) for name in ("events", "dossiers"))
    days = connection.execute(_DAYS.format(events=events, dossiers=dossiers)).fetchall()
    if not days:
        return None, None
    return days[0][2], days[last_day([(day, n) for day, n, _, _ in days])][3]


def last_day(days: list[tuple[date, int]]) -> int:
    """The place of the last of ``days`` (in order, with how many instants each has) that is no slip.

    >>> ordinary = [(date(2026, 3, 2), 150), (date(2026, 3, 3), 149)]
    >>> last_day(ordinary), last_day([*ordinary, (date(2062, 3, 4), 1)]), last_day([*ordinary, (date(2026, 9, 4), 1)])
    (1, 1, 2)
    """
    allowed, after, last = FEW * sum(n for _, n in days), 0, len(days) - 1
    for place in range(len(days) - 1, 0, -1):
        after += days[place][1]
        if after > allowed:
            break
        if (days[place][0] - days[place - 1][0]).days > SILENCE:
            last = place - 1
    return last
