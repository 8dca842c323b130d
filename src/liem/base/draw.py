"""A draw by lot that anybody can draw again: a published frame, a committed secret, public words, a named algorithm.

1. The *frame* (everything that may be drawn) and the *commitment* (SHA-256 of a secret) are published.
2. On a later day words that nobody could know before (the numbers of a public lottery, say) are added.
3. The secret is published. Who is drawn follows from frame, secret and public words alone.

Who holds the secret cannot choose the words; who hears the words first does not know the secret.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from liem.base.errors import UserError

ALGORITHM = "liem-draw-1"
"""Each item gets SHA-256 of ``secret``, ``public``, the frame's checksum and the item, joined by line feeds (UTF-8,
hexadecimal); the items with the smallest values are drawn, in the order of these values."""


def frame_of(items: Iterable[str]) -> list[str]:
    """The frame: each item once, in the order of its characters.

    >>> frame_of([" b", "a", "b", ""])
    ['a', 'b']
    """
    frame = sorted({item.strip() for item in items} - {""})
    if any("\n" in item for item in frame):
        raise UserError("an item of a draw is one line")
    return frame


def frame_checksum(frame: Sequence[str]) -> str:
    """SHA-256 of the frame, one item on each line: what ``sha256sum`` says of it as a text file."""
    return hashlib.sha256("".join(f"{item}\n" for item in frame).encode()).hexdigest()


def commitment(secret: str) -> str:
    """SHA-256 of the secret, published before anything is drawn."""
    return hashlib.sha256(secret.encode()).hexdigest()


def drawn(frame: Sequence[str], size: int, secret: str, public: str) -> list[str]:
    """``size`` items of the frame, or all where it has fewer.

    >>> drawn(["a", "b", "c"], 2, "s", "7 13 22") == drawn(["a", "b", "c"], 2, "s", "7 13 22")
    True
    """
    checksum = frame_checksum(frame)

    def value(item: str) -> str:
        return hashlib.sha256("\n".join((secret, public, checksum, item)).encode()).hexdigest()

    return sorted(frame, key=value)[:size]


def record_of(frame: Sequence[str], size: int, secret: str, public: str) -> dict[str, Any]:
    """All that is needed to draw again, as ``liem draw verify`` reads it."""
    return {
        "algorithm": ALGORITHM,
        "frame": list(frame),
        "frame_checksum": frame_checksum(frame),
        "commitment": commitment(secret),
        "secret": secret,
        "public": public,
        "size": size,
        "sample": drawn(frame, size, secret, public),
    }


_FIELDS = ("algorithm", "frame", "frame_checksum", "commitment", "secret", "public", "size", "sample")


def read_record(text: str) -> dict[str, Any]:
    """The record of a draw. Raises UserError naming what it lacks."""
    try:
        record = json.loads(text)
    except ValueError as error:
        raise UserError(f"this is no record of a draw: not JSON ({error})") from None
    missing = [name for name in _FIELDS if not isinstance(record, dict) or name not in record]
    if missing:
        raise UserError(f"this is no record of a draw: it lacks {', '.join(missing)}")
    return dict(record)


def why_not_sound(record: Mapping[str, Any], *, checksum: str = "", committed: str = "") -> str | None:
    """Why a draw does not stand, or ``None``. ``checksum``, ``committed``: as published before the draw, if known."""
    if record["algorithm"] != ALGORITHM:
        return f"drawn by {record['algorithm']!r}, which is not known here"
    frame = record["frame"]
    if frame != frame_of(frame):
        return "the frame is not in order, or holds an item twice"
    if frame_checksum(frame) not in (record["frame_checksum"],) or checksum not in ("", record["frame_checksum"]):
        return "the frame is not the one whose checksum was published"
    if commitment(record["secret"]) != record["commitment"] or committed not in ("", record["commitment"]):
        return "the secret is not the one that was committed to"
    if drawn(frame, record["size"], record["secret"], record["public"]) != record["sample"]:
        return "the sample is not what the frame, the secret and the public words give"
    return None
