"""Write the templates of official documents (``src/liem/cases/forms_docx/``) in the layout of Decree 30/2020/NĐ-CP.

A4; margins 20 mm above and below, 30 mm left, 20 mm right; Times New Roman, black; page numbers centred above, none on
the first page; national name and motto at the right, the issuing body at the left, recipients and signature below
(appendix I of the decree). Decisions name who decides before their grounds; minutes are signed by both; a letter of
apology has no number. Number and day are left for the clerk, the signature and the name for whoever signs.
After an edit:  .venv/bin/python scripts/generate_documents.py
"""

import re
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

FOLDER = Path(__file__).parents[1] / "src" / "liem" / "cases" / "forms_docx"
CENTRE, LEFT, JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY
ALLEGATIONS = ["{%p for one in allegations %}", "{{ loop.index }}. {{ one.text }}", "{%p endfor %}"]
FINDINGS = [
    "{%p for one in findings %}",
    "- Nội dung {{ one.number }}{% if one.person %}, đối với {{ one.person }}{% endif %}: {{ one.finding }} "
    "(mức chứng minh: {{ one.proof }}). {{ one.reason }}",
    "{%p endfor %}",
]
PLAN = [
    "{%p for one in plan %}",
    "{{ loop.index }}. {{ one.text }}{% if one.due_on %} (trước ngày {{ one.due_on }}){% endif %}",
    "{%p endfor %}",
]

Form = tuple[str, str, str, list[str]]
FORMS: dict[str, Form] = {
    "accept": (
        "QĐ",
        "QUYẾT ĐỊNH",
        "Về việc thụ lý {{ kind_in }}",
        [
            "Căn cứ {{ law }};",
            "Xét {{ kind_in }} tiếp nhận ngày {{ received }}, số hồ sơ {{ number }};",
            "QUYẾT ĐỊNH:",
            "Điều 1. Thụ lý {{ kind_in }} về: {{ title }}.",
            "Các nội dung được thụ lý:",
            *ALLEGATIONS,
            "Điều 2. Thời hạn giải quyết: {{ limit }}{% if due %}, đến hết ngày {{ due }}{% endif %} ({{ basis }}).",
            "Điều 3. {{ handler }} và các cá nhân, đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này.",
        ],
    ),
    "notice": (
        "TB",
        "THÔNG BÁO",
        "Về việc thụ lý {{ kind_in }}",
        [
            "Kính gửi: ………………………………",
            "{{ issuer }} thông báo đã thụ lý {{ kind_in }} tiếp nhận ngày {{ received }}, số hồ sơ {{ number }}.",
            "Nội dung được thụ lý:",
            *ALLEGATIONS,
            "Thời hạn giải quyết: {{ limit }}{% if due %}, đến hết ngày {{ due }}{% endif %} ({{ basis }}).",
            "Người nhận thông báo có quyền trình bày, cung cấp tài liệu, xem hồ sơ theo quy định và được biết kết quả. "
            "Việc thụ lý không có nghĩa là nội dung đã được xác định là đúng.",
        ],
    ),
    "refusal": (
        "TB",
        "THÔNG BÁO",
        "Về việc không thụ lý {{ kind_in }}",
        [
            "Kính gửi: ………………………………",
            "{{ issuer }} đã xem xét {{ kind_in }} tiếp nhận ngày {{ received }}, số hồ sơ {{ number }}.",
            "Căn cứ {{ law }}, đơn không đủ điều kiện thụ lý vì: {{ reason }}",
            "Ông (bà) có quyền đề nghị xem xét lại quyết định này theo quy định của pháp luật.",
        ],
    ),
    "transfer": (
        "PC",
        "PHIẾU CHUYỂN",
        "Chuyển {{ kind_in }} đến cơ quan có thẩm quyền",
        [
            "Kính gửi: {{ to_body }}",
            "{{ issuer }} tiếp nhận ngày {{ received }} {{ kind_in }}, số hồ sơ {{ number }}.",
            "Căn cứ {{ law }}, nội dung thuộc thẩm quyền giải quyết của quý cơ quan. Lý do chuyển: {{ reason }}",
            "Đề nghị quý cơ quan xác nhận việc nhận hồ sơ và thông báo kết quả giải quyết.",
        ],
    ),
    "plan": (
        "KH",
        "KẾ HOẠCH",
        "Xác minh nội dung {{ kind_in }}",
        [
            "I. CĂN CỨ",
            "{{ law }}; hồ sơ số {{ number }}, thụ lý ngày {{ accepted }}.",
            "II. NỘI DUNG CẦN XÁC MINH",
            *ALLEGATIONS,
            "III. CÁC BƯỚC TIẾN HÀNH",
            *PLAN,
            "IV. NGUYÊN TẮC",
            "Khách quan, đúng thời hạn, giữ bí mật thông tin người cung cấp tin. Người có liên quan được "
            "thông báo, được trình bày và cung cấp tài liệu trước khi có bất kỳ nhận định nào.",
        ],
    ),
    "explanation": (
        "",
        "",
        "V/v đề nghị giải trình",
        [
            "Kính gửi: {{ person }}",
            "{{ issuer }} đang xác minh hồ sơ số {{ number }}. Đây là đề nghị giải trình, không phải kết luận.",
            "Đề nghị ông (bà) trình bày ý kiến và cung cấp tài liệu về các nội dung sau:",
            *ALLEGATIONS,
            "Ông (bà) có quyền xem tài liệu liên quan đến mình theo quy định, được nhờ người hỗ trợ và được đề "
            "nghị làm việc "
            "trực tiếp. Ý kiến của ông (bà) được lưu cùng hồ sơ.",
        ],
    ),
    "hearing": (
        "BB",
        "BIÊN BẢN",
        "Làm việc với người có liên quan",
        [
            "Hôm nay, vào hồi …… giờ …… ngày …… tháng …… năm ……, tại ………………………",
            "Đại diện {{ issuer }}: {{ handler }}",
            "Người được làm việc: {{ person }}",
            "Nội dung làm việc (hồ sơ số {{ number }}):",
            *ALLEGATIONS,
            "Ý kiến trình bày:",
            "…………………………………………………………………",
            "…………………………………………………………………",
            "Tài liệu cung cấp kèm theo: ………………………",
            "Biên bản đã được đọc lại cho những người có mặt nghe, công nhận đúng và cùng ký tên.",
        ],
    ),
    "extension": (
        "QĐ",
        "QUYẾT ĐỊNH",
        "Gia hạn thời hạn giải quyết {{ kind_in }}",
        [
            "Căn cứ {{ basis }};",
            "Xét hồ sơ số {{ number }}, thụ lý ngày {{ accepted }};",
            "QUYẾT ĐỊNH:",
            "Điều 1. Gia hạn thời hạn giải quyết. Lý do: {{ reason }}",
            "Điều 2. Thời hạn giải quyết sau khi gia hạn: đến hết ngày {{ due or '……………' }}.",
            "Điều 3. Quyết định này được gửi cho người có liên quan theo quy định.",
        ],
    ),
    "suspension": (
        "QĐ",
        "QUYẾT ĐỊNH",
        "Tạm đình chỉ giải quyết {{ kind_in }}",
        [
            "Căn cứ {{ law }};",
            "Xét hồ sơ số {{ number }}, thụ lý ngày {{ accepted }};",
            "QUYẾT ĐỊNH:",
            "Điều 1. Tạm đình chỉ việc giải quyết. Lý do: {{ reason }}",
            "Điều 2. Khi lý do tạm đình chỉ không còn, việc giải quyết được tiếp tục; thời gian tạm đình chỉ "
            "không tính vào "
            "thời hạn giải quyết nếu pháp luật quy định như vậy.",
        ],
    ),
    "conclusion": (
        "KL",
        "KẾT LUẬN",
        "Nội dung {{ kind_in }}",
        [
            "Căn cứ {{ law }} và kết quả xác minh hồ sơ số {{ number }}, thụ lý ngày {{ accepted }}, {{ issuer }} "
            "kết luận như sau:",
            "I. NỘI DUNG",
            *ALLEGATIONS,
            "II. KẾT QUẢ XÁC MINH",
            *FINDINGS,
            "III. Ý KIẾN CỦA NGƯỜI CÓ LIÊN QUAN",
            "{{ heard or 'Không có.' }}",
            "IV. ĐỘNG CƠ, HOÀN CẢNH, TÁC ĐỘNG XÃ HỘI",
            "{{ circumstances or '………………' }}",
            "V. KẾT LUẬN",
            "{{ outcome }}. {{ conclusion }}",
            "VI. QUYỀN ĐỀ NGHỊ XEM XÉT LẠI",
            "Người đưa ra nội dung và người có liên quan có quyền đề nghị xem xét lại kết luận này theo {{ law }}.",
        ],
    ),
    "decision": (
        "QĐ",
        "QUYẾT ĐỊNH",
        "Về việc giải quyết {{ kind_in }}",
        [
            "Căn cứ {{ law }};",
            "Xét {{ kind_in }} tiếp nhận ngày {{ received }}, thụ lý ngày {{ accepted }}, số hồ sơ {{ number }};",
            "I. NỘI DUNG KHIẾU NẠI",
            *ALLEGATIONS,
            "II. KẾT QUẢ XÁC MINH",
            *FINDINGS,
            "III. Ý KIẾN CỦA NGƯỜI CÓ LIÊN QUAN",
            "{{ heard or 'Không có.' }}",
            "IV. KẾT QUẢ ĐỐI THOẠI",
            "{{ dialogue or 'Không tổ chức đối thoại.' }}",
            "V. ĐỘNG CƠ, HOÀN CẢNH, TÁC ĐỘNG XÃ HỘI",
            "{{ circumstances or '………………' }}",
            "QUYẾT ĐỊNH:",
            "Điều 1. {{ outcome }}. {{ conclusion }}",
            "Điều 2. Không đồng ý với Quyết định này, người khiếu nại có quyền "
            "{% if is_first %}khiếu nại lần hai hoặc {% endif %}khởi kiện vụ án hành chính theo quy định của "
            "pháp luật.",
            "Điều 3. Các đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.",
        ],
    ),
    "crime": (
        "",
        "",
        "V/v chuyển hồ sơ có dấu hiệu cần điều tra",
        [
            "Kính gửi: {{ to_body }}",
            "Qua giải quyết hồ sơ số {{ number }}, người có thẩm quyền xác nhận có dấu hiệu cần được cơ quan điều tra "
            "xem xét.",
            "{{ issuer }} chuyển hồ sơ kèm theo để xem xét theo thẩm quyền ({{ law }}). Việc chuyển hồ sơ không "
            "phải là "
            "kết luận.",
            "Đề nghị quý cơ quan xác nhận việc nhận hồ sơ và thông báo kết quả.",
        ],
    ),
    "apology": (
        "",
        "THƯ XIN LỖI",
        "Về việc chậm giải quyết",
        [
            "Kính gửi: ………………………………",
            "{{ issuer }} tiếp nhận ngày {{ received }} nội dung của ông (bà), số hồ sơ {{ number }}, hạn giải quyết "
            "{{ due or '……………' }}. Đến nay việc giải quyết đã chậm.",
            "{{ issuer }} thành thật xin lỗi ông (bà). Lý do chậm: ………………………………",
            "Thời gian giải quyết mới: đến hết ngày ……………",
        ],
    ),
}
"""Code → symbol in the number, type, subject, paragraphs (docxtpl)."""
DECIDES = "QUYẾT ĐỊNH:"
GROUNDS = ("Căn cứ ", "Xét ")
ARTICLE = re.compile(r"(Điều \d+\.)(.*)", re.DOTALL)
SALUTATION = "Kính gửi: "
LETTERS = frozenset({"THƯ XIN LỖI"})
"""Kinds of paper without a number."""


def write(folder: Path) -> list[str]:
    """Write every template and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, form in FORMS.items():
        _document(form).save(str(folder / f"{code}.docx"))
    return sorted(FORMS)


def _document(form: Form) -> Any:
    symbol, type_, subject, body = form
    document = Document()
    _page(document)
    _head(document, symbol, subject if not type_ else "", numbered=type_ not in LETTERS)
    if type_:
        _line(document, type_, size=14, bold=True, align=CENTRE, before=12)
        _line(document, subject, size=14, bold=True, align=CENTRE)
        _rule(document, 4, of=16, after=6)
    else:
        document.add_paragraph()
    if DECIDES in body:
        _line(document, "{{ signer }} {{ issuer_caps }}", size=14, bold=True, align=CENTRE, after=6)
    before_it = body[: body.index(DECIDES)] if DECIDES in body else []
    for text in body:
        _body(document, text, is_ground=text in before_it and text.startswith(GROUNDS))
    if symbol == "BB":
        _signed_by_both(document)
    else:
        _foot(document, _recipients(body))
    return document


def _recipients(body: list[str]) -> str:
    """The first line of who gets it: those it is addressed to, or those its last article names."""
    if any(text.startswith(SALUTATION) for text in body):
        return "- Như trên;"
    articles = [found[1] for text in body if (found := ARTICLE.match(text))]
    return f"- Như {articles[-1].removesuffix('.')};" if articles else "- ………………;"


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        _font(run, 13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")


def _head(document: Any, symbol: str, subject: str, *, numbered: bool) -> None:
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, (Cm(6.3), Cm(9.7)), strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, (Cm(6.3), Cm(9.7)), strict=True):
            cell.width = width
    left, right = table.rows[0].cells
    _line(left, "{%p if superior %}", size=12, align=CENTRE, first=True)
    _line(left, "{{ superior }}", size=12, align=CENTRE)
    _line(left, "{%p endif %}", size=12, align=CENTRE)
    _line(left, "{{ issuer_caps }}", size=12, bold=True, align=CENTRE)
    _rule(left, 2.2)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align=CENTRE, first=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=CENTRE)
    _rule(right, 5.6)
    left, right = table.rows[1].cells
    number = f"Số: ……/{symbol}-……" if symbol else "Số: ……/……-……"
    _line(left, number if numbered else "", size=13, align=CENTRE, first=True)
    if subject:
        _line(left, subject, size=12, align=CENTRE)
    _line(right, "{{ place }}, ngày …… tháng …… năm {{ year }}", size=13, italic=True, align=CENTRE, first=True)


def _rule(where: Any, centimetres: float, *, of: float = 0, after: float = 0) -> None:
    """The line under the issuer, under the motto and under the subject; ``of``: how broad the text is there."""
    paragraph = where.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(after)
    width = Cm(of) if of else where.width or Cm(8)
    side = int((width - Cm(centimetres)) / 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = side
    _font(paragraph.add_run(""), 2)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(border, *_AFTER_BORDERS)


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
"""What the schema wants to stand behind the borders of a paragraph."""


DOTS = re.compile(r"…{9,}")


def _body(document: Any, text: str, *, is_ground: bool) -> None:
    if not text.startswith("…"):  # a row of dots after words may be parted, or it would tear the line before it apart
        text = DOTS.sub(lambda dots: " ".join("…" * 6 for _part in range(len(dots[0]) // 6)), text)
    if text == DECIDES:
        _line(document, text, size=14, bold=True, align=CENTRE, before=6, after=6)
        return
    heading = text.isupper() and "{" not in text
    article, salutation = ARTICLE.match(text), text.startswith(SALUTATION)
    if article:
        paragraph = _line(document, article[1], size=14, bold=True, align=JUSTIFIED, after=6)
        _font(paragraph.add_run(article[2]), 14)
    else:
        align = CENTRE if salutation else JUSTIFIED
        paragraph = _line(document, text, size=14, bold=heading, italic=is_ground, align=align, after=6)
    indent = 0.0 if heading or salutation or text.startswith("{%p") else 1.27
    paragraph.paragraph_format.first_line_indent = Cm(indent)
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.keep_with_next = heading or None


def _foot(document: Any, recipients: str) -> None:
    left, right = _two_columns(document)
    _line(left, "Nơi nhận:", size=12, bold=True, italic=True, first=True)
    for text in (recipients, "- ………………;", "- Lưu: VT, {{ number }}."):
        _line(left, text, size=11)
    _signature(right, "{{ signer }}")


def _signed_by_both(document: Any) -> None:
    """Minutes are signed by whoever spoke and whoever heard them; a copy lies in the file."""
    left, right = _two_columns(document)
    _signature(left, "NGƯỜI ĐƯỢC LÀM VIỆC")
    _signature(right, "NGƯỜI LÀM VIỆC")
    _line(document, "Nơi nhận:", size=12, bold=True, italic=True, before=12)
    for text in ("- Người được làm việc (01 bản);", "- Lưu: VT, {{ number }}."):
        _line(document, text, size=11)


def _two_columns(document: Any) -> Any:
    """The cells of whoever gets it and whoever signs: never parted from the last words by the end of a page."""
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _line(document, "", size=6).paragraph_format.keep_with_next = True
    row = document.add_table(rows=1, cols=2).rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row.cells


def _signature(cell: Any, who: str) -> None:
    """Who signs, the room for it, and the name: the parts stay on one page."""
    _line(cell, who, size=14, bold=True, align=CENTRE, first=True)
    for text in ("", "", "", ""):
        _line(cell, text, size=14, align=CENTRE)
    _line(cell, "………………………", size=14, bold=True, align=CENTRE)
    for paragraph in cell.paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _line(
    where: Any, text: str, *, size: float, bold: bool = False, italic: bool = False, align: Any = LEFT,
    before: float = 0, after: float = 0, first: bool = False,
) -> Any:  # fmt: skip
    paragraph = where.paragraphs[0] if first else where.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    _font(run, size)
    run.bold, run.italic = bold, italic
    return paragraph


def _font(run: Any, size: float) -> None:
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Times New Roman")


if __name__ == "__main__":
    sys.stdout.write(f"written: {', '.join(write(FOLDER))}\n")
