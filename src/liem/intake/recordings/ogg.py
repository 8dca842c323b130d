"""Ogg (RFC 3533) with Vorbis, Opus, Speex, Theora or FLAC: the second packet of each stream holds the notes."""

from dataclasses import dataclass, field

from liem.intake.recordings.reading import Damaged, Patch, Scan

_FIRST = {b"\x01vorbis": 7, b"OpusHead": 8, b"Speex   ": 0, b"\x80theora": 7, b"\x7fFLAC": 4}
"""How the first packet of a stream begins → bytes before the notes in its second packet."""
MOST_NOTES = 16 * 1024 * 1024


@dataclass
class _Stream:
    codec: bytes
    notes: bytearray = field(default_factory=bytearray)
    pages: list[tuple[int, bytes, int, int]] = field(default_factory=list)
    """First byte in the file, page as it is, and where in it a part of the notes begins and ends."""
    is_done: bool = False


def notes(scan: Scan) -> list[Patch]:
    """What is to be put in the place of the pages that hold notes."""
    streams: dict[bytes, _Stream] = {}
    patches: list[Patch] = []
    while not scan.is_over:
        scan.step()
        start, head = scan.at, scan.take(27)
        if head[:4] != b"OggS":
            raise Damaged
        laces = scan.take(head[26])
        body = scan.take(sum(laces))
        serial = head[14:18]
        if head[5] & 2:
            codec = next((one for one in _FIRST if body.startswith(one)), None)
            if codec is None:
                raise Damaged
            streams[serial] = _Stream(codec)
        elif serial not in streams:
            raise Damaged
        elif not streams[serial].is_done:
            patches += _page_of_notes(streams[serial], start, head + laces + body, laces)
    if not streams or not all(stream.is_done for stream in streams.values()):
        raise Damaged
    return patches


def _page_of_notes(stream: _Stream, start: int, page: bytes, laces: bytes) -> list[Patch]:
    first, length, ended = 27 + len(laces), 0, False
    for lace in laces:
        length += lace
        if lace < 255:
            ended = True
            break
    stream.notes += page[first : first + length]
    stream.pages.append((start, page, first, first + length))
    if len(stream.notes) > MOST_NOTES:
        raise Damaged
    if not ended:
        return []
    stream.is_done = True
    blank, patches, at = _blank(stream.codec, bytes(stream.notes)), [], 0
    for where, old, begin, end in stream.pages:
        fresh = bytearray(old)
        fresh[begin:end] = blank[at : at + end - begin]
        at += end - begin
        fresh[22:26] = bytes(4)
        fresh[22:26] = _checksum(fresh).to_bytes(4, "little")
        patches.append(Patch(where, where + len(fresh), bytes(fresh)))
    return patches


def _blank(codec: bytes, old: bytes) -> bytes:
    """Notes of the same length in which nothing stands: a vendor of spaces, and no comment."""
    before = _FIRST[codec]
    after = 1 if codec == b"\x01vorbis" else 0
    spaces = len(old) - before - 8 - after
    if spaces < 0:
        raise Damaged
    empty = spaces.to_bytes(4, "little") + b" " * spaces + bytes(4)
    return old[:before] + empty + (b"\x01" if after else b"")


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x04C11DB7 if value & 0x80000000 else 0)
        table.append(value & 0xFFFFFFFF)
    return table


_TABLE = _table()


def _checksum(page: bytes | bytearray) -> int:
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ _TABLE[(value >> 24) ^ byte]
    return value
