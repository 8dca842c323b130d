"""What detection knows of each dossier, kept as one file beside a run: the plain figures of units are made of it."""

import shutil
import tempfile
from datetime import date, datetime, time
from pathlib import Path

import narwhals.stable.v2 as nw

from liem.detection.coding import Work, prepare
from liem.detection.engine import open_engine
from liem.detection.facts import write_facts
from liem.detection.rules import write_rules
from liem.dossiers.records import RecordSet
from liem.law.calendar import WorkingCalendar

COLUMNS = ("d", "received_on", "limit", "elapsed", "stopped", "over", "late", "matured", "open", "requests")
_ALLOWED_REQUESTS = 1
"""Needed to lay the rules out; none of the columns kept depends on it."""
_NEVER = datetime.combine(date(2999, 12, 31), time.min)


def keep_facts(records: RecordSet, into: Path, first: date | None = None, last: date | None = None) -> Path:
    """Write ``facts.parquet`` into the folder of a run: one row per dossier received in the period.

    Besides :data:`COLUMNS` (``d`` is detection's own number of the dossier) it has the codes of ``unit`` and
    ``procedure``. Working days are net of lawful stops; ``limit`` is empty where no rule is known.
    """
    folder = Path(tempfile.mkdtemp(prefix=".facts-", dir=into))
    try:
        engine = open_engine("duckdb", folder / "spill")
        try:
            as_of = (
                datetime.combine(last, time.max) if last else records.last_at or datetime.combine(date.max, time.min)
            )
            since = datetime.combine(first, time.min) if first else None
            work = Work(engine, records, folder, WorkingCalendar.load(), as_of, since)
            prepare(work)
            write_rules(work, _ALLOWED_REQUESTS)
            write_facts(work)
            facts = work.table("facts").select(*COLUMNS, "unit", "procedure")
            for code in ("unit", "procedure"):
                codes = work.table(f"codes_{code}").select(
                    nw.col("number").alias(code), nw.col("code").alias(f"{code}_code")
                )
                facts = facts.join(codes, on=code, how="left").drop(code).rename({f"{code}_code": code})
            engine.sink_parquet(facts, into / "facts.parquet")
        finally:
            engine.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return into / "facts.parquet"
