"""Hundreds of mails at once through a real mail server: each registered once, no gap, and no answer that goes round."""

import smtplib
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import transaction

from liem.base import clock
from liem.channels import collecting, receiving
from liem.channels.mailboxes import Mailbox, Server
from liem.channels.states import Became
from liem.intake import queries
from liem.intake.models import Report
from liem.people.row_security import acting_as_system
from tests.channels.mailserver import PASSWORD, MailServer
from tests.channels.test_mailbox import collect, left, mail, receipt_in, reports

pytestmark = pytest.mark.slow
PEOPLE, STUBBORN, MACHINES, LISTS, AGAIN = 90, 60, 30, 10, 20
"""Different people; mails of one sender; what machines send; what lists send; mails a relay delivers a second time."""
FLOOD = "one@example.org"


@pytest.fixture
def mailbox(mail_server: MailServer, inspectorate: Any, request: Any) -> Mailbox:
    """A mailbox of the test's own, empty."""
    address = f"flood{abs(hash(request.node.nodeid))}@liem.example"
    imap = Server("imap", "127.0.0.1", mail_server.imap, address)
    smtp = Server("smtp", "127.0.0.1", mail_server.smtp, "")
    return Mailbox(address, imap, smtp, PASSWORD.replace(" ", "_"))


def machine(number: int) -> bytes:
    return mail("Tôi đi vắng.", 5000 + number, sender=f"robot{number}@example.org", Auto_Submitted="auto-replied")


def of_a_list(number: int) -> bytes:
    return mail(f"Gửi mọi người, lần {number}", 6000 + number, sender=f"list{number}@example.org", Precedence="bulk")


def deliver(server: MailServer, address: str, mails: list[bytes]) -> None:
    with smtplib.LMTP("127.0.0.1", server.relay.lmtp) as lmtp:
        for raw in mails:
            lmtp.sendmail("somebody@example.org", [address], raw)


def no_gaps() -> bool:
    with transaction.atomic(), acting_as_system():
        return list(queries.gaps()) == []


def answered_addresses(server: MailServer) -> list[str]:
    return [to for _sender, recipients, _content in server.relay.sent for to in recipients]


def test_of_hundreds_of_mails_none_is_lost_none_is_twice_and_no_number_is_missing(
    mailbox: Mailbox, mail_server: MailServer
) -> None:
    people = [mail(f"Bị đòi tiền, lần {n}", n, sender=f"p{n}@example.org") for n in range(PEOPLE)]
    stubborn = [mail(f"Tôi nói lần thứ {n}", 1000 + n, sender=FLOOD) for n in range(STUBBORN)]
    flood = [one for group in zip(people, stubborn + people[: PEOPLE - STUBBORN], strict=True) for one in group]
    others = [*map(machine, range(MACHINES)), *map(of_a_list, range(LISTS))]
    deliver(mail_server, mailbox.address, [*flood, *people[:AGAIN], *others])
    while collect(mailbox).waiting:
        pass
    assert [one.number for one in reports()] == list(range(1, PEOPLE + STUBBORN + LISTS + 1))
    assert no_gaps()
    assert left(mailbox) == 0
    assert left(mailbox, receiving.MACHINE) == MACHINES
    to = answered_addresses(mail_server)
    assert to.count(FLOOD) == receiving.MOST_ANSWERS_A_DAY
    assert sorted(set(to) - {FLOOD}) == sorted(f"p{n}@example.org" for n in range(PEOPLE))
    assert len(to) == PEOPLE + receiving.MOST_ANSWERS_A_DAY
    for sender, _to, content in mail_server.relay.sent:
        assert sender.strip("<>") == ""
        with transaction.atomic():
            assert queries.find(receipt_in(content)) is not None


def test_answers_that_are_answered_by_robots_come_to_an_end(mailbox: Mailbox, mail_server: MailServer) -> None:
    """Each answer of ours is answered at once by a robot that hides what it is and quotes us, for ten rounds."""
    deliver(mail_server, mailbox.address, [mail(f"Lần {n}", n, sender=f"r{n}@example.org") for n in range(20)])
    sent = 0
    for _round in range(10):
        collect(mailbox)
        fresh = mail_server.relay.sent[sent:]
        sent += len(fresh)
        deliver(mail_server, mailbox.address, [robot_to(to[0], content) for _from, to, content in fresh])
    assert not fresh
    assert len(answered_addresses(mail_server)) <= 20 * receiving.MOST_ANSWERS_A_DAY
    assert left(mailbox) == 0
    assert no_gaps()


def robot_to(address: str, content: bytes) -> bytes:
    """A new thread each time, so that nothing but the counting of answers stops it."""
    message = EmailMessage()
    message["From"] = address
    message["Subject"] = "Cảm ơn"
    message.set_content("Chúng tôi đã nhận thư của bạn.\n\n> " + content.decode(errors="replace")[:200])
    return message.as_bytes()


def test_while_answers_cannot_go_out_whatever_comes_is_registered_at_once(
    mailbox: Mailbox, mail_server: MailServer
) -> None:
    away = Mailbox(mailbox.address, mailbox.imap, Server("smtp", "127.0.0.1", 1, ""), mailbox.password)
    deliver(mail_server, mailbox.address, [mail(f"Lần {n}", n, sender=f"p{n}@example.org") for n in range(30)])
    assert collect(away).waiting == 30
    assert len(reports()) == 30
    deliver(mail_server, mailbox.address, [mail("Mới", 99, sender="new@example.org")])
    with collecting.opened(mailbox) as box:
        assert len(box.uids("UNFLAGGED")) == 1, "the new one is not behind those that wait"
    collect(away)
    assert len(reports()) == 31
    assert collect(mailbox).waiting == 0
    assert sorted(answered_addresses(mail_server)) == sorted(
        [*(f"p{n}@example.org" for n in range(30)), "new@example.org"]
    )
    assert left(mailbox) == 0


def test_an_answer_with_thousands_of_empty_lines_holds_up_nothing(mailbox: Mailbox, mail_server: MailServer) -> None:
    deliver(mail_server, mailbox.address, [mail("Lần đầu", 1)])
    collect(mailbox)
    long = mail(f"Trên.{chr(10) * 12_000}Dưới.", 2, In_Reply_To="<m1@example.org>")
    deliver(mail_server, mailbox.address, [long, mail("Sau", 3, sender="b@example.org")])
    assert collect(mailbox).waiting == 0
    assert len(reports()) == 2
    assert left(mailbox) == 0


def test_a_mail_that_cannot_be_read_holds_up_no_other_and_is_told(
    mailbox: Mailbox, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = receiving.read_mail

    def fail(raw: bytes) -> Any:
        if b"POISON" in raw:
            raise KeyError("a fault of ours")
        return read(raw)

    monkeypatch.setattr(receiving, "read_mail", fail)
    deliver(mail_server, mailbox.address, [mail("POISON", 1), mail("Sau", 2, sender="b@example.org")])
    tally = collect(mailbox)
    assert (tally.unread, tally.waiting, tally.became) == (1, 1, {Became.REPORT: 1})
    collecting._note_state(mailbox, tally, "", clock.now())
    from liem.channels.models import MailboxState

    with transaction.atomic(), acting_as_system():
        assert mailbox.address in MailboxState.objects.get(address=mailbox.address).error
        assert Report.objects.count() == 1
    monkeypatch.setattr(receiving, "read_mail", read)
    collect(mailbox)
    assert len(reports()) == 2
    assert left(mailbox) == 0
