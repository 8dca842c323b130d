"""The same records give the same rows on both engines: stage by stage, and file by file of a whole run.

``records/awkward`` has what goes wrong: nothing where a code is expected, instants that tie, letters that differ by an
accent, several zones, dossiers that are open, reopened, withdrawn, older than every rule, or touched by nobody.
``expected/`` holds the rows of each stage. To renew them after a change that is meant:

    python -m tests.detection.spec.renew
"""

from datetime import datetime
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.detection.spec.tables import Staged, as_text, expected, stages

from liem.base.errors import UserError
from liem.detection.engine import Engine, instant, open_engine
from liem.detection.engine.spark_session import mebibytes
from liem.detection.run import Options, detect
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.simulation import Options as Province
from liem.dossiers.simulation import simulate

pytestmark = pytest.mark.timeout(900)
"""Spark is slow to begin, and an interrupted call would spoil the session for the tests that follow."""
EXPECTED = Path(__file__).parent / "expected"


def test_every_stage_gives_the_rows_that_are_expected(engine: Engine, staged: Staged) -> None:
    found = staged(engine, "awkward")
    told = {path.stem: expected(path) for path in sorted(EXPECTED.glob("*.csv"))}
    assert told
    for name, rows in told.items():
        assert as_text(found[name]) == rows, name


@pytest.mark.slow
@pytest.mark.parametrize("name", ["awkward", "sparse"])
def test_every_table_of_a_run_is_the_same_on_both(name: str, duckdb: Engine, spark: Engine, staged: Staged) -> None:
    here, there = staged(duckdb, name), staged(spark, name)
    assert set(here) == set(there)
    for table, rows in here.items():
        assert rows == there[table], table


@pytest.mark.slow
def test_a_province_gives_the_same_files_to_the_last_bit(spark: Engine, tmp_path: Path) -> None:
    """Rows, their order, and every float: sums are taken in one order, whatever the engine gathers."""
    simulate(tmp_path / "province", Province(dossiers=2000, seed=1))
    records = read_records(tmp_path / "province", tmp_path / "records")
    for engine in ("duckdb", "spark"):
        detect(records, tmp_path / engine, Options(engine=engine, master="local[1]"))
    for file in ("signals", "indicators", "leads"):
        here, there = (pq.read_table(tmp_path / engine / f"{file}.parquet") for engine in ("duckdb", "spark"))
        assert here.num_rows > 10
        assert _bits(here) == _bits(there), file
    assert (tmp_path / "duckdb" / "skipped.json").read_bytes() == (tmp_path / "spark" / "skipped.json").read_bytes()


def _bits(table: pa.Table) -> list[str]:
    """Every row as text that tells floats apart to the last bit, and takes what is no number as equal to itself."""
    return [repr(row) for row in table.to_pylist()]


def test_rows_are_numbered_in_the_order_of_their_bytes_whatever_their_letters(engine: Engine) -> None:
    codes = ["ế", "Z", "Đ", "a", "đ", "É", "", "Ấ", "e\u0301"]
    rows = engine.lazy(pa.table({"code": pa.array(codes)}))
    table = engine.collect(engine.numbered(rows, "code")).sort_by("number")
    assert table.column("code").to_pylist() == sorted(codes, key=lambda code: code.encode())
    assert table.column("number").to_pylist() == list(range(len(codes)))


def test_nothing_is_numbered_where_there_is_nothing(engine: Engine) -> None:
    rows = engine.lazy(pa.table({"code": pa.array([], pa.string())}))
    assert engine.collect(engine.numbered(rows, "code")).num_rows == 0


def test_a_checksum_tells_every_difference_but_the_order(engine: Engine) -> None:
    def sums(rows: list[tuple[int, int | None, int | None, str]]) -> dict[int, str]:
        names = ("by", "a", "b", "c")
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        table = pa.table({name: pa.array(columns[name], pa.string() if name == "c" else pa.int32()) for name in names})
        return engine.checksums(engine.lazy(table), "by", ("a", "b", "c"))

    before = sums([(1, 5, None, "ế"), (2, 1, 2, ""), (2, 1, 2, "")])
    assert before == sums([(2, 1, 2, ""), (1, 5, None, "ế"), (2, 1, 2, "")])
    for other in [(1, None, 5, "ế"), (1, 5, 0, "ế"), (1, 5, None, "Ế")]:
        changed = sums([other, (2, 1, 2, ""), (2, 1, 2, "")])
        assert changed[2] == before[2]
        assert changed[1] != before[1], other
    assert sums([(1, 5, None, "ế"), (2, 1, 2, "")])[2] != before[2], "a row that is there twice counts twice"


def test_an_instant_is_not_moved_by_the_zone_of_the_machine(engine: Engine, tmp_path: Path) -> None:
    at = datetime.fromisoformat("2026-03-08T02:30:00.000001")  # skipped by the clocks of North America
    engine.sink_parquet(engine.lazy(pa.table({"at": pa.array([at], pa.timestamp("us"))})), tmp_path / "at.parquet")
    rows = engine.scan(tmp_path / "at.parquet").filter(nw.col("at") == instant(at))
    assert engine.collect(rows).column("at").to_pylist() == [at]


@pytest.mark.parametrize(("text", "amount"), [("2GiB", 2048), ("1500 MB", 1500), ("1t", 1048576), ("64MiB", 512)])
def test_memory_is_understood_as_the_other_engine_understands_it(text: str, amount: int) -> None:
    assert mebibytes(text) == amount


@pytest.mark.slow
def test_what_spark_cannot_do_is_one_plain_line(spark: Engine, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"already works on local\[1\], not on spark://127"):
        open_engine("spark", tmp_path, master="spark://127.0.0.1:1")
    with pytest.raises(UserError, match="plenty: not an amount of memory"):
        mebibytes("plenty")


def test_no_table_expression_holds_a_bare_instant() -> None:
    """``nw.lit`` of a datetime means another instant on Spark; ``instant`` does not."""
    rooms = Path(__file__).resolve().parents[3] / "src" / "liem" / "detection"
    bare = [
        path.name
        for path in rooms.rglob("*.py")
        for what in ("as_of", "since")
        if f"nw.lit(work.{what})" in path.read_text("utf-8")
    ]
    assert bare == [], "write instant(work.as_of)"


def test_records_are_left_as_they_were(duckdb: Engine, records_folder: Path, tmp_path: Path) -> None:
    records = read_records(records_folder / "sparse", tmp_path / "records")
    assert RecordSet.open(tmp_path / "records") == records
    stages(duckdb, records, tmp_path / "work")
    assert RecordSet.open(tmp_path / "records") == records
