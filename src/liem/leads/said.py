"""What people say, as counts by month, handed to detection; and the rule on small numbers for what comes back.

The counts come from a room further down, which hands in a function (:func:`counts_come_from`). Detection is told the
counts as they are, or its comparison would be wrong: without the many subjects of whom one or two spoke, three would
look like more than they are. Nothing below :data:`FEWEST` is kept, shown or written into a file, so that no official
can see in a figure, and nobody tell from two figures, that one person spoke. Months that are not over are not counted.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.crypto import salted_hmac

from liem.detection.catalogue import indicators
from liem.detection.leads import SAID
from liem.detection.reports import SCHEMA, TABLE
from liem.dossiers.records import RecordSet

FEWEST = 3
"""Voices below which nothing is said of a subject or a period."""
LONG_AGO = date(2000, 1, 1)

Source = Callable[[date, date], pa.Table]
_SOURCES: list[Source] = []


def counts_come_from(source: Source) -> None:
    """Let detection be told the counts that ``source(first, last)`` gives (schema of :mod:`liem.detection.reports`)."""
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True)
class Said:
    """Counts of reports of whole months, as they are; ``through`` is the last day counted."""

    counts: pa.Table
    through: date

    @property
    def mark(self) -> str:
        """Stands for the counts in the number of a run. Keyed: nobody can try out which counts they were."""
        return salted_hmac("liem.leads.said", json.dumps(self.counts.to_pylist(), default=str)).hexdigest()[:32]

    def beside(self, records: RecordSet) -> pa.Table:
        """The counts, with those that the records bring themselves (of other systems, of call-backs)."""
        if not records.has(TABLE):
            return self.counts
        own = pq.read_table(records.path(TABLE), columns=SCHEMA.names).cast(SCHEMA)
        return pa.concat_tables([own, self.counts])

    def as_json(self) -> dict[str, Any]:
        """What the run keeps of it: that it was so many in all, never about whom."""
        n, voices = (pc.sum(self.counts.column(name)).as_py() or 0 for name in ("n", "n_independent"))
        enough = voices >= FEWEST
        return {
            "mark": self.mark,
            "through": self.through.isoformat(),
            "reports": n if enough else None,
            "independent": voices if enough else None,
        }


def said_until(today: date, first: date | None) -> Said | None:
    """What people said from the month of ``first`` to the last that is over; ``None`` where nobody is spoken of."""
    through = today.replace(day=1) - timedelta(days=1)
    begin = (first or LONG_AGO).replace(day=1)
    if begin > through:
        return None
    tables = [source(begin, through) for source in _SOURCES]
    counts = pa.concat_tables(tables) if tables else SCHEMA.empty_table()
    return Said(counts, through) if counts.num_rows else None


# -- small numbers


def shown(counts: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The counts as people may see them: of each subject runs of whole months, each with enough voices.

    Months with too few are put together with those that follow; what is left at the end joins the last run. A subject
    with too few in all does not appear.

    >>> def month(number, n):
    ...     days = {"period_from": date(2026, number, 1), "period_to": date(2026, number, 28)}
    ...     return {"subject_kind": "unit", "subject": "U1", "n": n, "n_independent": n, **days}
    >>> told = shown([month(1, 2), month(2, 1), month(3, 4), month(5, 1)])
    >>> [(one["period_from"].month, one["period_to"].month, one["n_independent"]) for one in told]
    [(1, 2, 3), (3, 5, 5)]
    >>> list(shown([month(1, 1), month(2, 1)]))
    []
    """

    def subject(row: dict[str, Any]) -> tuple[str, str]:
        return row["subject_kind"], row["subject"]

    for _subject, rows in groupby(sorted(counts, key=lambda row: (*subject(row), row["period_from"])), key=subject):
        yield from _put_together(list(rows))


def _put_together(months: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    rest: dict[str, Any] | None = None
    for month in months:
        rest = month if rest is None else _sum(rest, month)
        if rest["n_independent"] >= FEWEST:
            found.append(rest)
            rest = None
    if rest is not None and found:
        found[-1] = _sum(found[-1], rest)
    return found


def _sum(one: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    sums = {name: one[name] + later[name] for name in ("n", "n_independent")}
    return {**one, **sums, "period_to": later["period_to"]}


_TELLING = (
    *("observed", "effect", "effect_low", "effect_high", "p_value", "q_value"),
    *("shrunk", "shrunk_low", "shrunk_high"),
)
"""Figures of a subject from which the number of reports could be reckoned."""


def hide_small_numbers(out: Path) -> None:
    """Blank, in the figures a detection wrote, every count of reports below :data:`FEWEST` and what tells of it."""
    path = out / "indicators.parquet"
    spoken = pa.array([one.id for one in indicators() if one.family == SAID])
    if not path.is_file():
        return
    file, kept = pq.ParquetFile(path), out / ".indicators.parquet"
    with pq.ParquetWriter(kept, file.schema_arrow, compression="zstd") as writer:
        for batch in file.iter_batches():
            few = pc.less(pc.fill_null(batch.column("observed"), 0.0), float(FEWEST))
            hidden = pc.and_(pc.is_in(batch.column("indicator"), spoken), few)
            columns = [
                pc.if_else(hidden, pa.scalar(None, column.type), column) if name in _TELLING else column
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=batch.schema))
    kept.replace(path)
