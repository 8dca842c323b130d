"""Files from a browser go straight to the disk of the house, and only for whoever may bring records in.

Any form of any page could carry files: what no page asked for is read past and never kept.
"""

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

from liem.imports.rules import MOST_FILES, Refusal, plain_name
from liem.imports.snapshots import sync
from liem.people.access import may

ROUTE = "imports:bring"
"""The only page that takes files."""
PERMISSION = "imports.bring"


def folder() -> Path:
    """Where files wait until the whole form has come."""
    place: Path = settings.LIEM_HOME / "uploads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def most_bytes() -> int:
    """The most that one form may carry."""
    return int(settings.CONFIGURATION.upload_mb) * 1024 * 1024


class RecordsUploadHandler(FileUploadHandler):
    """Named in the settings as the one handler of uploads."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        match = getattr(self.request, "resolver_match", None)
        user = getattr(self.request, "user", None)
        self._wanted = bool(match and match.view_name == ROUTE and may(user, PERMISSION))
        self._bytes, self._files = 0, 0

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self._files += 1
        if not self._wanted or self._files > MOST_FILES + 1:
            raise SkipFile
        self._spool = tempfile.NamedTemporaryFile(dir=folder(), prefix="part-")  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._bytes += len(raw_data)
        if self._bytes > most_bytes():
            self._spool.close()
            self.request.upload_refusal = Refusal("too_big", limit=most_bytes())  # type: ignore[union-attr]
            raise StopUpload(connection_reset=True)
        self._spool.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self._spool.seek(0)
        return UploadedFile(self._spool, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        if hasattr(self, "_spool"):
            self._spool.close()


ABANDONED = 24 * 3600
"""Seconds after which a file that waits belongs to a form that never came to its end."""


def _forget_abandoned() -> None:
    """Remove what a process left that was killed while files came in."""
    for left in folder().iterdir():
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def keep_together(files: list[UploadedFile]) -> Path:
    """Put files that were accepted into one folder of their own, under plain names, safely on the disk."""
    _forget_abandoned()
    together = Path(tempfile.mkdtemp(dir=folder(), prefix="set-"))
    for file in files:
        kept = together / plain_name(file.name or "")
        spool: Any = file.file
        spool.flush()
        kept.hardlink_to(spool.name)
        sync(kept)
    sync(together)
    return together
