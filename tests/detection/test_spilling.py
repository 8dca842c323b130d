"""What does not fit into the memory allowed is laid on disk, and comes to the same."""

import threading
from pathlib import Path

import duckdb
import narwhals.stable.v2 as nw
import pyarrow.parquet as pq
import pytest

from liem.detection.engine import open_engine

ROWS = 1_000_000


def most_on_disk(folder: Path, done: threading.Event, seen: list[int]) -> None:
    while not done.wait(0.01):
        seen.append(sum(path.stat().st_size for path in folder.glob("*") if path.exists()))


@pytest.mark.slow
def test_a_table_larger_than_the_memory_is_sorted_and_joined_on_disk(tmp_path: Path) -> None:
    source = tmp_path / "rows.parquet"
    text = f"SELECT md5(CAST(i AS VARCHAR)) AS code, CAST(i % 1000 AS INTEGER) AS part FROM range({ROWS}) t(i)"
    duckdb.sql(f"COPY ({text}) TO '{source}' (FORMAT parquet)")
    sums = {}
    for memory, spills in (("40MiB", True), ("2GiB", False)):
        spill, seen, done = tmp_path / f"spill-{memory}", [0], threading.Event()
        watcher = threading.Thread(target=most_on_disk, args=(spill, done, seen))
        with open_engine("duckdb", spill, memory=memory, threads=1) as engine:
            watcher.start()
            numbered = engine.numbered(engine.scan(source), "code")
            joined = numbered.join(engine.scan(source), on="code", how="inner", suffix="_again")
            engine.sink_parquet(joined, tmp_path / f"{memory}.parquet")
            rows = engine.scan(tmp_path / f"{memory}.parquet").with_columns(part=nw.col("part") % 10)
            sums[memory] = engine.checksums(rows, "part", ("code", "number", "part_again"))
            done.set()
            watcher.join()
        assert (max(seen) > 1_000_000) is spills, f"{memory}: {max(seen)} bytes on disk"
        assert pq.read_metadata(tmp_path / f"{memory}.parquet").num_rows == ROWS
    assert sums["40MiB"] == sums["2GiB"]
