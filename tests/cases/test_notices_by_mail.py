"""Notices by mail, against a real SMTP server: none lost, none twice, nothing in them, nothing in the log."""

import re
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from tests.cases.conftest import appointed, at, matter_of
from tests.cases.test_pages_of_a_matter import client_of
from tests.channels.mailserver import free_port

from liem.base.errors import UserError
from liem.cases import actions, deadlines
from liem.cases.mail import actions as wishes
from liem.cases.mail import sending
from liem.cases.mail.models import MailWish, Which
from liem.cases.models import Notice
from liem.people.row_security import acting_as_system


class Box:
    """What a mail server took. ``answer``: what it says to a recipient; ``data``: what it says to a mail."""

    def __init__(self) -> None:
        self.answer, self.data = "250 OK", "250 taken"
        self.taken: list[tuple[str, Any]] = []
        self.lock = threading.Lock()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            with self.lock:
                for one in envelope.rcpt_tos:
                    self.taken.append((one, message_from_bytes(envelope.content, policy=policy.default)))
        return self.data


@pytest.fixture
def box(settings):
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL, settings.LIEM_PUBLIC_ADDRESS = "liem@tinh.example", "https://liem.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield box
    controller.stop()


def wished(account, which=Which.EVERY, address="canbo@tinh.example"):
    with acting_as_system():
        MailWish.objects.create(account=account.number, address=address, which=which, confirmed_at=at("2026-01-01"))


@pytest.mark.django_db
def test_a_mail_says_that_something_waits_and_nothing_else(matter, officer, chief, box):
    wished(officer)
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    assert sending.send_all(at("2026-02-25", 10)) == 1
    [(address, mail)] = box.taken
    assert address == "canbo@tinh.example"
    text = mail.get_content()
    assert matter.number in text
    assert "https://liem.example/sign-in/" in text
    whole = mail.as_string() + text
    for secret in ("Đòi tiền", "giấy chứng nhận", officer.display_name, chief.display_name, "U1", "denunciation"):
        assert secret not in whole, secret
    assert mail["Auto-Submitted"] == "auto-generated"
    assert sending.send_all(at("2026-02-25", 11)) == 0, "once is enough"


@pytest.mark.django_db
def test_what_waits_for_one_account_comes_in_one_mail(officer, chief, box):
    wished(officer)
    numbers = []
    for _one in range(3):
        one = matter_of()
        actions.assign(one, officer, by=chief, now=at("2026-02-25"))
        numbers.append(one.number)
    assert sending.send_all(at("2026-02-25", 10)) == 1
    assert all(number in box.taken[0][1].get_content() for number in numbers)


@pytest.mark.django_db
@pytest.mark.parametrize(("which", "mails"), [(Which.EVERY, 2), (Which.LIMITS, 1), (Which.LATE, 0), (Which.NONE, 0)])
def test_each_gets_what_they_wished_for(matter, officer, chief, box, which, mails):
    wished(officer, which)
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    sending.send_all(at("2026-02-25", 10))
    deadlines.send_all(at("2026-02-26"))  # five working days left
    sending.send_all(at("2026-02-26", 10))
    assert len(box.taken) == mails


@pytest.mark.django_db
def test_a_server_that_fails_is_tried_again_and_nothing_is_lost(matter, officer, chief, box, caplog):
    wished(officer)
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    box.data = "451 come back later"
    now = at("2026-02-25", 10)
    assert sending.send_one(now)
    assert not sending.send_one(now), "not at once"
    box.data = "250 taken"
    assert sending.send_one(now + timedelta(minutes=1))
    assert len(box.taken) == 1
    log = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "SMTPDataError" in log
    for secret in ("canbo@tinh.example", matter.number, "come back"):
        assert secret not in log, secret


@pytest.mark.django_db
def test_a_server_that_is_away_for_days_gives_up_at_last_but_the_desk_still_shows_it(
    matter, officer, chief, box, settings
):
    wished(officer)
    settings.EMAIL_PORT = 1
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    for hours in range(0, 24 * 9, 6):
        sending.send_all(at("2026-02-25", 10) + timedelta(hours=hours))
    with acting_as_system():
        row = Notice.objects.get(account=officer.number)
        assert row.mailed_at is None
        assert row.mail_tries > 5
    assert not sending.send_one(at("2026-03-20"))
    assert matter.number in client_of(officer).get("/cases/").content.decode()


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_is_not_tried_again_and_its_owner_is_told(matter, officer, chief, box):
    wished(officer)
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    box.answer = "550 no such person"
    assert sending.send_all(at("2026-02-25", 10)) == 1
    assert sending.send_all(at("2026-02-27", 10)) == 0
    assert "refused by the mail server" in client_of(officer).get("/cases/mail/").content.decode()


@pytest.mark.django_db
def test_whoever_was_excluded_or_lost_their_role_since_gets_no_mail(matter, officer, chief, box):
    wished(officer)
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    actions.exclude(matter, officer, "relative", by=chief, now=at("2026-02-25", 10))
    assert sending.send_all(at("2026-02-25", 11)) == 0
    other = matter_of()
    actions.assign(other, chief, by=chief, now=at("2026-02-25"))
    wished(chief, address="truong@tinh.example")
    chief.appointments.update(valid_to=at("2026-02-24").date())
    sending.send_all(at("2026-02-25", 11))
    assert box.taken == []


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_marks_nothing(matter, officer, chief, box):
    wished(officer)
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    first = sending.claim(at("2026-02-25", 10))
    assert sending.claim(at("2026-02-25", 10)) is None, "claimed"
    second = sending.claim(at("2026-02-25", 11))
    assert second is not None, "a claim of a worker that died ends"
    sending._settle(first, mailed_at=at("2026-02-25", 11))
    with acting_as_system():
        assert Notice.objects.get(account=officer.number).mailed_at is None
    assert sending.message_id(first) == sending.message_id(second), "mail programs show both as one"


def test_several_workers_send_each_mail_once(own_database, box):
    chief = appointed("chief", "head_of_unit", "U1")
    people = [appointed(f"p{n}", "case_officer", "U1") for n in range(8)]
    for n, person in enumerate(people):
        with transaction.atomic():
            wished(person, address=f"p{n}@tinh.example")
        actions.assign(matter_of(), person, by=chief, now=at("2026-02-25"))

    def work():
        try:
            sending.send_all(at("2026-02-25", 10))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _one in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(address for address, _mail in box.taken) == sorted(f"p{n}@tinh.example" for n in range(8))


# -- the page


@pytest.mark.django_db
def test_nothing_is_sent_to_an_address_before_its_code_came_back(matter, officer, chief, box):
    client = client_of(officer)
    assert (
        client.post("/cases/mail/", {"do": "address", "address": "a@tinh.example", "which": "every"}).status_code == 302
    )
    [(_address, mail)] = box.taken
    code = re.search(r"\b\d{8}\b", mail.get_content())[0]
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    assert sending.send_all(at("2026-02-25", 10)) == 0
    wrong = client.post("/cases/mail/", {"do": "code", "code": "12345678" if code != "12345678" else "87654321"})
    assert wrong.status_code == 422
    assert client.post("/cases/mail/", {"do": "code", "code": f" {code} "}).status_code == 302
    page = client.get("/cases/mail/").content.decode()
    assert "confirmed" in page
    assert "a@tinh.example" in page
    again = client.post("/cases/mail/", {"do": "address", "address": "b@tinh.example", "which": "every"})
    assert "a moment ago" in again.content.decode()
    client.post("/cases/mail/", {"do": "forget"})
    assert "a@tinh.example" not in client.get("/cases/mail/").content.decode()


@pytest.mark.django_db
def test_a_code_is_not_guessed(officer, box):
    wishes.name_address(officer, "a@tinh.example", Which.EVERY, now=at("2026-03-01"))
    code = re.search(r"\b\d{8}\b", box.taken[0][1].get_content())[0]
    for _one in range(5):
        with pytest.raises(UserError, match="not the code"):
            wishes.confirm(officer, "00000000" if code != "00000000" else "1", now=at("2026-03-01"))
    with pytest.raises(UserError, match="holds no more"):
        wishes.confirm(officer, code, now=at("2026-03-01"))


@pytest.mark.django_db
def test_an_address_the_server_refuses_leaves_the_former_one(officer, box):
    wished(officer)
    box.answer = "550 no"
    with pytest.raises(UserError, match="did not take the mail"):
        wishes.name_address(officer, "x@tinh.example", Which.EVERY, now=at("2026-03-01"))
    with acting_as_system():
        assert MailWish.objects.get().address == "canbo@tinh.example"


@pytest.mark.django_db
def test_nobody_sees_whose_address_another_named(officer, chief, seen_by):
    wished(officer)
    assert seen_by(officer, MailWish.objects.count) == 1
    assert seen_by(chief, MailWish.objects.count) == 0
    assert seen_by(officer, lambda: MailWish.objects.update(address="x@y.example")) == 0


@pytest.mark.django_db
def test_a_house_without_a_mail_server_says_so(officer, settings):
    settings.EMAIL_HOST = ""
    assert "sends no mails yet" in client_of(officer).get("/cases/mail/").content.decode()
    assert sending.send_all(at("2026-03-01")) == 0
