"""What people say of officials, units and procedures, as counts alone: a source of its own beside the records.

Detection never reads a report. It is told how many there were about whom, in which period, and how many of them
are independent of one another (different people, days and words). The counts stand in the record set as the table
``report_counts`` or come beside it (``--reports FILE``, or a table given by the platform).
"""

from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from liem.base.errors import InputError, Place
from liem.detection.coding import Work, coded
from liem.detection.engine import Lazy, distinct

TABLE = "report_counts"
SCHEMA = pa.schema(
    [
        ("subject_kind", pa.string()),
        ("subject", pa.string()),
        ("period_from", pa.date32()),
        ("period_to", pa.date32()),
        ("source", pa.string()),
        ("n", pa.int32()),
        ("n_independent", pa.int32()),
        ("exposure", pa.int32()),
    ]
)
"""One row per subject, period and source. ``n_independent`` of the ``n`` reports are independent of one another;
``exposure``: opportunities (dossiers, completed calls); where empty, the dossiers of the subject in the period.
"""
KINDS = ("official", "unit", "procedure")
SOURCES = ("report", "call_back", "access")


def read_report_counts(path: Path) -> pa.Table:
    """The counts of a CSV or Parquet file. Raises InputError naming the file, the line and the column at fault."""
    try:
        table = pq.read_table(path) if path.suffix == ".parquet" else _read_csv(path)
    except OSError as error:
        raise InputError(error.strerror or "it cannot be read", str(path), "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8 text", str(path), "give a CSV or Parquet file") from error
    except pa.ArrowInvalid as error:
        said = str(error).splitlines()[0]
        raise InputError(f"cannot be read ({said})", str(path), "give a CSV or Parquet file") from error
    missing = [name for name in SCHEMA.names[:-1] if name not in table.column_names]
    if missing:
        raise InputError(f"has no column {missing[0]}", str(path), "see docs/reference/report-counts.md")
    columns = [_cast(table, one, path) for one in SCHEMA]
    counts = pa.table(columns, schema=SCHEMA)
    _check(counts, path)
    return counts


def _read_csv(path: Path) -> pa.Table:
    header = path.open(encoding="utf-8-sig").readline().strip().split(",")
    types = pa_csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True)
    return pa_csv.read_csv(path, convert_options=types)


def _cast(table: pa.Table, field: pa.Field, path: Path) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        return pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    column = table.column(field.name)
    try:
        return column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        line = next(n for n, value in enumerate(column, 2) if not _fits(value, field.type))
        what = f"{column[line - 2].as_py()!r} is no {_SORT[str(field.type)]}"
        raise InputError(what, Place(str(path), line, field.name), "mend the value") from None


_SORT = {"int32": "whole number", "date32[day]": "day (2026-01-31)", "string": "text"}


def _fits(value: pa.Scalar, kind: pa.DataType) -> bool:
    try:
        value.cast(kind)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    return True


def _check(counts: pa.Table, path: Path) -> None:
    for line, row in enumerate(counts.to_pylist(), 2):
        wrong = _wrong(row)
        if wrong:
            raise InputError(wrong, Place(str(path), line), "mend the row")


def _wrong(row: dict[str, object]) -> str | None:
    for name in SCHEMA.names[:-1]:
        if row[name] is None or row[name] == "":
            return f"column {name} is empty"
    if row["subject_kind"] not in KINDS:
        return f"subject_kind {row['subject_kind']} is none of {', '.join(KINDS)}"
    if row["source"] not in SOURCES:
        return f"source {row['source']} is none of {', '.join(SOURCES)}"
    if not 0 <= int(str(row["n_independent"])) <= int(str(row["n"])):
        return "n_independent must lie between 0 and n"
    if str(row["period_from"]) > str(row["period_to"]):
        return "period_from is after period_to"
    return None


def counted_reports(work: Work, source: str, least_exposure: int = 1) -> Lazy:
    """Cases of one source: a row per subject that has dossiers, with its ``weight`` (exposure) and ``event``
    (independent reports, of periods that lie within the run's).

    ``about`` says of which kind of subject a row speaks; who has dossiers and no report is a row with no event.
    """
    parts = [_about(work, source, kind, least_exposure) for kind in KINDS]
    return nw.concat(parts)


def _about(work: Work, source: str, kind: str, least_exposure: int) -> Lazy:
    counts = work.source(TABLE).filter((nw.col("subject_kind") == kind) & (nw.col("source") == source))
    counts = counts.filter(nw.col("period_from") <= nw.lit(work.as_of.date()))
    if work.since is not None:
        counts = counts.filter(nw.col("period_to") >= nw.lit(work.since.date()))
    counts = coded(work, counts.rename({"subject": "subject_code"}), "subject_code", kind, "subject")
    counts = counts.filter(~nw.col("subject").is_null())
    said = counts.group_by("subject").agg(
        event=nw.col("n_independent").sum().cast(nw.Int64), stated=nw.col("exposure").sum().cast(nw.Int64)
    )
    everyone = _dossiers_of(work, kind)
    rows = everyone.join(said, on="subject", how="left")
    stated = nw.col("stated").fill_null(0)
    rows = rows.with_columns(
        event=nw.col("event").fill_null(0),
        weight=nw.when(stated > 0).then(stated).otherwise(nw.col("dossiers")).cast(nw.Int64),
    ).filter((nw.col("weight") >= least_exposure) & ((stated > 0) | nw.lit(source == "report")))
    missing = nw.lit(None).cast(nw.Int32)
    return rows.select(
        about=nw.lit(KINDS.index(kind)).cast(nw.Int32),
        official=nw.col("subject").cast(nw.Int32) if kind == "official" else missing,
        unit=nw.col("home").cast(nw.Int32),
        procedure=nw.col("subject").cast(nw.Int32) if kind == "procedure" else missing,
        role=nw.col("role").cast(nw.Int32),
        weight=nw.col("weight"),
        event=nw.col("event"),
        month=nw.lit(0).cast(nw.Int32),
    )


def _dossiers_of(work: Work, kind: str) -> Lazy:
    """Every subject of a kind with its dossiers, its unit and its role."""
    if kind == "official":
        hands = work.table("hands").group_by(nw.col("official").alias("subject")).agg(dossiers=nw.len())
        return hands.join(work.table("homes").rename({"official": "subject", "unit": "home"}), on="subject", how="left")
    rows = work.table("facts").filter(~nw.col(kind).is_null())
    rows = rows.group_by(nw.col(kind).alias("subject")).agg(dossiers=nw.len())
    home = nw.col("subject") if kind == "unit" else nw.lit(None)
    return rows.with_columns(home=home.cast(nw.Int32), role=nw.lit(-1).cast(nw.Int32))


def unknown_subjects(work: Work) -> list[dict[str, object]]:
    """Rows about subjects that the records do not know, as rows not accepted."""
    rows = []
    for kind in KINDS:
        counts = work.source(TABLE).filter(nw.col("subject_kind") == kind)
        known = work.table(f"codes_{kind}").rename({"code": "subject"})
        found = work.engine.collect(distinct(counts.join(known, on="subject", how="anti"), "subject"))
        for subject in sorted(pc.unique(found.column("subject")).to_pylist()):
            reason = f"the records know no {kind} {subject}"
            rows.append({"table": TABLE, "column": "subject", "value": subject, "reason": reason})
    return rows
