"""Files on disk: never in the clear, not even for a moment, and read in pieces so that memory stays bounded.

A vessel is libsodium's secret stream (XChaCha20-Poly1305) over pieces of 64 KiB, the last one filled up: from outside
only the number of pieces shows. Its key is random and lies sealed with what is known of the file; while a file is still
coming in, the key is in memory alone.
"""

import os
import secrets
import time
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from nacl import bindings, exceptions

from liem.base.sealing import CannotOpen

PIECE = 64 * 1024
_EXTRA = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
LEFT_BEHIND = 24 * 3600
"""Seconds after which a vessel that no row names was left by a process that died."""


def new_key() -> bytes:
    return bindings.crypto_secretstream_xchacha20poly1305_keygen()


def _folder(name: str) -> Path:
    home: Path = settings.LIEM_HOME
    folder = home / "sealed" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def path_of(name: str) -> Path:
    """Where the vessel of that name (32 hexadecimal figures) lies."""
    if len(name) != 32 or set(name) - set("0123456789abcdef"):
        raise ValueError("not the name of a vessel")
    return _folder(name[:2]) / name


class Filling:
    """A vessel that is being filled, piece by piece."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path, self.size = path, 0
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self._rest = bytearray()
        self._file = open(path, "xb", opener=_private)  # noqa: SIM115 - closed by finish or discard
        self._file.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, key))

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._rest += data
        while len(self._rest) > PIECE:
            self._push(bytes(self._rest[:PIECE]), _MORE)
            del self._rest[:PIECE]

    def finish(self) -> None:
        """Fill up the last piece and force everything to the disk."""
        self._push(bytes(self._rest).ljust(PIECE, b"\0"), _LAST)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def discard(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)

    def _push(self, piece: bytes, tag: int) -> None:
        self._file.write(bindings.crypto_secretstream_xchacha20poly1305_push(self._state, piece, None, tag))


def pieces(path: Path, key: bytes, size: int) -> Iterator[bytes]:
    """The first ``size`` bytes of what a vessel holds, piece by piece.

    :raises CannotOpen: for another key, or where a piece was changed, moved or cut off.
    """
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    left = size
    with open(path, "rb") as file:
        try:
            bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(_HEADER), key)
            tag = _MORE
            while tag != _LAST:
                piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, file.read(PIECE + _EXTRA))
                yield piece[:left]
                left -= min(left, len(piece))
        except (exceptions.CryptoError, exceptions.TypeError, exceptions.ValueError, exceptions.RuntimeError):
            raise CannotOpen from None


def fill(data: Iterable[bytes]) -> tuple[str, bytes, int]:
    """A new vessel on disk: its name, its key, and how many bytes it holds."""
    name, key = uuid.uuid4().hex, new_key()
    filling = Filling(path_of(name), key)
    try:
        for piece in data:
            filling.write(piece)
        filling.finish()
    except BaseException:
        filling.discard()
        raise
    _force_folder(filling.path.parent)
    return name, key, filling.size


def waiting() -> tuple[Path, bytes]:
    """A place for a file while it comes in, and a key that only this process knows."""
    return _folder("waiting") / secrets.token_hex(16), new_key()


def remove(name: str) -> None:
    path_of(name).unlink(missing_ok=True)


def forget_left_behind() -> int:
    """Remove what was left coming in by processes that died; nothing can open it any more."""
    removed = 0
    for path in _folder("waiting").iterdir():
        if time.time() - path.stat().st_mtime > LEFT_BEHIND:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _force_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
