"""The evidence sheet taken away as a document: who may, in which language, and that it is kept in the trail."""

import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document

from liem.leads.models import Run
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]


@pytest.mark.parametrize("form", ["html", "docx", "json"])
@pytest.mark.parametrize(
    ("role", "unit", "lead", "status"),
    [
        ("inspector", "*", "l-person", 200),
        ("internal_affairs", "*", "l-dossier", 200),
        ("head_of_unit", "U2", "l-unit", 200),
        ("head_of_unit", "U1", "l-unit", 404),
        ("prevention_officer", "*", "l-unit", 403),
        ("steering_committee", "*", "l-unit", 403),
        ("system_administrator", "*", "l-unit", 403),
        (None, "*", "l-unit", 403),
        ("inspector", "*", "l-none", 404),
    ],
)
def test_who_may_see_the_sheet_may_take_it_and_nobody_else(
    role: str | None, unit: str, lead: str, status: int, form: str, office: Run, somebody: Somebody
) -> None:
    answer = somebody(role, unit).get(f"/leads/lead/{lead}/sheet.{form}")
    assert answer.status_code == status
    taken = TrailEntry.objects.filter(event="sheet_taken")
    assert [entry.subject_id for entry in taken] == ([lead] if status == 200 else [])


def test_the_document_comes_as_a_file_in_the_language_asked_for(office: Run, somebody: Somebody) -> None:
    inspector = somebody("inspector")
    answer = inspector.get("/leads/lead/l-person/sheet.json?language=en")
    assert answer["Content-Disposition"] == 'attachment; filename="evidence-sheet-l-person.json"'
    assert json.loads(answer.content)["claim"] == "Of 40 dossiers of official C1, 12 were late."
    vietnamese = inspector.get("/leads/lead/l-person/sheet.json?language=xx")
    assert json.loads(vietnamese.content)["claim"] == "Trong 40 hồ sơ của cán bộ C1, 12 quá hạn."
    entry = TrailEntry.objects.filter(event="sheet_taken").latest("pk")
    assert entry.after == {"form": "json", "language": "vi"}


def test_what_people_found_stands_in_the_document(office: Run, somebody: Somebody) -> None:
    inspector = somebody("inspector")
    inspector.post("/leads/lead/l-unit/", {"result": "explained", "reason": "Hệ thống ngừng hai ngày."})
    sheet = json.loads(inspector.get("/leads/lead/l-unit/sheet.json").content)
    assert [look["reason"] for look in sheet["looks"]] == ["Hệ thống ngừng hai ngày."]
    paper = Document(io.BytesIO(inspector.get("/leads/lead/l-unit/sheet.docx").content))
    assert any("Hệ thống ngừng" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def test_markup_in_records_stays_text_in_the_document(office: Run, somebody: Somebody) -> None:
    page = somebody("inspector").get("/leads/lead/l-dossier/sheet.html").content.decode()
    assert "<b>thiếu</b>" not in page
    assert "&lt;b&gt;thiếu&lt;/b&gt;" in page


def test_the_sheet_offers_the_document_in_both_languages(office: Run, somebody: Somebody) -> None:
    page = somebody("inspector").get("/leads/lead/l-unit/").content.decode()
    for form in ("html", "docx", "json"):
        for language in ("vi", "en"):
            assert f'href="/leads/lead/l-unit/sheet.{form}?language={language}"' in page
