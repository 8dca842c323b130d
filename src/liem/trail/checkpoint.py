"""Checkpoints: where every stream stood at one instant, in a few lines to be kept, printed or published elsewhere.

Whoever holds one can later prove that nothing before it was changed, even by somebody who rules the whole database.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from liem.base.errors import InputError
from liem.trail import merkle

_TITLE = "liem trail checkpoint v1"
_STREAM = re.compile(r"([a-z][a-z0-9_.:-]*) ([1-9]\d*) ([0-9a-f]{64})")


@dataclass(frozen=True)
class Checkpoint:
    """``heads``: stream → length and last hash."""

    at: datetime
    heads: dict[str, tuple[int, str]]

    def root(self) -> str:
        """The Merkle root over the lines of the streams (RFC 6962), in hexadecimal: the one figure to publish."""
        return merkle.root([line.encode() for line in self._lines()]).hex()

    def text(self) -> str:
        """The checkpoint as it is kept."""
        return "\n".join([_TITLE, f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", self.root(), *self._lines(), ""])

    def _lines(self) -> list[str]:
        return [f"{stream} {length} {last}" for stream, (length, last) in sorted(self.heads.items())]


def parse(text: str, name: str) -> Checkpoint:
    """Read a checkpoint back.

    :raises InputError: where it is none, or its own root does not fit its lines.
    """
    lines = text.splitlines()
    if len(lines) < 3 or lines[0] != _TITLE:
        raise InputError("this is not a checkpoint of the trail", name, "name a file made by 'liem trail checkpoint'")
    try:
        at = datetime.strptime(lines[1], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        heads = dict(_head(line) for line in lines[3:])
    except ValueError as error:
        raise InputError(f"a line of the checkpoint cannot be read ({error})", name, "use an unchanged copy") from error
    checkpoint = Checkpoint(at, heads)
    if checkpoint.root() != lines[2]:
        raise InputError("the checkpoint's root does not fit its lines", name, "use an unchanged copy")
    return checkpoint


def _head(line: str) -> tuple[str, tuple[int, str]]:
    match = _STREAM.fullmatch(line)
    if match is None:
        raise ValueError(line[:80])
    return match[1], (int(match[2]), match[3])


def keep(checkpoint: Checkpoint, folder: Path) -> Path:
    """Write a checkpoint into ``folder`` under its instant, readable by the house alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{checkpoint.at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z.txt"
    with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(checkpoint.text())
    return path


def newest(folder: Path) -> Checkpoint | None:
    """The newest checkpoint kept in ``folder``, or ``None``."""
    kept = sorted(folder.glob("*Z.txt"))
    return parse(kept[-1].read_text(), str(kept[-1])) if kept else None
