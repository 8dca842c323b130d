"""From a person's files to a folder that may become current: reading, examining, merging. Files in, files out.

Nothing here is visible to anybody: the one moment at which it becomes so is :func:`liem.imports.actions.adopt`.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from liem.base.progress import Progress
from liem.dossiers.canonical import ROW_GROUP, ContentHash
from liem.dossiers.quality import examine
from liem.dossiers.records import REJECTIONS, SUMMARY, RecordSet, read_records
from liem.dossiers.span import span
from liem.imports.merging import Merged, merge
from liem.imports.snapshots import SnapshotStore

CHANGES = "changes.parquet"


@dataclass(frozen=True)
class Brought:
    """What was read: rows read and not accepted per table, and what makes the log doubtful."""

    records: RecordSet
    read: Mapping[str, int]
    rejected: Mapping[str, int]
    findings: list[dict[str, Any]]


def read_and_examine(
    store: SnapshotStore, number: int, source: Path, mapping: Path | None, progress: Progress
) -> Brought:
    """Read ``source`` into the folder that import ``number`` keeps, and examine it. Raises InputError."""
    folder = store.kept(number)
    canonical = folder / "canonical"
    shutil.rmtree(canonical, ignore_errors=True)
    records = read_records(source, canonical, mapping, progress)
    progress.stage("examine")
    findings = [_plain(finding) for finding in examine(records).findings]
    rejections = canonical / f"{REJECTIONS}.parquet"
    if rejections.is_file():
        shutil.copyfile(rejections, folder / rejections.name)
    read = {table: rows + records.rejected.get(table, 0) for table, rows in records.rows.items()}
    return Brought(records, read, {table: n for table, n in records.rejected.items() if n}, findings)


def _plain(finding: Any) -> dict[str, Any]:
    """A finding as JSON keeps it."""
    plain: dict[str, Any] = json.loads(json.dumps(vars(finding), default=str))
    return plain


def merge_into(
    store: SnapshotStore, number: int, current: str | None, brought: Brought, *, complete: bool, progress: Progress
) -> tuple[Path, Merged]:
    """Write the merged record set into a temporary sibling of the snapshots; the caller adopts it, or drops it."""
    folder = store.fresh(number)
    held = store.open(current) if current else None
    incoming = brought.records.folder
    merged = merge(held.folder if held else None, incoming, folder, complete=complete, progress=progress)
    if merged.changes is not None:
        shutil.move(merged.changes, store.kept(number) / CHANGES)
    shutil.rmtree(folder / ".spill", ignore_errors=True)
    rejections = incoming / f"{REJECTIONS}.parquet"
    if rejections.is_file():
        shutil.copyfile(rejections, folder / rejections.name)
    _write_summary(folder, incoming, merged)
    return folder, merged


def drop(store: SnapshotStore, number: int) -> None:
    """Remove what only the work itself needed."""
    shutil.rmtree(store.kept(number) / "canonical", ignore_errors=True)
    shutil.rmtree(store.kept(number) / "source", ignore_errors=True)


def _write_summary(folder: Path, incoming: Path, merged: Merged) -> None:
    """The summary of a merged set: that of what came in, with rows, checksums and span of the whole."""
    summary = json.loads((incoming / SUMMARY).read_text("utf-8"))
    tables = {}
    for table in merged.tables:
        came = summary["tables"].get(table, {})
        taken_over = _same_file(folder / f"{table}.parquet", incoming / f"{table}.parquet")
        rows, checksum = (came["accepted"], came["checksum"]) if taken_over else _content(folder / f"{table}.parquet")
        rejected = came.get("rejected", 0)
        kept = {"read": rows + rejected, "accepted": rows, "rejected": rejected, "checksum": checksum}
        tables[table] = {**came, **kept}
    with duckdb.connect() as connection:
        first, last = span(connection, folder)
    summary |= {"tables": tables, "first_at": _iso(first), "last_at": _iso(last)}
    (folder / SUMMARY).write_text(json.dumps(summary, ensure_ascii=False, indent=1), "utf-8")


def _same_file(one: Path, other: Path) -> bool:
    return other.exists() and one.samefile(other)


def _content(path: Path) -> tuple[int, str]:
    """Rows of a canonical table, and the checksum of what they hold."""
    file = pq.ParquetFile(path)
    content = ContentHash(file.schema_arrow)
    for batch in file.iter_batches(ROW_GROUP):
        content.update(pa.Table.from_batches([batch]))
    return file.metadata.num_rows, content.hexdigest()


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
