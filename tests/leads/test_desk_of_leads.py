"""The desk: found, filtered, counted, taken away."""

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from liem.leads.models import Lead, Run
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]


@pytest.fixture
def inspector(somebody: Somebody) -> Client:
    return somebody("inspector")


def shown(client: Client, query: str = "") -> list[str]:
    return [lead.lead for lead in client.get(f"/leads/{query}").context["page"]]


def test_the_strongest_sign_stands_first(office: Run, inspector: Client) -> None:
    assert shown(inspector) == ["l-person", "l-unit", "l-procedure", "l-dossier"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?unit=U2", ["l-unit"]),
        ("?act=C", ["l-procedure"]),
        ("?field=land", ["l-procedure", "l-dossier"]),
        ("?procedure=P1", ["l-procedure", "l-dossier"]),
        ("?grade=breach", ["l-dossier"]),
        ("?kind=official", ["l-person"]),
        ("?text=D2", ["l-unit"]),
        ("?text=C1", ["l-person"]),
        ("?until=2026-02-01", []),
        ("?since=2026-03-15", ["l-person", "l-unit", "l-procedure", "l-dossier"]),
        ("?looked=no&act=D&grade=single", ["l-unit"]),
        ("?grade=nonsense&unit=%27%3B--&since=yesterday", ["l-person", "l-unit", "l-procedure", "l-dossier"]),
        ("?sort=dossiers", ["l-dossier", "l-person", "l-procedure", "l-unit"]),
        ("?sort=-unit", ["l-unit", "l-person", "l-dossier", "l-procedure"]),
        ("?sort=%22%3B--&page=999", ["l-person", "l-unit", "l-procedure", "l-dossier"]),
    ],
)
def test_filters_and_orders_are_plain_addresses(query: str, found: list[str], office: Run, inspector: Client) -> None:
    assert shown(inspector, query) == found


def test_each_grade_is_counted_whatever_grade_is_chosen(office: Run, inspector: Client) -> None:
    answer = inspector.get("/leads/?grade=breach")
    assert [(grade, number) for grade, _words, number in answer.context["grades"]] == [
        ("convergent", 1),
        ("breach", 1),
        ("single", 2),
    ]


def test_where_nothing_fits_the_page_says_what_to_do(office: Run, inspector: Client) -> None:
    assert "Bỏ toàn bộ bộ lọc" in inspector.get("/leads/?until=2020-01-01").content.decode()


def test_an_empty_house_says_what_to_do(db: None, somebody: Somebody) -> None:
    assert "Người quản lý dữ liệu" in somebody("inspector").get("/leads/").content.decode()


def test_simulated_records_say_so_on_every_page(office: Run, inspector: Client) -> None:
    for page in ("", "lead/l-person/", "dossier/D1", "units/", "units/U1", "procedures/", f"runs/{office.pk}/"):
        assert "Dữ liệu mô phỏng." in inspector.get(f"/leads/{page}").content.decode(), page


def hostile(run: Run) -> None:
    with acting_as_system():
        Lead.objects.filter(lead="l-unit").update(sentence_vi='=HYPERLINK("http://x")', subject="@SUM(A1)")


def test_a_csv_taken_away_holds_no_formula(office: Run, inspector: Client) -> None:
    hostile(office)
    answer = inspector.get("/leads/leads.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 5
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    assert "'@SUM(A1)" in text


def test_an_xlsx_taken_away_holds_texts_and_no_formula(office: Run, inspector: Client) -> None:
    hostile(office)
    answer = inspector.get("/leads/leads.xlsx?unit=U2")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert sheet.max_row == 2
    assert sheet.cell(2, 3).value == "@SUM(A1)"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.cell(1, 1).value == "Đầu mối"


def test_who_took_leads_away_is_kept_in_the_trail(office: Run, inspector: Client) -> None:
    inspector.get("/leads/leads.csv?unit=U2")
    entry = TrailEntry.objects.filter(event="leads_exported").get()
    assert entry.after == {"leads": 1, "form": "csv"}


def test_while_records_are_looked_through_the_page_says_so(db: None, somebody: Somebody) -> None:
    from django.utils import timezone

    from liem.jobs.models import Job

    Job.objects.create(kind="leads.detect", asked_by="system", asked_at=timezone.now())
    for path in ("/leads/", "/leads/units/", "/leads/procedures/"):
        assert "Dữ liệu đang được rà soát" in somebody("inspector").get(path).content.decode()
