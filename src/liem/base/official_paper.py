"""A paper in the layout of Vietnamese offices (Decree 30/2020/NĐ-CP, appendix I) as a Word file.

The national name and motto beside the agency, place and date in italics, page numbers at the top from the second page
on, A4 with the margins of the Decree. The same content always gives the same bytes: nothing in the file tells when,
where or by whom it was written.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from liem.base.formats import Language

FONT = "Times New Roman"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
NATION = {
    "vi": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "en": ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"),
}
"""The national name and motto, first lines of every official paper."""
_NO_AGENCY = {"vi": "(TÊN CƠ QUAN)", "en": "(NAME OF THE AGENCY)"}
_NUMBER = {"vi": "Số:      /", "en": "No.:      /"}


@dataclass(frozen=True)
class Head:
    """Who writes, where, and when. Without ``day`` the date is left to be filled in by hand, as on a draft."""

    agency: str = ""
    above: str = ""
    """The agency above it, first line of the head."""
    place: str = ""
    day: date | None = None
    symbol: str = ""
    """What follows the number, for instance ``BC-TTr``."""


def date_line(head: Head, language: Language) -> str:
    """The line of place and date.

    >>> date_line(Head(place="Hà Tĩnh", day=date(2026, 7, 3)), "vi"), date_line(Head(), "vi")
    ('Hà Tĩnh, ngày 03 tháng 7 năm 2026', '......., ngày ..... tháng ..... năm ......')
    """
    place = head.place or "......."
    if head.day is None:
        return f"{place}, ngày ..... tháng ..... năm ......" if language == "vi" else f"{place}, ...... ...... ......"
    if language == "en":
        return f"{place}, {head.day.day} {head.day:%B %Y}"
    # the Decree writes a zero before days below 10 and before the months 1 and 2
    month = f"{head.day.month:02d}" if head.day.month < 3 else str(head.day.month)
    return f"{place}, ngày {head.day.day:02d} tháng {month} năm {head.day.year}"


class OfficialPaper:
    """Written from top to bottom; :meth:`as_bytes` gives the file."""

    def __init__(self, head: Head, language: Language) -> None:
        self._doc = Document()
        self._language = language
        self._set_page()
        self._set_fonts()
        self._head(head)

    # -- what a paper is made of

    def title(self, words: str, about: str = "", label: str = "") -> None:
        """The kind of paper in capitals, what it is about, and what sort of paper it is in italics."""
        self._line(words, bold=True, size=14, align=WD_ALIGN_PARAGRAPH.CENTER, before=12)
        if about:
            self._line(about, bold=True, size=14, align=WD_ALIGN_PARAGRAPH.CENTER)
        if label:
            self._line(label, italic=True, size=12, align=WD_ALIGN_PARAGRAPH.CENTER, after=8)

    def heading(self, words: str, level: int = 1) -> None:
        """A heading that Word lists in its outline."""
        self._doc.add_heading(words, level)

    def paragraph(self, words: str, *, bold: bool = False, italic: bool = False) -> None:
        """A paragraph, even on both sides, its first line indented."""
        paragraph = self._line(words, bold=bold, italic=italic, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Mm(10)

    def items(self, lines: Iterable[str]) -> None:
        """Lines with a dash, as offices write them."""
        for line in lines:
            paragraph = self._line(f"- {line}", align=WD_ALIGN_PARAGRAPH.JUSTIFY, after=3)
            paragraph.paragraph_format.left_indent = Mm(10)
            paragraph.paragraph_format.first_line_indent = Mm(-4)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names and values, one pair a row."""
        rows = [pair for pair in pairs if pair[1]]
        if rows:
            self.table((), rows, (55, 110), bold_first=True)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, bold_first: bool = False
    ) -> None:
        """A table with lines; ``widths`` in mm. The row of heads is repeated on every page."""
        table = self._doc.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        if heads:
            cells = table.add_row().cells
            for cell, words in zip(cells, heads, strict=True):
                _fill(cell, words, bold=True)
            _mark(table.rows[0]._tr, "w:tblHeader")
        for row in rows:
            added = table.add_row()
            _mark(added._tr, "w:cantSplit")
            for place, (cell, words) in enumerate(zip(added.cells, row, strict=True)):
                _fill(cell, words, bold=bold_first and place == 0)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        self._line("", size=6)

    def as_bytes(self) -> bytes:
        """The file; the same whenever and wherever it is written."""
        properties = self._doc.core_properties
        properties.author = properties.last_modified_by = "Liêm"
        properties.created = properties.modified = _EPOCH
        properties.title, properties.revision, properties.comments = "", 1, ""
        written = io.BytesIO()
        self._doc.save(written)
        return _without_times(written.getvalue())

    # -- how it looks

    def _set_page(self) -> None:
        section = self._doc.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = number.add_run()
        for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
            run._r.append(_field(kind, words))

    def _set_fonts(self) -> None:
        for name, size in (("Normal", 13), ("Heading 1", 13), ("Heading 2", 13), ("Heading 3", 13)):
            style = self._doc.styles[name]
            style.font.name, style.font.size = FONT, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
                fonts.set(qn(attribute), FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
                fonts.attrib.pop(qn(theme), None)
            style.font.bold = name != "Normal"
            style.font.italic = name == "Heading 3"
            if name != "Normal":
                style.font.color.rgb = None
                for colour in style.element.rPr.findall(qn("w:color")):
                    style.element.rPr.remove(colour)
                style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)
                style.paragraph_format.keep_with_next = True

    def _head(self, head: Head) -> None:
        table = self._doc.add_table(rows=1, cols=2)
        table.autofit = False
        left, right = table.rows[0].cells
        for column, cell, width in zip(table.columns, (left, right), (66, 99), strict=True):
            column.width = cell.width = Mm(width)
        agency = (head.agency or _NO_AGENCY[self._language]).upper()
        lines = [(head.above.upper(), False), (agency, True)] if head.above else [(agency, True)]
        _lines(left, [(words, bold, False, 12.0) for words, bold in lines])
        _rule_below(left, 20)
        _lines(left, [(f"{_NUMBER[self._language]}{head.symbol}", False, False, 13.0)], more=True)
        nation, motto = NATION[self._language]
        _lines(right, [(nation, True, False, 12.0), (motto, True, False, 13.0)])
        _rule_below(right, 18)
        _lines(right, [(date_line(head, self._language), False, True, 13.0)], more=True)

    def _line(
        self,
        words: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: float | None = None,
        align: WD_ALIGN_PARAGRAPH | None = None,
        before: float = 0,
        after: float = 6,
    ) -> Paragraph:
        paragraph = self._doc.add_paragraph()
        run = paragraph.add_run(_printable(words))
        run.bold, run.italic = bold, italic
        if size:
            run.font.size = Pt(size)
        if align is not None:
            paragraph.alignment = align
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
        return paragraph


def _printable(words: str) -> str:
    """Without control characters, which XML cannot hold.

    >>> _printable("a\\x00b\\tc")
    'ab c'
    """
    return "".join(" " if one in "\t\n\r" else one for one in words if one >= " " or one in "\t\n\r")


def _fill(cell: _Cell, words: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(_printable(words))
    run.bold, run.font.size = bold, Pt(11)
    paragraph.paragraph_format.space_after = Pt(2)


def _lines(cell: _Cell, lines: Sequence[tuple[str, bool, bool, float]], *, more: bool = False) -> None:
    for place, (words, bold, italic, size) in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 and not more else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(6 if more else 0)
        paragraph.paragraph_format.space_before = Pt(6 if more else 0)
        run = paragraph.add_run(_printable(words))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _rule_below(cell: _Cell, margin: float) -> None:
    """A thin line below the words, ``margin`` mm from both sides of the cell."""
    paragraph = cell.add_paragraph()
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm(margin)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(2), Pt(0), Pt(4)


def _mark(row: object, name: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]


def _field(kind: str | None, words: str | None) -> object:
    if kind is None:
        element = OxmlElement("w:instrText")
        element.text = words
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _without_times(written: bytes) -> bytes:
    """The same archive with every time set to the first that a zip file can hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            content = source.read(name)
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            target.writestr(entry, content)
    return out.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    root = etree.fromstring(relations)
    for one in list(root):
        if one.get("Target") == "docProps/thumbnail.jpeg":
            root.remove(one)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
