"""Office files (ECMA-376, OpenDocument) without what they tell of who wrote them, and without what acts when opened.

Properties, names beside comments and changes, days, folders on somebody's disk and notes in pictures go; so do
templates, pictures and data fetched from elsewhere, fields that start programs, and objects of other programs (their
pictures stay). Text, comments and changes themselves stay. Programs (macros) are refused.
"""

import html
import io
import re
import zipfile
import zlib

from liem.intake.harmless.pictures import without_notes_of_jpeg, without_notes_of_png
from liem.intake.harmless.refusing import MOST_UNPACKED, Refused, Why

MOST_PARTS = 2000
HIGHEST_RATIO = 200
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DOCUMENT = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = {
    "docProps/core.xml": _HEAD + b'<cp:coreProperties xmlns:cp="' + _PACKAGE + b'"/>',
    "docProps/app.xml": _HEAD + b'<Properties xmlns="' + _DOCUMENT + b'extended-properties"/>',
    "docProps/custom.xml": _HEAD + b'<Properties xmlns="' + _DOCUMENT + b'custom-properties"/>',
    "meta.xml": _HEAD + b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
    "xl/connections.xml": _HEAD + b'<connections xmlns="' + _SHEET + b'"/>',
}
"""Parts that say nothing but who, when, with what and from where: left as empty ones, since others point to them."""

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
_PROGRAMS = re.compile(rb"vbaproject|vbadata|macroenabled|macrosheet|activex|intlmacro", re.I)
"""In the list of contents and in the lists of relations: a macro may lie in a part of any name."""

# Each of these stops at the next "<" or at a quote: none reads the same text again and again.
_VALUE = rb"(?:\"[^\"<]*\"|'[^'<]*')"
_WHO = rb"author|initials|userName|userId|providerId|lastModifiedBy"
_RULES: tuple[tuple[re.Pattern[bytes], bytes], ...] = (
    (
        re.compile(rb"(\s(?:\w{1,20}:)?(?:" + _WHO + rb")\s{0,9}=)\s{0,9}" + _VALUE),
        rb'\1""',
    ),
    (re.compile(rb"\s(?:w|w16du|w16cex):(?:date|dateUtc)=" + _VALUE), b""),
    (re.compile(rb"\sw:rsid\w{0,20}=" + _VALUE), b""),
    (re.compile(rb"<w:rsid(?:Root)?\s[^<>]*>"), b""),
    (re.compile(rb"(<author(?:\s[^<>]*)?>)[^<]*(</author>)"), rb"\1\2"),
    (
        re.compile(rb"(<(?:dc:creator|dc:date|meta:creator-initials|loext:sender-initials)(?:\s[^<>]*)?>)[^<]*(</)"),
        rb"\1\2",
    ),
    (re.compile(rb"<(?:\w{1,20}:)?absPath\s[^<>]*/>"), b""),
    (re.compile(rb"(<config:config-item\s[^<>]*Printer(?:Name|Setup)[^<>]*>)[^<]*(<)"), rb"\1\2"),
    (re.compile(rb"(\s(?:ddeService|ddeTopic)=)" + _VALUE), rb'\1""'),
    (re.compile(rb"(\soffice:dde-(?:application|topic|item)=)" + _VALUE), rb'\1""'),
    (re.compile(rb"(\s(?:refreshOnLoad|refreshOnOpen)=)" + _VALUE), rb'\1"0"'),
    (re.compile(rb"<script:event-listener\s[^<>]*/>"), b""),
)  # fmt: skip
_PEOPLE = re.compile(r"(?:^|/)(?:people|persons?\d*|commentAuthors|authors)\.xml$")
_PERSON = re.compile(rb'(\s(?:\w{1,20}:)?(?:name|displayName|userId|initials|author|id)=)"([^"<]*)"')
_RELATION = re.compile(rb"<(?:\w{1,20}:)?Relationship\s[^<]*")
_TAG_WITH_LINK = re.compile(rb"<[\w:-]{1,60}(?=\s)[^<]*?\sxlink:href=[^<]*")
_ATTRIBUTE = re.compile(rb"([\w:-]{1,60})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]|\.\.)", re.I)
_TO_BE_FOLLOWED = re.compile(r"\s*(?:https?://|mailto:|#)", re.I)
_FIELDS = re.compile(rb"<w:instrText[\s>]|\sw:instr=")
_FIELD_TEXT = re.compile(rb"(<w:instrText(?:\s[^<>]*)?>)([^<]*)")
_FIELD_VALUE = re.compile(rb"(\sw:instr=)(\"[^\"<]*\"|'[^'<]*')")
_FETCHING = re.compile(rb"DDE|INCLUDE|IMPORT|LINK\s+(?!\\l)|DATABASE|AUTOTEXTLIST|MACROBUTTON", re.I)
_NOWHERE = b"file:///"


def cleaned(data: bytes) -> tuple[str, str, bytes]:
    """Media type, ending and bytes of the office file that is kept."""
    return _cleaned(data, depth=0)


def _cleaned(data: bytes, depth: int) -> tuple[str, str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            media_type, ending = _kind(archive, len(data))
            return media_type, ending, _rewritten(archive, depth)
    except NotImplementedError:
        raise Refused(Why.STRANGE) from None
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        raise Refused(Why.DAMAGED) from None
    except MemoryError:
        raise Refused(Why.SWELLS) from None


def _kind(archive: zipfile.ZipFile, size: int) -> tuple[str, str]:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * size:
        raise Refused(Why.SWELLS)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Why.LOCKED)
    names = [part.filename for part in parts]
    kind = _kind_by(names, archive)
    if len(set(map(str.lower, names))) < len(names) or any(".." in name.split("/") or "\\" in name for name in names):
        raise Refused(Why.STRANGE)
    if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused(Why.MACROS)
    return kind


def _kind_by(names: list[str], archive: zipfile.ZipFile) -> tuple[str, str]:
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        media_type = archive.read("mimetype")
        if media_type in _OPEN_DOCUMENT:
            return media_type.decode(), _OPEN_DOCUMENT[media_type]
    if "[Content_Types].xml" in names:
        for folder, found in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return found
    raise Refused(Why.ARCHIVE)


def _rewritten(old: zipfile.ZipFile, depth: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            if part.is_dir():
                continue
            fresh = zipfile.ZipInfo(part.filename, _EARLIEST)
            is_first = part.filename == "mimetype"  # readers look for it unpacked, at a fixed place
            fresh.compress_type = zipfile.ZIP_STORED if is_first else zipfile.ZIP_DEFLATED
            new.writestr(fresh, _clean(part.filename, old.read(part), depth))
    return out.getvalue()


def _clean(name: str, data: bytes, depth: int) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if data[:2] == b"\xff\xd8":
        return without_notes_of_jpeg(data)
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return without_notes_of_png(data)
    if data[:4] == b"PK\x03\x04":
        return _inner(data, depth)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"MZ", b"{\\rt")):
        return b""  # an object of another program; its picture stays
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" or name.endswith((".xml", ".rels", ".vml", ".rdf")):
        return _clean_xml(name, data)
    return data


def _inner(data: bytes, depth: int) -> bytes:
    """The table behind a chart is an office file again; anything else that is packed goes."""
    if depth:
        return b""
    try:
        return _cleaned(data, depth + 1)[2]
    except Refused as refused:
        if refused.why in (Why.MACROS, Why.SWELLS):
            raise
        return b""


def _clean_xml(name: str, data: bytes) -> bytes:
    head = data[:200].lower()
    told = re.search(rb"encoding\s*=\s*[\"']([\w-]+)", head)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:100] or (told and told[1] not in _ENCODINGS):
        raise Refused(Why.STRANGE)
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.I):
        raise Refused(Why.STRANGE)  # neither kind of office file has any; they swell or fetch
    if name == "[Content_Types].xml" or name.endswith(".rels"):
        if _PROGRAMS.search(html.unescape(data.decode("utf-8", "replace")).encode()):
            raise Refused(Why.MACROS)
        if b"/aFChunk" in data:
            raise Refused(Why.STRANGE)  # a web page or a text of another sort, put in when it is opened
        return _RELATION.sub(_without_fetching, data)
    for pattern, put in _RULES:
        data = pattern.sub(put, data)
    if _PEOPLE.search(name):
        data = _PERSON.sub(_without_name, data)
    if _FIELDS.search(data):
        data = _without_fetching_fields(data)
    return _TAG_WITH_LINK.sub(_without_link, data)


_ENCODINGS = {b"utf-8", b"us-ascii", b"ascii"}


def _without_name(found: re.Match[bytes]) -> bytes:
    """Names and addresses of persons; numbers and identifiers in braces that other parts point to stay."""
    value = found[2]
    is_number = value.isdigit() or (value.startswith(b"{") and value.endswith(b"}"))
    return found[0] if is_number else found[1] + b'""'


def _without_fetching(found: re.Match[bytes]) -> bytes:
    """A relation to somewhere else: a link that a reader may follow stays, what is fetched by itself does not."""
    told = {
        one[1].decode("latin-1"): html.unescape((one[2] or one[3] or b"").decode("utf-8", "replace"))
        for one in _ATTRIBUTE.finditer(found[0])
    }
    target, kind = told.get("Target", ""), told.get("Type", "")
    is_elsewhere = told.get("TargetMode", "").lower() == "external" or (
        _ELSEWHERE.match(target) is not None and not target.startswith(("/", ".."))
    )
    if not is_elsewhere or (kind.endswith("/hyperlink") and _TO_BE_FOLLOWED.match(target)):
        return found[0]
    return re.sub(rb"(\sTarget\s*=\s*)(?:\"[^\"]*\"|'[^']*')", lambda one: one[1] + b'"' + _NOWHERE + b'"', found[0])


def _without_link(found: re.Match[bytes]) -> bytes:
    tag = found[0]
    name = re.match(rb"<([\w:-]+)", tag)
    is_link = name is not None and name[1] in (b"text:a", b"draw:a")

    def put(one: re.Match[bytes]) -> bytes:
        target = html.unescape(one[2][1:-1].decode("utf-8", "replace"))
        if (is_link and _TO_BE_FOLLOWED.match(target)) or not _ELSEWHERE.match(target):
            return one[0]
        return one[1] + b'""'

    return re.sub(rb"(\sxlink:href=)(\"[^\"]*\"|'[^']*')", put, tag)


def _without_fetching_fields(data: bytes) -> bytes:
    """Fields that start programs or fetch something lose their instruction; what they showed last stays."""
    instructions = b"".join(one[2] for one in _FIELD_TEXT.finditer(data))
    if _FETCHING.search(html.unescape(instructions.decode("utf-8", "replace")).encode()):
        data = _FIELD_TEXT.sub(rb"\1", data)

    def put(one: re.Match[bytes]) -> bytes:
        told = html.unescape(one[2].decode("utf-8", "replace")).encode()
        return one[1] + b'""' if _FETCHING.search(told) else one[0]

    return _FIELD_VALUE.sub(put, data)


def warm_up() -> None:
    """Load all that is loaded by and by."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    cleaned(out.getvalue())
    b"x".decode("cp437")
