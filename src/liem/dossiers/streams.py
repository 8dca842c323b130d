"""The bytes of a source file: decompressed within limits, hashed on the way, told to the progress bar."""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path

from liem.base.errors import InputError
from liem.base.progress import Progress, Silent
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.sniffing import cannot_open

CHUNK = 1 << 20
GZIP_CHUNK = 1 << 16


class SourceStream:
    """One file, read once from start to end.

    After the last chunk :attr:`sha256` and :attr:`size` hold for the file as it lies on disk.
    """

    def __init__(self, path: Path, limits: ReadingLimits, progress: Progress | None = None) -> None:
        self.path = path
        self.size = 0
        self._limits = limits
        self._progress = progress or Silent()
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of the bytes read so far."""
        return self._hash.hexdigest()

    def chunks(self, gzipped: bool) -> Iterator[bytes]:
        """The content, at most about 1 MiB at a time.

        Raises:
            InputError: unreadable, a damaged or cut gzip, or more expansion than the limits allow.
        """
        return self._expanded() if gzipped else self._raw()

    def _raw(self, at_once: int = CHUNK) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(at_once):
                    self._hash.update(chunk)
                    self.size += len(chunk)
                    self._progress.advance(len(chunk))
                    yield chunk
        except OSError as error:
            raise cannot_open(self.path, error) from error

    def _expanded(self) -> Iterator[bytes]:
        inflater, expanded = zlib.decompressobj(wbits=31), 0
        for raw in self._raw(GZIP_CHUNK):
            pending = raw
            while pending:
                if inflater.eof:
                    if not pending.strip(b"\x00"):
                        break
                    inflater = zlib.decompressobj(wbits=31)
                for chunk in self._inflate(inflater, pending):
                    expanded += len(chunk)
                    self._refuse_bomb(expanded)
                    yield chunk
                pending = inflater.unused_data
        if not inflater.eof:
            raise self._damaged()

    def _inflate(self, inflater: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
        """What ``data`` holds of the present gzip member, in pieces of bounded size."""
        while True:
            try:
                chunk = inflater.decompress(data, CHUNK)
            except zlib.error as error:
                raise self._damaged() from error
            if chunk:
                yield chunk
            data = inflater.unconsumed_tail
            if inflater.eof or (not data and len(chunk) < CHUNK):
                return

    def _damaged(self) -> InputError:
        return InputError("the gzip file is damaged or cut short", str(self.path), "copy or export it again")

    def _refuse_bomb(self, expanded: int) -> None:
        limits = self._limits
        if expanded > limits.expanded:
            raise InputError(
                f"expands to more than {limits.expanded:,} bytes",
                str(self.path),
                "split it, or raise LIEM_READ_EXPANDED if you trust it",
            )
        if expanded > limits.ratio_from and expanded > limits.ratio * self.size:
            raise InputError(
                f"expands to more than {limits.ratio} times its size, as a zip bomb does",
                str(self.path),
                "unpack it yourself, or raise LIEM_READ_RATIO if you trust it",
            )
