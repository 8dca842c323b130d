"""Signing in."""

import pytest
from django.test import Client

from liem.base import clock
from liem.people import actions
from liem.people.models import Account

PASSWORD = "mot mat khau that dai"


@pytest.fixture
def lan(db: None) -> Account:
    return actions.open_account("lan", "Lan", PASSWORD, by="system", now=clock.now(), must_change_password=False)


def test_the_right_password_opens_the_desk(lan: Account, client: Client) -> None:
    answer = client.post("/sign-in/", {"sign_in_name": "Lan ", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert "Lan" in answer.content.decode()
