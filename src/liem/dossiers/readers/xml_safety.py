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


def safe_xml(path: Path, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks, each handed on only after a parser that resolves nothing has found it well formed.

    Raises:
        InputError: a document type (as entity bombs need), text that is not well formed, a file cut short.
    """
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        line = parser.CurrentLineNumber
        remedy = "remove the DOCTYPE; an event log needs none"
        raise InputError(
            "the XML declares a document type, which could reach for other files", Place(str(path), line), remedy
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST + len(chunk):
                what, where = f"a value longer than {LONGEST:,} bytes", Place(str(path), parser.CurrentLineNumber)
                raise InputError(what, where, "shorten it; nobody reads a text of that length")
            yield chunk
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        what = _said(error)
        raise InputError(what, Place(str(path), error.lineno, str(error.offset + 1)), "export the log again") from error


def _said(error: expat.ExpatError) -> str:
    text = expat.ErrorString(error.code)
    if text in ("no element found", "unclosed token"):
        return "the XML ends too early, as if the file were cut short"
    return f"the XML is not well formed ({text})"
