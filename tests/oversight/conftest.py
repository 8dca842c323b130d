"""People of the oversight room, and what they do."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from liem.base import clock

Somebody = Callable[..., Client]


@pytest.fixture
def somebody(db: None) -> Somebody:
    """``somebody("inspector")``: a client signed in as an account with that role."""
    from liem.people import actions as people
    from liem.people.models import Account
    from liem.people.states import Role

    def make(role: str | None, unit: str = "*") -> Client:
        name = f"{role or 'nobody'}-{unit}".replace("*", "all").replace("_", "-").lower()
        account = Account.objects.filter(sign_in_name=name).first() or people.open_account(
            name, name, "mot mat khau that dai", by="system", now=clock.now(), must_change_password=False
        )
        if role is not None and not account.posts():
            people.appoint(account, Role(role), unit=unit, valid_from=date(2026, 1, 1), by="system", now=clock.now())
        client = Client()
        client.force_login(account)
        return client

    return make


def account_of(client: Client) -> Any:
    """The account a client is signed in as."""
    from liem.people.models import Account

    return Account.objects.get(pk=client.session["_auth_user_id"])
