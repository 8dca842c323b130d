"""Whether the server's processes live, read from ``/proc``: a zombie is dead, and a re-used number is somebody else."""

import os
from pathlib import Path


def postmaster(data: Path) -> int | None:
    """The number of the living postmaster of ``data``, or ``None``."""
    try:
        number = int((data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    return number if _works_in(number, data) else None


def any_left(data: Path) -> list[int]:
    """Numbers of living processes that work in ``data``: a dead postmaster's last children among them."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and _works_in(int(name), data)]


def _works_in(number: int, data: Path) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in "ZX" and os.readlink(f"/proc/{number}/cwd") == os.path.realpath(data)
    except (OSError, IndexError):
        return False
