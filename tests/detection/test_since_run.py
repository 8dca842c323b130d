"""What an earlier run leaves is taken over where it is the same, and the answer is that of a run from the beginning."""

import json
import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from liem.base.errors import InputError
from liem.dossiers.simulation import Options, simulate
from liem.house.commands.detect import command

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small province whose events lie in parts by month."""
    folder = tmp_path_factory.mktemp("province") / "records"
    simulate(folder, Options(dossiers=800, seed=3))
    events = f"SELECT *, strftime(\"at\", '%Y-%m') AS month FROM '{folder}/events.parquet'"
    duckdb.sql(f"COPY ({events}) TO '{folder}/events' (FORMAT parquet, PARTITION_BY month)")
    (folder / "events.parquet").unlink()
    return folder


@pytest.fixture
def records(province: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(province, tmp_path / "records"))


def run(records: Path, out: Path, *options: str) -> Result:
    result = CliRunner().invoke(command, [str(records), "--out", str(out), *options])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def before(province: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run over the province as it was left behind; not to be changed."""
    left = tmp_path_factory.mktemp("before") / "run"
    run(province, left, "--keep-state")
    return left


def answer(out: Path) -> list[str]:
    """Every row of every file, floats to the last bit."""
    files = ("signals", "indicators", "leads")
    return [repr(row) for file in files for row in pq.read_table(out / f"{file}.parquet").to_pylist()]


def taken_over(out: Path) -> object:
    return json.loads((out / "run.json").read_text("utf-8"))["taken_over"]


def change(records: Path, part: str, text: str) -> None:
    """Write one part anew; ``text`` is a query over ``part``."""
    (path,) = (records / "events" / f"month={part}").glob("*.parquet")
    rows = duckdb.sql(text.format(part=f"read_parquet('{path}', hive_partitioning = false)")).to_arrow_table()
    pq.write_table(rows, path)


def test_nothing_is_computed_where_nothing_has_changed(records: Path, before: Path, tmp_path: Path) -> None:
    said = run(records, tmp_path / "two", "--since-run", str(before)).output
    assert "Nothing has changed" in said
    assert "s saved" in said
    assert taken_over(tmp_path / "two") == "all"
    assert answer(tmp_path / "two") == answer(before)
    said = run(records, tmp_path / "three", "--since-run", str(tmp_path / "two"), "--fdr", "0.2").output
    assert "Nothing has changed" not in said


CHANGES = {
    "an event is entered late": (
        "2025-09",
        """SELECT * FROM {part} UNION ALL
        (SELECT * REPLACE ('field_visit' AS activity) FROM {part} ORDER BY dossier LIMIT 5)""",
    ),
    "officials are corrected": (
        "2025-09",
        """SELECT * REPLACE (CASE WHEN row_number() OVER (ORDER BY dossier, "at") <= 20
        THEN (SELECT max(official) FROM {part}) ELSE official END AS official) FROM {part}""",
    ),
    "events are taken away": ("2025-10", "SELECT * FROM {part} WHERE activity <> 'appraised'"),
}


@pytest.mark.slow
def test_after_changes_the_answer_is_as_from_the_beginning(records: Path, before: Path, tmp_path: Path) -> None:
    for part, text in CHANGES.values():
        change(records, part, text)
    said = run(records, tmp_path / "since", "--since-run", str(before)).output
    run(records, tmp_path / "anew")
    assert answer(tmp_path / "since") == answer(tmp_path / "anew")
    assert answer(tmp_path / "since") != answer(before), "a change that changes nothing tests nothing"
    months = taken_over(tmp_path / "since")
    assert isinstance(months, dict)
    assert 0 < months["the_same"] < months["months"]
    assert "taken over" in said


@pytest.mark.slow
def test_a_month_that_is_added_leaves_the_earlier_ones_as_they_were(records: Path, tmp_path: Path) -> None:
    last = sorted((records / "events").iterdir())[-1]
    later = tmp_path / last.name
    last.rename(later)
    run(records, tmp_path / "before", "--keep-state")
    later.rename(last)
    run(records, tmp_path / "since", "--since-run", str(tmp_path / "before"))
    run(records, tmp_path / "anew")
    assert answer(tmp_path / "since") == answer(tmp_path / "anew")
    months = taken_over(tmp_path / "since")
    assert isinstance(months, dict)
    assert months["the_same"] >= months["months"] // 2


def test_another_program_takes_nothing_over(records: Path, before: Path, tmp_path: Path) -> None:
    shutil.copytree(before, tmp_path / "before")
    told = tmp_path / "before" / "state" / "state.json"
    told.write_text(told.read_text("utf-8").replace('"program": "', '"program": "x'), "utf-8")
    change(records, *CHANGES["events are taken away"])
    run(records, tmp_path / "since", "--since-run", str(tmp_path / "before"))
    months = taken_over(tmp_path / "since")
    assert isinstance(months, dict)
    assert months["the_same"] == 0


def test_a_folder_in_which_nothing_was_left_is_named(records: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    asked = [str(records), "--out", str(tmp_path / "out"), "--since-run", str(tmp_path / "empty")]
    result = CliRunner().invoke(command, asked)
    assert isinstance(result.exception, InputError)
    assert "name the folder" in str(result.exception)
