"""What a file is, by its own bytes. The name it came with, and what the browser says of it, count for nothing."""

from dataclasses import dataclass
from enum import StrEnum

from liem.intake.harmless.refusing import Why

HEAD = 4096
"""So many first bytes are looked at."""


class Sort(StrEnum):
    """What is done with a file depends on this."""

    PICTURE = "picture"
    PDF = "pdf"
    OFFICE = "office"
    TEXT = "text"
    SOUND = "sound"
    VIDEO = "video"


@dataclass(frozen=True)
class Sniffed:
    """The sort of a file, its media type, and the ending it is kept under."""

    sort: Sort
    media_type: str
    ending: str


_STARTS: tuple[tuple[bytes, Sniffed], ...] = (
    (b"\xff\xd8\xff", Sniffed(Sort.PICTURE, "image/jpeg", "jpg")),
    (b"\x89PNG\r\n\x1a\n", Sniffed(Sort.PICTURE, "image/png", "png")),
    (b"GIF87a", Sniffed(Sort.PICTURE, "image/gif", "gif")),
    (b"GIF89a", Sniffed(Sort.PICTURE, "image/gif", "gif")),
    (b"%PDF-", Sniffed(Sort.PDF, "application/pdf", "pdf")),
    (b"PK\x03\x04", Sniffed(Sort.OFFICE, "application/zip", "zip")),
    (b"ID3", Sniffed(Sort.SOUND, "audio/mpeg", "mp3")),
    (b"\xff\xfb", Sniffed(Sort.SOUND, "audio/mpeg", "mp3")),
    (b"\xff\xf3", Sniffed(Sort.SOUND, "audio/mpeg", "mp3")),
    *((bytes([0xFF, second]), Sniffed(Sort.SOUND, "audio/mpeg", "mp3")) for second in (0xFA, 0xF2, 0xE2, 0xE3)),
    (b"\xff\xf1", Sniffed(Sort.SOUND, "audio/aac", "aac")),
    (b"\xff\xf9", Sniffed(Sort.SOUND, "audio/aac", "aac")),
    (b"OggS", Sniffed(Sort.SOUND, "audio/ogg", "ogg")),
    (b"fLaC", Sniffed(Sort.SOUND, "audio/flac", "flac")),
    (b"#!AMR", Sniffed(Sort.SOUND, "audio/amr", "amr")),
    (b"\x1aE\xdf\xa3", Sniffed(Sort.VIDEO, "video/webm", "webm")),
)
_RIFF = {
    b"WEBP": Sniffed(Sort.PICTURE, "image/webp", "webp"),
    b"WAVE": Sniffed(Sort.SOUND, "audio/wav", "wav"),
    b"AVI ": Sniffed(Sort.VIDEO, "video/x-msvideo", "avi"),
}
_SOUND_BRANDS = {b"M4A ", b"M4B "}
_PICTURE_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
_REASONS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Why.OLD_OFFICE),
    (b"{\\rtf", Why.OLD_OFFICE),
    (b"Rar!\x1a\x07", Why.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Why.ARCHIVE),
    (b"\x1f\x8b", Why.ARCHIVE),
    (b"PK\x05\x06", Why.ARCHIVE),
)
"""What people often send that is not taken, and what they can do instead."""


def why_not_taken(head: bytes) -> Why:
    """Why a file that :func:`sniff` does not know is not taken."""
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
        return Why.HEIC
    return next((why for start, why in _REASONS if head.startswith(start)), Why.UNKNOWN)


def sniff(head: bytes) -> Sniffed | None:
    """What the first bytes say, or ``None`` for what is not taken.

    >>> sniff(b"%PDF-1.7 ...").sort
    <Sort.PDF: 'pdf'>
    >>> sniff(b"MZ\\x90\\x00") is None
    True
    """
    for start, sniffed in _STARTS:
        if head.startswith(start):
            return sniffed
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    return Sniffed(Sort.TEXT, "text/plain", "txt") if _is_plain_text(head) else None


def _boxed(brand: bytes) -> Sniffed | None:
    if brand in _PICTURE_BRANDS:
        return None
    if brand in _SOUND_BRANDS:
        return Sniffed(Sort.SOUND, "audio/mp4", "m4a")
    return Sniffed(Sort.VIDEO, "video/mp4", "mp4")


def _is_plain_text(head: bytes) -> bool:
    if (
        not head.strip()
        or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")
        or any(byte < 32 and byte not in (9, 10, 13) for byte in head)
        or b"<" in head.lstrip()[:1]
    ):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4  # a letter cut off at the end of what was looked at
    return True


def looks_like_two(head: bytes, tail: bytes) -> bool:
    """Whether sound or video carries something else that a program would open: an archive, a PDF, a web page."""
    lowered = head.lower()
    return (
        b"%pdf-" in lowered[:1024]
        or any(word in lowered for word in (b"<html", b"<script", b"<!doctype", b"<svg"))
        or (b"PK\x05\x06" in tail)
    )
