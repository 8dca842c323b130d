"""What a file is by its first bytes, whatever it is called."""

import gzip
import zlib
from enum import Enum
from pathlib import Path

from liem.base.errors import InputError

LOOKED_AT = 4096


class Form(Enum):
    """The forms of file a record can come in. The value completes "this is …"."""

    EMPTY = "an empty file"
    PARQUET = "a Parquet file"
    GZIP = "a gzip file"
    ZIP = "a zip archive or an Office document"
    SQLITE = "an SQLite database"
    XES = "an XES log"
    OCEL_XML = "an OCEL log in XML"
    XML = "an XML document"
    HTML = "a web page"
    JSON = "a JSON document"
    PDF = "a PDF document"
    UTF16 = "text in UTF-16"
    BINARY = "a binary file"
    TEXT = "text"


_MAGIC = (
    (b"PAR1", Form.PARQUET),
    (b"\x1f\x8b", Form.GZIP),
    (b"PK\x03\x04", Form.ZIP),
    (b"PK\x05\x06", Form.ZIP),
    (b"SQLite format 3\x00", Form.SQLITE),
    (b"%PDF", Form.PDF),
    (b"\xff\xfe", Form.UTF16),
    (b"\xfe\xff", Form.UTF16),
    (b"7z\xbc\xaf\x27\x1c", Form.BINARY),
    (b"\x28\xb5\x2f\xfd", Form.BINARY),
    (b"BZh", Form.BINARY),
    (b"\xfd7zXZ", Form.BINARY),
)


def form_of(head: bytes) -> Form:
    """The form of a file that begins with ``head`` (its first :data:`LOOKED_AT` bytes, decompressed or not)."""
    if not head:
        return Form.EMPTY
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return _form_of_markup(text.lower())
    if text.startswith((b"{", b"[")):
        return Form.JSON
    return Form.BINARY if _looks_binary(head) else Form.TEXT


def _form_of_markup(text: bytes) -> Form:
    if b"<!doctype html" in text or b"<html" in text:
        return Form.HTML
    if b"<log" in text:
        return Form.OCEL_XML if b"<object-types" in text or b"<events>" in text else Form.XES
    return Form.XML


def _looks_binary(head: bytes) -> bool:
    """Control characters that no text holds; a NUL alone is left to the row checks, which name its line."""
    return sum(byte < 9 or 13 < byte < 32 for byte in head) > max(1, len(head) // 50)


def head_of(path: Path) -> tuple[Form, bool]:
    """The form of the file's content, looked at through gzip, and whether it is gzip'd.

    Raises:
        InputError: it cannot be opened, or its gzip cannot be read from the start.
    """
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            what = "not a file that can be read more than once"
            raise InputError(what, str(path), "save it as a file, and name that")
        with path.open("rb") as file:
            head = file.read(LOOKED_AT)
        if form_of(head) is not Form.GZIP:
            return form_of(head), False
        with gzip.open(path) as file:
            return form_of(file.read(LOOKED_AT)), True
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError("the gzip file is damaged or cut short", str(path), "copy or export it again") from error
    except OSError as error:
        raise cannot_open(path, error) from error


def cannot_open(path: Path, error: OSError) -> InputError:
    """The one line for a file that the operating system does not give."""
    if isinstance(error, FileNotFoundError):
        return InputError("no such file or folder", str(path), "check the path")
    if isinstance(error, PermissionError):
        return InputError("permission denied", str(path), "give this user the right to read it")
    if isinstance(error, IsADirectoryError):
        return InputError("a folder where a file was expected", str(path), "name the file")
    return InputError(error.strerror or "it cannot be read", str(path), "check the disk and try again")
