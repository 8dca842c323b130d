"""The setting ``LIEM_CALENDAR``: used by every command, refused when it is nonsense, and each change leaves a trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from liem.house import calendar
from liem.trail import queries

pytestmark = pytest.mark.slow

DAY = """
[[days]]
date = 2027-09-01
kind = "holiday"
reason_vi = "nghỉ theo thông báo"
reason_en = "day off by announcement"
source = "Thông báo 1/TB"
confidence = "SP"
"""


def liem(calendar: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from liem.house.command_line import main; main()", *arguments],
        env={**os.environ, "LIEM_CALENDAR": str(calendar)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_calendar_that_cannot_be_meant_stops_every_command_in_one_line(tmp_path: Path) -> None:
    days = tmp_path / "days.toml"
    days.write_text(DAY.replace("2027-09-01", "2087-09-01"))
    for arguments in (["check", str(tmp_path)], ["start"], ["detect", str(tmp_path), "--out", str(tmp_path / "out")]):
        refused = liem(days, *arguments)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
        assert "days.toml, entry 1: 2087-09-01 is outside the calendar" in refused.stderr
    assert "cannot be read" in liem(tmp_path / "absent.toml", "check", str(tmp_path)).stderr


def test_each_change_of_the_file_leaves_one_trace(db: None, tmp_path: Path) -> None:
    days = tmp_path / "days.toml"
    days.write_text(DAY)
    calendar.note_change(None)
    assert queries.entries(stream="calendar").count() == 0, "no file, nothing to tell"
    for overrides, traces in ((days, 1), (days, 1), (None, 2), (None, 2), (days, 3)):
        calendar.note_change(overrides)
        assert queries.entries(stream="calendar").count() == traces
    days.write_text(DAY + "# moved")
    calendar.note_change(days)
    entry = queries.entries(stream="calendar").first()
    assert entry
    assert entry.before == queries.entries(stream="calendar")[1].after
