"""WAV and AVI: chunks, and lists of chunks."""

from liem.intake.recordings.reading import Damaged, Patch, Scan

_KEPT = {b"fmt ", b"fact", b"data", b"avih", b"strh", b"strf", b"indx", b"dmlh", b"idx1"}
_ENTERED = {b"hdrl", b"strl", b"odml"}
_KEPT_LISTS = {b"movi"}


def notes(scan: Scan) -> list[Patch]:
    """What is to be blanked: every chunk that playing does not need."""
    patches: list[Patch] = []
    while not scan.is_over:
        head = scan.look(12)
        if head[:4] != b"RIFF":
            patches.append(Patch(scan.at, 1 << 62))  # what hangs behind the recording
            return patches
        scan.take(12)
        end = scan.at + int.from_bytes(head[4:8], "little") - 4
        while scan.at < end and len(scan.look(8)) == 8:
            _chunk(scan, patches)
        if scan.at < end and not scan.is_over:
            raise Damaged
    return patches


def _chunk(scan: Scan, patches: list[Patch]) -> None:
    scan.step()
    start, head = scan.at, scan.take(8)
    name, size = head[:4], int.from_bytes(head[4:], "little")
    if name == b"LIST" and size >= 4:
        kind = scan.look(4)
        if kind in _ENTERED:
            scan.take(4)
            return
        is_kept = kind in _KEPT_LISTS
    else:
        is_kept = name in _KEPT
    if not is_kept:
        patches += [Patch(start, start + 4, b"JUNK"), Patch(start + 8, start + 8 + size)]
    scan.skip(size + size % 2)
