"""WebM and Matroska (RFC 8794, RFC 9559): elements within elements."""

from liem.intake.recordings.reading import Damaged, Patch, Scan

_SEGMENT, _INFO, _TRACKS, _TRACK, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675
_ENTERED = {_SEGMENT, _INFO, _TRACKS, _TRACK}
_TAGS, _ATTACHMENTS, _CHAPTERS, _CHECKSUM, _NAME = 0x1254C367, 0x1941A469, 0x1043A770, 0xBF, 0x536E
_BLANKED = {_TAGS, _ATTACHMENTS, _CHAPTERS, _CHECKSUM, _NAME}
_OF_INFO = {0x2AD7B1, 0x4489}
"""Of what is told about the file only its scale and its length stay: title, day, programs, identifiers go."""
_UNKNOWN = -1


def notes(scan: Scan) -> list[Patch]:
    """What is to be blanked."""
    patches: list[Patch] = []
    info_until = 0
    while not scan.is_over:
        scan.step()
        start = scan.at
        name = _number(scan, keep_marker=True)
        size = _number(scan, keep_marker=False)
        if name in _ENTERED or (name == _CLUSTER and size == _UNKNOWN):
            info_until = scan.at + size if name == _INFO and size != _UNKNOWN else info_until
            continue
        if size == _UNKNOWN:
            raise Damaged
        if name in _BLANKED or (start < info_until and name not in _OF_INFO):
            patches += _void(start, scan.at, scan.at + size)
        scan.skip(size)
    return patches


def _number(scan: Scan, *, keep_marker: bool) -> int:
    first = scan.take(1)[0]
    length = 9 - first.bit_length()
    if length > 8 or (keep_marker and length > 4):
        raise Damaged
    rest = scan.take(length - 1)
    value = first if keep_marker else first & ((1 << (8 - length)) - 1)
    number = int.from_bytes(bytes([value]) + rest, "big")
    if not keep_marker and number == (1 << (7 * length)) - 1:
        return _UNKNOWN
    return number


def _void(start: int, body: int, end: int) -> list[Patch]:
    """An element that players pass over, of the same length."""
    whole = end - start
    head = b"\xec\x01" + (whole - 9).to_bytes(7, "big") if whole >= 9 else b"\xec" + bytes([128 | whole - 2])
    return [Patch(start, start + len(head), head), Patch(start + len(head), end)]
