"""The canonical record set: one folder of checked Parquet files, whatever the records came as."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb

from liem.base.errors import InputError
from liem.base.progress import Progress, Silent
from liem.dossiers.tables import FORMAT_VERSION, TABLES, Kind

SUMMARY = "records.json"
REJECTIONS = "rejections"


@dataclass(frozen=True)
class RecordSet:
    """A canonical record set on disk. Instants are without zone, on the clocks of Vietnam."""

    folder: Path
    rows: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def has(self, table: str) -> bool:
        """Whether the source had this table."""
        return table in self.rows

    def path(self, table: str) -> Path:
        """The Parquet file of a table, there or not; ``rejections`` too."""
        return self.folder / f"{table}.parquet"

    @classmethod
    def open(cls, folder: Path) -> "RecordSet":
        """A record set written before. Raises InputError where the folder holds none."""
        try:
            summary = json.loads((folder / SUMMARY).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError("no canonical record set here", str(folder), "read the records first") from error
        tables = summary["tables"]
        first, last = summary["first_at"], summary["last_at"]
        return cls(
            folder,
            {name: table["accepted"] for name, table in tables.items()},
            {name: table["rejected"] for name, table in tables.items()},
            {name: table["checksum"] for name, table in tables.items()},
            datetime.fromisoformat(first) if first else None,
            datetime.fromisoformat(last) if last else None,
        )


def read_records(source: Path, into: Path, mapping: Path | None = None, progress: Progress | None = None) -> RecordSet:
    """Read the records at ``source`` and write the canonical record set ``into`` a folder."""
    progress = progress or Silent()
    into.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute("SET TimeZone='Asia/Ho_Chi_Minh'; SET memory_limit='2GiB'; SET preserve_insertion_order=true")
    summary: dict[str, dict[str, object]] = {}
    for name, table in TABLES.items():
        found = next((p for e in ("parquet", "csv", "csv.gz") if (p := source / f"{name}.{e}").exists()), None)
        if found is None:
            continue
        progress.stage(name)
        scan = f"read_parquet('{found}')" if found.suffix == ".parquet" else f"read_csv('{found}', all_varchar=true)"
        present = {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
        columns = [_canonical(c.name, c.kind, present.get(c.name)) for c in table.columns]
        extras = [f'CAST("{c}" AS VARCHAR) AS "x_{c}"' for c in present if c not in table.column_names]
        if name == "events":
            columns.append('CAST(row_number() OVER (PARTITION BY dossier ORDER BY "at", ord) AS INTEGER) AS seq')
        order = {"events": "ORDER BY dossier, seq", "dossiers": "ORDER BY dossier"}.get(name, "")
        rows = f"(SELECT *, row_number() OVER () AS ord FROM {scan})"
        connection.execute(
            f"COPY (SELECT {', '.join(columns + extras)} FROM {rows} {order}) TO '{into / name}.parquet'"
            " (FORMAT parquet, ROW_GROUP_SIZE 100000)"
        )
        counted = connection.execute(f"SELECT count(*) FROM '{into / name}.parquet'").fetchone()
        rows_in = counted[0] if counted else 0
        summary[name] = {"read": rows_in, "accepted": rows_in, "rejected": 0, "checksum": ""}
    span = connection.execute(
        f"""SELECT min(t), max(t) FROM (SELECT "at" AS t FROM '{into}/events.parquet'
        UNION ALL SELECT received_at FROM '{into}/dossiers.parquet'
        UNION ALL SELECT finished_at FROM '{into}/dossiers.parquet')"""
    ).fetchone() or (None, None)
    document = {
        "format": FORMAT_VERSION,
        "tables": summary,
        "first_at": span[0].isoformat() if span[0] else None,
        "last_at": span[1].isoformat() if span[1] else None,
    }
    (into / SUMMARY).write_text(json.dumps(document), "utf-8")
    return RecordSet.open(into)


def _canonical(name: str, kind: Kind, present: str | None) -> str:
    if present is None:
        return f'CAST(NULL AS {kind.sql}) AS "{name}"'
    if kind is Kind.LIST and not present.endswith("[]"):
        return f"string_split(nullif(CAST(\"{name}\" AS VARCHAR), ''), ';') AS \"{name}\""
    if kind is Kind.LIST or kind.sql == present:
        return f'"{name}"'
    if kind is Kind.INSTANT:
        return f'CAST(CAST("{name}" AS TIMESTAMPTZ) AS TIMESTAMP) AS "{name}"'
    return f'CAST(nullif(CAST("{name}" AS VARCHAR), \'\') AS {kind.sql}) AS "{name}"'
