"""AMR and AMR-WB (RFC 4867), as old telephones record: a heading, then frame after frame. Nothing else goes on."""

from collections.abc import Iterator

from liem.intake.recordings.reading import Damaged, Scan

_NARROW, _WIDE = b"#!AMR\n", b"#!AMR-WB\n"
_OF_NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0)
_OF_WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 5, 0, 0, 0, 0, 0)
"""Bytes after the first one of a frame, by its type."""
_RESERVED = 0x83
"""Bits of the first byte that are never set."""


def frames(scan: Scan) -> Iterator[bytes]:
    """Heading and frames, up to the first byte that begins none.

    :raises Damaged: where there is no frame at all.
    """
    head = next((one for one in (_NARROW, _WIDE) if scan.look(len(one)) == one), None)
    if head is None:
        raise Damaged
    yield scan.take(len(head))
    lengths, found = _OF_NARROW if head == _NARROW else _OF_WIDE, 0
    while frame := _next(scan, lengths):
        found += 1
        yield frame
    if not found:
        raise Damaged


def _next(scan: Scan, lengths: tuple[int, ...]) -> bytes:
    first = scan.look(1)
    if not first or first[0] & _RESERVED:
        return b""
    length = 1 + lengths[first[0] >> 3 & 15]
    if len(scan.look(length)) < length:
        return b""
    scan.step()
    return scan.take(length)
