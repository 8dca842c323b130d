"""Traces of an XES log as nearly every exporter writes them, read without a parser: flat attributes, key before value.

The text is cut at its quotation marks. Of four pieces in a row the first is a key and the third a value; the second
and the fourth are markup, of which a log has a few dozen different ones. Each different piece of markup is held
against the grammar, and the order in which they follow one another against the nesting of traces and events. So what
is accepted is well formed; whatever else occurs (nested attributes, comments, other quotes, an entity nobody
declared) is left to the parser.
"""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from liem.dossiers.arrays import numbers_in, whole_numbers

Ints = NDArray[np.int64]
QUOTE, BLANK, OPENS = ord('"'), ord(" "), ord("<")
_BETWEEN = re.compile(rb'"[ \t\r\n]+value[ \t\r\n]*=[ \t\r\n]*')
_TAG = rb"(?:</event>|<event>|</trace>|<trace>)"
_MARKUP = re.compile(
    rb'(?:"[ \t\r\n]*/>)?((?:[ \t\r\n]*' + _TAG + rb")*)[ \t\r\n]*"
    rb"(?:<(?:string|date|int|float|boolean|id)[ \t\r\n]+key[ \t\r\n]*=[ \t\r\n]*)?"
)
_TAGS = re.compile(_TAG)
CASE = "case:"
OUTSIDE, TRACE, EVENT = 0, 1, 2
_MOVES = {
    (OUTSIDE, b"<trace>"): TRACE,
    (TRACE, b"<event>"): EVENT,
    (EVENT, b"</event>"): TRACE,
    (TRACE, b"</trace>"): OUTSIDE,
}
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_ENTITY = r"&(?:lt|gt|quot|apos|amp);"
_CONTROL = re.compile(rb"[\x00-\x1f]")


@dataclass(frozen=True)
class _Move:
    """What a piece of markup does: the state it needs (-1: any), the one it leads to (-1: the same), what it opens."""

    needs: int
    leads: int
    traces: int
    events: int


def plain_traces(text: bytes) -> pa.Table | None:
    """One row per event of ``text`` (whole traces, nothing else), one column of text per key; ``case:`` before keys of
    traces. ``None`` where the text is not plain; then nothing is said about it.
    """
    letters = np.frombuffer(text, np.uint8)
    marks = np.flatnonzero(letters == QUOTE)
    if not len(marks) or len(marks) % 4 or len(text) >= 2**31:
        return None
    pieces = _pieces(text, marks)
    keys, between, values, after = (pieces.take(whole_numbers(np.arange(n, len(marks), 4))) for n in range(4))
    markup = _markup(text[: marks[0]], after, between)
    if markup is None or not _nothing_more(letters, markup):
        return None
    place = _places(markup)
    if place is None:
        return None
    words = _values(text, values)
    return None if words is None else _table(keys, words, place)


def _codes(coded: pa.DictionaryArray) -> Ints:
    return numbers_in(coded.indices).astype(np.int64)


def _pieces(text: bytes, marks: Ints) -> pa.Array:
    """The text from each quotation mark to the next."""
    ends = np.append(marks, len(text)).astype(np.int32)
    return pa.Array.from_buffers(pa.binary(), len(marks), [None, pa.py_buffer(ends), pa.py_buffer(text)])


@dataclass(frozen=True)
class _Markup:
    """Different pieces of markup with what they do; ``codes``: which one follows each attribute; ``first`` stands
    before all. ``held``: how often each piece of text occurs.
    """

    first: _Move
    moves: list[_Move]
    codes: Ints
    held: list[tuple[bytes, int]]


def _markup(first: bytes, after: pa.Array, between: pa.Array) -> _Markup | None:
    joints = pc.value_counts(between)
    held = [(row["values"].as_py(), row["counts"].as_py()) for row in joints]
    if not all(_BETWEEN.fullmatch(joint) for joint, _ in held):
        return None
    coded = pc.dictionary_encode(after)
    codes = _codes(coded)
    pieces = coded.dictionary.to_pylist()
    last = pieces[codes[-1]]
    # Only the first piece begins without closing an attribute, and only the last opens none.
    whole = [piece for code, piece in enumerate(pieces) if code != codes[-1] or (codes == code).sum() > 1]
    if not first.endswith(b"=") or last.endswith(b"=") or not all(piece.endswith(b"=") for piece in whole):
        return None
    moves = [_move(piece) for piece in (first, *pieces)]
    if first.startswith(b'"') or any(move is None for move in moves):
        return None
    counts = np.bincount(codes, minlength=len(pieces)).tolist()
    held += [(first, 1), *zip(pieces, counts, strict=True)]
    known = [move for move in moves if move is not None]
    return _Markup(known[0], known[1:], codes, held)


def _move(piece: bytes) -> _Move | None:
    match = _MARKUP.fullmatch(piece)
    if match is None:
        return None
    tags = _TAGS.findall(match[1])
    needs = next((state for state in (OUTSIDE, TRACE, EVENT) if tags and (state, tags[0]) in _MOVES), -1)
    state, before = needs, b""
    for tag in tags:
        if (state, tag) not in _MOVES or (before, tag) in ((b"<event>", b"</event>"), (b"<trace>", b"</trace>")):
            return None
        state, before = _MOVES[state, tag], tag
    return _Move(needs, state if tags else -1, tags.count(b"<trace>"), tags.count(b"<event>"))


def _nothing_more(letters: NDArray[np.uint8], markup: _Markup) -> bool:
    """Whether no value holds a ``<``, a line break, a tab or any other control character."""
    opened = sum(piece.count(b"<") * times for piece, times in markup.held)
    white = sum(len(_CONTROL.findall(piece)) * times for piece, times in markup.held)
    return bool(np.count_nonzero(letters == OPENS) == opened and np.count_nonzero(letters < BLANK) == white)


@dataclass(frozen=True)
class _Places:
    """Of each attribute whether it is an event's, and the number of its trace and of the last event begun."""

    of_event: NDArray[np.bool_]
    trace: Ints
    event: Ints
    traces: int
    events: int


def _places(markup: _Markup) -> _Places | None:
    if markup.first.needs != OUTSIDE:
        return None
    table = np.array([(m.needs, m.leads, m.traces, m.events) for m in markup.moves], dtype=np.int64)
    needs, leads, traces, events = table[markup.codes].T
    # The state in which each attribute stands is that to which the last moving piece of markup before it led.
    leads = np.concatenate([[markup.first.leads], leads])
    moved = np.maximum.accumulate(np.where(leads >= 0, np.arange(len(leads)), 0))
    states = leads[moved]
    if ((needs >= 0) & (needs != states[:-1])).any() or states[-1] != OUTSIDE or (states[:-1] == OUTSIDE).any():
        return None
    trace = np.cumsum(np.concatenate([[markup.first.traces], traces]))[:-1] - 1
    event = np.cumsum(np.concatenate([[markup.first.events], events]))[:-1] - 1
    found = _Places(states[:-1] == EVENT, trace, event, int(trace[-1]) + 1, int(event[-1]) + 1)
    return found if len(np.unique(trace[found.of_event])) == found.traces else None


def _values(text: bytes, values: pa.Array) -> pa.Array | None:
    try:
        words = pc.binary_slice(values, 1, len(text)).cast(pa.string())
    except pa.ArrowInvalid:
        return None
    if b"&" not in text:
        return words
    if pc.any(pc.match_substring(pc.replace_substring_regex(words, _ENTITY, ""), "&")).as_py():
        return None
    for written, meant in _ENTITIES:
        words = pc.replace_substring(words, written, meant)
    return words


def _table(keys: pa.Array, words: pa.Array, place: _Places) -> pa.Table | None:
    coded = pc.dictionary_encode(keys)
    codes = _codes(coded) * 2 + place.of_event
    owner = np.empty(place.events, dtype=np.int64)
    owner[place.event[place.of_event]] = place.trace[place.of_event]
    columns: dict[str, pa.Array] = {}
    in_turn = np.argsort(codes, kind="stable")
    for rows in np.split(in_turn, np.flatnonzero(np.diff(codes[in_turn])) + 1):
        code, of_event = divmod(int(codes[rows[0]]), 2)
        name = _name(coded.dictionary[code].as_py())
        where = (place.event if of_event else place.trace)[rows]
        if name is None or (np.diff(where) == 0).any():
            return None
        found = np.full(place.events if of_event else place.traces, -1)
        found[where] = rows
        found = found if of_event else found[owner]
        columns[name if of_event else CASE + name] = words.take(whole_numbers(found, found >= 0))
    return pa.table(columns)


def _name(key: bytes) -> str | None:
    """The key without its quotation mark; ``None`` where its letters would need a second look."""
    try:
        name = key[1:].decode()
    except UnicodeDecodeError:
        return None
    return None if "&" in name or name.startswith(CASE) else name
