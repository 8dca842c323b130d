"""Canonical records as narrow integer tables: every later pass reads these and nothing wider.

Codes are numbered in alphabetical order, so that the same records give the same numbers on every engine. All times are
*working-day ordinals* of the law's calendar beside the instant itself: the working days between two days are the
difference of their ordinals, which counts the last day and not the first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq

from liem.detection.engine import Engine, Lazy, distinct, instant, written
from liem.detection.payments import for_services
from liem.detection.reuse import Reuse
from liem.dossiers.quality import TIME, LogIntegrity, examine
from liem.dossiers.records import RecordSet
from liem.dossiers.tables import ACTIVITIES
from liem.dossiers.working_days import day_table
from liem.law.calendar import WorkingCalendar

STEP: dict[str, int] = {activity: number for number, activity in enumerate(ACTIVITIES, 1)}
"""The number of an activity in the coded tables; 0 is any other, a plain step."""

CHANNELS = ("counter", "online", "post")
APPLICANT_KINDS = ("citizen", "business")
OUTCOMES = ("granted", "refused", "withdrawn")

_WHO = {
    "official": ("events", "accesses", "officials"),
    "unit": ("dossiers", "events", "officials", "issued_documents"),
}
_CODED = {
    **_WHO,
    "procedure": ("dossiers", "procedures"),
    "agent": ("dossiers",),
    "document": ("events",),
}


@dataclass(frozen=True)
class Work:
    """The work folder of one run: the engine, the records, the period, and what has been materialised so far."""

    engine: Engine
    records: RecordSet
    folder: Path
    calendar: WorkingCalendar
    as_of: datetime
    since: datetime | None = None
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that were chosen by going through all the rows, for whoever asks again."""
    beside: dict[str, Path] = field(default_factory=dict)
    """Tables given beside the records, by name; they take the place of the records' own."""
    reuse: Reuse | None = None
    """What is taken over from an earlier run, and kept for a later one."""

    @cached_property
    def doubts(self) -> LogIntegrity:
        """What makes days, hours and the order of steps of the records doubtful."""
        return examine(self.records, self.as_of.date(), TIME)

    def table(self, name: str) -> Lazy:
        """A table materialised in this run."""
        return self.engine.scan(self.folder / f"{name}.parquet")

    def keep(self, name: str, frame: Lazy) -> Lazy:
        """Materialise a table under ``name`` and go on from the file."""
        self.engine.sink_parquet(frame, self.folder / f"{name}.parquet")
        return self.table(name)

    def once(self, name: str, compute: Callable[[], Lazy]) -> Lazy:
        """The table ``name``, materialised by whoever asks for it first."""
        return self.table(name) if (self.folder / f"{name}.parquet").exists() else self.keep(name, compute())

    def keep_by_month(self, name: str, compute: Callable[[Lazy], Lazy], officials: Sequence[str]) -> None:
        """Materialise what ``compute`` makes of each dossier's steps; taken over for months that have not changed.

        ``officials``: the columns that hold numbers of officials.
        """
        if self.reuse is None:
            self.keep(name, compute(self.table("steps")))
        else:
            self.reuse.table(self, name, compute, officials)

    def source(self, name: str) -> Lazy:
        """A canonical table of the records, or one given beside them."""
        return self.engine.scan(self.beside.get(name) or self.records.path(name))

    def has(self, name: str) -> bool:
        """Whether there is such a table."""
        return name in self.beside or self.records.has(name)

    def codes(self, name: str) -> list[str]:
        """The codes of one sort (``official``, ``unit``, …) by their numbers."""
        return self.values(f"codes_{name}")

    def values(self, name: str) -> list[str]:
        """The column ``code`` of a kept table in the order of its ``number``."""
        rows = pa.concat_tables(pq.read_table(file) for file in written(self.folder / f"{name}.parquet"))
        values: list[str] = rows.sort_by("number").column("code").to_pylist()
        return values

    def count(self, name: str) -> int:
        """How many rows a kept table has, told by the footers of its files."""
        return sum(pq.read_metadata(file).num_rows for file in written(self.folder / f"{name}.parquet"))

    @property
    def as_of_ordinal(self) -> int:
        """The working-day ordinal of the day the records are looked at."""
        return self.calendar.ordinal(self.as_of.date())


def prepare(work: Work) -> None:
    """Write the calendar, the codes, and the coded ``cases`` (dossiers) and ``steps`` (events) of the run."""
    _write_calendar(work)
    for name, tables in _CODED.items():
        work.keep(f"codes_{name}", _codes(work, name, tables))
    work.keep("cases", _coded_dossiers(work))
    work.keep("steps", _coded_events(work))


def _write_calendar(work: Work) -> None:
    days = day_table(work.calendar).select(["day", "ordinal"]).rename_columns(["day", "w"])
    work.keep("calendar", work.engine.lazy(days))


def _codes(work: Work, name: str, tables: Sequence[str]) -> Lazy:
    parts = [
        distinct(work.source(table).select(code=nw.col(name).cast(nw.String)))
        for table in tables
        if work.records.has(table)
    ]
    if name == "official" and work.records.has("issued_documents"):
        parts.append(distinct(work.source("issued_documents").select(code=nw.col("drafter").cast(nw.String))))
    every = distinct(nw.concat(parts).filter(~nw.col("code").is_null()))
    return work.engine.numbered(every, "code")


def coded(work: Work, frame: Lazy, column: str, codes: str, into: str) -> Lazy:
    """``frame`` with the number of ``column``'s code as ``into`` (null where there is none)."""
    numbers = work.table(f"codes_{codes}").select(nw.col("code").alias(column), nw.col("number").alias(into))
    return frame.join(numbers, on=column, how="left")


def with_ordinal(work: Work, frame: Lazy, instant: str, into: str) -> Lazy:
    """``frame`` with the working-day ordinal of the instant's day as ``into``; null outside the calendar."""
    days = work.table("calendar").select(nw.col("day").alias(f"{into}_day"), nw.col("w").alias(into))
    return frame.with_columns(nw.col(instant).dt.date().alias(f"{into}_day")).join(days, on=f"{into}_day", how="left")


def quarter() -> nw.Expr:
    """The first month of the quarter of the column ``month``."""
    return (nw.col("month") - nw.col("month") % 3).cast(nw.Int32)


def position(column: str, values: Sequence[str], otherwise: int) -> nw.Expr:
    """The place of a text in ``values``, ``otherwise`` for anything else."""
    expression = nw.lit(otherwise)
    for place, value in enumerate(values):
        expression = nw.when(nw.col(column) == value).then(nw.lit(place)).otherwise(expression)
    return expression.cast(nw.Int32)


def _coded_dossiers(work: Work) -> Lazy:
    at = nw.col("received_at").dt
    rows = _dossiers_in_period(work).with_columns(month=(at.year() * 12 + at.month() - 1).cast(nw.Int32))
    rows = work.engine.numbered(rows, "month", "dossier")  # what is received later moves no number of an earlier month
    for column, into in (("procedure", "procedure_no"), ("unit", "unit_no"), ("agent", "agent_no")):
        rows = coded(work, rows, column, column, into)
    rows = with_ordinal(work, rows, "received_at", "received_w")
    return rows.select(
        nw.col("number").alias("d"),
        "dossier",
        "applicant",
        nw.col("procedure_no").alias("procedure"),
        nw.col("unit_no").alias("unit"),
        nw.col("agent_no").alias("agent"),
        position("channel", CHANNELS, 3).alias("channel"),
        position("applicant_kind", APPLICANT_KINDS, 2).alias("applicant_kind"),
        position("outcome", OUTCOMES, 3).alias("outcome"),
        "received_at",
        "received_w",
        nw.col("received_w_day").alias("received_on"),
        "month",
        "due_at",
        nw.when(nw.col("finished_at") <= instant(work.as_of)).then(nw.col("finished_at")).alias("finished_at"),
        nw.col("fee_charged"),
    )


def _dossiers_in_period(work: Work) -> Lazy:
    rows = work.source("dossiers").filter(nw.col("received_at") <= instant(work.as_of))
    return rows if work.since is None else rows.filter(nw.col("received_at") >= instant(work.since))


def _coded_events(work: Work) -> Lazy:
    columns = ("dossier", "seq", "at", "activity", "official", "unit", "document", "reason", "amount")
    steps = work.engine.lazy(pa.table({"activity": list(STEP), "step": pa.array(STEP.values(), pa.int8())}))
    rows = work.source("events").select(*columns).filter(nw.col("at") <= instant(work.as_of))
    rows = rows.join(work.table("cases").select("d", "dossier"), on="dossier", how="inner")
    rows = rows.join(steps, on="activity", how="left")
    for column in ("official", "unit", "document"):
        rows = coded(work, rows, column, column, f"{column}_no")
    rows = with_ordinal(work, rows, "at", "w")
    paid = nw.col("activity") == "fee_collected"
    return rows.select(
        "d",
        "seq",
        "at",
        "w",
        nw.col("step").fill_null(0).cast(nw.Int8).alias("step"),
        nw.col("official_no").alias("official"),
        nw.col("unit_no").alias("unit"),
        nw.col("document_no").alias("document"),
        (nw.col("reason").fill_null("").str.strip_chars() != "").alias("reasoned"),
        nw.when(~(paid & for_services("reason"))).then(nw.col("amount")).alias("amount"),
    )
