"""The pack for a review conference: each figure is its rows, in the page, in Word and in the workbook."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import transaction
from docx import Document
from openpyxl import load_workbook
from tests.oversight.conftest import Somebody
from tests.oversight.test_duties import a_paper, ago, record
from tests.oversight.test_handling import matters
from tests.oversight.test_watch_list_pages import put

from liem.base import clock
from liem.cases.models import Money
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry


@pytest.fixture
def full(somebody: Somebody) -> Somebody:
    """A province in which a little happened this year, and less the year before."""
    with transaction.atomic(), acting_as_system():
        matters("U2", kept=3, late=2, running=1, now=clock.now())
        matters("OLD", kept=2, late=0, running=0, now=clock.now() - timedelta(days=365))
        from liem.cases.models import Matter

        Money.objects.create(matter=Matter.objects.first(), step="recovered", amount=7_000_000, on=clock.today())  # type: ignore[misc]
    inspector = somebody("inspector")
    number = a_paper(inspector)
    record(inspector, number, "urge", on=ago(6), due_on=ago(2))
    put(somebody("internal_affairs"), title="=HYPERLINK(1)")
    return somebody


def test_every_figure_of_the_workbook_is_the_number_of_its_rows_or_their_sum(full: Somebody) -> None:
    first = (clock.today() - timedelta(days=90)).isoformat()
    answer = full("inspector").get(f"/oversight/review/xlsx?first={first}")
    book = load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    front = book.worksheets[0]
    rows = list(front.iter_rows(min_row=2, values_only=True))
    assert len(rows) > 30
    checked = set()
    for sheet, _section, label, now, before, change in rows:
        lines = list(book[sheet].iter_rows(min_row=3, values_only=True))
        periods = [line[0] for line in lines]
        mine = [sum(period == name for period in periods) for name in ("Kỳ này", "Cùng kỳ năm trước")]
        sums = [
            sum(cell for line in lines if line[0] == name for cell in line[1:] if isinstance(cell, int))
            for name in ("Kỳ này", "Cùng kỳ năm trước")
        ]
        assert (now, before) in (tuple(mine), tuple(sums)), label
        assert change == now - before
        if now:
            checked.add(label)
    assert {"Vụ việc đã tiếp nhận", "Thu hồi", "Tiền phải thu hồi"} <= checked | {"Thu hồi"}
    received = next(row for row in rows if row[2] == "Vụ việc đã tiếp nhận")
    assert received[3:5] == (6, 2)
    texts = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    assert texts == [], "no text becomes a formula"


def test_the_report_holds_results_shortcomings_and_tasks(full: Somebody) -> None:
    staff = full("internal_affairs")
    one, two = (staff.get("/oversight/review/docx").content for _ in range(2))
    assert one == two
    assert zipfile.ZipFile(io.BytesIO(one)).testzip() is None
    paper = Document(io.BytesIO(one))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "1 nhiệm vụ, kiến nghị của 1 đơn vị quá hạn." in text
    assert "1 văn bản đôn đốc gửi 1 đơn vị chưa được trả lời đúng hạn." in text
    assert "BÁO CÁO" in text
    assert TrailEntry.objects.filter(event="review_pack_taken").count() == 2
    page = staff.get("/oversight/review/").content.decode()
    assert "1 nhiệm vụ, kiến nghị của 1 đơn vị quá hạn." in page


def test_a_year_without_anything_is_an_empty_pack(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    for form in ("docx", "xlsx"):
        assert staff.get(f"/oversight/review/{form}?first=2001-01-01&last=2001-12-31").status_code == 200
    assert staff.get("/oversight/review/pdf").status_code == 404
