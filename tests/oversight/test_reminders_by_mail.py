"""Reminders of what is owed by mail: to those who wished for it, how much there is, and nothing of what it is about."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.cases.test_notices_by_mail import Box, box
from tests.oversight.conftest import Somebody, account_of
from tests.oversight.test_duties import a_paper, ago
from tests.oversight.test_watch_list_pages import a_decision, put

from liem.base import clock
from liem.cases.mail import sending
from liem.cases.mail.models import MailWish, Which
from liem.oversight import reminders
from liem.oversight.models import Notice, WatchEntry
from liem.people import actions as people
from liem.people.row_security import acting_as_system

__all__ = ["box"]


def wishes(client: Client, which: str = Which.LIMITS, days: int = 1) -> None:
    with transaction.atomic(), acting_as_system():
        MailWish.objects.create(
            account=account_of(client).number, address=f"{account_of(client).sign_in_name}@tinh.example", which=which,
            confirmed_at=clock.now() - timedelta(days=days),
        )  # fmt: skip


def remind(days: float) -> int:
    return reminders.send_all(clock.now() + timedelta(days=days))


def mailed(days: float) -> int:
    return sending.send_all(clock.now() + timedelta(days=days), source=reminders.BY_MAIL)


def test_a_mail_tells_how_many_reminders_wait_and_nothing_of_what_they_are(somebody: Somebody, box: Box) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    wishes(head)
    a_paper(inspector, due_on=ago(-20), number="181/KL-TTr")
    a_paper(inspector, due_on=ago(-20), number="182/KL-TTr")
    assert remind(18) >= 2
    assert mailed(18) == 1
    [(address, mail)] = box.taken
    assert address == "head-of-unit-u1@tinh.example"
    text = mail.get_content()
    assert "Có 2 việc" in text
    assert "https://liem.example/sign-in/" in text
    whole = mail.as_string() + text
    for secret in ("181/KL", "182/KL", "U1", "Thu hồi", "Kết luận"):
        assert secret not in whole.replace(address, ""), secret
    assert mailed(18.1) == 0, "once is enough"
    page = head.get("/oversight/notices/")
    assert len(page.context["notices"]) >= 2, "the mail reads nothing for anybody"
    assert "/cases/mail/" in page.content.decode()


def test_who_wished_for_what_is_late_alone_gets_that_alone(somebody: Somebody, box: Box) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    wishes(head, Which.LATE)
    a_paper(inspector, due_on=ago(-20))
    remind(18)
    assert mailed(18) == 0
    remind(22)
    assert mailed(22) == 1


def test_whoever_left_the_unit_since_gets_no_mail_and_nothing_waits_for_them(somebody: Somebody, box: Box) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    wishes(head)
    a_paper(inspector, due_on=ago(-20))
    remind(18)
    account = account_of(head)
    for post in account.appointments.all():
        people.end_appointment(post, last_day=clock.today() - timedelta(days=1), by="system", now=clock.now())
    assert mailed(18) == 1
    assert box.taken == []
    with transaction.atomic(), acting_as_system():
        assert not sending.waiting(clock.now() + timedelta(days=18), reminders.BY_MAIL).exists()


def test_a_direction_of_the_committee_is_mailed_to_internal_affairs_without_its_entry(
    somebody: Somebody, box: Box
) -> None:
    staff = somebody("internal_affairs")
    wishes(staff)
    put(staff, title="Vụ việc kín")
    with transaction.atomic(), acting_as_system():
        number = WatchEntry.objects.get().pk
    staff.post(f"/oversight/watch/{number}/", a_decision(verb="direct", number="2", asked_of="U7", due_on=ago(-20)))
    assert remind(18) >= 1
    assert mailed(18) == 1
    assert "Vụ việc kín" not in box.taken[0][1].as_string() + box.taken[0][1].get_content()


def test_of_two_workers_one_claims_and_a_killed_one_loses_nothing(somebody: Somebody, box: Box) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    wishes(head)
    a_paper(inspector, due_on=ago(-20))
    remind(18)
    now = clock.now() + timedelta(days=18)
    first: Any = sending.claim(now, reminders.BY_MAIL)
    assert sending.claim(now, reminders.BY_MAIL) is None, "claimed"
    again: Any = sending.claim(now + sending.CLAIM, reminders.BY_MAIL)
    assert again.notices[0][0] == first.notices[0][0], "the first worker was killed: another takes it up"
    assert sending.message_id(again) == sending.message_id(first)
    with transaction.atomic(), acting_as_system():
        assert not Notice.objects.exclude(mailed_at=None).exists()


@pytest.mark.django_db
def test_the_job_that_sends_them_is_there_every_minute() -> None:
    from procrastinate.contrib.django import app

    assert ("liem.oversight.mail", "") in app.periodic_registry.periodic_tasks
