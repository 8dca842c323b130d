"""The pack for a review conference: each figure is its rows, in the page, in Word and in the workbook."""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from docx import Document
from openpyxl import load_workbook
from tests.oversight.conftest import Somebody
from tests.oversight.test_duties import a_paper, ago, record
from tests.oversight.test_handling import matters
from tests.oversight.test_watch_list_pages import put

from liem.base import clock
from liem.cases.models import Concerned, CrimeTransfer, Discipline, HeadAnswer, Matter, Money
from liem.cases.states import Cause
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry

SUMMED = {
    "Thiệt hại đã xác định": 4, "Buộc hoàn trả": 4, "Đã thu hồi": 4, "Đã hoàn trả người dân": 4,
    "Bị can, bị cáo": 5, "trong đó cán bộ, công chức, viên chức": 6, "trong đó đảng viên": 7,
}  # fmt: skip
"""Which figures are sums, and of which column of their sheet; any other is the number of its rows."""
NAMES = ("Kỳ này", "Cùng kỳ năm trước")


def followed(one: Matter, number: int, day: date) -> None:
    """Money, discipline, what the head answers for, a file handed over and an end with its causes, on a day."""
    for place, step in enumerate(("damage", "ordered", "recovered", "refunded")):
        Money.objects.create(matter=one, step=step, amount=7_000_000 + 100 * place + number, on=day)
    person = Concerned.objects.create(matter=one, name="x", capacity="staff", added_at=clock.now())
    for ladder in ("party", "administrative")[: 1 + number % 2]:
        Discipline.objects.create(matter=one, person=person, ladder=ladder, form="warning", decided_on=day)
    HeadAnswer.objects.create(matter=one, unit="U2", form="criticised", ground="supervision", decided_on=day)
    at = datetime.combine(day, datetime.min.time(), clock.now().tzinfo)
    CrimeTransfer.objects.create(
        matter=one, to_body="CQĐT", found_at=at, defendants=5 + number, officials=3 + number, party_members=1 + number
    )
    causes = [Cause.OVERLOAD, Cause.SKILL][: 1 + number % 2]
    Matter.objects.filter(pk=one.pk).update(closed_at=at, causes=causes)


@pytest.fixture
def full(somebody: Somebody) -> Somebody:
    """A province in which a little happened this year, and less the year before."""
    with transaction.atomic(), acting_as_system():
        matters("U2", kept=3, late=2, running=1, now=clock.now())
        matters("OLD", kept=2, late=0, running=0, now=clock.now() - timedelta(days=365))
        for number, one in enumerate(Matter.objects.order_by("pk")[:5]):
            followed(one, number, clock.today() - timedelta(days=365 if number > 2 else 0))
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
    checked, checked_before = set(), set()
    for sheet, _section, label, now, before, change in rows:
        lines = list(book[sheet].iter_rows(min_row=3, values_only=True))
        periods = [line[0] for line in lines]
        mine = [periods.count(name) for name in NAMES]
        if column := SUMMED.get(label):
            mine = [sum(line[column] for line in lines if line[0] == name) for name in NAMES]
        assert [now, before] == mine, label
        assert change == now - before
        if now:
            checked.add(label)
        if before:
            checked_before.add(label)
    assert {"Vụ việc đã tiếp nhận", "Tiền phải thu hồi", *SUMMED} <= checked
    assert len(checked) > 20
    assert set(SUMMED) <= checked_before
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
