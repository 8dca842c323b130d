"""Files are opened in a process apart: whatever a hostile file does to the program that reads it, the house goes on.

The process gets the file through a pipe and nothing else: no setting, no secret, no database, no file of the house; it
may use a bounded amount of memory and time, and open neither files nor connections (:mod:`liem.intake.harmless`).
"""

import json
import subprocess
import sys
from pathlib import Path

import liem
from liem.intake.harmless.refusing import Refused, Why

LONGEST = 90.0
"""Seconds by the clock; on a busy machine a process waits for its turn."""
_SOURCES = str(Path(liem.__file__).resolve().parent.parent)


def cleaned(sort: str, data: bytes) -> tuple[str, str, bytes]:
    """Media type, ending and bytes of what is kept of a file of that sort.

    :raises Refused: where it is not taken, also where it used up memory or time, or broke what read it.
    """
    command = [sys.executable, "-s", "-m", "liem.intake.harmless", sort]
    surroundings = {"PYTHONPATH": _SOURCES, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the file is read by it alone
            command, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings, cwd="/",
            timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused(Why.SWELLS) from None
    head, _newline, kept = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Refused(Why.SWELLS if done.returncode < 0 else Why.DAMAGED)
    told = json.loads(head)
    if "why" in told:
        raise Refused(Why(told["why"]))
    return told["media_type"], told["ending"], kept
