"""Pictures drawn anew: nothing but the pixels goes on, neither place nor device nor a hidden second file."""

import importlib
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from liem.intake.harmless.refusing import Refused, Why

MOST_PIXELS = 50_000_000
MOST_PIXELS_OF_JPEG = 220_000_000
"""A JPEG is read at a half, a quarter or an eighth of its size: what a telephone of 200 megapixels makes is taken."""
LONGEST_SIDE = 4000
"""Pixels; larger pictures are made smaller."""

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")


def cleaned(data: bytes) -> tuple[str, str, bytes]:
    """Media type, ending and bytes of the picture that is kept."""
    Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before anything is unpacked
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            return _drawn(_small(opened))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise Refused(Why.DAMAGED) from None
    except MemoryError:
        raise Refused(Why.PIXELS) from None


def _small(opened: Image.Image) -> Image.Image:
    is_jpeg = opened.format in ("JPEG", "MPO")
    if opened.width * opened.height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
        raise Refused(Why.PIXELS)
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    opened.load()
    picture: Image.Image = opened
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned: Image.Image = ImageOps.exif_transpose(picture)
    return turned


def _drawn(picture: Image.Image) -> tuple[str, str, bytes]:
    out = io.BytesIO()
    if picture.mode.startswith("I;16") or picture.mode == "I":  # a scan in sixteen bits
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "A" in picture.getbands() or picture.mode in {"P", "1", "L"}:
        fresh = picture.convert("RGBA" if "transparency" in picture.info or "A" in picture.getbands() else "RGB")
        _without_notes(fresh).save(out, "PNG")
        return "image/png", "png", out.getvalue()
    _without_notes(picture.convert("RGB")).save(out, "JPEG", quality=88)
    return "image/jpeg", "jpg", out.getvalue()


def _without_notes(picture: Image.Image) -> Image.Image:
    """A picture of its pixels alone: comments, profiles and the like are left behind with the old one."""
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)
    return fresh


def without_notes_of_jpeg(jpeg: bytes) -> bytes:
    """A JPEG without its notes (place, time, device): segments APP1 to 13, 15 and comments.

    >>> without_notes_of_jpeg(bytes.fromhex("ffd8ffe100044142ffda0002")).hex()
    'ffd8ffda0002'
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        length = 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if not (0xE1 <= jpeg[place + 1] <= 0xED or jpeg[place + 1] in (0xEF, 0xFE)):
            kept.append(jpeg[place : place + length])
        place += length
    end = jpeg.rfind(b"\xff\xd9")
    return b"".join([*kept, jpeg[place : end + 2 if end >= place else len(jpeg)]])


def without_notes_of_png(png: bytes) -> bytes:
    """A PNG without texts, times and camera data; what stands behind its end goes too."""
    kept, place = [png[:8]], 8
    while place + 12 <= len(png):
        end = place + 12 + int.from_bytes(png[place : place + 4], "big")
        kind = png[place + 4 : place + 8]
        if kind not in (b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"):
            kept.append(png[place:end])
        place = end
        if kind == b"IEND":
            break
    return b"".join(kept)


def without_notes_of_jpeg2000(picture: bytes) -> bytes:
    """A JPEG 2000 file without boxes of notes (XMP, places): only what drawing needs stays."""
    if picture[4:8] != b"jP  ":
        return picture
    kept, place = [], 0
    while place + 8 <= len(picture):
        size, kind = int.from_bytes(picture[place : place + 4], "big"), picture[place + 4 : place + 8]
        if size == 1:
            size = int.from_bytes(picture[place + 8 : place + 16], "big")
        end = len(picture) if size == 0 else place + max(size, 8)
        if kind in (b"jP  ", b"ftyp", b"jp2h", b"jp2c"):
            kept.append(picture[place:end])
        place = end
    return b"".join(kept)


def warm_up() -> None:
    """Load all that reading and drawing pictures loads by and by."""
    for name in ("Mpo", "Tiff", "WebP", "Gif", "Png", "Jpeg"):
        importlib.import_module(f"PIL.{name}ImagePlugin")
    Image.preinit()
    exif = Image.Exif()
    exif[0x0112] = 6
    for mode, form in (("RGB", "JPEG"), ("P", "PNG"), ("P", "GIF"), ("RGBA", "WEBP"), ("I;16", "PNG")):
        out = io.BytesIO()
        Image.new(mode, (3, 2)).save(out, form, **({"exif": exif} if form == "JPEG" else {}))
        cleaned(out.getvalue())
