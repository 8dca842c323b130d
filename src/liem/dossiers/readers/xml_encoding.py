"""XML in the encoding its first line declares, handed on in UTF-8: older systems write ISO 8859-1 or Windows' own."""

import codecs
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from liem.base.errors import InputError

_DECLARED = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_ALREADY = ("utf-8", "ascii")


def in_utf8(path: Path, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as they are where they are UTF-8 already, which costs nothing; else turned, piece by piece.

    Raises:
        InputError: an encoding that nobody knows, or bytes that it does not have.
    """
    decoder: codecs.IncrementalDecoder | None = None
    for number, chunk in enumerate(chunks):
        if number == 0:
            decoder = _decoder(path, chunk)
        yield _turned(path, decoder, chunk) if decoder else chunk
    if decoder:
        yield _turned(path, decoder, b"", last=True)


def _decoder(path: Path, first: bytes) -> codecs.IncrementalDecoder | None:
    declared = _DECLARED.match(first)
    name = declared[1].decode() if declared else "utf-8"
    try:
        known = codecs.lookup(name)
        decoder = codecs.getincrementaldecoder(known.name)()
        text = isinstance(decoder.decode(b""), str)
    except (LookupError, ValueError):
        text = False
    if not text:
        raise InputError(f"declares the encoding {name}, which is not known here", str(path), "save it in UTF-8")
    return None if known.name in _ALREADY else decoder


def _turned(path: Path, decoder: codecs.IncrementalDecoder, chunk: bytes, last: bool = False) -> bytes:
    try:
        return decoder.decode(chunk, last).encode()
    except UnicodeError as error:
        raise InputError("is not in the encoding that it declares", str(path), "save it in UTF-8") from error
