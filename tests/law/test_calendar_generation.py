"""The committed calendar table is what the generator makes of the library and the overrides."""

import subprocess
import sys
from pathlib import Path

from liem.law.exceptional_days import TABLE, read_overrides, read_table

ROOT = Path(__file__).parents[2]


def test_generating_again_gives_the_committed_table(tmp_path):
    again = tmp_path / "calendar.csv"
    subprocess.run(
        [sys.executable, "scripts/generate_calendar.py", str(again)], cwd=ROOT, check=True, capture_output=True
    )
    assert again.read_bytes() == TABLE.read_bytes(), "run scripts/generate_calendar.py and commit the table"


def test_each_override_stands_in_the_committed_table():
    table = read_table()
    overrides = read_overrides(TABLE.with_name("calendar_overrides.toml"))
    assert overrides
    assert [day for day in overrides if day.kind != "ordinary" and day not in table] == []


def test_every_row_has_both_languages_a_source_and_a_confidence():
    for day in read_table():
        assert day.reason_vi != day.reason_en
        assert day.source
        assert day.confidence in ("SS", "R", "estimated")
