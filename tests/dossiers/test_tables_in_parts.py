"""A table may lie in parts, by month or however another system writes them, and means the same as in one file."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from tests.dossiers.conftest import EVENTS, Source

from liem.base.errors import InputError
from liem.dossiers.records import read_records


def test_parts_by_month_are_one_table_and_reports_name_the_part(source: Source, tmp_path: Path) -> None:
    whole = source.read()
    source.drop("events.csv")
    rows = EVENTS.splitlines()
    march, later = source.folder / "events" / "month=2026-03", source.folder / "events" / "month=2026-04" / "day=1"
    for folder, lines in ((march, rows[1:3]), (later, [*rows[3:], "H2,gestern,finished,C1"])):
        folder.mkdir(parents=True)
        (folder / "part-0.csv").write_text("\n".join([rows[0], *lines]), "utf-8")
    (march / "_SUCCESS").write_text("")
    (march / ".part-0.csv.crc").write_text("?")
    in_parts = read_records(source.folder, tmp_path / "in-parts")
    assert in_parts.checksums == whole.checksums
    (refused,) = pq.read_table(in_parts.path("rejections")).to_pylist()
    assert (refused["file"], refused["line"], refused["column"]) == ("month=2026-04/day=1/part-0.csv", 3, "at")


def test_what_a_folder_of_parts_is_called_adds_no_column(source: Source, tmp_path: Path) -> None:
    whole = source.read()
    events = f"SELECT * EXCLUDE seq FROM '{whole.path('events')}'"
    source.drop("events.csv")
    duckdb.sql(f"COPY ({events}) TO '{source.folder}/events' (FORMAT parquet, PARTITION_BY activity)")
    with pytest.raises(InputError, match="activity"):
        read_records(source.folder, tmp_path / "without")
