"""Files of a report: taken in, cleaned, sealed; and read again piece by piece."""

import io
import json
import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from liem.base.clock import local
from liem.base.sealing import CannotOpen
from liem.intake import cleaning, vessels
from liem.intake.actions import REPORTER, add_step, next_position, recorded
from liem.intake.cleaning import Cleaned, RefusedFile
from liem.intake.models import Report, SealedFile
from liem.intake.queries import as_reporter
from liem.intake.sealed import Opened, lock_file_note, unlock_file_note
from liem.intake.sniffing import HEAD, Sort
from liem.intake.states import Step, Voice

MOST_FILES = 10
"""At once."""
MOST_OF_A_REPORT = 50
_ONE_AT_A_TIME = threading.Semaphore(1)
"""Cleaning needs memory: one file at a time in each process."""
_STRANGE = re.compile(r"[^\w \-().]+")


class Incoming(Protocol):
    """A file that comes in: its name as sent, its size, and its bytes as often as they are asked for."""

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...

    def pieces(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class InMemory:
    """A file that another channel holds already (an attachment of a mail, a scan)."""

    name: str
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def pieces(self) -> Iterator[bytes]:
        yield self.data


def shown_name(name: str, ending: str) -> str:
    """The name a file is shown and saved under: plain letters, and the ending of what it really is.

    >>> shown_name("../../etc/pass\\x00wd.php", "jpg"), shown_name("Ảnh (1).JPG", "jpg")
    ('passwd.jpg', 'Ảnh (1).jpg')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last else last
    plain = _STRANGE.sub("", stem).strip(" .-")[:80]
    return f"{plain or _('file')}.{ending}"


def add_file(
    opened: Opened,
    incoming: Incoming,
    *,
    keep_original: bool = False,
    voice: Voice = Voice.REPORTER,
    by: str = REPORTER,
    now: datetime,
) -> SealedFile:
    """Clean a file, seal it, and add it to a report that is open.

    :param keep_original: keep the untouched bytes, too, under the same seal; only where the reporter agreed.
    :raises RefusedFile: in one sentence, where it is not taken. Nothing of it is kept then.
    """
    with _ONE_AT_A_TIME:
        cleaned = cleaned_of(incoming)
        kept = vessels.fill(cleaned.pieces(incoming.pieces))
        original = vessels.fill(incoming.pieces()) if keep_original and cleaned.is_changed else None
    note = {
        "name": shown_name(incoming.name, cleaned.sniffed.ending),
        "sort": str(cleaned.sniffed.sort),
        "media_type": cleaned.sniffed.media_type,
        "is_changed": cleaned.is_changed,
        "kept": _vessel(kept),
        "original": _vessel(original) if original else None,
    }
    try:
        return _add_row(opened, note, voice, by=by, now=now)
    except BaseException:
        for vessel in filter(None, (kept, original)):
            vessels.remove(vessel[0])
        raise


def cleaned_alone(incoming: Incoming) -> Cleaned:
    """What is kept of a file, for a room that keeps files of its own; one at a time in each process.

    :raises RefusedFile: in one sentence, where it is not taken.
    """
    with _ONE_AT_A_TIME:
        return cleaned_of(incoming)


def cleaned_of(incoming: Incoming) -> Cleaned:
    """What is kept of a file: what it is, its own bytes say."""
    head = b""
    for piece in incoming.pieces():
        head += piece[:HEAD]
        if len(head) >= HEAD:
            break
    sniffed = cleaning.check_head(head[:HEAD], incoming.size)
    if sniffed.sort in cleaning.IN_MEMORY:
        return cleaning.clean(sniffed, b"".join(incoming.pieces()))
    tail = b""
    for piece in incoming.pieces():
        tail = (tail + piece)[-70_000:]
    return cleaning.clean_stream(sniffed, head[:HEAD], tail, incoming.pieces)


def _vessel(filled: tuple[str, bytes, int]) -> dict[str, object]:
    name, key, size = filled
    return {"vessel": name, "key": key.hex(), "bytes": size}


def _add_row(opened: Opened, note: dict[str, object], voice: Voice, *, by: str, now: datetime) -> SealedFile:
    with transaction.atomic(), as_reporter(opened):
        report = Report.objects.select_for_update().get(pk=opened.report.pk)
        if report.files.count() >= MOST_OF_A_REPORT:
            raise RefusedFile(_("This report has as many files as it can have. Start a new report for more."))
        position = next_position(report.files)
        sealed = lock_file_note(opened, position, voice, json.dumps(note).encode())
        row = SealedFile.objects.create(
            report=report, position=position, voice=voice, on=local(now).date(), sealed=sealed
        )
        add_step(report, Step.FILE_ADDED, now)
        recorded(report, "file_added", by=by, now=now)
        return row


@dataclass(frozen=True, repr=False)
class Readable:
    """A file that was opened: shown name, media type, sort, bytes, and its pieces."""

    name: str
    media_type: str
    sort: str
    size: int
    pieces: Iterator[bytes]


def read(opened: Opened, file: SealedFile, *, original: bool = False) -> Readable:
    """Open a file of a report that is open.

    :raises CannotOpen: where the file is not there, was changed, or has no original.
    """
    note = json.loads(unlock_file_note(opened, file))
    vessel = note["original"] if original else note["kept"]
    if vessel is None:
        raise CannotOpen
    path = vessels.path_of(vessel["vessel"])
    if not path.exists():
        raise CannotOpen
    name = f"original-{note['name']}" if original else note["name"]
    media_type = "application/octet-stream" if original else note["media_type"]
    found = vessels.pieces(path, bytes.fromhex(vessel["key"]), vessel["bytes"])
    return Readable(name, media_type, note["sort"], vessel["bytes"], found)


def may_be_shown(sort: str) -> bool:
    """Whether a browser may show it in the page: pictures alone, which were drawn anew."""
    return sort == Sort.PICTURE


def as_bytes(readable: Readable) -> io.BytesIO:
    """A small file as a whole."""
    return io.BytesIO(b"".join(readable.pieces))
