"""MP3 (ISO/IEC 11172-3, 13818-3) and AAC in ADTS: frame after frame. Only they go on, notes do not."""

from collections.abc import Iterator

from liem.intake.recordings.reading import Damaged, Scan

_RATES = {
    (3, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by version (3 is MPEG-1, 2 its half and quarter rates) and layer."""
_PER_SECOND = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_WRITERS = (b"Xing", b"Info", b"VBRI")
"""A first frame without sound, in which the program that wrote the file counts the others and names itself."""
_NOTES = (b"ID3", b"TAG", b"APE", b"LYR")


def frames(scan: Scan) -> Iterator[bytes]:
    """The frames of a recording; what a file with notes in front is, its frames say.

    :raises Damaged: on the way, where there is none.
    """
    found = 0
    for frame in _frames(scan):
        found += 1
        if found > 1 or not any(word in frame for word in _WRITERS):
            yield frame
    if not found:
        raise Damaged


def _frames(scan: Scan) -> Iterator[bytes]:
    while not scan.is_over:
        head = scan.look(10)
        if head[:3] == b"ID3" and len(head) == 10:
            scan.skip(10 + _safe(head[6:10]) + (10 if head[5] & 0x10 else 0))
            continue
        length = _length(head)
        if length and _goes_on(scan, length):
            scan.step()
            yield scan.take(length)
        else:
            scan.skip(1)


def _goes_on(scan: Scan, length: int) -> bool:
    """Whether another frame, notes or the end follow: two bytes that look like a frame are easily met by chance."""
    seen = scan.look(length + 10)
    following = seen[length:]
    if len(seen) < length:
        return False
    return not following or bool(_length(following)) or following[:3] in _NOTES


def _length(head: bytes) -> int:
    return _mpeg_length(head) or _adts_length(head)


def _safe(four: bytes) -> int:
    return (four[0] & 127) << 21 | (four[1] & 127) << 14 | (four[2] & 127) << 7 | four[3] & 127


def _mpeg_length(head: bytes) -> int:
    """Bytes of the frame that begins so; 0 where none does.

    >>> _mpeg_length(bytes.fromhex("fffb9064"))
    417
    """
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    rate, per_second, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or rate in (0, 15) or per_second == 3:
        return 0
    bits = 1000 * _RATES[3 if version == 3 else 2, layer][rate - 1]
    samples = _PER_SECOND[version][per_second]
    if layer == 1:
        return (12 * bits // samples + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // samples + padding


def _adts_length(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length >= 7 else 0
