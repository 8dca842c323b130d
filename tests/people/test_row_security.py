"""The second wall: a view that forgets to filter still shows nothing it should not."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.row_security import acting_as, acting_as_system, only_in_roles, only_own_units, only_with_parent
from liem.people.rules import Scope
from liem.people.states import Role

TABLES = """
CREATE TABLE matter (id int PRIMARY KEY, unit text, n int);
CREATE TABLE part (id int PRIMARY KEY, matter_id int REFERENCES matter);
CREATE TABLE secret (id int PRIMARY KEY);
INSERT INTO matter VALUES (1, 'U1', 1), (2, 'U2', 2), (3, NULL, 3);
INSERT INTO part VALUES (10, 1), (20, 2), (30, 3);
INSERT INTO secret VALUES (1);
"""


@pytest.fixture
def new_account(own_database: Any) -> Callable[..., Account]:
    """As elsewhere, but committed."""
    from tests.conftest import open_account

    return open_account


@pytest.fixture
def tables(own_database: Any) -> None:
    """Tables of a room, under policies as its migration sets them."""
    with psycopg.connect(own_database.owner) as owner:
        owner.execute(TABLES)
        for step in (
            only_own_units("matter", "unit", [Role.INSPECTOR, Role.HEAD_OF_UNIT], write=[Role.INSPECTOR]),
            only_with_parent("part", "matter_id", "matter", [Role.INSPECTOR, Role.HEAD_OF_UNIT]),
            only_in_roles("secret", [Role.INSPECTOR]),
        ):
            owner.execute(str(step.sql))


def seen(table: str) -> list[int]:
    """Every row, as a view that filters nothing would fetch it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def everything() -> dict[str, list[int]]:
    return {table: seen(table) for table in ("matter", "part", "secret")}


NOTHING: dict[str, list[int]] = {"matter": [], "part": [], "secret": []}


def as_one(account: Account) -> Callable[[], dict[str, list[int]]]:
    def look() -> dict[str, list[int]]:
        with transaction.atomic(), acting_as(account, scope_of(account, "leads.see")):
            return everything()

    return look


def test_who_acts_as_nobody_sees_nothing(tables: None) -> None:
    assert everything() == NOTHING
    with transaction.atomic():
        assert everything() == NOTHING


def test_the_province_is_seen_by_whoever_serves_it(tables: None, new_account: Callable[..., Account]) -> None:
    inspector = new_account("inspector", Role.INSPECTOR)
    assert as_one(inspector)() == {"matter": [1, 2, 3], "part": [10, 20, 30], "secret": [1]}


def test_the_own_unit_is_seen_by_its_head(tables: None, new_account: Callable[..., Account]) -> None:
    assert as_one(new_account("head", Role.HEAD_OF_UNIT, "U1"))() == {"matter": [1], "part": [10], "secret": []}


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.DATA_STEWARD, Role.EXTERNAL_SUPERVISOR])
def test_other_roles_see_nothing_even_for_the_whole_province(
    tables: None, new_account: Callable[..., Account], role: Role
) -> None:
    account = new_account("other", role)
    assert as_one(account)() == NOTHING
    with transaction.atomic(), acting_as(account, Scope(frozenset([role]), frozenset(["*"]))):
        assert everything() == NOTHING


def test_nothing_is_left_when_the_acting_ends(tables: None, new_account: Callable[..., Account]) -> None:
    inspector = new_account("inspector", Role.INSPECTOR)
    with transaction.atomic():
        with acting_as(inspector, scope_of(inspector, "leads.see")):
            assert seen("matter") == [1, 2, 3]
        assert seen("matter") == []
    assert seen("matter") == []


def test_an_inner_acting_gives_back_the_outer_one(tables: None, new_account: Callable[..., Account]) -> None:
    head = new_account("head", Role.HEAD_OF_UNIT, "U1")
    with transaction.atomic(), acting_as(head, scope_of(head, "leads.see")):
        with acting_as_system():
            assert seen("matter") == [1, 2, 3]
        assert seen("matter") == [1]


def test_a_failure_while_acting_leaves_nothing(tables: None, new_account: Callable[..., Account]) -> None:
    inspector = new_account("inspector", Role.INSPECTOR)

    @transaction.atomic
    def fail() -> None:
        with acting_as(inspector, scope_of(inspector, "leads.see")):
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert everything() == NOTHING


def test_rows_of_other_units_are_neither_changed_nor_made(
    tables: None, own_database: Any, new_account: Callable[..., Account]
) -> None:
    head = new_account("head", Role.HEAD_OF_UNIT, "U1")
    inspector = new_account("inspector", Role.INSPECTOR, "U1")
    with transaction.atomic(), acting_as(head, scope_of(head, "leads.see")), connection.cursor() as cursor:
        cursor.execute("UPDATE matter SET n = 0")
        assert cursor.rowcount == 0, "a head of unit reads only"
    with transaction.atomic(), acting_as(inspector, scope_of(inspector, "leads.see")), connection.cursor() as cursor:
        cursor.execute("UPDATE matter SET n = 0")
        assert cursor.rowcount == 1
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            cursor.execute("INSERT INTO matter VALUES (4, 'U2', 4)")


def test_the_job_of_the_house_writes_everywhere(tables: None) -> None:
    with transaction.atomic(), acting_as_system(), connection.cursor() as cursor:
        cursor.execute("UPDATE matter SET n = 0")
        assert cursor.rowcount == 3


def test_the_owner_of_the_tables_is_held_to_the_policies_too(tables: None, own_database: Any) -> None:
    with psycopg.connect(own_database.owner) as owner:
        assert owner.execute("SELECT count(*) FROM matter").fetchone() == (0,)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE matter DISABLE ROW LEVEL SECURITY",
        "DROP POLICY seen ON matter",
        "SET row_security = off; SELECT 1 FROM matter",
    ],
)
def test_the_web_role_cannot_switch_the_wall_off(tables: None, own_database: Any, statement: str) -> None:
    with psycopg.connect(own_database.web) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


def test_it_holds_for_a_transaction_only(tables: None, new_account: Callable[..., Account]) -> None:
    head = new_account("head", Role.HEAD_OF_UNIT, "U1")
    with pytest.raises(RuntimeError, match="transaction"), acting_as(head, scope_of(head, "leads.see")):
        pass


def test_a_code_with_a_comma_opens_no_second_unit(tables: None, new_account: Callable[..., Account]) -> None:
    head = new_account("head", Role.HEAD_OF_UNIT, "U1")
    trick = Scope(frozenset([Role.HEAD_OF_UNIT]), frozenset(["U1,U2"]))
    with transaction.atomic(), pytest.raises(ValueError, match="comma"), acting_as(head, trick):
        pass


def test_the_steps_can_be_undone(tables: None, own_database: Any) -> None:
    with psycopg.connect(own_database.owner) as owner:
        owner.execute(str(only_in_roles("secret", [Role.INSPECTOR]).reverse_sql))
    assert seen("secret") == [1]
