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
from liem.detection import irregular_log
from liem.detection.coding import Work, prepare
from liem.detection.engine import Engine, instant, open_engine, written
from liem.detection.engine.spark import SparkEngine
from liem.detection.engine.spark_session import mebibytes
from liem.detection.irregular_log import read_steps
from liem.detection.run import Options, detect
from liem.dossiers.records import RecordSet, read_records
from liem.dossiers.simulation import Options as Province
from liem.dossiers.simulation import simulate
from liem.law.calendar import WorkingCalendar

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
"""Spark is slow to begin, and an interrupted call would spoil the session for the tests that follow."""
EXPECTED = Path(__file__).parent / "expected"
ROUTES = "A3,B1,B4,B5,B7,C1,C4,C6,D0,D1,D2,D9,D14,E1,E10,F7"
"""Rates and counts, of persons, units, pairs and procedures; breaches; what is measured, and what is borne out."""


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
    """Rows, their order, and every float: sums are taken in one order, whatever the engine gathers. One question of
    each way in which figures come about: the cases of all of them are compared above.
    """
    simulate(tmp_path / "province", Province(dossiers=2000, seed=1))
    records = read_records(tmp_path / "province", tmp_path / "records")
    for engine in ("duckdb", "spark"):
        detect(records, tmp_path / engine, Options(engine=engine, master="local[1]", indicators=ROUTES))
    for file in ("signals", "indicators", "leads"):
        here, there = (pq.read_table(tmp_path / engine / f"{file}.parquet") for engine in ("duckdb", "spark"))
        assert here.num_rows >= 5, file
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


@pytest.mark.slow
def test_numbers_run_on_from_one_part_to_the_next(spark: SparkEngine, tmp_path: Path) -> None:
    """What outgrows one machine is sorted in parts; one of them may be empty."""
    codes = [f"{number:03}" for number in range(100)]
    table = pa.table({"code": pa.array(codes[::-1])})
    parts = "spark.sql.shuffle.partitions"
    before = spark.session.conf.get(parts)
    spark.session.conf.set(parts, "4")
    try:
        spark.sink_parquet(spark.numbered(spark.lazy(table), "code"), tmp_path / "numbered.parquet")
    finally:
        spark.session.conf.set(parts, before or "1")
    assert any(len(written(path)) > 1 for path in spark.spill.glob("sorted-*"))
    rows = spark.collect(spark.scan(tmp_path / "numbered.parquet")).sort_by("number")
    assert rows.column("number").to_pylist() == list(range(100))
    assert rows.column("code").to_pylist() == codes


def test_a_table_written_again_is_read_anew(engine: Engine, tmp_path: Path) -> None:
    for column in ("one", "two"):
        engine.sink_parquet(engine.lazy(pa.table({column: pa.array([1, 2])})), tmp_path / "again.parquet")
        assert engine.collect(engine.scan(tmp_path / "again.parquet")).column_names == [column]
        assert sum(pq.read_metadata(file).num_rows for file in written(tmp_path / "again.parquet")) == 2


@pytest.mark.slow
def test_spark_is_asked_once_what_a_file_holds(spark: SparkEngine, tmp_path: Path) -> None:
    def jobs() -> int:
        return len(spark.session.sparkContext.statusTracker().getJobIdsForGroup(None))

    pq.write_table(pa.table({"at": pa.array([1])}), tmp_path / "given.parquet")
    spark.scan(tmp_path / "given.parquet")
    before = jobs()
    assert spark.scan(tmp_path / "given.parquet").collect_schema().names() == ["at"]
    spark.lazy(pa.table({"at": pa.array([1])}))
    assert jobs() == before


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


def test_what_tells_steps_apart_is_chosen_once_in_a_run(
    duckdb: Engine, records_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every column of every event is gone through for it, and two indicators ask."""
    records = read_records(records_folder / "awkward", tmp_path / "records")
    assert records.last_at is not None
    (tmp_path / "work").mkdir()
    work = Work(duckdb, records, tmp_path / "work", WorkingCalendar.load(), records.last_at)
    prepare(work)
    first = read_steps(work)
    assert len(first.activities) > 1
    monkeypatch.setattr(irregular_log, "_telling", lambda *_: pytest.fail("chosen again"))
    again = read_steps(work)
    assert (first.activities, first.attributes, first.values) == (again.activities, again.attributes, again.values)
    assert (first.at == again.at).all()
