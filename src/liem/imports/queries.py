"""What is current, what was, and what an import left to be looked at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db.models import QuerySet

from liem.dossiers.records import RecordSet
from liem.imports.models import Adoption, Import, Snapshot
from liem.imports.rules import MAPPING_EXTENSION, holds_records
from liem.imports.snapshots import SnapshotStore


def current_snapshot() -> Snapshot | None:
    """The snapshot that is current, or ``None`` before the first import."""
    adoption = Adoption.objects.select_related("snapshot").order_by("-pk").first()
    return adoption.snapshot if adoption else None


def current_records() -> RecordSet | None:
    """The canonical record set that is current."""
    snapshot = current_snapshot()
    return open_records(snapshot) if snapshot else None


def open_records(snapshot: Snapshot) -> RecordSet:
    """The canonical record set of a snapshot. Raises InputError where its files are gone."""
    return SnapshotStore(settings.LIEM_HOME).open(snapshot.checksum)


def history() -> QuerySet[Import]:
    """All imports, newest first."""
    return Import.objects.select_related("job", "snapshot")


def adoptions() -> QuerySet[Adoption]:
    """What was current when, newest first."""
    return Adoption.objects.select_related("snapshot", "of_import")


def inbox_folder() -> Path:
    """The folder in which an administrator leaves record sets for the data steward."""
    return settings.LIEM_HOME / "inbox"


def inbox() -> list[str]:
    """The folders and files of the inbox that may hold records. Links are not followed out of it."""
    folder = inbox_folder()
    if not folder.is_dir():
        return []
    return sorted(
        path.name
        for path in folder.iterdir()
        if not path.name.startswith(".") and not path.is_symlink() and (path.is_dir() or holds_records(path.name))
    )


def mapping_in(folder: Path) -> Path | None:
    """The mapping file that lies with the records, if one does."""
    if folder.is_file():
        beside = folder.with_name(folder.name.split(".", 1)[0] + MAPPING_EXTENSION)
        return beside if beside.is_file() else None
    return next(iter(sorted(folder.glob(f"*{MAPPING_EXTENSION}"))), None)


# -- what an import left: tables in Parquet files


@dataclass(frozen=True)
class Selection:
    """Which rows of a kept table to show: text to find, value of the first column, order, page."""

    text: str = ""
    table: str = ""
    order: str = ""
    descending: bool = False
    offset: int = 0
    limit: int | None = 50


@dataclass(frozen=True)
class Rows:
    """Rows of a kept table, how many the selection has, and in which tables of the records they are."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    found: int = 0
    tables: tuple[str, ...] = ()


def kept_rows(number: int, name: str, selection: Selection) -> Rows:
    """Rows of ``rejections`` or ``changes`` of import ``number``; none where the file is not there."""
    path = SnapshotStore(settings.LIEM_HOME).kept(number) / f"{name}.parquet"
    if not path.is_file():
        return Rows()
    with duckdb.connect(":memory:") as engine:
        columns = tuple(
            row[0] for row in engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        )
        where, parameters = _condition(columns, selection)
        order = _order(columns, selection)
        page = f"LIMIT {selection.limit} OFFSET {selection.offset}" if selection.limit is not None else ""
        rows = engine.execute(
            f"SELECT * FROM read_parquet(?) {where} {order} {page}", [str(path), *parameters]
        ).fetchall()
        found = engine.execute(f"SELECT count(*) FROM read_parquet(?) {where}", [str(path), *parameters]).fetchone()
        tables = engine.execute('SELECT DISTINCT "table" FROM read_parquet(?) ORDER BY 1', [str(path)]).fetchall()
    return Rows(columns, tuple(rows), found[0] if found else 0, tuple(row[0] for row in tables))


def _condition(columns: tuple[str, ...], selection: Selection) -> tuple[str, list[str]]:
    parts, parameters = [], []
    if selection.table:
        parts.append('"table" = ?')
        parameters.append(selection.table)
    if selection.text:
        wanted = " OR ".join(f'contains(lower("{column}"::VARCHAR), lower(?))' for column in columns)
        parts.append(f"({wanted})")
        parameters += [selection.text] * len(columns)
    return (f"WHERE {' AND '.join(parts)}" if parts else ""), parameters


def _order(columns: tuple[str, ...], selection: Selection) -> str:
    if selection.order not in columns:
        return ""
    return f'ORDER BY "{selection.order}" {"DESC" if selection.descending else "ASC"} NULLS LAST'
