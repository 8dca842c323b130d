"""Officials who were learning: trainees, and the first months of whoever came while the records ran.

A trainee's desk asks more, takes longer and misses things; that is what learning looks like. Such dossiers stay in the
comparison of units, and their breaches stay breaches, but they are not counted for the person.
"""

from datetime import date, timedelta
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from liem.detection.coding import Work
from liem.detection.engine import Lazy

LEARNING = timedelta(days=180)
SETTLED = timedelta(days=45)
"""Whoever was there within this time after the records begin was there before, as far as anyone can tell."""
TRAINEE_WORDS = ("tập sự", "thử việc", "tap su", "tap_su", "thu viec", "trainee", "probation", "intern")
_BEGINNING, _END = date(1900, 1, 1), date(2999, 12, 31)


def write_newcomers(work: Work) -> None:
    """Materialise ``newcomers``: ``official, since, until`` (days, both included)."""
    rows: list[dict[str, Any]] = []
    if work.records.has("officials"):
        rows = work.engine.collect(work.source("officials").select("official", "post", "from", "to")).to_pylist()
    first = work.records.first_at.date() if work.records.first_at else _BEGINNING
    found = learning_times(rows, first)
    table = pa.table(
        {
            "code": pa.array(list(found), pa.string()),
            "since": pa.array([times[0] for times in found.values()], pa.date32()),
            "until": pa.array([times[1] for times in found.values()], pa.date32()),
        }
    )
    numbers = work.table("codes_official").rename({"number": "official"})
    work.keep("newcomers", work.engine.lazy(table).join(numbers, on="code", how="inner").drop("code"))


def learning_times(rows: list[dict[str, Any]], first: date) -> dict[str, tuple[date, date]]:
    """For each official who learns: from when until when (``rows``: assignments, ``first``: the records' first day)."""
    earliest: dict[str, date] = {}
    for row in rows:
        start = row["from"] or _BEGINNING
        earliest[row["official"]] = min(start, earliest.get(row["official"], start))
    found: dict[str, tuple[date, date]] = {}
    for official, start in earliest.items():
        if start > first + SETTLED:
            found[official] = (start, start + LEARNING)
    for row in rows:
        if any(word in (row["post"] or "").lower() for word in TRAINEE_WORDS):
            since, until = row["from"] or _BEGINNING, row["to"] or _END
            known = found.get(row["official"], (since, until))
            found[row["official"]] = (min(since, known[0]), max(until, known[1]))
    return found


def with_newcomers(work: Work, cases: Lazy) -> Lazy:
    """``cases`` with ``newcomer`` 1 where the official was learning when the dossier was received."""
    received = work.table("facts").select("d", "received_on")
    rows = cases.join(received, on="d", how="left").join(work.table("newcomers"), on="official", how="left")
    learning = (nw.col("received_on") >= nw.col("since")) & (nw.col("received_on") <= nw.col("until"))
    newcomer = nw.when(learning.fill_null(False)).then(1).otherwise(0)
    return rows.with_columns(newcomer=newcomer).drop("received_on", "since", "until")
