"""A canonical record set on disk: one folder of checked Parquet files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from liem.base.errors import InputError

SUMMARY = "records.json"
REJECTIONS = "rejections"


@dataclass(frozen=True)
class RecordSet:
    """A canonical record set on disk. Instants are without zone, on the clocks of Vietnam."""

    folder: Path
    rows: Mapping[str, int] = field(default_factory=dict)
    """Rows accepted, by table."""
    rejected: Mapping[str, int] = field(default_factory=dict)
    """Rows not accepted, by table; each is in ``rejections.parquet``."""
    checksums: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each table's content, the same however the file is compressed or cut."""
    first_at: datetime | None = None
    last_at: datetime | None = None
    summary: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """All that ``records.json`` holds: source files, rows read and left out, offsets of timestamps, constants."""

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
            tables = summary["tables"]
            first, last = summary["first_at"], summary["last_at"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("no canonical record set here", str(folder), "read the records first") from error
        return cls(
            folder,
            {name: table["accepted"] for name, table in tables.items()},
            {name: table["rejected"] for name, table in tables.items()},
            {name: table["checksum"] for name, table in tables.items()},
            datetime.fromisoformat(first) if first else None,
            datetime.fromisoformat(last) if last else None,
            summary,
        )


def content_checksum(records: RecordSet) -> str:
    """SHA-256 over the content checksums and names of all tables, in order of name.

    It names what was recorded, not how files are cut or compressed; anybody can compute it again from ``records.json``.
    """
    lines = [f"{checksum}  {table}\n" for table, checksum in sorted(records.checksums.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
