"""Files sent in, made harmless: pictures are drawn anew, PDFs lose all but their pages, others their notes.

Everything that is not taken is refused in one sentence that says what to do instead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from liem.intake import apart, recordings
from liem.intake.harmless.refusing import Refused, Why
from liem.intake.refusals import RefusedFile, refusal
from liem.intake.sniffing import HEAD, Sniffed, Sort, looks_like_two, sniff, why_not_taken

__all__ = ["Cleaned", "RefusedFile", "check_head", "clean", "clean_stream"]
Pieces = Callable[[], Iterator[bytes]]
"""Gives a file from its beginning, as often as it is called."""
MEGABYTE = 1024 * 1024
MOST_BYTES = {
    Sort.PICTURE: 25 * MEGABYTE,
    Sort.PDF: 25 * MEGABYTE,
    Sort.OFFICE: 25 * MEGABYTE,
    Sort.TEXT: 2 * MEGABYTE,
    Sort.SOUND: 100 * MEGABYTE,
    Sort.VIDEO: 100 * MEGABYTE,
}
"""The largest file of each sort that is taken."""
IN_MEMORY = frozenset({Sort.PICTURE, Sort.PDF, Sort.OFFICE, Sort.TEXT})
"""Sorts that are read as a whole to be cleaned; the others stream through."""


@dataclass(frozen=True)
class Cleaned:
    """What is kept: ``data``, or what ``stream`` gives."""

    sniffed: Sniffed
    data: bytes | None
    is_changed: bool
    stream: Pieces | None = None

    def pieces(self, as_they_came: Pieces) -> Iterator[bytes]:
        """What is kept, piece by piece."""
        return iter([self.data]) if self.data is not None else (self.stream or as_they_came)()


def check_head(head: bytes, size: int) -> Sniffed:
    """What the file is, if it is taken at all."""
    if size == 0:
        raise refusal(Why.EMPTY)
    sniffed = sniff(head[:HEAD])
    if sniffed is None:
        raise refusal(why_not_taken(head[:HEAD]))
    most = MOST_BYTES[sniffed.sort]
    if size > most:
        raise refusal(Why.LARGE, most=most // MEGABYTE)
    return sniffed


def clean(sniffed: Sniffed, data: bytes) -> Cleaned:
    """A file that was read as a whole, made harmless in a process apart."""
    try:
        media_type, ending, kept = apart.cleaned(sniffed.sort, data)
    except Refused as refused:
        raise refusal(refused.why) from None
    return Cleaned(Sniffed(sniffed.sort, media_type, ending), kept, True)


def clean_stream(sniffed: Sniffed, head: bytes, tail: bytes, pieces: Pieces) -> Cleaned:
    """Sound and video without their notes, never played by the house; what hides something else is refused."""
    if looks_like_two(head, tail):
        raise refusal(Why.TWO)
    for _piece in _recording(sniffed, pieces):
        pass  # to its end, before anything of it is kept
    return Cleaned(sniffed, None, True, lambda: _recording(sniffed, pieces))


def _recording(sniffed: Sniffed, pieces: Pieces) -> Iterator[bytes]:
    try:
        yield from recordings.without_notes(sniffed.media_type, pieces)
    except recordings.Damaged:
        raise refusal(Why.DAMAGED) from None
