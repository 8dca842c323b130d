"""The structure of a CSV, checked on the bytes before any parser sees them (RFC 4180).

The scanner follows quotes, counts the values of each record, knows the physical line each record begins on, and takes
malformed records out of the stream, so that what is handed on is sound and every row keeps its true line number. It
works on whole chunks with NumPy. Where a quote is misplaced or never closed, the line it began on is refused and
reading goes on with the next line, so that one slip costs its own lines and no others.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from liem.base.errors import InputError, Place
from liem.dossiers.limits import ReadingLimits

LF, CR, QUOTE, NUL = 10, 13, 34, 0
MALFORMED_AT_MOST = 1000
"""More malformed records than this, and the file as a whole is refused: it is not the CSV it seems."""
TEXT_SHOWN = 200
_BOM = b"\xef\xbb\xbf"

Bytes = NDArray[np.uint8]
Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Malformed:
    """A record that is not well formed: the line it begins on, its text (cut), and the code of what is wrong."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class Piece:
    """Sound records: their bytes, and the physical line each begins on."""

    data: bytes
    lines: Positions


@dataclass(frozen=True)
class _Records:
    """The whole records at the start of a text: where each begins and ends, and its number of delimiters."""

    starts: Positions
    ends: Positions
    lines: Positions
    delimiters: Positions

    @property
    def cut(self) -> int:
        return int(self.ends[-1]) if len(self.ends) else 0


@dataclass
class CsvScan:
    """Scans one file. ``file`` is its name for messages; ``delimiter`` a single byte."""

    file: str
    delimiter: bytes = b","
    limits: ReadingLimits = field(default_factory=ReadingLimits)
    header: list[str] = field(default_factory=list)
    malformed: list[Malformed] = field(default_factory=list)
    records: int = 0
    """Sound records handed on, the header not counted."""
    _line: int = 1
    """The physical line on which the text not yet scanned begins."""

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[Piece]:
        """The sound records of ``chunks``, the header left out. :attr:`header` is known once the first piece is out.

        Raises:
            InputError: empty, no header, not UTF-8, a record over the limit, a quote never closed, too much malformed.
        """
        for chunk in chunks:
            text = self._rest + chunk if self._rest else chunk
            yield from self._scan(text if self.header else text.removeprefix(_BOM))
            while len(self._rest) > self.limits.line:
                yield from self._scan(self._without_first_line(self._rest))
        if self._rest:
            yield from self._scan(self._rest + b"\n")
        while self._rest:
            yield from self._scan(self._without_first_line(self._rest))
        if not self.header:
            raise InputError("the file is empty", Place(self.file, 1), "give it a header and at least one row")

    _rest: bytes = b""
    """What a chunk left unfinished: the start of a record."""

    def _scan(self, text: bytes) -> Iterator[Piece]:
        """The sound records of ``text``; what is left unfinished stays in ``_rest``."""
        misplaced: int | None = 0
        while misplaced is not None:
            array = np.frombuffer(text, np.uint8)
            quotes = np.flatnonzero(array == QUOTE) if b'"' in text else None
            misplaced = self._first_misplaced(text, array, quotes)
            records = self._records(array, quotes, misplaced)
            if records.cut:
                yield from self._sound(text[: records.cut], array[: records.cut], records)
            text = text[records.cut :]
            if misplaced is not None and b"\n" not in text:
                break
            if misplaced is not None:
                text = self._without_first_line(text)
        self._rest = text

    def _without_first_line(self, text: bytes) -> bytes:
        """``text`` after its first physical line, which is refused."""
        end = text.find(b"\n") + 1
        if not 0 < end <= self.limits.line:
            raise self._too_long(self._line)
        self._refuse(self._line, text[:end], "bad_quote")
        self._line += 1
        return text[end:]

    def _first_misplaced(self, text: bytes, array: Bytes, quotes: Positions | None) -> int | None:
        found = (_misplaced_quote(array, quotes, self.delimiter[0]), _bare_return(text, array, quotes))
        return min((position for position in found if position is not None), default=None)

    def _records(self, array: Bytes, quotes: Positions | None, misplaced: int | None) -> _Records:
        """The whole records before the one that is misplaced, if one is."""
        newlines = np.flatnonzero(array == LF)
        ends = _outside(newlines, quotes)
        if misplaced is not None:
            ends = ends[ends < misplaced]
        starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
        lines = self._line + np.searchsorted(newlines, starts)
        delimiters = _outside(np.flatnonzero(array == self.delimiter[0]), quotes)
        counted = np.searchsorted(delimiters, ends)
        return _Records(starts, ends + 1, lines, np.diff(counted, prepend=0))

    def _sound(self, text: bytes, array: Bytes, records: _Records) -> Iterator[Piece]:
        lengths = records.ends - records.starts
        if lengths.max() > self.limits.line:
            raise self._too_long(int(records.lines[lengths.argmax()]))
        blank = (lengths == 1) | ((lengths == 2) & (array[records.starts] == CR))
        wanted = ~blank
        if not self.header:
            self._require_utf8(text[: records.ends[0]], records)
            self._take_header(text[: records.ends[0]], int(records.lines[0]))
            wanted[0] = False
        self._require_utf8(text, records)
        wanted &= self._well_formed(text, records, blank)
        self._line += text.count(b"\n")
        if wanted.any():
            self.records += int(wanted.sum())
            data = text if wanted.all() else array[np.repeat(wanted, lengths)].tobytes()
            yield Piece(data, records.lines[wanted])

    def _well_formed(self, text: bytes, records: _Records, blank: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which records have as many values as the header, and no NUL; the others are put down as malformed."""
        wrong = (records.delimiters != len(self.header) - 1) & ~blank
        nul = np.zeros(len(wrong), bool)
        if b"\x00" in text:
            at = np.flatnonzero(np.frombuffer(text, np.uint8) == NUL)
            nul[np.searchsorted(records.ends, at, side="right")] = True
        for index in np.flatnonzero(wrong | nul):
            record = text[records.starts[index] : records.ends[index]]
            self._refuse(int(records.lines[index]), record, "nul" if nul[index] else "wrong_number_of_values")
        return ~(wrong | nul)

    def _take_header(self, record: bytes, line: int) -> None:
        names = next(csv.reader([record.decode("utf-8").rstrip("\r\n")], delimiter=self.delimiter.decode()), [])
        self.header = header_names(names, Place(self.file, line), self.delimiter.decode())

    def _refuse(self, line: int, record: bytes, reason: str) -> None:
        if not self.header:
            remedy = "write the column names in one plain line"
            raise InputError("the header is not well formed", Place(self.file, line), remedy)
        shown = record[: TEXT_SHOWN * 4].decode("utf-8", "replace").rstrip("\r\n")[:TEXT_SHOWN]
        self.malformed.append(Malformed(line, shown, reason))
        if len(self.malformed) > MALFORMED_AT_MOST:
            raise InputError(
                f"more than {MALFORMED_AT_MOST:,} malformed lines, the first at line {self.malformed[0].line}",
                Place(self.file, line),
                "export it again as CSV in UTF-8 with commas and quoted text",
            )

    def _require_utf8(self, text: bytes, records: _Records) -> None:
        try:
            if not text.isascii():
                text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self._line + text.count(b"\n", 0, error.start)
            start = int(records.starts[np.searchsorted(records.starts, error.start, side="right") - 1])
            place = text.count(self.delimiter, start, error.start)
            column = self.header[place] if place < len(self.header) else None
            raise InputError("not UTF-8", Place(self.file, line, column), "save it as CSV in UTF-8") from error

    def _too_long(self, line: int) -> InputError:
        return InputError(
            f"a line longer than {self.limits.line:,} bytes",
            Place(self.file, line),
            "close the quoted value that goes on there, or raise LIEM_READ_LINE if the line is right",
        )


def header_names(names: list[str], where: Place, delimiter: str = ",") -> list[str]:
    """The column names of a header, trimmed; columns without a name are numbered.

    Raises:
        InputError: no name at all, a name twice, or another separator than the expected one.
    """
    cleaned = [name.strip() or f"unnamed_{index}" for index, name in enumerate(names, 1)]
    if not any(name.strip() for name in names):
        raise InputError("the first line names no column", where, "write the column names in the first line")
    _require_delimiter(cleaned, where, delimiter)
    twice = next((name for index, name in enumerate(cleaned) if name in cleaned[:index]), None)
    if twice:
        raise InputError(
            f"the column {twice} is there twice", Place(where.file, where.line, twice), "rename or remove one of them"
        )
    return cleaned


def _require_delimiter(names: list[str], where: Place, delimiter: str) -> None:
    other = next((mark for mark in (";", "\t", ",", "|") if mark != delimiter and mark in names[0]), None)
    if len(names) == 1 and other:
        what = "tabs" if other == "\t" else f"'{other}'"
        remedy = f"save it with '{delimiter}', or name the delimiter in a mapping"
        raise InputError(f"the columns are separated by {what}", where, remedy)


def _outside(positions: Positions, quotes: Positions | None) -> Positions:
    """Those of ``positions`` that do not stand between quotes."""
    return positions if quotes is None else positions[np.searchsorted(quotes, positions) % 2 == 0]


def _misplaced_quote(array: Bytes, quotes: Positions | None, delimiter: int) -> int | None:
    """The first quote that opens inside a value, or closes before its end."""
    if quotes is None:
        return None
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[np.maximum(opening - 1, 0)]
    opens_well = (opening == 0) | (before == delimiter) | (before == LF) | (before == QUOTE)
    inner = closing[closing + 1 < len(array)]
    after = array[inner + 1]
    closes_well = (after == delimiter) | (after == LF) | (after == CR) | (after == QUOTE)
    wrong = np.concatenate((opening[~opens_well], inner[~closes_well]))
    return int(wrong.min()) if len(wrong) else None


def _bare_return(text: bytes, array: Bytes, quotes: Positions | None) -> int | None:
    """The first carriage return outside quotes that no line feed follows."""
    if b"\r" not in text:
        return None
    returns = _outside(np.flatnonzero(array == CR), quotes)
    returns = returns[returns + 1 < len(array)]
    bare = returns[array[returns + 1] != LF]
    return int(bare[0]) if len(bare) else None
