"""Mails collected from a real Dovecot, answered through a real SMTP server: none lost, none twice, none betrayed."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from liem.base import clock
from liem.channels import collecting, receiving
from liem.channels.mailboxes import Mailbox, MailUnreachable, Server
from liem.channels.models import CollectedMail, MailboxState, SealedMail
from liem.channels.states import Became, Trouble
from liem.intake import actions as intake
from liem.intake import queries
from liem.intake.models import Report, VaultedIdentity
from liem.intake.receipt import read
from liem.people.row_security import acting_as_system
from tests.channels.mailserver import PASSWORD, MailServer

WORDS = "Ông Bảy đòi hai triệu ở cửa số năm"
pytestmark = pytest.mark.slow


@pytest.fixture
def mailbox(mail_server: MailServer, inspectorate: Any, request: Any) -> Mailbox:
    """A mailbox of the test's own, empty."""
    address = f"box{abs(hash(request.node.nodeid))}@liem.example"
    imap = Server("imap", "127.0.0.1", mail_server.imap, address)
    smtp = Server("smtp", "127.0.0.1", mail_server.smtp, "")
    return Mailbox(address, imap, smtp, PASSWORD.replace(" ", "_"))


@pytest.fixture
def arrive(mail_server: MailServer, mailbox: Mailbox) -> Callable[..., None]:
    def put(text: str = WORDS, number: int = 1, **headers: str) -> None:
        mail_server.put(mailbox.address, mail(text, number, **headers))

    return put


def mail(text: str = WORDS, number: int = 1, **headers: str) -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = headers.pop("sender", "Lò Thị Mai <mai@example.org>")
    message["Message-ID"] = f"<m{number}@example.org>"
    message["Subject"] = "Phản ánh về xã Một"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def collect(mailbox: Mailbox) -> collecting.Tally:
    return collecting.collect(mailbox, now=clock.now())


def left(mailbox: Mailbox, folder: str = "INBOX") -> int:
    with collecting.opened(mailbox) as box:
        if not box.folder.exists(folder):
            return 0
        box.folder.set(folder)
        return len(box.uids())


def reports() -> list[Report]:
    with transaction.atomic(), acting_as_system():
        return list(Report.objects.order_by("number"))


def read_by(officer: Any, report: Report) -> Any:
    with transaction.atomic(), officer.acting():
        opened = intake.read_as_officer(report, officer.keyring, by=officer.number, now=clock.now())
        return queries.content(opened), queries.dialogue(opened), opened


def receipt_in(content: bytes) -> Any:
    text = message_from_bytes(content, policy=policy.default).get_content()
    return read(re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", text).group())  # type: ignore[union-attr]


def test_a_mail_becomes_a_report_its_writer_gets_a_receipt_and_the_mailbox_is_empty(
    mailbox: Mailbox, arrive: Any, mail_server: MailServer, inspectorate: Any
) -> None:
    arrive()
    tally = collect(mailbox)
    assert (tally.became, tally.answered, tally.waiting) == ({Became.REPORT: 1}, 1, 0)
    (report,) = reports()
    assert (report.channel, report.agency, report.kind) == ("email", "TTT", "undecided")
    content, _dialogue, _opened = read_by(inspectorate, report)
    assert WORDS in content.what
    assert "Phản ánh về xã Một" in content.what
    assert left(mailbox) == 0
    ((sender, to, sent),) = mail_server.relay.sent
    assert (sender.strip("<>"), to) == ("", ["mai@example.org"])
    found = queries.find(receipt_in(sent)) if receipt_in(sent) else None
    with transaction.atomic():
        found = queries.find(receipt_in(sent))
    assert found is not None
    assert found.report.pk == report.pk
    assert b"B\xe1\xba\xa3y" not in sent
    assert "cửa số năm" not in message_from_bytes(sent, policy=policy.default).get_content()


def test_neither_words_nor_writer_lie_open_in_the_database(
    mailbox: Mailbox, arrive: Any, inspectorate: Any, own_database: Any
) -> None:
    import psycopg

    arrive()
    collect(mailbox)
    with psycopg.connect(own_database.superuser) as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        dump = "\n".join(str(row) for table in tables for row in connection.execute(f'SELECT t::text FROM "{table}" t'))
    for secret in ("mai@example.org", "Lò Thị Mai", "cửa số năm", "m1@example.org", "Phản ánh về xã Một"):
        assert secret not in dump
        assert secret.encode().hex() not in dump
    with transaction.atomic(), acting_as_system():
        assert VaultedIdentity.objects.count() == 1


def test_the_original_opens_to_an_officer_and_a_custodian_together_alone(
    mailbox: Mailbox, arrive: Any, inspectorate: Any
) -> None:
    from liem.base.sealing import CannotOpen
    from liem.people.keys import actions as keys
    from liem.people.keys.queries import CUSTODIANS, office_key, open_office_key
    from liem.people.models import Account
    from tests.intake.office import PASSPHRASE

    arrive()
    collect(mailbox)
    (report,) = reports()
    _content, _dialogue, opened = read_by(inspectorate, report)
    with transaction.atomic(), acting_as_system():
        kept = SealedMail.objects.get()
    with pytest.raises(CannotOpen):
        receiving.open_original(opened, kept, None)
    custodian = keys.open_keyring(Account.objects.get(sign_in_name="giu"), PASSPHRASE)
    key = office_key(CUSTODIANS)
    assert key is not None
    original = receiving.open_original(opened, kept, open_office_key(key, custodian))
    assert b"mai@example.org" in original


def test_the_same_mail_twice_is_one_report_and_one_answer(
    mailbox: Mailbox, arrive: Any, mail_server: MailServer
) -> None:
    arrive()
    arrive()
    tally = collect(mailbox)
    assert tally.became == {Became.REPORT: 1, Became.AGAIN: 1}
    arrive()
    collect(mailbox)
    assert len(reports()) == 1
    assert len(mail_server.relay.sent) == 1
    assert left(mailbox) == 0


def test_the_same_message_id_above_other_words_is_another_report(mailbox: Mailbox, arrive: Any) -> None:
    arrive("một việc")
    arrive("một việc khác hẳn")
    collect(mailbox)
    assert len(reports()) == 2


STEPS = ["before the register", "before the answer", "after the answer", "before removal"]


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_is_lost_and_nothing_is_twice(
    mailbox: Mailbox, arrive: Any, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Killed(BaseException):
        """Stands for the end of the process: nothing in the code catches it."""

    def die(*_arguments: Any, **_more: Any) -> None:
        raise Killed

    places = {
        "before the register": (receiving, "_seal_original"),  # inside the transaction: all of it is undone
        "before the answer": (collecting, "send"),
        "after the answer": (collecting, "note_answer"),
        "before removal": (collecting, "_remove"),
    }
    arrive()
    with monkeypatch.context() as patched:
        patched.setattr(*places[step], die)
        with pytest.raises(Killed):
            collect(mailbox)
    assert left(mailbox) == 1
    assert len(reports()) == (0 if step == "before the register" else 1)
    collect(mailbox)
    collect(mailbox)
    assert len(reports()) == 1
    assert left(mailbox) == 0
    receipts = {receipt_in(sent).code for _from, _to, sent in mail_server.relay.sent}
    assert len(receipts) == 1  # answered a second time only where nobody could know the first was sent
    assert len(mail_server.relay.sent) == (2 if step == "after the answer" else 1)


def test_a_worker_killed_for_good_loses_nothing(
    mailbox: Mailbox, mail_server: MailServer, own_database: Any, tmp_path: Path
) -> None:
    """``kill -9`` of a real process in the middle of nine mails, twice."""
    import os
    import signal
    import subprocess
    import sys
    import time

    for number in range(9):
        mail_server.put(mailbox.address, mail(f"việc số {number}", number))
    config = tmp_path / "mailboxes.toml"
    config.write_text(
        f'[[mailboxes]]\naddress = "{mailbox.address}"\nimap = "imap://{mailbox.address.replace("@", "%40")}@127.0.0.1:'
        f'{mail_server.imap}"\nsmtp = "smtp://127.0.0.1:{mail_server.smtp}"\npassword = "{mailbox.password}"\n'
    )
    from django.conf import settings

    script = (
        "import django; django.setup()\nfrom liem.base import clock\nfrom liem.channels.collecting import collect_all\n"
        "collect_all(clock.now())\n"
    )
    environment = {
        **os.environ,
        "LIEM_HOME": str(settings.LIEM_HOME),
        "LIEM_MAILBOXES": str(config),
        "LIEM_WEB_DSN": own_database.web,
        "DJANGO_SETTINGS_MODULE": "liem.house.settings",
    }
    for taken in (2, 5):  # killed in the middle of the work, each time
        process = subprocess.Popen([sys.executable, "-c", script], env=environment)
        deadline = time.monotonic() + 60
        while len(reports()) < taken and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert taken <= len(reports()) < 9
        assert len(reports()) + left(mailbox) >= 9
    assert subprocess.run([sys.executable, "-c", script], env=environment, timeout=120).returncode == 0
    assert len(reports()) == 9
    assert left(mailbox) == 0
    with transaction.atomic(), acting_as_system():
        assert list(queries.gaps()) == []


def test_an_answer_in_the_thread_is_added_to_the_report(
    mailbox: Mailbox, arrive: Any, inspectorate: Any, mail_server: MailServer
) -> None:
    arrive()
    collect(mailbox)
    arrive("Tôi nhớ thêm: ngày 12 tháng 10", 2, References="<m1@example.org> <answer@liem.example>")
    assert collect(mailbox).became == {Became.MESSAGE: 1}
    (report,) = reports()
    _content, dialogue, _opened = read_by(inspectorate, report)
    assert [one.text for one in dialogue] == ["Tôi nhớ thêm: ngày 12 tháng 10"]
    arrive("Tôi nhớ thêm: ngày 12 tháng 10", 2, References="<m1@example.org> <answer@liem.example>")
    collect(mailbox)
    _content, dialogue, _opened = read_by(inspectorate, report)
    assert len(dialogue) == 1
    assert len(mail_server.relay.sent) == 1


@pytest.mark.parametrize(
    ("headers", "became"),
    [
        ({"Auto_Submitted": "auto-replied"}, Became.AUTOMATIC),
        ({"X_Liem_Loop": "1"}, Became.LOOP),
        ({"sender": "MAILER-DAEMON@example.org"}, Became.BOUNCE),
    ],
)
def test_what_machines_send_is_kept_apart_and_never_answered(
    mailbox: Mailbox, arrive: Any, mail_server: MailServer, headers: dict[str, str], became: Became
) -> None:
    arrive(**headers)
    assert collect(mailbox).became == {became: 1}
    assert reports() == []
    assert mail_server.relay.sent == []
    assert (left(mailbox), left(mailbox, "Liem/Machine")) == (0, 1)


def test_two_machines_that_answer_each_other_come_to_an_end(mailbox: Mailbox, mail_server: MailServer) -> None:
    """An absence robot that hides what it is: every mail is registered, and the answers stop."""
    for number in range(12):
        mail_server.put(mailbox.address, mail(f"tự động {number}", number, sender="robot@example.org"))
    collect(mailbox)
    assert len(reports()) == 12
    assert len(mail_server.relay.sent) == receiving.MOST_ANSWERS_A_DAY


def test_a_mail_of_our_own_address_is_not_answered(mailbox: Mailbox, arrive: Any, mail_server: MailServer) -> None:
    arrive(sender=mailbox.address)
    collect(mailbox)
    assert mail_server.relay.sent == []


def test_a_list_is_registered_and_not_answered(mailbox: Mailbox, arrive: Any, mail_server: MailServer) -> None:
    arrive(List_Id="<x.example.org>")
    assert collect(mailbox).became == {Became.REPORT: 1}
    assert mail_server.relay.sent == []


def test_a_huge_mail_is_registered_by_its_head_and_stays_in_a_folder(
    mailbox: Mailbox, mail_server: MailServer, inspectorate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "LARGEST", 200_000)
    mail_server.put(mailbox.address, mail("x" * 70 + "\n" + ("a" * 70 + "\n") * 5000))
    assert collect(mailbox).became == {Became.TOO_LARGE: 1}
    content, _dialogue, _opened = read_by(inspectorate, reports()[0])
    assert "Liem/Large" in content.what
    assert (left(mailbox), left(mailbox, "Liem/Large")) == (0, 1)
    assert len(mail_server.relay.sent) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe garbage",
        b"From: \xff\xfe\r\nSubject: =?utf-8?b?////?=\r\nContent-Type: multipart/mixed; boundary=\r\n\r\nx",
        b"Content-Type: text/plain; charset=nothing\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"From: a@b.example\r\n" * 2000 + b"\r\nbody",
    ],
)
def test_a_malformed_mail_is_a_report_too(mailbox: Mailbox, mail_server: MailServer, raw: bytes) -> None:
    mail_server.put(mailbox.address, raw or b"\r\n")
    collect(mailbox)
    assert len(reports()) + left(mailbox, "Liem/Machine") == 1
    assert left(mailbox) == 0


def test_while_answers_cannot_be_sent_the_report_stands_and_the_answer_follows(
    mailbox: Mailbox, arrive: Any, mail_server: MailServer
) -> None:
    mail_server.relay.refuse = "451 later"
    arrive()
    assert collect(mailbox).waiting == 1
    assert (len(reports()), left(mailbox)) == (1, 1)
    mail_server.relay.refuse = ""
    collect(mailbox)
    assert (len(reports()), left(mailbox), len(mail_server.relay.sent)) == (1, 0, 1)


def test_an_answer_that_never_goes_out_does_not_keep_the_mail_for_ever(
    mailbox: Mailbox, arrive: Any, mail_server: MailServer
) -> None:
    mail_server.relay.refuse = "451 later"
    arrive()
    for _run in range(collecting.MOST_TRIES):
        collect(mailbox)
    assert left(mailbox) == 1, "a failure of some minutes costs nobody the receipt"
    collecting.collect(mailbox, now=clock.now() + collecting.GIVEN_UP_AFTER)
    assert left(mailbox) == 0


def test_before_an_office_can_receive_mails_stay_where_they_are(
    own_database: Any, mail_server: MailServer, settings: Any, tmp_path: Path
) -> None:
    address = "early@liem.example"
    mail_server.put(address, mail())
    config = tmp_path / "mailboxes.toml"
    config.write_text(
        f'[[mailboxes]]\naddress = "{address}"\nimap = "imap://early%40liem.example@127.0.0.1:{mail_server.imap}"\n'
        f'password = "{PASSWORD.replace(" ", "_")}"\n'
    )
    settings.LIEM_MAILBOXES = config
    assert collecting.collect_all(clock.now()) == {}
    with transaction.atomic(), acting_as_system():
        assert MailboxState.objects.get(address=address).error == Trouble.NO_KEY
    assert left(collecting.mailboxes()[0]) == 1


def test_a_mailbox_is_probed_by_a_mail_that_comes_round(
    mailbox: Mailbox, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from liem.agencies import actions as agencies
    from liem.agencies.models import Trial
    from liem.channels import tasks

    monkeypatch.setattr(tasks, "mailboxes", lambda: [mailbox])
    agencies.list_contact("TTT", "mailbox", mailbox.address, valid_from=clock.today(), by="system", now=clock.now())
    assert tasks.try_mailboxes(seconds=10) == {mailbox.address: ""}
    mail_server.relay.refuse = "550 no"
    assert "SMTP" in tasks.try_mailboxes(seconds=1)[mailbox.address]
    assert list(Trial.objects.order_by("pk").values_list("answered", flat=True)) == [True, False]
    assert left(mailbox) == 0
    connections["default"].close()


def test_a_server_that_does_not_answer_is_one_clear_line(mailbox: Mailbox) -> None:
    from dataclasses import replace

    for changed in (
        replace(mailbox, imap=replace(mailbox.imap, port=1)),
        replace(mailbox, password="wrong"),
    ):
        with pytest.raises(MailUnreachable, match="does not answer as a mailbox") as refused:
            collect(changed)
        assert "\n" not in str(refused.value)
        assert changed.password not in str(refused.value)
    assert CollectedMail.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        ({"password": "wrong"}, "password", "từ chối tên hoặc mật khẩu"),
        ({"port": 1}, "away", "không trả lời"),
        ({"scheme": "imaps"}, "certificate", "Chứng chỉ"),
        ({"folder": "Không có"}, "folder", "không có thư mục"),
    ],
)
def test_whoever_can_mend_it_reads_in_words_what_is_wrong_with_a_mailbox(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, new_account: Any, wrong: dict[str, Any], code: str, said: str
) -> None:
    from dataclasses import replace

    from django.test import Client

    imap = replace(mailbox.imap, **{key: wrong[key] for key in wrong.keys() & {"port", "scheme"}})
    broken = replace(mailbox, imap=imap, **{key: wrong[key] for key in wrong.keys() & {"password", "folder"}})
    monkeypatch.setattr(collecting, "mailboxes", lambda: [broken])
    assert collecting.collect_all(clock.now()) == {}
    with transaction.atomic(), acting_as_system():
        assert MailboxState.objects.get(address=mailbox.address).error == code
    for role, path in (("system_administrator", "/state/"), ("intake_officer", "/channels/")):
        client = Client()
        client.force_login(new_account(role.replace("_", "-"), role))
        page = client.get(path).content.decode()
        assert said in page, path
        assert "Error" not in page
        assert mailbox.password not in page


def test_attachments_go_the_way_of_all_files(mailbox: Mailbox, mail_server: MailServer, inspectorate: Any) -> None:
    """A picture is taken under a plain name; a program, and a text that names other machines, are not."""
    import io

    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "JPEG")
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["Message-ID"], message["Subject"] = "mai@example.org", "<f1@example.org>", "Ảnh"
    message.set_content("Có ảnh kèm")
    message.add_attachment(picture.getvalue(), maintype="image", subtype="jpeg", filename="../../etc/cron.d/x.jpg")
    message.add_attachment(b"MZ" + b"\0" * 600, maintype="application", subtype="pdf", filename="đơn.pdf")
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://169.254.169.254/'/></svg>"
    message.add_attachment(svg, maintype="image", subtype="svg+xml", filename="a.svg")
    mail_server.put(mailbox.address, message.as_bytes())
    assert collect(mailbox).became == {Became.REPORT: 1}
    content, _dialogue, opened = read_by(inspectorate, reports()[0])
    with transaction.atomic(), inspectorate.acting():
        assert [one.note["name"] for one in queries.files(opened)] == ["x.jpg"]
    assert "niêm phong" in content.what
