"""XES event logs (IEEE 1849), ``.xes`` and ``.xes.gz``, in bounded memory.

The text is cut between traces into pieces of bounded size. A piece written as nearly every exporter writes is read by
:mod:`liem.dossiers.readers.xes_plain`; any other is checked as XML and read by rustxes. All values are kept as the
text that was written, so that offsets of timestamps are not lost and a value that is no timestamp is refused with its
text. Defaults that the log's header declares are not filled in: they stand for "unknown".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from liem.base.errors import InputError
from liem.dossiers.arrays import whole_numbers
from liem.dossiers.csv_scan import Malformed
from liem.dossiers.limits import ReadingLimits
from liem.dossiers.readers.xes_plain import plain_traces
from liem.dossiers.readers.xml_encoding import in_utf8
from liem.dossiers.readers.xml_safety import SafeXml
from liem.dossiers.sniffing import Form, head_of
from liem.dossiers.sql import identifier, quoted
from liem.dossiers.staging import StagedFile, Workshop
from liem.dossiers.streams import SourceStream

PIECE = 32 << 20
_TRACE_END = re.compile(rb"</trace\s*>")
_TRACE_START = re.compile(rb"<trace[\s>]")
_EVENT = re.compile(rb"<event[\s>/]")
_EMPTY_EVENT = re.compile(rb"<event\s*/>")
_EMPTY_TRACE = re.compile(rb"<trace\s*/>")
_ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_TYPED = re.compile(rb"<(/?)(?:date|int|float|boolean|id)(?=[\s>])")
LINE = "line"


@dataclass
class TraceCutter:
    """Cuts the text of a log into pieces of whole traces."""

    file: str
    limits: ReadingLimits
    at_once: int = PIECE

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Text up to a ``</trace>``, comments taken out, and whether it is the last: what comes after the last cut.

        Raises:
            InputError: one trace over the limit.
        """
        held: list[bytes] = []
        size, enough = 0, self.at_once
        for chunk in chunks:
            held.append(chunk)
            size += len(chunk)
            if size >= enough:
                whole, rest = self._cut(b"".join(held))
                if whole:
                    yield whole, False
                held, size = [rest], len(rest)
                enough = max(self.at_once, 2 * size)
        yield _without_asides(b"".join(held)), True

    def _cut(self, text: bytes) -> tuple[bytes, bytes]:
        text = _without_asides(text)
        unclosed = text.find(b"<!")
        end = text.rfind(b"</trace", 0, unclosed if unclosed >= 0 else len(text))
        end = text.find(b">", end) + 1 if end >= 0 else 0
        if not end and len(text) > self.limits.trace:
            raise _too_long(self.file, self.limits)
        return text[:end], text[end:]


def _without_asides(text: bytes) -> bytes:
    """Without comments and instructions, whose lines stay counted."""
    if b"<!" not in text and b"<?" not in text:
        return text
    return _ASIDE.sub(lambda aside: b"\n" * aside[0].count(b"\n"), text)


def _too_long(file: str, limits: ReadingLimits) -> InputError:
    remedy = "raise LIEM_READ_TRACE if the trace is right"
    return InputError(f"a trace longer than {limits.trace:,} bytes", file, remedy)


def stage_xes(workshop: Workshop, path: Path) -> StagedFile:
    """The events of a log as text, one column per key; trace keys begin with ``case:``. The line is the event's
    number.

    Raises:
        InputError: not XES, not well formed, a document type, events outside traces, damaged or over a limit.
    """
    form, gzipped = head_of(path)
    if form is not Form.XES:
        what = "the file is empty" if form is Form.EMPTY else f"named as XES, but it is {form.value}"
        raise InputError(what, str(path), "export the log again as XES")
    if gzipped != path.name.endswith(".gz"):
        what = "an XES log inside gzip" if gzipped else "an XES log that is not compressed"
        raise InputError(f"named as XES, but it is {what}", str(path), "give it the name of what it is")
    stream = SourceStream(path, workshop.limits, workshop.progress)
    cutter = TraceCutter(str(path), workshop.limits)
    names: dict[str, None] = {}
    parts: list[Path] = []
    malformed: list[Malformed] = []
    rows = 0
    parser = SafeXml(path)
    for piece, last in cutter.pieces(in_utf8(path, stream.chunks(gzipped))):
        table, without_events = _rows_of(workshop, path, piece, rows, parser, last)
        malformed += without_events
        if table is not None:
            parts.append(workshop.new_file("xes"))
            pq.write_table(table, parts[-1], compression="lz4")
            names.update(dict.fromkeys(name for name in table.column_names if name != LINE))
            rows += table.num_rows
    if not rows:
        raise InputError("the log holds no event", str(path), "export it again")
    columns = tuple(sorted(names))
    values = ", ".join(f"{identifier(name)} AS c{index}" for index, name in enumerate(columns))
    files = ", ".join(quoted(str(part)) for part in parts)
    scan = f"SELECT {values}, {LINE} FROM read_parquet([{files}], union_by_name=true)"
    return StagedFile(path, columns, ("VARCHAR",) * len(columns), scan, rows, stream.sha256, tuple(malformed))


def _rows_of(
    workshop: Workshop, path: Path, piece: bytes, before: int, parser: SafeXml, last: bool
) -> tuple[pa.Table | None, list[Malformed]]:
    """The events of a piece, numbered after the ``before`` ones, and its traces that have none."""
    first = _TRACE_START.search(piece)
    start = first.start() if first else len(piece)
    parser.feed(piece[:start])
    end = piece.rfind(b"</trace>") + len(b"</trace>")
    body = piece[start:end]
    table = plain_traces(body) if first and _longest(body) <= workshop.limits.trace else None
    if table is not None and not _EVENT.search(piece, 0, start) and not _EVENT.search(piece, end):
        parser.skip(body)
        parser.feed(piece[end:], last)
        return table.append_column(LINE, whole_numbers(np.arange(before + 1, before + table.num_rows + 1))), []
    parser.feed(piece[start:], last)
    traces = _Traces(path, piece, before, workshop.limits)
    return _read_piece(workshop, path, traces) if traces.events else None, traces.without_events


def _longest(text: bytes) -> int:
    """Bytes of the longest trace."""
    ends = [match.end() for match in _TRACE_END.finditer(text)]
    return max((end - start for start, end in pairwise([0, *ends])), default=0)


class _Traces:
    """Whole traces, counted before they are read so that none is lost in reading."""

    def __init__(self, path: Path, text: bytes, events_before: int, limits: ReadingLimits) -> None:
        self.events_before = events_before
        first = _TRACE_START.search(text)
        body = text[first.start() :] if first else b""
        self.text = _EMPTY_EVENT.sub(b"<event></event>", _EMPTY_TRACE.sub(b"<trace></trace>", body))
        starts, ends = _positions(_TRACE_START, self.text), _positions(_TRACE_END, self.text)
        events = _positions(_EVENT, self.text)
        self.events = len(events)
        if len(starts) == len(ends) and len(ends) and (ends - starts).max() > limits.trace:
            raise _too_long(str(path), limits)
        per_trace = np.searchsorted(events, ends) - np.searchsorted(events, starts)
        if per_trace.sum() != len(events) or _EVENT.search(text, 0, first.start() if first else len(text)):
            raise InputError("events stand outside any trace", str(path), "export the log again, as cases with events")
        self.without_events = [
            Malformed(events_before + int(np.searchsorted(events, start)) + 1, "", "trace_without_events")
            for start in starts[per_trace == 0]
        ]


def _positions(pattern: re.Pattern[bytes], text: bytes) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.fromiter((match.start() for match in pattern.finditer(text)), np.int64)


def _read_piece(workshop: Workshop, path: Path, traces: _Traces) -> pa.Table:
    import rustxes  # seldom needed, and long to load

    target = workshop.folder / "piece.xes"
    end = traces.text.rfind(b"</trace")
    body = traces.text[: traces.text.find(b">", end) + 1]
    target.write_bytes(b"<log>" + _TYPED.sub(rb"<\1string", body) + b"</log>")
    try:
        frame, _ = rustxes.import_xes(str(target))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise InputError("the log cannot be read as XES", str(path), "export it again") from error
    finally:
        target.unlink()
    table = frame.to_arrow()
    if table.num_rows != traces.events:
        what = f"{traces.events} events are written, {table.num_rows} could be read"
        raise InputError(what, str(path), "export the log again as plain XES")
    lines = np.arange(traces.events_before + 1, traces.events_before + table.num_rows + 1)
    text = table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))
    return text.append_column(LINE, whole_numbers(lines))
