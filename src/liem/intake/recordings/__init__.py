"""Sound and video without their notes: place, device, names, times and pictures put beside the recording are blanked.

What is heard and seen is not touched and not decoded: no decoder meets a hostile file. Each container is walked by its
published layout; what is not known to be needed for playing is filled with emptiness of the same length: nothing moves.
"""

from collections.abc import Callable, Iterator

from liem.intake.recordings import amr, boxes, ebml, flac, frames, ogg, riff
from liem.intake.recordings.reading import Damaged, Patch, Scan, patched

__all__ = ["Damaged", "without_notes"]
Pieces = Callable[[], Iterator[bytes]]

_BLANKED: dict[str, Callable[[Scan], list[Patch]]] = {
    "audio/mp4": boxes.notes,
    "video/mp4": boxes.notes,
    "video/webm": ebml.notes,
    "audio/ogg": ogg.notes,
    "audio/flac": flac.notes,
    "audio/wav": riff.notes,
    "video/x-msvideo": riff.notes,
}
_FRAMES: dict[str, Callable[[Scan], Iterator[bytes]]] = {
    "audio/mpeg": frames.frames,
    "audio/aac": frames.frames,
    "audio/amr": amr.frames,
}


def without_notes(media_type: str, pieces: Pieces) -> Iterator[bytes]:
    """The recording piece by piece; ``pieces`` gives the file from its beginning as often as it is called.

    :raises Damaged: at once or on the way, where the file is not laid out as its type demands.
    """
    if media_type in _BLANKED:
        return patched(pieces(), _BLANKED[media_type](Scan(pieces())))
    return _FRAMES[media_type](Scan(pieces()))
