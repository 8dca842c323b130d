"""The public directory, its poster, and the keeping of both."""

import io
import shutil
import subprocess
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client

from liem.agencies import actions
from liem.agencies.models import Contact, Trial
from liem.agencies.states import ContactKind
from liem.base import clock
from liem.trail.models import TrailEntry


@pytest.fixture
def agency(db: None) -> Any:
    """A commune whose name tries to be markup, with a hotline that answered and a mailbox nobody tried."""
    now, today = clock.now(), clock.today()
    row = actions.keep_agency("X/1 #", name_vi='Xã <b>Một</b> #"x"', level="commune", by="system", now=now)
    hotline = actions.list_contact(
        row.code, ContactKind.HOTLINE, "1900 1111", valid_from=today, hours_vi="#pagebreak()", by="system", now=now
    )
    actions.list_contact(row.code, ContactKind.MAILBOX, "mot@xa.example", valid_from=today, by="system", now=now)
    actions.record_trial(hotline, answered=True, by="system", now=now)
    return row


@pytest.fixture
def keeper(inspector: Any) -> Client:
    client = Client()
    client.force_login(inspector)
    return client


def test_everybody_reads_the_directory_and_sees_which_lines_are_dead(agency: Any) -> None:
    answer = Client().get("/agencies/")
    text = answer.content.decode()
    assert "1900 1111" in text
    assert "<b>Một</b>" not in text
    assert "Lâu chưa kiểm tra" in text
    hotline = Contact.objects.get(address="1900 1111")
    actions.record_trial(hotline, answered=False, by="system", now=clock.now() + timedelta(seconds=1))
    only_dead = Client().get("/agencies/?state=dead").content.decode()
    assert "1900 1111" in only_dead
    assert 'class="tag bad"' in only_dead
    assert len(answer.content) < 40_000


def test_finding_an_agency_by_part_of_its_name(agency: Any) -> None:
    assert "1900 1111" in Client().get("/agencies/?q=một").content.decode()
    assert "1900 1111" not in Client().get("/agencies/?q=hai").content.decode()


def test_an_agency_page_and_its_poster_open_whatever_its_code_and_name(agency: Any) -> None:
    page = Client().get("/agencies/agency/X%2F1%20%23")
    assert page.status_code == 200
    poster = Client().get("/agencies/poster/X%2F1%20%23.pdf")
    assert poster["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(poster.content)) as pdf:
        assert len(pdf.pages) == 1  # a name is data: "#pagebreak()" stays text
        box = [float(one) for one in pdf.pages[0].mediabox]
    assert box == pytest.approx([0, 0, 595.28, 841.89], abs=0.5)


def test_the_poster_bears_what_people_need_and_the_public_address(
    agency: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liem.agencies import poster

    drawn: list[str] = []
    make = poster.segno.make
    monkeypatch.setattr(poster.segno, "make", lambda text, **more: (drawn.append(text), make(text, **more))[1])
    settings.LIEM_PUBLIC_ADDRESS = "https://liem.tinh.example"
    pdf = Client().get("/agencies/poster/X%2F1%20%23.pdf").content
    assert drawn == ["https://liem.tinh.example/report/"]
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is missing: sudo apt-get install -y poppler-utils")
    text = subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    for words in ("1900 1111", "mot@xa.example", "Xã <b>Một</b>", "liem.tinh.example/report"):
        assert words in text


@pytest.mark.parametrize("path", ["agency/none", "agency/%00", "poster/none.pdf", "agency/" + "x" * 3000])
def test_what_is_not_there_is_not_found(db: None, path: str) -> None:
    assert Client().get(f"/agencies/{path}").status_code == 404


def test_the_inspectorate_lists_tries_and_ends_a_hotline(agency: Any, keeper: Client) -> None:
    added = keeper.post(
        "/agencies/add/X%2F1%20%23", {"kind": "hotline", "address": " 1900  2222 ", "valid_from": clock.today()}
    )
    row = Contact.objects.get(address="1900 2222")
    assert added["Location"] == f"/agencies/contacts/{row.pk}/"
    assert keeper.post(f"/agencies/contacts/{row.pk}/", {"answered": "no", "detail": "bận"}).status_code == 302
    assert Trial.objects.get(contact=row).answered is False
    keeper.post(f"/agencies/contacts/{row.pk}/end/", {"last": clock.today() - timedelta(days=1)})
    assert "1900 2222" not in Client().get("/agencies/").content.decode()
    assert Trial.objects.filter(contact=row).count() == 1
    events = TrailEntry.objects.filter(stream="agencies", subject_id=str(row.pk)).values_list("event", flat=True)
    assert set(events) == {"contact_listed", "contact_tried", "contact_ended"}


@pytest.mark.parametrize(
    ("kind", "address", "said"),
    [
        ("hotline", "abc", "chữ số"),
        ("hotline", "1" * 40, "chữ số"),
        ("mailbox", "khong phai dia chi", "đủ địa chỉ"),
        ("hotline", "1900 1111", "đã được đăng"),
        ("mailbox", "a@b.example\r\nBcc: x@y.example", "đủ địa chỉ"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(
    agency: Any, keeper: Client, kind: str, address: str, said: str
) -> None:
    answer = keeper.post("/agencies/add/X%2F1%20%23", {"kind": kind, "address": address, "valid_from": clock.today()})
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_trial_without_an_answer_is_refused_and_nothing_is_kept(agency: Any, keeper: Client) -> None:
    row = Contact.objects.get(address="mot@xa.example")
    assert keeper.post(f"/agencies/contacts/{row.pk}/", {"detail": "x"}).status_code == 400
    assert not Trial.objects.filter(contact=row).exists()
