"""Files sent in, made harmless: pictures are drawn anew, PDFs lose all but their pages, others their notes.

Everything that is not taken is refused in one sentence that says what to do instead.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from liem.base.errors import UserError
from liem.intake import office_notes, recordings
from liem.intake.office_notes import without_notes_of_jpeg
from liem.intake.sniffing import HEAD, Sniffed, Sort, looks_like_two, sniff

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
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 4000
"""Pixels; larger pictures are made smaller."""
MOST_PAGES = 500
MOST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 2000
HIGHEST_RATIO = 200


class RefusedFile(UserError):
    """A file that is not taken, and why, in one sentence for the person who sent it."""


@dataclass(frozen=True)
class Cleaned:
    """What is kept: ``data``, or what ``stream`` gives; where both are ``None``, the bytes as they came."""

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
        raise RefusedFile(_("This file is empty."))
    sniffed = sniff(head[:HEAD])
    if sniffed is None:
        raise RefusedFile(
            _("Files of this sort are not taken. Send a picture, PDF, office file, sound or video; or a photo of it.")
        )
    most = MOST_BYTES[sniffed.sort]
    if size > most:
        sentence = _("This file is larger than %(most)s MB. Send a part of it, or a smaller version.")
        raise RefusedFile(sentence % {"most": most // MEGABYTE})
    return sniffed


def clean(sniffed: Sniffed, data: bytes) -> Cleaned:
    """A file that was read as a whole, made harmless."""
    if sniffed.sort == Sort.PICTURE:
        return _picture(data)
    if sniffed.sort == Sort.PDF:
        return Cleaned(sniffed, _pdf(data), True)
    if sniffed.sort == Sort.OFFICE:
        return Cleaned(_office(data), _office_without_notes(data), True)
    return Cleaned(sniffed, _text(data), True)


def clean_stream(sniffed: Sniffed, head: bytes, tail: bytes, pieces: Pieces) -> Cleaned:
    """Sound and video without their notes, never played by the house; what hides something else is refused."""
    if looks_like_two(head, tail):
        raise RefusedFile(_("This file is two things at once and is not taken. Record or save it anew."))
    if not recordings.has_notes(sniffed.media_type):
        return Cleaned(sniffed, None, False)
    for _piece in _recording(sniffed, pieces):
        pass  # to its end, before anything of it is kept
    return Cleaned(sniffed, None, True, lambda: _recording(sniffed, pieces))


def _recording(sniffed: Sniffed, pieces: Pieces) -> Iterator[bytes]:
    try:
        yield from recordings.without_notes(sniffed.media_type, pieces)
    except recordings.Damaged:
        raise RefusedFile(_damaged()) from None


def _damaged() -> str:
    return _("This file cannot be read: it is damaged or cut off. Send it again, or a photo of it.")


def _picture(data: bytes) -> Cleaned:
    """Drawn anew: nothing but the pixels goes on, neither place nor device nor a hidden second file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "GIF", "WEBP"]) as opened:
                return _drawn(_small(opened))
    except RefusedFile:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError,
            Image.DecompressionBombWarning, MemoryError, IndexError, TypeError):  # fmt: skip
        raise RefusedFile(_damaged()) from None


def _small(opened: Image.Image) -> Image.Image:
    if opened.width * opened.height > MOST_PIXELS:
        raise RefusedFile(_("This picture has too many pixels. Send a smaller version."))
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    turned: Image.Image = ImageOps.exif_transpose(opened)
    turned.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return turned


def _drawn(picture: Image.Image) -> Cleaned:
    out = io.BytesIO()
    if "A" in picture.getbands() or picture.mode in {"P", "1", "L"}:
        fresh = picture.convert("RGBA" if "transparency" in picture.info or "A" in picture.getbands() else "RGB")
        _without_notes(fresh).save(out, "PNG")
        return Cleaned(Sniffed(Sort.PICTURE, "image/png", "png"), out.getvalue(), True)
    _without_notes(picture.convert("RGB")).save(out, "JPEG", quality=88)
    return Cleaned(Sniffed(Sort.PICTURE, "image/jpeg", "jpg"), out.getvalue(), True)


def _without_notes(picture: Image.Image) -> Image.Image:
    """A picture of its pixels alone: comments, profiles and the like are left behind with the old one."""
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    return fresh


def _pdf(data: bytes) -> bytes:
    """Its pages, without scripts, attachments, forms that act, and notes about its making."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise RefusedFile(_("This PDF has too many pages. Send the pages that matter."))
            _strip(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise RefusedFile(_("This PDF is locked by a password. Send it unlocked, or a photo of it.")) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, AttributeError):
        raise RefusedFile(_damaged()) from None


_ACTING = ("/OpenAction", "/AA", "/AcroForm", "/Metadata", "/PieceInfo", "/Collection", "/URI", "/Threads")


def _strip(pdf: pikepdf.Pdf) -> None:
    _leave_out(pdf.Root, (*_ACTING, "/Names"))
    _leave_out(pdf.trailer, ("/Info",))
    for page in pdf.pages:
        _leave_out(page.obj, ("/AA", "/Metadata", "/PieceInfo", "/Annots"))
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            _leave_out(thing, ("/Metadata",))
            if thing.get("/Filter") == pikepdf.Name.DCTDecode:
                thing.write(without_notes_of_jpeg(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def _leave_out(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in thing:
            del thing[name]


_OFFICE = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}


def _office(data: bytes) -> Sniffed:
    """An office file without programs in it; any other archive is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_archive(parts, data)
            names = {part.filename for part in parts}
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                media_type = archive.read("mimetype")
                if media_type in _OPEN_DOCUMENT and not any(name.startswith(("Basic/", "Scripts/")) for name in names):
                    return Sniffed(Sort.OFFICE, media_type.decode(), _OPEN_DOCUMENT[media_type])
            if "[Content_Types].xml" in names:
                for folder, (kind, ending) in _OFFICE.items():
                    if any(name.startswith(folder) for name in names):
                        return Sniffed(Sort.OFFICE, kind, ending)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        raise RefusedFile(_damaged()) from None
    raise RefusedFile(_("Archives are not taken. Send the files in it one by one."))


def _office_without_notes(data: bytes) -> bytes:
    try:
        return office_notes.without_notes(data)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise RefusedFile(_damaged()) from None


def _check_archive(parts: list[zipfile.ZipInfo], data: bytes) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * len(data):
        raise RefusedFile(_("This file would swell far beyond its size when opened. Save it anew."))
    if any("vbaproject" in part.filename.lower() or ".." in part.filename.split("/") for part in parts):
        raise RefusedFile(_("This office file contains programs (macros). Save it without them, or as PDF."))


def _text(data: bytes) -> bytes:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedFile(_("This text file is not in UTF-8. Copy its text into a message instead.")) from None
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t").encode()
