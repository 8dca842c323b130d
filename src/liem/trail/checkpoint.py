"""Checkpoints: where every stream stood at one instant, in a few signed lines to be kept or published elsewhere.

Whoever holds one can later prove that nothing before it was changed, even by somebody who rules the whole database.
The signature (Ed25519, over every line before its own) lets anybody who has the house's public key see that the copy in
hand is what the house wrote, without asking the house.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from liem.base import sealing
from liem.base.errors import InputError
from liem.trail import merkle

_TITLE = "liem trail checkpoint v1"
_SIGNED = re.compile(r"signed ([0-9a-f]{64}) ([0-9a-f]{128})")
_STREAM = re.compile(r"([a-z][a-z0-9_.:-]*) ([1-9]\d*) ([0-9a-f]{64})")


@dataclass(frozen=True)
class Checkpoint:
    """``heads``: stream → length and last hash."""

    at: datetime
    heads: dict[str, tuple[int, str]]

    def root(self) -> str:
        """The Merkle root over the lines of the streams (RFC 6962), in hexadecimal: the one figure to publish."""
        return merkle.root([line.encode() for line in self._lines()]).hex()

    def text(self, seed: bytes) -> str:
        """The checkpoint as it is kept, signed by the key of ``seed`` (32 bytes)."""
        said = "\n".join([_TITLE, f"{self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}", self.root(), *self._lines(), ""])
        signature = sealing.sign(seed, said.encode())
        return f"{said}signed {sealing.verifying_key(seed).hex()} {signature.hex()}\n"

    def _lines(self) -> list[str]:
        return [f"{stream} {length} {last}" for stream, (length, last) in sorted(self.heads.items())]


def parse(text: str, name: str, trusted: bytes) -> Checkpoint:
    """Read a checkpoint back.

    :param trusted: the public key that must have signed it.
    :raises InputError: where it is none, its own root does not fit its lines, or the signature is not that key's.
    """
    lines = text.splitlines()
    if len(lines) < 3 or lines[0] != _TITLE:
        raise InputError("this is not a checkpoint of the trail", name, "name a file made by 'liem trail checkpoint'")
    _check_signature(lines, name, trusted)
    try:
        at = datetime.strptime(lines[1], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
        heads = dict(_head(line) for line in lines[3:-1])
    except ValueError as error:
        raise InputError(f"a line of the checkpoint cannot be read ({error})", name, _UNCHANGED) from error
    checkpoint = Checkpoint(at, heads)
    if checkpoint.root() != lines[2]:
        raise InputError("the checkpoint's root does not fit its lines", name, _UNCHANGED)
    return checkpoint


_UNCHANGED = "use an unchanged copy"


def _check_signature(lines: list[str], name: str, trusted: bytes) -> None:
    match = _SIGNED.fullmatch(lines[-1])
    if match is None:
        raise InputError("the checkpoint is not signed", name, _UNCHANGED)
    said = "".join(f"{line}\n" for line in lines[:-1]).encode()
    if not sealing.is_signed(bytes.fromhex(match[1]), said, bytes.fromhex(match[2])):
        raise InputError("the checkpoint's signature does not fit its lines", name, _UNCHANGED)
    if bytes.fromhex(match[1]) != trusted:
        raise InputError(
            "the checkpoint is signed by another key than the one trusted",
            name,
            "give the public key of the house that made it by --public-key, from a source outside this machine",
        )


def _head(line: str) -> tuple[str, tuple[int, str]]:
    match = _STREAM.fullmatch(line)
    if match is None:
        raise ValueError(line[:80])
    return match[1], (int(match[2]), match[3])


def keep(checkpoint: Checkpoint, folder: Path, seed: bytes) -> Path:
    """Write a checkpoint, signed, into ``folder`` under its instant, readable by the house alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{checkpoint.at.astimezone(UTC):%Y%m%dT%H%M%S%f}Z.txt"
    with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(checkpoint.text(seed))
    return path


def newest(folder: Path, trusted: bytes) -> Checkpoint | None:
    """The newest checkpoint kept in ``folder``, or ``None``."""
    kept = sorted(folder.glob("*Z.txt"))
    return parse(kept[-1].read_text(), str(kept[-1]), trusted) if kept else None
