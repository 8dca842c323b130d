"""MP4, M4A, MOV and 3GP (ISO/IEC 14496-12): boxes within boxes.

Only boxes that playing needs stay. Of tracks only sound and pictures stay: telephones, cameras of cars and of sport
write where they are, several times a second, into a track of its own; that track's samples are blanked in the data too.
"""

import struct
from collections.abc import Iterator

from liem.intake.recordings.reading import Damaged, Patch, Scan

_TOP = {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"wide"}
_KEPT = {
    b"moov": {b"mvhd", b"trak", b"mvex", b"iods"},
    b"trak": {b"tkhd", b"mdia", b"edts", b"tref"},
    b"mdia": {b"mdhd", b"hdlr", b"minf", b"elng"},
    b"minf": {b"vmhd", b"smhd", b"nmhd", b"hmhd", b"gmhd", b"dinf", b"stbl", b"hdlr"},
    b"dinf": {b"dref"},
}
_TIMED = {b"mvhd", b"tkhd", b"mdhd"}
_SEEN_AND_HEARD = {b"vide", b"soun"}
MOST_INDEX = 32 * 1024 * 1024
"""Bytes of the index (moov) that are read at once."""


def notes(scan: Scan) -> list[Patch]:
    """What is to be blanked."""
    patches: list[Patch] = []
    while not scan.is_over:
        scan.step()
        start, head = scan.at, scan.take(8)
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        length = 8
        if size == 1:
            size, length = int.from_bytes(scan.take(8), "big"), 16
        if size == 0:
            size = 1 << 62  # up to the end of the file
        if size < length:
            raise Damaged
        if kind == b"moov":
            if size > MOST_INDEX:
                raise Damaged
            index = bytearray(scan.take(size - length))
            patches += _blank_index(index)
            patches.append(Patch(start + length, start + size, bytes(index)))
            continue
        if kind not in _TOP:
            patches += [Patch(start + 4, start + 8, b"free"), Patch(start + length, start + size)]
        scan.skip(size - length)
    if not any(patch.put is not None and len(patch.put) > 8 for patch in patches):
        raise Damaged  # without an index nothing can be played
    return patches


def _inside(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, and first and last byte of the body, of each box there."""
    while start + 8 <= end:
        size, kind, length = int.from_bytes(data[start : start + 4], "big"), bytes(data[start + 4 : start + 8]), 8
        if size == 1 and start + 16 <= end:
            size, length = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        size = size or end - start
        if size < length or start + size > end:
            raise Damaged
        yield kind, start + length, start + size
        start += size


def _blank_index(index: bytearray) -> list[Patch]:
    patches: list[Patch] = []
    for kind, start, end in list(_inside(index, 0, len(index))):
        if kind == b"trak" and _handler(index, start, end) not in _SEEN_AND_HEARD:
            patches += [Patch(first, last) for first, last in _samples(index, start, end)]
            _free(index, start, end)
        else:
            _blank(index, b"moov", kind, start, end)
    return patches


def _blank(index: bytearray, parent: bytes, kind: bytes, start: int, end: int) -> None:
    if kind not in _KEPT[parent]:
        _free(index, start, end)
    elif kind in _KEPT:
        for box in list(_inside(index, start, end)):
            _blank(index, kind, *box)
    elif kind in _TIMED and end - start >= 20:
        times = 16 if index[start] == 1 else 8
        index[start + 4 : start + 4 + times] = bytes(times)
    elif kind == b"dref":
        for _kind, first, last in list(_inside(index, start + 8, end)):
            if last - first >= 4:  # where the samples lie: in this file, and not at an address or in somebody's folder
                index[first + 3] |= 1
                index[first + 4 : last] = bytes(last - first - 4)
    elif kind == b"hdlr" and end - start > 24:
        index[start + 24 : end] = bytes(end - start - 24)  # a name of who or what wrote it


def _free(index: bytearray, start: int, end: int) -> None:
    """Make a box one that players pass over. The kind stands before the body, or before a long length in between."""
    is_long = start >= 16 and int.from_bytes(index[start - 16 : start - 12], "big") == 1
    is_long = is_long and int.from_bytes(index[start - 8 : start], "big") == end - start + 16
    place = start - 12 if is_long else start - 4
    index[place : place + 4] = b"free"
    index[start:end] = bytes(end - start)


def _find(index: bytearray, start: int, end: int, *path: bytes) -> tuple[int, int] | None:
    for kind, first, last in _inside(index, start, end):
        if kind == path[0]:
            return (first, last) if len(path) == 1 else _find(index, first, last, *path[1:])
    return None


def _handler(index: bytearray, start: int, end: int) -> bytes:
    found = _find(index, start, end, b"mdia", b"hdlr")
    return bytes(index[found[0] + 8 : found[0] + 12]) if found else b""


def _samples(index: bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where in the file the samples of a track lie, chunk by chunk."""
    table = _find(index, start, end, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    sizes, chunks = _find(index, *table, b"stsz"), _find(index, *table, b"stsc")
    places, width = _find(index, *table, b"stco"), 4
    if places is None:
        places, width = _find(index, *table, b"co64"), 8
    if sizes is None or chunks is None or places is None:
        raise Damaged
    try:
        same, count = struct.unpack_from(">II", index, sizes[0] + 4)
        runs = _rows(index, chunks, 3, 4)
        offsets = [row[0] for row in _rows(index, places, 1, width)]
        sample = run = 0
        for number, offset in enumerate(offsets, 1):
            while run < len(runs) and runs[run][0] <= number:
                run += 1
            held = min(runs[run - 1][1] if run else 0, count - sample)
            length = same * held if same else sum(struct.unpack_from(f">{held}I", index, sizes[0] + 12 + 4 * sample))
            yield offset, offset + length
            sample += held
    except struct.error:
        raise Damaged from None


def _rows(index: bytearray, box: tuple[int, int], columns: int, width: int) -> list[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", index, box[0] + 4)
    if box[0] + 8 + count * columns * width > box[1]:
        raise Damaged
    row = struct.Struct(">" + ("I" if width == 4 else "Q") * columns)
    return [row.unpack_from(index, box[0] + 8 + number * row.size) for number in range(count)]
