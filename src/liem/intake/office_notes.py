"""Office files (ECMA-376, OpenDocument) without what they tell of who wrote them: properties, names beside comments and
changes, days, folders on somebody's disk, notes in pictures. Text, comments and changes themselves stay.
"""

import io
import re
import zipfile

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DOCUMENT = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_EMPTY = {
    "docProps/core.xml": _HEAD + b'<cp:coreProperties xmlns:cp="' + _PACKAGE + b'"/>',
    "docProps/app.xml": _HEAD + b'<Properties xmlns="' + _DOCUMENT + b'extended-properties"/>',
    "docProps/custom.xml": _HEAD + b'<Properties xmlns="' + _DOCUMENT + b'custom-properties"/>',
    "meta.xml": _HEAD + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
}
"""Parts that say nothing but who, when and with what: left as empty ones, since others point to them."""

_RULES: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (re.compile(rb'(\s(?:\w+:)?(?:author|initials|userName|userId|providerId)=)("[^"]*"|\'[^\']*\')'), rb'\1""'),
    (re.compile(rb'\s(?:w|w16du):(?:date|dateUtc)=("[^"]*"|\'[^\']*\')'), b""),
    (re.compile(rb'\sw:rsid\w*=("[^"]*"|\'[^\']*\')'), b""),
    (re.compile(rb"<w:rsids>.*?</w:rsids>", re.S), b""),
    (re.compile(rb"(<author(?:\s[^>]*)?>)[^<]*(</author>)"), rb"\1\2"),
    (
        re.compile(rb"(<(?:dc:creator|dc:date|meta:creator-initials|loext:sender-initials)(?:\s[^>]*)?>)[^<]*(</)"),
        rb"\1\2",
    ),
    (re.compile(rb"<(?:\w+:)?absPath\s[^>]*?/>"), b""),
    (re.compile(rb'(\sTarget=)("file:[^"]*"|\'file:[^\']*\')', re.I), rb'\1"file:///"'),
    (re.compile(rb'(config:name="Printer(?:Name|Setup)"[^>]*>)[^<]*(<)'), rb"\1\2"),
)
_PEOPLE = re.compile(r"(?:^|/)(?:people|persons?\d*|commentAuthors|authors)\.xml$")
_PERSON = re.compile(rb'(\s(?:\w+:)?(?:name|displayName|userId|initials|author|id)=)("[^"{][^"]*[^"}\d][^"]*")')


def without_notes(data: bytes) -> bytes:
    """The same office file; ``data`` was looked at already (size when unpacked, number of parts, no programs).

    :raises zipfile.BadZipFile, RuntimeError: where a part cannot be read.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.is_dir():
                continue
            fresh = zipfile.ZipInfo(part.filename, _EARLIEST)
            is_first = part.filename == "mimetype"  # readers look for it unpacked, at a fixed place
            fresh.compress_type = zipfile.ZIP_STORED if is_first else zipfile.ZIP_DEFLATED
            new.writestr(fresh, _clean(part.filename, old.read(part)))
    return out.getvalue()


def _clean(name: str, data: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if data[:2] == b"\xff\xd8":
        return without_notes_of_jpeg(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return without_notes_of_png(data)
    if name.endswith((".xml", ".rels", ".vml")):
        return _without_names(name, data)
    return data


def _without_names(name: str, data: bytes) -> bytes:
    for pattern, put in _RULES:
        data = pattern.sub(put, data)
    if _PEOPLE.search(name):
        data = _PERSON.sub(rb'\1""', data)
    return data


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
    return b"".join([*kept, jpeg[place:]])


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
