"""From whatever a person has to the canonical record set: lay ready, check, write, all or nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from liem.base.errors import InputError, Place
from liem.base.progress import Progress, Silent
from liem.dossiers.canonical import write_canonical
from liem.dossiers.checking import Checked, begin, check_rows, check_values, require_columns
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.mapping import Mapping, load_mapping
from liem.dossiers.readers.sources import stage_source
from liem.dossiers.record_set import REJECTIONS, SUMMARY, RecordSet
from liem.dossiers.rejections import REASONS, Rejection, RejectionFile
from liem.dossiers.span import span
from liem.dossiers.sql import quoted
from liem.dossiers.staging import Staged, Workshop, engine_error
from liem.dossiers.tables import FORMAT_VERSION, TABLES
from liem.dossiers.whole_folder import cannot_write, whole_folder


def read_records(
    source: Path,
    into: Path,
    mapping: Path | None = None,
    progress: Progress | None = None,
    limits: ReadingLimits | None = None,
) -> RecordSet:
    """Read the records at ``source``, check every row, and write the canonical record set as the folder ``into``.

    Args:
        source: a record set directory, an XES or OCEL log, or a CSV or Parquet event table.
        into: a new or empty folder, or one that holds a canonical record set, which is then replaced.
        mapping: a TOML file that names the columns of a foreign log and translates its activities.
        progress: told of the stages ``read``, ``check`` and ``write``.
        limits: memory, expansion, length of lines; by default those of the environment.

    Returns:
        The record set; its ``rejected`` says how many rows were not accepted.

    Raises:
        InputError: the source cannot be used, or ``into`` cannot be written; then nothing is left behind.
    """
    limits, progress = limits or ReadingLimits.from_environment(), progress or Silent()
    with _plain_errors(source, into), whole_folder(into, SUMMARY) as partial:
        workshop = Workshop(partial / ".work", limits, progress)
        try:
            _read(workshop, source, partial, mapping)
        finally:
            workshop.close()
    return RecordSet.open(into)


@contextmanager
def _plain_errors(source: Path, into: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise engine_error(error, source, into) from error
    except OSError as error:
        raise cannot_write(into, error) from error


def _read(workshop: Workshop, source: Path, folder: Path, mapping: Path | None) -> None:
    known = load_mapping(mapping) if mapping else Mapping()
    tables = stage_source(workshop, source, known)
    for staged in tables:
        require_columns(staged)
    begin(workshop)
    workshop.progress.stage("check", sum(staged.read for staged in tables))
    checked = {}
    for staged in tables:
        checked[staged.table] = check_values(workshop, staged, known.time)
        workshop.progress.advance(staged.read)
    check_rows(workshop, checked)
    _refuse_nothing_left(workshop, checked)
    workshop.progress.stage("write", sum(staged.read for staged in tables))
    summaries = {name: _write_table(workshop, table, folder) for name, table in checked.items()}
    _write_rejections(workshop, tables, folder)
    _write_summary(workshop, source, known, summaries, folder)


def _refuse_nothing_left(workshop: Workshop, checked: dict[str, Checked]) -> None:
    """A required table of which no row is accepted is unusable input; the first row that is its own cause says why."""
    empty = [
        table
        for name, table in checked.items()
        if TABLES[name].required and not workshop.count(f"SELECT count(*) FROM {table.accepted}")
    ]
    if not empty:
        return
    looked_at = [*empty, *(table for name, table in checked.items() if name == "procedures")]
    found = [(table, row) for table in looked_at if (row := _first_refused(workshop, table)) is not None]
    if not found:
        raise InputError("has a header and no rows", str(empty[0].staged.files[0].path), "export it again, with rows")
    causes = [(table, row) for table, row in found if not _follows(table, row)]
    table, (file, line, column, code) = (causes or found)[0]
    where = Place(str(table.staged.files[file].path), line, column)
    raise InputError(f"no row can be accepted, here: {REASONS[code].en}", where, "mend the column, or name a mapping")


Refused = tuple[int, int, str, str]
"""File, line, column and code of a row not accepted."""


def _first_refused(workshop: Workshop, table: Checked) -> Refused | None:
    query = f"SELECT file, line, col, code FROM refused WHERE tbl = '{table.staged.table}' ORDER BY ord LIMIT 1"
    row = workshop.connection.execute(query).fetchone()
    return (int(row[0]), int(row[1]), str(row[2]), str(row[3])) if row else None


def _follows(table: Checked, row: Refused) -> bool:
    """Whether the row was refused for what another row lacks: the time of a dossier that is made of its events."""
    made_of_events = table.staged.table == "dossiers" and not table.staged.files[0].scan
    return row[3] in ("dossier_rejected", "procedure_rejected") or (made_of_events and row[3] == "missing")


def _write_table(workshop: Workshop, table: Checked, folder: Path) -> dict[str, Any]:
    staged = table.staged
    accepted, checksum = write_canonical(workshop, table, folder / f"{staged.table}.parquet", workshop.progress)
    malformed = sum(len(file.malformed) for file in staged.files)
    rejected = workshop.count(f"SELECT count(*) FROM refused WHERE tbl = '{staged.table}'") + malformed
    if staged.read != accepted + rejected + staged.left_out:
        counts = f"{staged.read} read, {accepted} accepted, {rejected} rejected, {staged.left_out} left out"
        raise AssertionError(f"rows of {staged.table} do not add up: {counts}")
    return {
        "read": staged.read,
        "accepted": accepted,
        "rejected": rejected,
        "left_out": staged.left_out,
        "checksum": checksum,
        "columns": [name for name in staged.names if name in TABLES[staged.table].column_names],
        "offsets": table.offsets,
        "files": [{"name": file.name, "rows": file.rows, "sha256": file.sha256} for file in staged.files],
    }


def _write_rejections(workshop: Workshop, tables: list[Staged], folder: Path) -> None:
    file = RejectionFile(folder / f"{REJECTIONS}.parquet")
    try:
        for staged in tables:
            file.add(_malformed(staged))
            names = ", ".join(f"({index}, {quoted(part.name)})" for index, part in enumerate(staged.files))
            reasons = ", ".join(f"('{code}', {quoted(reason.en)})" for code, reason in REASONS.items())
            rows = workshop.connection.sql(
                f"""SELECT tbl AS "table", f.name AS file, line, col AS "column", val AS value, r.reason AS reason
                FROM refused JOIN (VALUES {names}) f(index, name) ON f.index = refused.file
                JOIN (VALUES {reasons}) r(code, reason) ON r.code = refused.code
                WHERE tbl = '{staged.table}' ORDER BY ord"""
            ).to_arrow_table()
            file.add_table(rows)
    finally:
        file.close()


def _malformed(staged: Staged) -> list[Rejection]:
    return [
        Rejection(staged.table, file.name, bad.line, "", bad.text, REASONS[bad.reason].en)
        for file in staged.files
        for bad in file.malformed
    ]


def _write_summary(workshop: Workshop, source: Path, mapping: Mapping, tables: dict[str, Any], folder: Path) -> None:
    first, last = span(workshop.connection, folder)
    document = {
        "format": FORMAT_VERSION,
        "source": source.name,
        "mapping": mapping.path.name if mapping.path else None,
        "clocks": mapping.time.clocks,
        "tables": tables,
        "first_at": first.isoformat() if first else None,
        "last_at": last.isoformat() if last else None,
    }
    (folder / SUMMARY).write_text(json.dumps(document, ensure_ascii=False, indent=1), "utf-8")
