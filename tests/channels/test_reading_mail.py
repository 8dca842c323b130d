"""Mails as they come, and as attackers make them: nothing raises, nothing is believed, nothing is fetched."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liem.channels.mail import (
    LONGEST_TEXT,
    LOOP_HEADER,
    MOST_ATTACHMENTS,
    acknowledgement,
    file_name,
    html_as_text,
    read_mail,
)

pytestmark = pytest.mark.slow


def raw(body: str = "Tôi bị đòi tiền.", **headers: str) -> bytes:
    lines = {"From": "Lan <lan@example.org>", "Message-ID": "<1@example.org>", "Subject": "Phản ánh"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()


def test_a_plain_mail() -> None:
    mail = read_mail(raw())
    assert (mail.identifier, mail.sender, mail.sender_name) == ("<1@example.org>", "lan@example.org", "Lan")
    assert (mail.subject, mail.text, mail.machine, mail.may_be_answered) == ("Phản ánh", "Tôi bị đòi tiền.", "", True)


@pytest.mark.parametrize(
    ("headers", "machine"),
    [
        ({"Auto-Submitted": "auto-replied"}, "automatic"),
        ({"Auto-Submitted": "auto-generated; x=y"}, "automatic"),
        ({"Auto-Submitted": "no"}, ""),
        ({"Precedence": "auto_reply"}, "automatic"),
        ({"X-Autoreply": "yes"}, "automatic"),
        ({"Return-Path": "<>"}, "bounce"),
        ({"From": "MAILER-DAEMON@example.org"}, "bounce"),
        ({LOOP_HEADER: "1"}, "loop"),
    ],
)
def test_what_machines_send_is_known_as_such(headers: dict[str, str], machine: str) -> None:
    mail = read_mail(raw(**headers))
    assert mail.machine == machine
    assert mail.may_be_answered == (not machine)


@pytest.mark.parametrize(
    "headers", [{"Precedence": "bulk"}, {"List-Id": "<x.example>"}, {"X-Auto-Response-Suppress": "OOF, AutoReply"}]
)
def test_lists_are_reports_like_others_but_are_not_answered(headers: dict[str, str]) -> None:
    mail = read_mail(raw(**headers))
    assert (mail.machine, mail.may_be_answered) == ("", False)


def test_a_delivery_report_is_a_bounce() -> None:
    assert (
        read_mail(b"From: a@b.example\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x--").machine == "bounce"
    )


def test_html_is_read_as_text_and_nothing_in_it_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("reading a mail opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = (
        "<html><head><title>t</title></head><body onload=x()><p>Tiền&nbsp;<b>bôi trơn</b></p>"
        "<img src='http://169.254.169.254/latest/meta-data'><iframe src=file:///etc/passwd></iframe>"
        "<script>steal()</script><a href='javascript:x()'>đây</a></body></html>"
    )
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(page, subtype="html")
    message.add_attachment(b"<!ENTITY x SYSTEM 'http://127.0.0.1/'>", maintype="text", subtype="xml", filename="a.xml")
    mail = read_mail(message.as_bytes())
    assert mail.text == "Tiền bôi trơn\nđây"
    assert "steal" not in mail.text


def test_plain_text_is_preferred_to_html() -> None:
    message = EmailMessage()
    message.set_content("chữ thường")
    message.add_alternative("<p>khác</p>", subtype="html")
    assert read_mail(message.as_bytes()).text == "chữ thường"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/abs/olute.pdf", "olute.pdf"),
        ("a\x00b.pdf", "a b.pdf"),
        ("ảnh hồ sơ.jpg", "ảnh hồ sơ.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("..", "tep-kem"),
        ("", "tep-kem"),
        (None, "tep-kem"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("x\r\nBcc: y@z.example", "x Bcc y@z.example"),
    ],
)
def test_names_of_attached_files_are_plain_names(given: str | None, kept: str) -> None:
    assert file_name(given, "application/octet-stream") == kept


def test_an_attached_mail_is_a_file() -> None:
    inner = EmailMessage()
    inner.set_content("bên trong")
    outer = EmailMessage()
    outer.set_content("bên ngoài")
    outer.add_attachment(inner)
    mail = read_mail(outer.as_bytes())
    assert mail.text == "bên ngoài"
    assert [one.name for one in mail.attachments] == ["thu-kem.eml"]


def test_too_much_is_cut_and_says_so() -> None:
    assert read_mail(raw("x" * (LONGEST_TEXT + 1))).cut
    message = EmailMessage()
    message.set_content("x")
    for number in range(MOST_ATTACHMENTS + 3):
        message.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{number}.txt")
    mail = read_mail(message.as_bytes())
    assert (mail.cut, len(mail.attachments)) == (True, MOST_ATTACHMENTS)


def test_without_a_message_id_the_body_names_the_mail() -> None:
    without = b"From: a@b.example\r\nReceived: one\r\n\r\nbody"
    again = b"From: a@b.example\r\nReceived: two\r\n\r\nbody"
    assert read_mail(without).identifier == read_mail(again).identifier
    assert read_mail(without).identifier != read_mail(without + b"!").identifier


def test_old_vietnamese_code_pages_are_read() -> None:
    body = "Cán bộ đòi tiền".encode("cp1258", "replace")
    assert "tiền"[:2] in read_mail(b"From: a@b.example\r\nContent-Type: text/plain; charset=cp1258\r\n\r\n" + body).text


INJECTIONS = [
    "victim@example.org\r\nBcc: everyone@example.org",
    "a@b.example\nSubject: forged",
    '"x\r\nBcc: y@z.example"@b.example',
    "a@b.example, c@d.example",
    "<a@b.example>\x00",
    "a@b..example",
    "=?utf-8?q?a=40b=2Eexample=0D=0ABcc=3A_c=40d=2Eexample?=",
]


@pytest.mark.parametrize("sender", INJECTIONS)
@pytest.mark.parametrize(
    "identifier", ["<1@x.example>\r\nBcc: e@x.example", "<a b@x>", "<\x00@x>", "=?utf-8?q?=3C1=0A=3E?="]
)
def test_no_header_of_the_answer_can_be_injected(sender: str, identifier: str) -> None:
    crafted = f"From: {sender}\r\nMessage-ID: {identifier}\r\nSubject: x\r\n\r\nnội dung bí mật".encode()
    reply = acknowledgement(read_mail(crafted), "box@liem.example", "Mã: 1234", "Đã nhận")
    if reply is None:
        return
    sent = message_from_bytes(reply.as_bytes(), policy=policy.default)
    allowed = {"to", "from", "subject", "in-reply-to", "references", "auto-submitted", "x-auto-response-suppress",
               LOOP_HEADER.lower(), "content-type", "content-transfer-encoding", "mime-version"}  # fmt: skip
    assert {name.lower() for name in sent} <= allowed
    assert len(sent["To"].addresses) == 1
    assert sent["Subject"] == "Đã nhận"
    assert "bí mật" not in sent.get_content()
    assert "nội dung" not in reply.as_string()


def test_the_answer_carries_nothing_of_the_mail_and_cannot_start_a_loop() -> None:
    reply = acknowledgement(read_mail(raw(Subject="Tôi tố cáo ông A")), "box@liem.example", "Mã: 1234", "Đã nhận")
    assert reply is not None
    assert "ông A" not in str(reply)
    assert (reply["Auto-Submitted"], reply["In-Reply-To"]) == ("auto-replied", "<1@example.org>")
    assert read_mail(reply.as_bytes()).machine == "loop"


@pytest.mark.parametrize(
    "headers", [{"Auto-Submitted": "auto-replied"}, {"From": "box@LIEM.example"}, {"From": "nobody"}]
)
def test_some_mails_are_never_answered(headers: dict[str, str]) -> None:
    assert acknowledgement(read_mail(raw(**headers)), "box@liem.example", "x", "y") is None


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_read(content: bytes) -> None:
    mail = read_mail(content)
    assert len(mail.text) <= LONGEST_TEXT
    assert mail.identifier.startswith("<")
    acknowledgement(mail, "box@liem.example", "x", "y")


HEADERS = st.sampled_from(["From", "Reply-To", "Subject", "Message-ID", "References", "Content-Type", "Return-Path",
                           "Content-Disposition", "Content-Transfer-Encoding", "Auto-Submitted"])  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(HEADERS, st.text(max_size=80)), max_size=8), st.text(max_size=300))
def test_any_headers_are_read(headers: list[tuple[str, str]], body: str) -> None:
    text = "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n" + body
    mail = read_mail(text.encode("utf-8", "surrogatepass"))
    assert "\n" not in mail.sender + mail.subject + mail.sender_name + mail.identifier
    reply = acknowledgement(mail, "box@liem.example", "x", "y")
    assert reply is None or b"Bcc" not in reply.as_bytes()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_any_page_is_read_as_text(page: str) -> None:
    assert "<script" not in html_as_text(f"<script>{page}</script>")
