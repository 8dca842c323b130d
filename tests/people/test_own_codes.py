"""Under which codes the records know a person: written down by an administrator, never by oneself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client

from liem.base import clock
from liem.base.errors import UserError
from liem.imports.actions import bring_now
from liem.people import actions
from liem.people.models import Account
from liem.people.relatives import actions as kin
from liem.people.relatives import queries
from liem.people.relatives.models import Kinship
from liem.people.row_security import acting_as
from liem.people.rules import Scope
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
    assert (entry.before, entry.after) == ({"codes": 0, "relatives": 0}, {"codes": 2, "relatives": 0}), "no code in it"


def test_relatives_are_kept_beside_and_taking_a_code_away_is_asked_back(
    make: Callable[[str], Account], client: Client
) -> None:
    admin, other = make("admin"), make("other")
    actions.appoint(admin, Role.SYSTEM_ADMINISTRATOR, valid_from=clock.today(), by="system", now=clock.now())
    client.force_login(admin)
    client.cookies["liem_language"] = "en"
    address, page = f"/accounts/{other.pk}/change/", f"/accounts/{other.pk}/"
    client.post(address, {"verb": "codes", "codes": "CC-7", "relatives": "CC-8, NN-1"})
    other.refresh_from_db()
    assert (other.own_codes, other.relative_codes) == (["CC-7"], ["CC-8", "NN-1"])
    assert "CC-8\nNN-1" in client.get(page).content.decode()
    assert TrailEntry.objects.get(event="account_codes_declared").after == {"codes": 1, "relatives": 2}
    asked = client.post(address, {"verb": "codes", "codes": "CC-7", "relatives": "NN-1"}).content.decode()
    assert "Taken away: CC-8." in asked
    other.refresh_from_db()
    assert other.relative_codes == ["CC-8", "NN-1"], "not before it was asked back"
    client.post(address, {"verb": "codes", "codes": "CC-7", "relatives": "NN-1", "sure": "1"})
    other.refresh_from_db()
    assert other.relative_codes == ["NN-1"]


def test_relatives_hold_both_ways_whoever_declared_them_and_policies_ask_the_same(
    make: Callable[[str], Account],
) -> None:
    """Of A: B by the records, C by A's own account, D by D's account, E without a code. F is a stranger."""
    accounts = {name: make(name.lower()) for name in "ABCDEF"}
    declared = {"A": (["A"], ["C"]), "D": (["D"], ["A"]), "E": ([], ["A", "X"])}
    for name, account in accounts.items():
        own, others = declared.get(name, ([name], []))
        actions.declare_codes(account, own, others, by="system", now=clock.now())
    kin.take_over([("B", "A"), ("A", "B"), (None, "A"), ("F", "G")])
    assert queries.relatives_of(["A"]) == {"B", "C", "D"}
    assert queries.accounts_of_relatives(["A"]) == {accounts[name].number for name in "BCDE"}
    assert queries.accounts_of(["A", ""]) == {accounts["A"].number}
    assert queries.relatives_of([""]) == frozenset()
    close = {name: set(queries.close_codes(account)) for name, account in accounts.items()}
    assert close == {
        "A": {"A", "B", "C", "D"},
        "B": {"A", "B"},
        "C": {"A", "C"},
        "D": {"A", "D"},
        "E": {"A", "X"},
        "F": {"F", "G"},
    }
    for account in accounts.values():
        asked = set(account.own_codes) | set(account.relative_codes) | queries.relatives_of(account.own_codes)
        assert queries.close_codes(account) == asked, "the database and the rooms agree"


def test_the_records_replace_what_the_records_said_and_nobody_reads_others_relatives(
    make: Callable[[str], Account],
) -> None:
    one = make("one")
    actions.declare_codes(one, ["A"], by="system", now=clock.now())
    kin.take_over([("A", "B"), ("C", "D")])
    with acting_as(one, Scope(frozenset(["inspector"]), frozenset(["*"]))):
        assert [(pair.one, pair.other) for pair in Kinship.objects.all()] == [("A", "B")]
        assert Kinship.objects.filter(one="A").delete()[0] == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT people_close_codes(%s)", [one.number])
            assert set(cursor.fetchone()[0]) == {"A", "B"}
    kin.take_over([("C", "D")])
    assert queries.relatives_of(["A"]) == frozenset()


def test_nobody_declares_their_own(make: Callable[[str], Account]) -> None:
    one = make("one")
    with pytest.raises(UserError):
        actions.declare_codes(one, ["CC-7"], by=one.number, now=clock.now())


def test_a_code_too_long_is_refused(make: Callable[[str], Account]) -> None:
    with pytest.raises(UserError, match="128"):
        actions.declare_codes(make("one"), ["x" * 129], by="system", now=clock.now())


def test_a_house_that_is_renewed_keeps_what_it_knew_of_officials_and_relatives(
    own_database: Any, tmp_path: Path, settings: Any
) -> None:
    """Which official an account is, from the table that is gone; relatives, from the records that are current."""
    settings.LIEM_HOME = tmp_path / "home"
    one = actions.open_account("one", "One", "mot mat khau that dai", by="system", now=clock.now())
    actions.declare_codes(one, ["CC-1"], by="system", now=clock.now())
    (tmp_path / "given").mkdir()
    for name, text in {
        "dossiers": "dossier,procedure,unit,applicant,received_at\nD1,P1,X1,A1,2026-03-02T08:00\n",
        "events": "dossier,at,activity\nD1,2026-03-02T08:00,received\n",
        "relations": "official,related_to,kind\nC9,H3,spouse\n",
    }.items():
        (tmp_path / "given" / f"{name}.csv").write_text(text, "utf-8")
    bring_now(tmp_path / "given", announce=False, by="system", now=clock.now())
    connections.close_all()
    for room, step in (("agencies", "0002"), ("imports", "0001")):
        call_command("migrate", room, step, database="owner", verbosity=0)
    with psycopg.connect(own_database.superuser, autocommit=True) as direct:
        direct.execute("DELETE FROM people_kinship")
        direct.execute(
            "INSERT INTO agencies_servant (account, official, by, at) VALUES (%s, 'CC-2', '1', now())", [one.number]
        )
    call_command("migrate", database="owner", verbosity=0)
    one.refresh_from_db()
    assert one.own_codes == ["CC-1", "CC-2"]
    assert queries.relatives_of(["C9"]) == {"H3"}
