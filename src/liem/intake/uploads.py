"""Files from a browser: locked while they come in, under a key that only this request knows.

Only views marked by :func:`takes_files` get any; for others this handler steps aside.
"""

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

from liem.intake import vessels
from liem.intake.cleaning import MEGABYTE
from liem.intake.files import MOST_FILES
from liem.intake.questions import plain

MOST_OF_ONE = 101 * MEGABYTE
MOST_AT_ONCE = 250 * MEGABYTE
LEFT_FREE = 1024 * MEGABYTE
"""Bytes of the disk that files leave to the reports themselves: whoever fills it with files must not stop those."""


def takes_files(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let the forms of this view carry files."""
    view.takes_sealed_files = True  # type: ignore[attr-defined]
    return view


class NoPlace(Exception):
    """As many send files as can at once."""


class Places:
    """How many may send files at once in this process: cleaning takes seconds, and pages are served beside it."""

    def __init__(self) -> None:
        self._lock, self._taken = threading.Lock(), Counter[bytes]()

    @contextmanager
    def taken_by(self, network: bytes) -> Iterator[None]:
        """Hold a place; no network holds the last one beside its own.

        :raises NoPlace: at once; waiting would keep a thread from serving pages.
        """
        most = max(1, settings.CONFIGURATION.threads // 2 - 1)
        with self._lock:
            if self._taken.total() >= most or self._taken[network] >= max(1, most - 1):
                raise NoPlace
            self._taken[network] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[network] -= 1
                self._taken += Counter()  # forgets those at nought


PLACES = Places()
"""Of this process."""


@dataclass(frozen=True)
class Sent:
    """A file that came in, readable as long as its request lasts."""

    name: str
    size: int
    path: Path
    key: bytes = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        return vessels.pieces(self.path, self.key, self.size)


class LockedUpload(UploadedFile):
    """A file as it came, locked on disk; gone when it is closed."""

    def __init__(self, filling: vessels.Filling, key: bytes, name: str) -> None:
        super().__init__(None, name, "", filling.size, "")
        self.sent = Sent(name, filling.size, filling.path, key)
        self._filling = filling

    def close(self) -> None:
        self._filling.discard()


class RefusedUpload(UploadedFile):
    """Stands for a file that was too large; why is in ``request.refused_files``."""

    def close(self) -> None:
        """Nothing was kept."""


class SealedUploadHandler(FileUploadHandler):
    """Named in the settings before the handler of records."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        match = getattr(self.request, "resolver_match", None)
        self._wanted = bool(match and getattr(match.func, "takes_sealed_files", False))
        self._files, self._bytes = 0, 0
        if self._wanted:
            self.request.refused_files = []  # type: ignore[union-attr]
            vessels.forget_left_behind()

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        if not self._wanted:
            return
        name = plain(file_name)  # as pages say it back to whoever sent it
        self.file_name = name if name.strip(".") else "?"
        self._files += 1
        self._is_kept = self._files <= MOST_FILES
        if not self._is_kept:
            self._refuse("many")
            raise SkipFile
        if shutil.disk_usage(settings.LIEM_HOME).free < LEFT_FREE:
            self._refuse("full")
            raise SkipFile
        self._open()
        raise StopFutureHandlers

    def _open(self) -> None:
        path, self._key = vessels.waiting()
        self._filling = vessels.Filling(path, self._key)
        self._is_coming = True

    def _refuse(self, why: str) -> None:
        self.request.refused_files.append((self.file_name, why))  # type: ignore[union-attr]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if not self._wanted:
            return raw_data
        self._bytes += len(raw_data)
        if self._is_kept and (start + len(raw_data) > MOST_OF_ONE or self._bytes > MOST_AT_ONCE):
            self._filling.discard()
            self._is_kept = False
            self._refuse("large")
        if self._is_kept:
            self._filling.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self._wanted:
            return None
        if not self._is_kept:
            return RefusedUpload(None, self.file_name, "", 0, "")
        self._filling.finish()
        self._is_coming = False
        return LockedUpload(self._filling, self._key, self.file_name or "")

    def upload_interrupted(self) -> None:
        if getattr(self, "_is_coming", False):
            self._filling.discard()
