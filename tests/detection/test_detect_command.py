"""``liem detect`` as a person runs it: files, exit statuses, and records in which little or nothing is there."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from liem.base.errors import UserError
from liem.detection.signals import SIGNALS
from liem.house.commands.detect import command

pytestmark = pytest.mark.slow

START = datetime.fromisoformat("2026-03-02T08:00:00")


def write(folder: Path, name: str, rows: Iterable[Mapping[str, object]]) -> None:
    rows = list(rows)
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def dossier(
    number: int, days: int, official: str = "C1", **more: str
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """A dossier handled in so many calendar days."""
    received = START + timedelta(days=number % 30, minutes=number)
    done = received + timedelta(days=days)
    name = f"H{number:04}"
    row = {
        "dossier": name,
        "procedure": "P",
        "unit": "X",
        "applicant": f"N{number}",
        "received_at": received.isoformat(),
        "finished_at": done.isoformat(),
        **more,
    }
    steps = [("received", received), ("appraised", done - timedelta(hours=2)), ("finished", done)]
    return row, [{"dossier": name, "at": at.isoformat(), "activity": what, "official": official} for what, at in steps]


def records(folder: Path, days: Iterable[int], procedures: bool = True, officials: int = 1, **more: str) -> Path:
    told = [dossier(number, length, f"C{number % officials}", **more) for number, length in enumerate(days)]
    write(folder, "dossiers", [row for row, _ in told])
    write(folder, "events", [step for _, steps in told for step in steps])
    if procedures:
        rule = {"procedure": "P", "name": "Thủ tục", "limit_working_days": 5, "required_documents": "GT-1"}
        write(folder, "procedures", [rule])
    return folder


def run(source: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(command, [str(source), "--out", str(out), *options])


def signals(out: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(out / "signals.parquet").to_pylist()
    return rows


def test_every_file_of_the_format_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    result = run(records(tmp_path / "in", [3, 20, 4]), tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "indicators.parquet",
        "leads.parquet",
        "run.json",
        "signals.parquet",
        "skipped.json",
    ]
    assert pq.read_schema(tmp_path / "out" / "signals.parquet").equals(SIGNALS)
    record = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert {"engine", "rows_read", "stages", "checksums", "indicators"} <= set(record)
    assert all({"stage", "seconds", "peak_mib"} <= set(stage) for stage in record["stages"])
    assert "not computed, because" in result.output


def test_the_same_records_give_the_same_signals(tmp_path: Path) -> None:
    source = records(tmp_path / "in", [3, 20, 4, 30] * 10, officials=3)
    for name in ("one", "two"):
        run(source, tmp_path / name, "--quiet")
    assert pq.read_table(tmp_path / "one" / "signals.parquet").equals(
        pq.read_table(tmp_path / "two" / "signals.parquet")
    )
    assert pq.read_table(tmp_path / "one" / "leads.parquet").equals(pq.read_table(tmp_path / "two" / "leads.parquet"))


@pytest.mark.parametrize(
    ("days", "officials"),
    [([30] * 60, 4), ([2] * 60, 4), ([2, 30] * 40, 1), ([30], 1)],
    ids=["all late", "none late", "one official", "one dossier"],
)
def test_nobody_is_named_where_there_is_nothing_to_compare(tmp_path: Path, days: list[int], officials: int) -> None:
    result = run(records(tmp_path / "in", days, officials=officials), tmp_path / "out")
    assert result.exit_code == 0, result.output
    found = signals(tmp_path / "out")
    assert {row["subject_kind"] for row in found} <= {"dossier"}
    assert sum(row["indicator"] == "D0" for row in found) == sum(length == 30 for length in days)


def test_without_rules_or_promises_lateness_is_not_guessed(tmp_path: Path) -> None:
    result = run(records(tmp_path / "in", [3, 40] * 10, procedures=False), tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert signals(tmp_path / "out") == []
    skipped = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["indicators"]
    reasons = {row["indicator"]: row["reason_en"] for row in skipped}
    assert reasons["D0"].startswith("the period looked at has no dossiers that had fallen due; check the period")
    assert reasons["D3"].startswith("there is no table procedures; export it, too (procedure, name, limit_working_days")
    assert reasons["E1"] == "there is no table accesses; export it, too (at, official, dossier, action), and run again"
    assert "supplement_requested" in reasons["B1"]


def test_without_rules_the_promised_date_is_the_limit(tmp_path: Path) -> None:
    source = records(tmp_path / "in", [3, 40], procedures=False, due_at="2026-03-20T17:00:00")
    run(source, tmp_path / "out")
    assert [row["subject"] for row in signals(tmp_path / "out")] == ["H0001"]


def test_rows_not_accepted_are_listed_and_the_exit_status_says_so(tmp_path: Path) -> None:
    source = records(tmp_path / "in", [3, 20])
    with (source / "events.csv").open("a", encoding="utf-8") as file:
        file.write("H0001,not a time,appraised,C1\n")
    result = run(source, tmp_path / "out")
    assert result.exit_code == 3, result.output
    (row,) = json.loads((tmp_path / "out" / "skipped.json").read_text("utf-8"))["rows"]
    assert (row["table"], row["column"]) == ("events", "at")


def test_looking_back_at_a_day_nothing_later_is_known(tmp_path: Path) -> None:
    source = records(tmp_path / "in", [40])
    run(source, tmp_path / "early", "--to", "2026-03-06")
    run(source, tmp_path / "later", "--to", "2026-03-20")
    assert signals(tmp_path / "early") == []
    (late,) = signals(tmp_path / "later")
    assert (late["indicator"], late["observed"]) == ("D0", 14.0)


def test_only_dossiers_received_from_a_day_on_are_looked_at(tmp_path: Path) -> None:
    run(records(tmp_path / "in", [30] * 10), tmp_path / "out", "--from", "2026-03-08")
    assert {row["subject"] for row in signals(tmp_path / "out")} == {f"H{number:04}" for number in range(6, 10)}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "abacus"], "there is no such engine; there are duckdb and spark"),
        (["--indicators", "Q1"], "there is no indicator Q1"),
        (["--memory", "plenty"], "not an amount of memory"),
    ],
)
def test_an_unusable_argument_is_one_plain_line(tmp_path: Path, options: list[str], said: str) -> None:
    result = run(records(tmp_path / "in", [3]), tmp_path / "out", *options)
    assert isinstance(result.exception, UserError)
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)


def test_from_after_to_is_refused(tmp_path: Path) -> None:
    result = run(records(tmp_path / "in", [3]), tmp_path / "out", "--from", "2026-05-01", "--to", "2026-04-01")
    assert result.exit_code == 2


def test_the_memory_told_is_this_commands_and_not_what_its_parent_held_when_it_began() -> None:
    child = "from liem.detection.run import peak_mib; print(peak_mib())"
    parent = (
        "import subprocess, sys; held = b'1' * 700_000_000;"
        f"print(subprocess.run([sys.executable, '-c', {child!r}], capture_output=True, check=True, text=True).stdout)"
    )
    told = subprocess.run([sys.executable, "-c", parent], capture_output=True, check=True, text=True).stdout
    assert 20 < float(told) < 500
