"""PDFs reduced to what is seen on their pages.

What acts (scripts, launches, forms, links), what is attached, and what tells of the making (author, programs, days,
identifiers, notes in pictures) is left behind. What stands on a page as an annotation, such as a filled field, the
stamp of a digital signature or a remark, is drawn into the page first: it is often the very evidence.
"""

import base64
import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from liem.intake.harmless.pictures import without_notes_of_jpeg, without_notes_of_jpeg2000
from liem.intake.harmless.refusing import MOST_UNPACKED, Refused, Why

MOST_PAGES = 500
MOST_PIXELS = 250_000_000
"""Of one picture on a page: what a reader would have to unpack."""
_MEMORY = 128 * 1024 * 1024

_OF_ROOT = {"/Type", "/Pages", "/Version", "/Lang", "/OCProperties", "/PageLayout"}
_OF_PAGES = {"/Type", "/Parent", "/Kids", "/Count", "/MediaBox", "/CropBox", "/Rotate", "/Resources"}
_OF_PAGE = _OF_PAGES - {"/Kids", "/Count"} | {"/Contents", "/Group", "/UserUnit"}
_OF_STREAM = {"/Length", "/Filter", "/DecodeParms", "/Type", "/Subtype"}
_OF_IMAGE = _OF_STREAM | {
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode",
    "/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/OC",
}  # fmt: skip
_OF_FORM = _OF_STREAM | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/OC"}
_TELLING = {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/JS", "/JavaScript", "/CreatorInfo", "/Usage"}
"""Wherever else they stand; as names of fonts and pictures on a page they stay."""
_SWELLING = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_MOST_OF_LZW = 1400
"""Times its size that a text packed so can have."""


def cleaned(data: bytes) -> tuple[str, str, bytes]:
    """Media type, ending and bytes of the PDF that is kept."""
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=_MEMORY, run_length_max_memory=_MEMORY, png_max_memory=_MEMORY, tiff_max_memory=_MEMORY,
        dct_max_memory=_MEMORY, max_stream_filters=3,
    )  # fmt: skip
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise Refused(Why.PAGES)
            _check_swelling(pdf)
            _draw_annotations(pdf)
            _reduce(pdf)
            out = io.BytesIO()
            pdf.save(
                out,
                fix_metadata_version=False,
                deterministic_id=True,
                stream_decode_level=pikepdf.StreamDecodeLevel.none,
            )
            return "application/pdf", "pdf", out.getvalue()
    except pikepdf.PasswordError:
        raise Refused(Why.LOCKED) from None
    except MemoryError:
        raise Refused(Why.SWELLS) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, AttributeError, RuntimeError):
        raise Refused(Why.DAMAGED) from None


def _filters(stream: Stream) -> list[str]:
    found: Any = stream.get("/Filter", [])
    return [str(one) for one in (found if isinstance(found, Array) else [found])]


def _check_swelling(pdf: pikepdf.Pdf) -> None:
    left = MOST_UNPACKED
    for thing in pdf.objects:
        if not isinstance(thing, Stream):
            continue
        if thing.get("/Subtype") == Name.Image:
            if int(thing.get("/Width", 0)) * int(thing.get("/Height", 0)) > MOST_PIXELS:
                raise Refused(Why.PIXELS)
            if sum(one in _SWELLING for one in _filters(thing)) > 1:
                raise Refused(Why.SWELLS)
            continue
        left -= _unpacked(thing, left)
        if left < 0:
            raise Refused(Why.SWELLS)


def _unpacked(stream: Stream, most: int) -> int:
    """Bytes of a stream when it is opened; where that is more than ``most``, some number above it."""
    raw, filters = stream.read_raw_bytes(), _filters(stream)
    if sum(one in _SWELLING for one in filters) > 1:
        raise Refused(Why.SWELLS)
    for one in filters:
        if one in ("/ASCIIHexDecode", "/AHx"):
            raw = bytes.fromhex("".join(raw.split(b">")[0].decode("latin-1").split()))
        elif one in ("/ASCII85Decode", "/A85"):
            raw = base64.a85decode(raw.strip().removeprefix(b"<~").split(b"~")[0])
        elif one in ("/FlateDecode", "/Fl"):
            return _inflated(raw, most)
        elif one in ("/LZWDecode", "/LZW"):
            return len(raw) * _MOST_OF_LZW
        elif one in ("/RunLengthDecode", "/RL"):
            return len(raw) * 64
    return len(raw)


def _inflated(raw: bytes, most: int) -> int:
    unpacking, length = zlib.decompressobj(), 0
    try:
        while raw and length <= most and not unpacking.eof:
            length += len(unpacking.decompress(raw, 1024 * 1024))
            raw = unpacking.unconsumed_tail
    except zlib.error:
        pass  # readers show what came before
    return length


def _draw_annotations(pdf: pikepdf.Pdf) -> None:
    if Name.AcroForm in pdf.Root and pdf.Root.AcroForm.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _reduce(pdf: pikepdf.Pdf) -> None:
    for name in list(pdf.trailer.keys()):
        if name not in ("/Root", "/Size"):
            del pdf.trailer[name]
    _keep(pdf.Root, _OF_ROOT)
    for page in pdf.pages:
        _keep(page.obj, _OF_PAGE)
        node, steps = page.obj.get("/Parent"), 0
        while isinstance(node, Dictionary) and steps < 50:
            _keep(node, _OF_PAGES)
            node, steps = node.get("/Parent"), steps + 1
    for thing in pdf.objects:
        if isinstance(thing, Stream):
            _reduce_stream(thing)
        for inside in _dictionaries(thing, 20):
            for name in _TELLING & set(inside.keys()):
                if not _is_drawn(inside[name]):
                    del inside[name]


def _is_drawn(thing: Any) -> bool:
    """Whether it is a font or something drawn, which a page may call by any name."""
    kinds = (Name.Font, Name.XObject, Name.Pattern, Name.ExtGState)
    return isinstance(thing, Dictionary | Stream) and thing.get("/Type") in kinds


def _reduce_stream(stream: Stream) -> None:
    subtype = stream.get("/Subtype")
    if subtype == Name.Image:
        _keep(stream, _OF_IMAGE)
        _without_notes(stream)
    elif subtype == Name.Form:
        _keep(stream, _OF_FORM)
    elif subtype == Name.PS:
        stream.write(b"")
    else:
        for name in _TELLING & set(stream.keys()):
            del stream[name]


def _without_notes(image: Stream) -> None:
    """Notes of a camera lie inside the picture itself, whatever it is packed in once more."""
    filters = _filters(image)
    if filters[-1:] not in (["/DCTDecode"], ["/DCT"], ["/JPXDecode"]):
        return
    raw = image.read_raw_bytes()
    for one in filters[:-1]:
        if one not in ("/FlateDecode", "/Fl"):
            raise Refused(Why.STRANGE)
        unpacking = zlib.decompressobj()
        raw = unpacking.decompress(raw, _MEMORY)
    is_jpeg = filters[-1] != "/JPXDecode"
    clean = without_notes_of_jpeg(raw) if is_jpeg else without_notes_of_jpeg2000(raw)
    parameters = image.get("/DecodeParms")
    last = parameters[-1] if isinstance(parameters, Array) and len(parameters) else parameters
    if "/DecodeParms" in image:
        del image["/DecodeParms"]
    image.write(clean, filter=Name.DCTDecode if is_jpeg else Name.JPXDecode)
    if isinstance(last, Dictionary) and len(filters) == (len(parameters) if isinstance(parameters, Array) else 1):
        image["/DecodeParms"] = last


def _keep(thing: Any, names: set[str]) -> None:
    for name in set(thing.keys()) - names:
        del thing[name]


def _dictionaries(thing: Any, depth: int) -> Iterator[Any]:
    """The dictionaries within an object, itself included; those of other objects come with them."""
    if depth == 0 or isinstance(thing, Stream):
        return
    if isinstance(thing, Dictionary):
        yield thing
        inside = [thing[name] for name in thing.keys()]  # noqa: SIM118 - no plain dictionary
    elif isinstance(thing, Array):
        inside = list(thing)
    else:
        return
    for one in inside:
        if isinstance(one, Dictionary | Array) and not one.is_indirect:
            yield from _dictionaries(one, depth - 1)


def warm_up() -> None:
    """Load all that is loaded by and by."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    cleaned(out.getvalue())
