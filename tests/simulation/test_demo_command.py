"""``liem demo``: what it writes, and the one plain line it gives for each mistake."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from liem.dossiers.tables import TABLES

pytestmark = pytest.mark.slow


def demo(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = "from liem.house.command_line import main; main()"
    command = [sys.executable, "-c", program, "demo", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, timeout=60, env={**os.environ, "LANG": "C.UTF-8"}
    )


def test_it_writes_every_table_and_the_truth_apart(tmp_path: Path) -> None:
    done = demo("out", "--dossiers", 300, "--seed", 4, "--truth", "truth.json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Simulated province, seed 4: 300 dossiers" in done.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {f"{name}.parquet" for name in TABLES}
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert truth["options"]["seed"] == 4
    assert truth["planted"]


def test_an_empty_folder_is_filled_and_no_planted_act_is_told_where_all_are_honest(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    done = demo("out", "--dossiers", 300, "--format", "csv", "--honest", "--truth", "truth.json", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "out" / "events.csv").is_file()
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))["planted"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["out", "--dossiers", "0"], "--dossiers 0: give a number from 50 to 20000000"),
        (["out", "--dossiers", "many"], "'many' is not a valid integer"),
        (["out", "--months", "0"], "--months 0: give a number from 1 to 60"),
        (["out", "--seed", "-1"], "--seed -1: give a number from 0"),
        (["out", "--strength", "-0.5"], "--strength -0.5: give a number from 0.0 to 10.0"),
        (["out", "--strength", "nan"], "--strength nan: give a number"),
        (["out", "--start", "2025-02-30"], "2025-02-30"),
        (["out", "--start", "1999-01-01"], "the calendar of working days covers"),
        (["out", "--format", "xlsx"], "'xlsx' is not one of"),
        (["full"], "full: exists and is not an empty folder; name a new folder"),
        (["full/file.txt"], "exists and is not an empty folder"),
        (["out", "--truth", "out/truth.json"], "lies inside the record set"),
        (["out", "--truth", "nowhere/truth.json"], "nowhere/truth.json: cannot be written"),
        ([], "Missing argument 'OUT'"),
    ],
)
def test_a_mistake_gets_one_plain_line_and_leaves_nothing_behind(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file.txt").write_text("kept")
    done = demo(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert (tmp_path / "full" / "file.txt").read_text() == "kept"
