"""Every document of a matter stands in the layout of Decree 30/2020/NĐ-CP, and opens in LibreOffice as it should."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from tests.cases.conftest import at, found, heard, verified

from liem.agencies.models import Agency
from liem.base import clock
from liem.cases import actions, documents, filing
from liem.cases.states import Outcome

pytestmark = pytest.mark.django_db
SYMBOLS = {
    "accept": "QĐ", "extension": "QĐ", "suspension": "QĐ", "notice": "TB", "refusal": "TB", "transfer": "PC",
    "plan": "KH", "hearing": "BB", "conclusion": "KL", "decision": "QĐ", "explanation": "……", "crime": "……",
    "apology": None,
}  # fmt: skip
"""What stands in the number, by the decree's list of kinds of paper; a letter has none."""


@pytest.fixture
def concluded(matter: Any, officer: Any) -> Any:
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    actions.conclude(matter, Outcome.WRONG, "Không có cơ sở.", by=officer, now=at("2026-03-18"))
    return matter


def document_of(matter: Any, officer: Any, form: str) -> Any:
    client = Client()
    client.cookies["liem_language"] = "en"
    client.force_login(officer)
    answer = client.get(f"/cases/{matter.pk}/documents/{form}/")
    assert answer.status_code == 200
    return Document(BytesIO(answer.content))


def cells(document: Any) -> list[Any]:
    return [
        paragraph for table in document.tables for row in table.rows for c in row.cells for paragraph in c.paragraphs
    ]


def words(document: Any) -> str:
    return "\n".join(paragraph.text for paragraph in [*document.paragraphs, *cells(document)])


def the_line(paragraphs: Any, text: str) -> Any:
    return next(one for one in paragraphs if one.text.startswith(text))


def look_of(paragraph: Any) -> tuple[float, bool, bool]:
    """Size in points, bold, italic of the first run that says something."""
    run = next(one for one in paragraph.runs if one.text.strip())
    return run.font.size.pt, bool(run.bold), bool(run.italic)


@pytest.mark.parametrize("form", documents.FORMS)
def test_every_document_has_the_parts_of_the_decree_in_their_sizes(concluded, officer, form):
    document = document_of(concluded, officer, form)
    head = cells(document)
    assert look_of(the_line(head, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")) == (12, True, False)
    assert look_of(the_line(head, "Độc lập - Tự do - Hạnh phúc")) == (13, True, False)
    dated = rf"ngày …+ tháng …+ năm {clock.today().year}"
    size, bold, italic = look_of(next(one for one in head if re.search(dated, one.text)))
    assert (13 <= size <= 14, bold, italic) == (True, False, True)
    numbers = [one.text for one in head if one.text.startswith("Số: ")]
    symbol = SYMBOLS[form]
    assert numbers == ([f"Số: ……/{symbol}-……"] if symbol else [])
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 20 <= round(section.bottom_margin.mm) <= 25
    assert section.different_first_page_header_footer, "no number on the first page"
    assert "PAGE" in section.header._element.xml
    assert document.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.parametrize("form", documents.FORMS)
def test_its_body_is_in_thirteen_or_fourteen_points_and_its_end_is_signed(concluded, officer, form):
    document = document_of(concluded, officer, form)
    body = [one for one in document.paragraphs if one.text.strip() and not one.text.startswith(("Nơi nhận", "- "))]
    assert {size for one in body for size in [look_of(one)[0]]} <= {13.0, 14.0}
    everything = [*document.paragraphs, *cells(document)]
    assert look_of(the_line(everything, "Nơi nhận:")) == (12, True, True)
    assert look_of(the_line(everything, "- Lưu: VT")) == (11, False, False)
    last = document.tables[-1].rows[0]
    signed = last.cells[-1].paragraphs
    assert signed[0].text.isupper()
    assert look_of(signed[0]) == (14, True, False)
    assert signed[0].alignment == signed[-1].alignment == ALIGN.CENTER
    assert len([one for one in signed if not one.text]) >= 3, "room for the signature"
    assert look_of(signed[-1]) == (14, True, False), "the name below it"
    assert last._tr.trPr.find(qn("w:cantSplit")) is not None, "never parted by the end of a page"
    if form == "hearing":
        assert last.cells[0].paragraphs[0].text == "NGƯỜI ĐƯỢC LÀM VIỆC", "minutes are signed by both"


@pytest.mark.parametrize("form", ["accept", "extension", "suspension", "decision"])
def test_a_decision_names_who_decides_before_its_grounds_and_its_articles(concluded, officer, form):
    Agency.objects.create(code="U1", name_vi="Ủy ban nhân dân xã Một", level="commune", valid_from=at("2025-01-01"))
    document = document_of(concluded, officer, form)
    texts = [one.text for one in document.paragraphs]
    who = texts.index("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MỘT")
    grounds = [n for n, text in enumerate(texts) if text.startswith(("Căn cứ", "Xét"))]
    decides = texts.index("QUYẾT ĐỊNH:")
    articles = [n for n, text in enumerate(texts) if text.startswith("Điều ")]
    assert who < min(grounds) <= max(grounds) < decides < min(articles)
    assert all(look_of(document.paragraphs[n])[2] for n in grounds), "grounds are in italics"
    assert all(document.paragraphs[n].runs[0].bold and not document.paragraphs[n].runs[1].bold for n in articles)
    assert f"- Như Điều {len(articles)};" in words(document)


@pytest.mark.parametrize("form", documents.FORMS)
def test_it_says_what_is_known_and_leaves_dots_for_the_rest(concluded, officer, form):
    text = words(document_of(concluded, officer, form))
    assert concluded.number in text
    assert "{{" not in text
    assert "{%" not in text
    assert "tham nhũng" not in text.lower().replace("phòng, chống tham nhũng", "")


def test_each_decision_gives_its_own_reason_and_no_other_one(matter, officer):
    verified(matter, officer)
    reason = "Cần đối chiếu sổ của ba năm."
    actions.extend(
        matter, "denunciation.resolve", "complex", reason, by=officer, now=at("2026-03-20"), document="9/QĐ"
    )  # fmt: skip
    assert reason in words(document_of(matter, officer, "extension"))
    for form in ("suspension", "refusal", "transfer", "apology"):
        assert reason not in words(document_of(matter, officer, form))


def test_a_name_that_is_a_template_stays_a_name(matter, officer):
    verified(matter, officer)
    filing.add_allegation(matter, "{{ 7 * 7 }} {{ ''.__class__ }} <w:p>&", [], by=officer, now=at("2026-03-05"))
    assert "{{ 7 * 7 }} {{ ''.__class__ }} <w:p>&" in words(document_of(matter, officer, "accept"))


def test_a_peoples_committee_writes_its_name_alone_and_a_department_the_body_above_it(concluded, officer):
    day = {"valid_from": at("2025-01-01")}
    Agency.objects.create(code="P", name_vi="Ủy ban nhân dân tỉnh", level="province", **day)
    one = Agency.objects.create(code="U1", name_vi="Ủy ban nhân dân xã Một", level="commune", parent="P", **day)
    head = [line.text for line in cells(document_of(concluded, officer, "accept")) if line.text.strip()]
    assert head[0] == "ỦY BAN NHÂN DÂN XÃ MỘT"
    Agency.objects.filter(pk=one.pk).update(name_vi="Sở Xây dựng", level="province")
    head = [line.text for line in cells(document_of(concluded, officer, "accept")) if line.text.strip()]
    assert head[:2] == ["ỦY BAN NHÂN DÂN TỈNH", "SỞ XÂY DỰNG"]


def test_a_complaint_ends_in_a_decision_and_a_denunciation_in_a_conclusion(matter, officer):
    from tests.cases.conftest import matter_of

    complaint = matter_of("complaint_first", handler=officer.number)
    offered = [{code for code, _label in documents.offered(one)} for one in (matter, complaint)]
    assert [("conclusion" in codes, "decision" in codes) for codes in offered] == [(True, False), (False, True)]
    text = words(document_of(complaint, officer, "decision"))
    assert "Về việc giải quyết khiếu nại lần đầu" in text
    assert "khiếu nại lần hai hoặc khởi kiện" in text


def test_a_finding_that_was_made_anew_stands_in_the_paper_alone(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation, "established")
    found(matter, officer, person, allegation, "not_established")
    text = words(document_of(matter, officer, "conclusion"))
    assert text.count("- Nội dung 1, đối với") == 1
    assert "Không có cơ sở" in text


@pytest.mark.slow
def test_libreoffice_opens_every_document_and_loses_no_word_of_it(concluded, officer, tmp_path: Path):
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice Writer or poppler is not installed here")
    for form in documents.FORMS:
        document_of(concluded, officer, form).save(str(tmp_path / f"{form}.docx"))
    names = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *names]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    for form in documents.FORMS:
        pages = subprocess.run(
            ["pdftotext", "-layout", str(tmp_path / f"{form}.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        drawn = "".join(pages.split())
        for paragraph in words(Document(str(tmp_path / f"{form}.docx"))).splitlines():
            for word in paragraph.split():
                assert word in drawn, f"{form}: {word}"
        assert pages.count("\f") <= 2, f"{form}: a short matter fills two pages at most"
