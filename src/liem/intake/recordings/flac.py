"""FLAC (RFC 9639): blocks of notes before the sound."""

from liem.intake.recordings.reading import Damaged, Patch, Scan

_STREAM, _PADDING, _SEEK_TABLE = 0, 1, 3


def notes(scan: Scan) -> list[Patch]:
    """What is to be blanked."""
    patches: list[Patch] = []
    if scan.take(4) != b"fLaC":
        raise Damaged
    is_last = False
    while not is_last:
        start, head = scan.at, scan.take(4)
        is_last, kind, size = bool(head[0] & 0x80), head[0] & 0x7F, int.from_bytes(head[1:], "big")
        if kind not in (_STREAM, _SEEK_TABLE):
            patches.append(Patch(start, start + 1, bytes([(head[0] & 0x80) | _PADDING])))
            patches.append(Patch(start + 4, start + 4 + size))
        scan.skip(size)
    return patches
