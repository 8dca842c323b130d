"""Who reports: opened by two persons of two offices, with a reason, and never by one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from liem.base.errors import UserError
from liem.base.sealing import CannotOpen, open_sealed
from liem.intake import actions, queries, vault
from liem.intake.models import IdentityRequest, VaultedIdentity
from liem.people.keys.queries import open_office_key
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry
from tests.intake.office import IDENTITY, NOW, OTHER_OFFICE, SECRET_NAME, Officer

pytestmark = pytest.mark.django_db
Send = Callable[..., actions.Received]
REASON = "Phải xác minh điều kiện thụ lý tố cáo theo điều 24."


@pytest.fixture
def named(send: Send, custodian: Officer) -> actions.Received:
    return send(identity=IDENTITY)


def asked(officer: Officer) -> IdentityRequest:
    with officer.acting():
        return vault.ask(queries.register().get(), officer.keyring, REASON, by=officer.number, now=NOW)


def test_neither_office_opens_it_alone(named: actions.Received, officer: Officer, custodian: Officer) -> None:
    with transaction.atomic(), acting_as_system():
        vaulted = VaultedIdentity.objects.get()
        inner = open_sealed(open_office_key(vaulted.office_key, officer.keyring), bytes(vaulted.sealed))
        assert SECRET_NAME.encode() not in inner
        with pytest.raises(CannotOpen):
            open_sealed(open_office_key(vaulted.custodians_key, custodian.keyring), bytes(vaulted.sealed))
        with pytest.raises(CannotOpen):
            open_office_key(vaulted.custodians_key, officer.keyring)


def test_asked_with_a_reason_and_allowed_by_a_second_person_it_opens_for_who_asked(
    named: actions.Received, officer: Officer, custodian: Officer
) -> None:
    request = asked(officer)
    with custodian.acting():
        assert vault.reason_of(request, custodian.keyring) == REASON
        vault.decide(request, custodian.keyring, allow=True, by=custodian.number, now=NOW)
    with officer.acting():
        request.refresh_from_db()
        assert vault.read(request, officer.keyring, by=officer.number, now=NOW) == IDENTITY
        with pytest.raises(CannotOpen):
            vault.read(request, custodian.keyring, by=custodian.number, now=NOW)
    events = list(TrailEntry.objects.filter(event__startswith="identity_").order_by("position"))
    assert [one.event for one in events] == ["identity_asked_for", "identity_allowed", "identity_read"]
    assert [one.by for one in events] == [officer.number, custodian.number, officer.number]


def test_refused_it_stays_closed(named: actions.Received, officer: Officer, custodian: Officer) -> None:
    request = asked(officer)
    with custodian.acting():
        vault.decide(request, custodian.keyring, allow=False, by=custodian.number, now=NOW)
        with pytest.raises(UserError):
            vault.decide(request, custodian.keyring, allow=True, by=custodian.number, now=NOW)
    with officer.acting():
        request.refresh_from_db()
        with pytest.raises(CannotOpen):
            vault.read(request, officer.keyring, by=officer.number, now=NOW)


def test_without_a_reason_or_a_name_there_is_no_request(send: Send, named: actions.Received, officer: Officer) -> None:
    with officer.acting():
        with pytest.raises(UserError):
            vault.ask(named.opened.report, officer.keyring, "vì cần", by=officer.number, now=NOW)
        with pytest.raises(UserError):
            vault.ask(send().opened.report, officer.keyring, REASON, by=officer.number, now=NOW)


def test_nobody_decides_on_their_own_request(named: actions.Received, officer: Officer, custodian: Officer) -> None:
    request = asked(officer)
    with custodian.acting():
        IdentityRequest.objects.filter(pk=request.pk).update(asked_by=custodian.number)
        with pytest.raises(UserError):
            vault.decide(request, custodian.keyring, allow=True, by=custodian.number, now=NOW)


def test_it_moves_with_the_report_to_another_office(
    named: actions.Received, officer: Officer, other_officer: Officer, custodian: Officer
) -> None:
    with officer.acting():
        opened = actions.read_as_officer(named.opened.report, officer.keyring, by=officer.number, now=NOW)
        actions.transfer(opened, [OTHER_OFFICE], officer.keyring, reason="competence", by=officer.number, now=NOW)
    request = asked(other_officer)
    with custodian.acting():
        vault.decide(request, custodian.keyring, allow=True, by=custodian.number, now=NOW)
    with other_officer.acting():
        request.refresh_from_db()
        assert vault.read(request, other_officer.keyring, by=other_officer.number, now=NOW) == IDENTITY


def test_the_whole_way_on_pages(named: actions.Received, officer: Officer, custodian: Officer) -> None:
    desk, guard = officer.window(), custodian.window()
    address = f"/report/names/{named.opened.report.pk}/"
    assert desk.post(address, {"verb": "ask", "reason": REASON}).status_code == 302
    waiting = guard.get("/report/names/").content.decode()
    assert REASON in waiting
    assert named.register_number in waiting
    number = only_request()
    guard.post("/report/names/", {"request": number, "verb": "allow"})
    assert SECRET_NAME in desk.post(address, {"verb": "read", "request": number}).content.decode()
    assert SECRET_NAME not in desk.get(address).content.decode()


def only_request() -> str:
    with transaction.atomic(), acting_as_system():
        return str(IdentityRequest.objects.get().pk)


def test_outsiders_reach_neither_page(named: actions.Received, other_officer: Officer, officer: Officer) -> None:
    address = f"/report/names/{named.opened.report.pk}/"
    assert other_officer.window().get(address).status_code == 404
    assert officer.window().get("/report/names/").status_code == 403


def test_a_name_can_be_given_later_by_receipt(send: Send, custodian: Officer) -> None:
    received, client = send(), Client()
    code = received.receipt.grouped
    assert client.post("/report/follow/", {"receipt": code, "verb": "identity"}).status_code == 422
    given: dict[str, Any] = {"receipt": code, "verb": "identity", "name": SECRET_NAME}
    assert client.post("/report/follow/", given).status_code == 200
    with transaction.atomic(), acting_as_system():
        assert VaultedIdentity.objects.count() == 1
