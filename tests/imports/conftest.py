"""A record set as an office exports it, and people who may or may not bring it in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from liem.base import clock

DOSSIERS = (
    "dossier,procedure,unit,applicant,received_at,due_at,finished_at,outcome\n"
    "D1,P1,U1,A1,2026-03-02T08:00:00,2026-03-09T17:00:00,2026-03-06T10:00:00,granted\n"
    "D2,P1,U1,A2,2026-03-02T09:00:00,2026-03-09T17:00:00,,\n"
)
EVENTS = (
    "dossier,at,activity,official,unit\n"
    "D1,2026-03-02T08:00:00,received,C1,U1\nD1,2026-03-06T10:00:00,finished,C1,U1\n"
    "D2,2026-03-02T09:00:00,received,C1,U1\n"
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """``write("name", dossiers=…)``: a folder with the tables of the record set, some of them changed."""

    def make(name: str = "records", **changed: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for table, text in ({"dossiers": DOSSIERS, "events": EVENTS} | changed).items():
            (folder / f"{table}.csv").write_text(text, "utf-8")
        return folder

    return make


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.LIEM_HOME = tmp_path / "home"
    home: Path = settings.LIEM_HOME
    return home


@pytest.fixture
def somebody(db: None) -> Callable[[str], Client]:
    """``somebody("data_steward")``: a client signed in as an account with that role."""
    from liem.people import actions as people
    from liem.people.models import Account
    from liem.people.states import Role

    def make(role: str) -> Client:
        name = role.replace("_", "-")
        account = Account.objects.filter(sign_in_name=name).first()
        if account is None:
            account = people.open_account(
                name, name, "mot mat khau that dai", by="system", now=clock.now(), must_change_password=False
            )
            unit = "U1" if role == "head_of_unit" else "*"
            people.appoint(account, Role(role), unit=unit, valid_from=clock.today(), by="system", now=clock.now())
        client = Client()
        client.force_login(account)
        return client

    return make


@pytest.fixture
def steward(somebody: Callable[[str], Client]) -> Client:
    return somebody("data_steward")
