"""The chain itself, pure: canonical form of an entry, its hash, and the proof that a stream is whole.

Each entry's hash is SHA-256 over the canonical JSON of all its fields and of the hash before it, so that changing,
removing, inserting or reordering an entry breaks every hash that follows. The last hash of a stream is kept apart
(its *head*), so that cutting off the tail shows as well.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64
"""What stands in place of a previous hash before the first entry of a stream."""


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``before`` and ``after`` hold codes, counts and identifiers, never personal content."""

    stream: str
    position: int
    at: datetime
    event: str
    by: str
    subject_kind: str
    subject_id: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    previous: str


@dataclass(frozen=True)
class Break:
    """The first place where a stream does not hold together, and the plain reason."""

    stream: str
    position: int
    reason: str


def canonical(entry: Entry) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no spaces, UTF-8, the instant in UTC with microseconds."""
    fields = {
        "after": entry.after,
        "at": entry.at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
        "before": entry.before,
        "by": entry.by,
        "event": entry.event,
        "position": entry.position,
        "previous": entry.previous,
        "stream": entry.stream,
        "subject_id": entry.subject_id,
        "subject_kind": entry.subject_kind,
    }
    return _ENCODER.encode(fields).encode()


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
"""Made once: a walk over millions of entries would else make one for each."""


def entry_hash(entry: Entry) -> str:
    """SHA-256 of :func:`canonical`, in hexadecimal."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def first_break(
    stream: str, entries: Iterable[tuple[Entry, str]], head: tuple[int, str] | None
) -> tuple[int, str, Break | None]:
    """Walk a stream in order of position; return its length, its last hash, and the first break or ``None``.

    ``entries`` are pairs of an entry and the hash stored with it; ``head`` is the length and last hash kept apart.
    """
    length, last = 0, GENESIS
    for entry, stored in entries:
        reason = _why_broken(entry, stored, length + 1, last)
        if reason:
            return length, last, Break(stream, entry.position, reason)
        length, last = entry.position, stored
    return length, last, _compare_with_head(stream, length, last, head)


def _why_broken(entry: Entry, stored: str, expected_position: int, last: str) -> str | None:
    if entry.position != expected_position:
        return f"entry {expected_position} is missing"
    if entry.previous != last:
        return "it does not follow the entry before it"
    if entry_hash(entry) != stored:
        return "its content does not match its hash"
    return None


def _compare_with_head(stream: str, length: int, last: str, head: tuple[int, str] | None) -> Break | None:
    if head is None:
        return Break(stream, length, "the head of the stream is missing") if length else None
    if head[0] > length:
        return Break(stream, length + 1, f"entries {length + 1} to {head[0]} are missing from the end")
    if head != (length, last):
        return Break(stream, length, "the last entry is not the one the head names")
    return None
