"""The administrator's pages about accounts."""

import re

import pytest
from django.test import Client

from liem.base import clock
from liem.people.models import Account, Appointment
from liem.people.states import Role
from liem.trail.models import TrailEntry

PASSWORD = "mot mat khau that dai"


@pytest.fixture
def as_administrator(administrator: Account, client: Client) -> Client:
    client.force_login(administrator)
    return client


def test_an_account_is_opened_with_a_password_shown_once(as_administrator: Client) -> None:
    answer = as_administrator.post("/accounts/", {"sign_in_name": "Minh.Anh", "display_name": "Minh Anh"}, follow=True)
    page = answer.content.decode()
    match = re.search(r"minh\.anh: (\S+)\. ", page)
    assert match
    opened = Account.objects.get(sign_in_name="minh.anh")
    assert opened.check_password(match[1])
    assert opened.must_change_password
    assert match[1] not in as_administrator.get(f"/accounts/{opened.pk}/").content.decode()


@pytest.mark.parametrize("name", ["", "Có dấu", "a b", "-x", "administrator", "x" * 41])
def test_a_name_that_will_not_do_is_refused(as_administrator: Client, name: str) -> None:
    before = Account.objects.count()
    answer = as_administrator.post("/accounts/", {"sign_in_name": name, "display_name": "N"})
    assert (answer.status_code, Account.objects.count()) == (200, before)
    assert 'role="alert"' in answer.content.decode()


def test_an_appointment_is_made_and_ended(as_administrator: Client, outsider: Account) -> None:
    address = f"/accounts/{outsider.pk}/"
    form = {"role": Role.HEAD_OF_UNIT, "unit": "U1", "valid_from": str(clock.today())}
    assert "Đã giao vai trò" in as_administrator.post(address, form, follow=True).content.decode()
    appointment = Appointment.objects.get(account=outsider)
    as_administrator.post(f"{address}change/", {"verb": "end", "appointment": appointment.pk})
    appointment.refresh_from_db()
    assert appointment.valid_to == clock.today()
    told = list(TrailEntry.objects.filter(subject_id=outsider.number).values_list("event", flat=True))
    assert told == ["appointment_ended", "account_appointed", "account_opened"]


def test_an_appointment_that_joins_what_must_be_apart_is_refused_with_the_reason(
    as_administrator: Client, inspector: Account
) -> None:
    form = {"role": Role.AUDITOR, "unit": "*", "valid_from": str(clock.today())}
    answer = as_administrator.post(f"/accounts/{inspector.pk}/", form)
    assert "không được kiêm vai trò khác" in answer.content.decode()
    assert Appointment.objects.filter(account=inspector).count() == 1


def test_an_account_is_closed_reopened_and_given_a_new_password(as_administrator: Client, outsider: Account) -> None:
    address = f"/accounts/{outsider.pk}/change/"
    for verb, check in (
        ("close", lambda a: not a.is_active),
        ("reopen", lambda a: a.is_active),
        ("password", lambda a: not a.check_password(PASSWORD) and a.must_change_password),
        ("nonsense", lambda a: a.is_active),
    ):
        assert as_administrator.post(address, {"verb": verb}).status_code == 302
        outsider.refresh_from_db()
        assert check(outsider), verb


@pytest.mark.parametrize("verb", ["close", "password", "end"])
def test_nobody_does_this_to_the_own_account(as_administrator: Client, administrator: Account, verb: str) -> None:
    appointment = administrator.appointments.get()
    answer = as_administrator.post(
        f"/accounts/{administrator.pk}/change/", {"verb": verb, "appointment": appointment.pk}, follow=True
    )
    assert "tài khoản của chính mình" in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.check_password(PASSWORD)


def test_an_administrator_does_not_appoint_themselves(as_administrator: Client, administrator: Account) -> None:
    form = {"role": Role.INSPECTOR, "unit": "*", "valid_from": str(clock.today())}
    assert as_administrator.post(f"/accounts/{administrator.pk}/", form).status_code == 200
    assert administrator.appointments.count() == 1


@pytest.mark.parametrize("appointment", ["x", "", "999999", "-1"])
def test_an_appointment_that_is_not_there_is_not_found(
    as_administrator: Client, outsider: Account, appointment: str
) -> None:
    answer = as_administrator.post(f"/accounts/{outsider.pk}/change/", {"verb": "end", "appointment": appointment})
    assert answer.status_code == 404


def test_the_trail_of_accounts_holds_no_name(as_administrator: Client) -> None:
    as_administrator.post("/accounts/", {"sign_in_name": "minh.anh", "display_name": "Minh Anh"})
    for entry in TrailEntry.objects.all():
        assert "minh" not in f"{entry.subject_id}{entry.before}{entry.after}{entry.by}".lower()
