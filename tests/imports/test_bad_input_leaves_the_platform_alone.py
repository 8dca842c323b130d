"""Whatever is sent in, the platform's records stay as they were unless all of it was read; and one line says why."""

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from tests.imports.conftest import DOSSIERS, EVENTS

from liem.base import clock
from liem.base.errors import InputError
from liem.dossiers.limits import ReadingLimits
from liem.house.refusals import spoken
from liem.imports import actions, queries
from liem.imports.models import Adoption, Import, Snapshot

Write = Callable[..., Path]
Harm = Callable[[Path], Path | None]
pytestmark = pytest.mark.usefixtures("db")


def bring(source: Path) -> Import:
    return actions.bring_now(source, by="system", now=clock.now(), announce=False)


def state(home: Path) -> tuple[object, ...]:
    """All that must not change: what is current, and every file that holds records."""
    files = {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return queries.current_snapshot(), Adoption.objects.count(), Snapshot.objects.count(), files


def missing_column(folder: Path) -> None:
    (folder / "events.csv").write_text(EVENTS.replace(",at,", ",when,"))


def wrong_type_throughout(folder: Path) -> None:
    (folder / "dossiers.csv").write_text(DOSSIERS.replace("2026-03-02T", "in spring "))


def gzip_cut_short(folder: Path) -> None:
    (folder / "events.csv").unlink()
    (folder / "events.csv.gz").write_bytes(gzip.compress(EVENTS.encode() * 50)[:-20])


def parquet_cut_short(folder: Path) -> None:
    duckdb.sql(f"SELECT * FROM '{folder}/events.csv'").write_parquet(f"{folder}/events.parquet")
    (folder / "events.csv").unlink()
    whole = (folder / "events.parquet").read_bytes()
    (folder / "events.parquet").write_bytes(whole[: len(whole) // 2])


def zip_bomb(folder: Path) -> None:
    (folder / "events.csv").unlink()
    with gzip.open(folder / "events.csv.gz", "wb") as bomb:
        bomb.write(EVENTS.encode())
        for _ in range(70):
            bomb.write(b"D2,2026-03-02T09:00:00,received,C1,U1\n" * 27000)


def line_of_ten_gigabytes(folder: Path) -> None:
    with (folder / "events.csv").open("ab") as file:
        file.write(b'D2,2026-03-02T09:00:00,"')
        file.truncate(10 * 1024**3)  # a hole: no room is taken


def not_what_its_name_says(folder: Path) -> None:
    (folder / "events.csv").rename(folder / "events.parquet")


def empty_file(folder: Path) -> None:
    (folder / "events.csv").write_bytes(b"")


def entities(folder: Path) -> Path:
    log = folder / "log.xes"
    log.write_text('<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/passwd">]><log>&x;</log>')
    return log


@pytest.mark.parametrize(
    "harm",
    [
        missing_column,
        wrong_type_throughout,
        gzip_cut_short,
        parquet_cut_short,
        zip_bomb,
        line_of_ten_gigabytes,
        not_what_its_name_says,
        empty_file,
        entities,
    ],
)
def test_what_cannot_be_used_changes_nothing(home: Path, write: Write, harm: Harm) -> None:
    bring(write())
    before = state(home)
    source = write("bad")
    with pytest.raises(InputError) as refused:
        bring(harm(source) or source)
    told = str(refused.value)
    assert "\n" not in told
    assert str(source) in told
    assert spoken(told, "vi") != told
    assert state(home) == before


def test_a_full_disk_changes_nothing(home: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    import pyarrow.parquet as pq

    bring(write())
    before = state(home)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(InputError, match="cannot be written"):
        bring(write("more", dossiers=DOSSIERS + "D3,P1,U1,A3,yesterday,,,\n"))
    assert state(home) == before


UNKNOWN_ZONE = "D2,2026-03-02T10:00:00+07:00,forwarded,C1,U1\nD2,2026-03-02T05:00:00Z,appraised,C1,U1\n"


@pytest.mark.parametrize(
    ("changed", "rejected"),
    [
        ({"dossiers": DOSSIERS + DOSSIERS.splitlines()[1] + "\n"}, {"dossiers": 1}),
        ({"dossiers": DOSSIERS + "D3,P1,U1,A3,2026-03-02T08:00:00,,,perhaps\n"}, {"dossiers": 1}),
        ({"dossiers": DOSSIERS + "D3,P1,U1,A3,soon,,,\n"}, {"dossiers": 1}),
        ({"events": EVENTS + "D1,2019-03-02T08:00:00,forwarded,C1,U1\n"}, {"events": 1}),
        ({"events": EVENTS + "D9,2026-03-02T08:00:00,received,C1,U1\n"}, {"events": 1}),
        ({"events": EVENTS + UNKNOWN_ZONE}, {}),
    ],
    ids=["duplicate id", "unknown code", "wrong type", "before its dossier", "of no dossier", "mixed zones"],
)
def test_a_row_that_cannot_be_used_is_left_out_and_told_of(
    home: Path, write: Write, changed: dict[str, str], rejected: dict[str, int]
) -> None:
    row = bring(write("doubtful", **changed))
    assert {table: count for table, count in row.rejected.items() if count} == rejected


def test_instants_of_mixed_zones_are_the_same_instants(home: Path, write: Write) -> None:
    row = bring(write("zones", events=EVENTS + UNKNOWN_ZONE))
    records = queries.current_records()
    assert records is not None
    events = records.path("events")
    found = duckdb.sql(f"""SELECT epoch("at") FROM '{events}' WHERE dossier = 'D2' ORDER BY 1""").fetchall()
    assert [later[0] - found[0][0] for later in found] == [0, 3600, 3 * 3600]
    assert "offsets" in str(row.findings)


def test_the_limit_of_a_line_is_far_below_memory() -> None:
    assert ReadingLimits().line < 16 * 1024**2
