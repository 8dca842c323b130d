"""Under which codes the records know a person: written down by an administrator, never by oneself."""

from collections.abc import Callable

import pytest
from django.test import Client

from liem.base import clock
from liem.base.errors import UserError
from liem.people import actions
from liem.people.models import Account
from liem.people.states import Role
from liem.trail.models import TrailEntry


@pytest.fixture
def make(db: None) -> Callable[[str], Account]:
    def make(name: str) -> Account:
        return actions.open_account(
            name, name, "mot mat khau that dai", by="system", now=clock.now(), must_change_password=False
        )

    return make


def test_an_administrator_keeps_the_codes_of_another(make: Callable[[str], Account], client: Client) -> None:
    admin, other = make("admin"), make("other")
    actions.appoint(admin, Role.SYSTEM_ADMINISTRATOR, valid_from=clock.today(), by="system", now=clock.now())
    client.force_login(admin)
    client.post(f"/accounts/{other.pk}/change/", {"verb": "codes", "codes": "CC-7\r\n CC-9,CC-7 \r\n\r\n"})
    other.refresh_from_db()
    assert other.own_codes == ["CC-7", "CC-9"]
    assert "CC-7\nCC-9" in client.get(f"/accounts/{other.pk}/").content.decode()
    entry = TrailEntry.objects.get(event="account_codes_declared")
    assert entry.after == {"codes": 2}, "the trail holds no code of a person"


def test_nobody_declares_their_own(make: Callable[[str], Account]) -> None:
    one = make("one")
    with pytest.raises(UserError):
        actions.declare_codes(one, ["CC-7"], by=one.number, now=clock.now())


def test_a_code_too_long_is_refused(make: Callable[[str], Account]) -> None:
    with pytest.raises(UserError, match="128"):
        actions.declare_codes(make("one"), ["x" * 129], by="system", now=clock.now())
