"""What `make check` and `make test` run: style, directions of import, types, then the tests."""

import os
import subprocess
import sys
import time

PYTHON = [sys.executable, "-m"]
STYLE = [
    [*PYTHON, "ruff", "check", "--quiet", "."],
    [*PYTHON, "ruff", "format", "--quiet", "--check", "."],
    [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"],
    [*PYTHON, "mypy", "--no-error-summary"],
]
FAST = [[*PYTHON, "pytest", "-q", "-m", "not slow and not browser and not database", "-n", "2"]]
KILLED = "tests/intake/test_killed_server.py"
SHARED = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
# A browser leaves an event loop in its process, where the database may not be used, and a server that is killed under
# load wants a machine for itself: each kind has processes of its own.
ALL = [
    [*PYTHON, "pytest", "-q", "-m", "not browser", *SHARED, f"--ignore={KILLED}"],
    [*PYTHON, "pytest", "-q", KILLED],
    [*PYTHON, "pytest", "-q", "-m", "browser", "--ignore=tests/journeys"],
    [*PYTHON, "pytest", "-q", "tests/journeys", "-n", "2", "--dist", "loadgroup"],
]


_SURROUNDINGS = {"PYTHONDONTWRITEBYTECODE": "", "OPENBLAS_NUM_THREADS": "1"}
"""Hundreds of commands are started, none of which should compile the house anew, whatever the machine is set to. The
second as in the command itself: small matrices, and the tests share the cores already."""


def run(steps: list[list[str]]) -> int:
    """Run each step and say how long each took; after one that fails go on, so that one run tells all."""
    worst = 0
    for step in steps:
        started = time.monotonic()
        name = step[2] if step[1] == "-m" else "import directions"
        status = subprocess.run(step, env={**os.environ, **_SURROUNDINGS}).returncode
        print(f"{name}: {'passed' if status == 0 else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
        worst = worst or status
    return worst


if __name__ == "__main__":
    sys.exit(run(STYLE + (FAST if sys.argv[1:] == ["fast"] else ALL)))
