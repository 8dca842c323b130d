"""XML taken in only where it is well formed and declares nothing: no document type, so no entity, local or from
outside.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.parsers import expat

from liem.base.errors import InputError, Place

LONGEST = 8 << 20
"""Bytes of one tag or comment. The parser begins a tag that is not whole anew with every chunk: without a limit one
endless value would cost time with the square of its length."""


class SafeXml:
    """A parser that resolves nothing. Text may be left out where it is known to be well formed."""

    def __init__(self, path: Path) -> None:
        self._path, self._fed = path, 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Look at the next part of the text. Of the last one it is said, too, whether the text ends too early.

        Raises:
            InputError: a document type (as entity bombs need), text that is not well formed, or an endless value.
        """
        parser = self._parser
        self._parse(chunk, False)
        self._fed += len(chunk)
        if self._fed - parser.CurrentByteIndex > LONGEST + len(chunk):
            what, where = f"a value longer than {LONGEST:,} bytes", Place(str(self._path), parser.CurrentLineNumber)
            raise InputError(what, where, "shorten it; nobody reads a text of that length")
        if last:
            self._parse(b"", True)

    def skip(self, text: bytes) -> None:
        """Leave out ``text``, whole elements that are well formed, and count its lines."""
        self.feed(b"\n" * text.count(b"\n"))

    def _parse(self, chunk: bytes, last: bool) -> None:
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            where = Place(str(self._path), error.lineno, str(error.offset + 1))
            raise InputError(_said(error), where, "export the log again") from error

    def _refuse(self, *_: object) -> None:
        what = "the XML declares a document type, which could reach for other files"
        where = Place(str(self._path), self._parser.CurrentLineNumber)
        raise InputError(what, where, "remove the DOCTYPE; an event log needs none")


def safe_xml(path: Path, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, each handed on only after :class:`SafeXml` has found nothing against it."""
    parser = SafeXml(path)
    for chunk in chunks:
        parser.feed(chunk)
        yield chunk
    parser.feed(b"", last=True)


def _said(error: expat.ExpatError) -> str:
    text = expat.ErrorString(error.code)
    if text in ("no element found", "unclosed token"):
        return "the XML ends too early, as if the file were cut short"
    return f"the XML is not well formed ({text})"
