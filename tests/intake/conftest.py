"""An office that can receive, and officers with keys."""

from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def new_officer(new_account: Callable[..., Any]) -> Callable[..., Any]:
    """Opens an account with a key of its own: ``new_officer("hoa", "intake_officer", "TTT")``."""

    from liem.people.keys import actions as keys
    from tests.intake.office import NOW, PASSPHRASE, Officer

    def make(name: str, role: str = "intake_officer", unit: str = "TTT") -> Any:
        account = new_account(name, role, unit)
        keyring = keys.make_officer_key(account, PASSPHRASE, by=account.number, now=NOW)
        return Officer(account, keyring, role, unit)

    return make


@pytest.fixture
def officer(new_officer: Callable[..., Any]) -> Any:
    """Belongs to the office that receives."""
    from liem.people.keys import actions as keys
    from tests.intake.office import NOW, OFFICE

    made = new_officer("hoa")
    keys.make_office_key(OFFICE, [made.account], by=made.number, now=NOW)
    return made


@pytest.fixture
def other_officer(new_officer: Callable[..., Any]) -> Any:
    """Belongs to another office, which has a key as well."""
    from liem.people.keys import actions as keys
    from tests.intake.office import NOW, OTHER_OFFICE

    made = new_officer("binh", unit=OTHER_OFFICE)
    keys.make_office_key(OTHER_OFFICE, [made.account], by=made.number, now=NOW)
    return made


@pytest.fixture
def custodian(new_officer: Callable[..., Any]) -> Any:
    """Guards identities."""
    from liem.people.keys import actions as keys
    from liem.people.keys.queries import CUSTODIANS
    from tests.intake.office import NOW

    made = new_officer("giu", "identity_custodian", "*")
    keys.make_office_key(CUSTODIANS, [made.account], by=made.number, now=NOW)
    return made


@pytest.fixture
def send(officer: Any) -> Callable[..., Any]:
    """Sends a report as an anonymous citizen."""
    from liem.intake import actions
    from tests.intake.office import NOW, OFFICE, content

    def receive(text: Any = None, **more: Any) -> Any:
        given = {"channel": "web", "offices": [OFFICE], "now": NOW} | more
        return actions.receive(text or content(), **given)

    return receive


@pytest.fixture
def house(officer: Any) -> Any:
    """A province with one inspectorate, whose officer has a key."""
    from liem.agencies import actions as agencies
    from tests.intake.office import NOW, OFFICE

    agencies.keep_agency(
        OFFICE, name_vi="Thanh tra tỉnh", level="province", function="inspectorate", by="system", now=NOW
    )
    return officer


@pytest.fixture
def citizen(house: Any) -> Any:
    from django.test import Client

    return Client(enforce_csrf_checks=True)
