"""``liem import``: plain lines, and an exit status a script can go by."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.imports.conftest import DOSSIERS


@pytest.mark.slow
@pytest.mark.database
def test_the_exit_status_says_what_came_of_it(write: Callable[..., Path], tmp_path: Path, laid_house: Path) -> None:
    environment = {**os.environ, "LIEM_HOME": str(laid_house)}
    for name in ("DATABASE_URL", "LIEM_WEB_DSN", "LIEM_OWNER_DSN"):
        environment.pop(name, None)

    def run(source: Path) -> tuple[int, str, str]:
        script = "from liem.house.command_line import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", script, "import", str(source), "--quiet"],
            env=environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    status, out, _ = run(write())
    assert status == 0
    assert "dossiers: 2 added" in out
    status, out, _ = run(write("again"))
    assert (status, out.strip()) == (0, "Nothing new: everything in these records was there already.")
    status, out, _ = run(write("doubtful", dossiers=DOSSIERS + "D3,P1,U1,A3,yesterday,,,\n"))
    assert status == 3
    assert "1 row(s) not accepted" in out
    status, out, error = run(write("broken", dossiers="what,is,this\n1,2,3\n"))
    assert (status, out) == (2, "")
    assert error.count("\n") == 1
    assert "Traceback" not in error
    status, _, error = run(tmp_path / "nowhere")
    assert status == 2
    assert "there is no such file or folder" in error
