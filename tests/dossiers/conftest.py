"""Small sound records, ways to spoil them, and ``liem check`` as a person runs it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from liem.dossiers.records import REJECTIONS, RecordSet, read_records
from liem.house.command_line import main

DOSSIERS = """dossier,procedure,unit,applicant,received_at,finished_at
H1,P1,U1,A1,2026-03-02T08:00:00+07:00,2026-03-05T10:00:00+07:00
H2,P1,U1,A2,2026-03-03T09:00:00+07:00,
"""
EVENTS = """dossier,at,activity,official
H1,2026-03-02T08:00:00+07:00,received,C1
H1,2026-03-05T10:00:00+07:00,finished,C1
H2,2026-03-03T09:00:00+07:00,received,C1
"""


class Source:
    """A record set directory to be spoilt and read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "source"
        self.out = folder / "canonical"
        self.folder.mkdir()
        self.write("dossiers.csv", DOSSIERS)
        self.write("events.csv", EVENTS)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write one file of it; returns its path."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def drop(self, name: str) -> None:
        (self.folder / name).unlink()

    def read(self, **options: object) -> RecordSet:
        """The canonical record set of what is there now."""
        return read_records(self.folder, self.out, **options)  # type: ignore[arg-type]

    def rejected(self) -> list[tuple[str, int, str, str]]:
        """Reads, and gives ``(table, line, column, reason)`` of every row not accepted."""
        return rejected(self.read())


def rejected(records: RecordSet) -> list[tuple[str, int, str, str]]:
    rows = pq.read_table(records.path(REJECTIONS)).to_pylist()
    return [(row["table"], row["line"], row["column"], row["reason"]) for row in rows]


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """A sound record set of two dossiers and three events, in CSV."""
    return Source(tmp_path)


@dataclass(frozen=True)
class Said:
    """What a command left behind: exit status, both outputs, and what lies in its scratch folder."""

    status: int
    out: str
    err: str
    left_behind: list[Path]


Check = Callable[..., Said]


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Run ``liem check`` with the given arguments."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["liem", "check", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return Said(int(stopped.value.code or 0), said.out, said.err, list(scratch.iterdir()))

    return run
