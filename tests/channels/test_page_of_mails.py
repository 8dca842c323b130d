"""The mail as it came, looked at: by who may open the report, as text, without its writer, and on record."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.db import transaction

from liem.base import clock
from liem.channels import receiving
from liem.channels.models import SealedMail
from liem.channels.original import LONGEST, ShownMail, shown
from liem.people.keys import actions as keys
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry
from tests.channels.office import officer, open_inspectorate

WRITER, HOST = "Lo Thi Suong Mai <suongmai@thu.example>", "mx7.thu.example"
PAGE = (
    "<p>Xin <b>chào</b></p><script>alert(1)</script><img src=https://spy.example/p.png>"
    "<a href='javascript:alert(2)'>bấm</a>"
)


def mail(**headers: str) -> bytes:
    message = EmailMessage()
    given = {
        "From": WRITER,
        "Subject": "Hồ sơ <script>alert(3)</script> bị giữ",
        "Date": "Fri, 20 Nov 2026 09:41:17 +0700",
        "Message-ID": "<a1@thu.example>",
        "Received": f"from {HOST} by mail.tinh.example; Fri, 20 Nov 2026 09:41:18 +0700",
        "Authentication-Results": "mail.tinh.example; spf=pass smtp.mailfrom=suongmai@thu.example; dkim=fail",
    }
    for name, value in (given | headers).items():
        message[name] = value
    message.set_content("Tôi nộp hồ sơ ngày 12/9 <img src=x onerror=alert(4)>\nhttps://spy.example/x")
    message.add_alternative(PAGE, subtype="html")
    message.add_attachment(b"MZ\x90\x00chuong trinh", "application", "x-msdownload", filename="../../<b>chay.exe")
    return message.as_bytes()


@pytest.fixture
def hoa(db: None) -> Any:
    return open_inspectorate()


def taken() -> Any:
    with acting_as_system():
        receiving.take_in(mail(), "phananh@tinh.example", now=clock.now())
        return SealedMail.objects.get().report


def test_the_officer_sees_the_mail_as_text_without_its_writer_and_the_look_is_recorded(hoa: Any) -> None:
    report = taken()
    answer = hoa.window().get(f"/channels/mails/{report.pk}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Hồ sơ &lt;script&gt;alert(3)&lt;/script&gt; bị giữ" in page
    assert "spf=pass, dkim=fail" in page
    assert "2026-11-20" in page
    assert "bchay.exe" in page
    for hidden in ("suongmai", "Suong Mai", HOST, "09:41", "<script>alert", "<img src=", "href='javascript", "a1@thu"):
        assert hidden not in page, hidden
    assert 'href="https://spy' not in page
    assert answer.headers["Cache-Control"].startswith("max-age=0") or "no-store" in answer.headers["Cache-Control"]
    looked = TrailEntry.objects.filter(subject_id=f"{report.register_number}/mail")
    assert [one.by for one in looked] == [hoa.number]


def test_whoever_cannot_open_the_report_sees_no_mail(hoa: Any) -> None:
    report = taken()
    address = f"/channels/mails/{report.pk}/"
    assert hoa.window(opened=False).get(address).status_code == 302
    stranger = officer("binh", "intake_officer", "UB01")
    keys.make_office_key("UB01", [stranger.account], by=stranger.number, now=clock.now())
    assert stranger.window().get(address).status_code == 404
    assert hoa.window().get("/channels/mails/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert not TrailEntry.objects.filter(subject_id__endswith="/mail").exists()


def test_what_is_kept_to_be_shown_is_sealed(hoa: Any) -> None:
    taken()
    with transaction.atomic(), acting_as_system():
        kept = bytes(SealedMail.objects.get().shown or b"")
    assert len(kept) % 512 < 64
    for word in ("hồ sơ", "Hồ sơ", "spy.example", "suongmai"):
        assert word.encode() not in kept


def test_whatever_comes_can_be_shown() -> None:
    for raw in (b"", b"\x00\xff", b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x", b"Date: never\n\nx"):
        assert isinstance(shown(raw), ShownMail)
    long = shown(b"Subject: x\n\n" + b"a" * (LONGEST + 5))
    assert (len(long.text), long.cut) == (LONGEST, True)
    assert ShownMail.from_bytes(long.as_bytes()) == long
