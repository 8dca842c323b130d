"""Past the views: every table of the three rooms × role × unit × relation to the report, asked of the database."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from liem.base import clock
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import Role
from tests.sorting.office import Offices

CONTENT = (
    "sorting_joining", "sorting_link", "sorting_quarantine", "sorting_steppedaside", "sorting_watch",
    "sorting_watchreview", "sorting_protection", "sorting_likeness", "channels_sealedmail",
)  # fmt: skip
"""Rows about a report: for officers of the very office that handles it, not excused."""
HOUSE = ("sorting_sketch", "sorting_sketchband", "channels_collectedmail")
"""The house's own, for nobody."""
DESK = {"channels_mailboxstate": {"intake_officer", "inspector"},
        "channels_gatheringsource": {"intake_officer", "inspector", "internal_affairs"},
        "channels_othersystem": {"system_administrator"}}  # fmt: skip
OWN_UNIT = {"channels_gathering": {"intake_officer", "inspector", "internal_affairs"}}
PUBLIC = ("agencies_agency", "agencies_contact", "agencies_trial")
ONESELF = ("agencies_servant",)
READERS = {"intake_officer", "case_officer", "inspector", "head_of_unit"}
UNITS = ("TTT", "UB01", "*", "")


def seen(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return bool(cursor.fetchone()[0])


def expected(table: str, role: str, unit: str, excused: bool) -> bool:
    if table in PUBLIC:
        return True
    if table in CONTENT:
        return role in READERS and unit == "TTT" and not excused
    if table in DESK:
        return role in DESK[table]
    if table in OWN_UNIT:
        return role in OWN_UNIT[table] and unit in ("TTT", "*")
    if table in ONESELF:
        return role == "inspector"
    return False


def test_every_table_of_the_three_rooms_stands_in_this_test() -> None:
    tables = {
        model._meta.db_table
        for room in ("agencies", "channels", "sorting")
        for model in apps.get_app_config(room).get_models()
    }
    assert tables == {*CONTENT, *HOUSE, *DESK, *OWN_UNIT, *PUBLIC, *ONESELF}


def test_each_table_by_role_unit_and_relation(rows: Any, new_account: Any) -> None:
    stranger = new_account("nguoila")
    wrong = []
    for table in (*CONTENT, *HOUSE, *DESK, *OWN_UNIT, *PUBLIC, *ONESELF):
        for role in Role.values:
            for unit in UNITS:
                for account in (stranger, rows):
                    with acting_as(account, Scope(frozenset([role]), frozenset([unit]) if unit else frozenset())):
                        found = seen(table)
                    if found != expected(table, role, unit, account is rows):
                        wrong.append((table, role, unit, account.sign_in_name, found))
    assert wrong == []


def test_without_anybody_acting_nothing_but_the_directory_is_seen(rows: Any) -> None:
    open_ones = {table for table in (*CONTENT, *HOUSE, *DESK, *OWN_UNIT, *PUBLIC, *ONESELF) if seen(table)}
    assert open_ones == set(PUBLIC)


def test_another_office_can_neither_write_nor_forge_rows(rows: Any, offices: Offices) -> None:
    from django.db.utils import ProgrammingError

    from liem.intake.models import Report
    from liem.sorting.models import Link

    with acting_as_system():
        report = Report.objects.order_by("number").first()
    assert report is not None
    with offices.binh.acting():
        assert Link.objects.update(code="forged") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            Link.objects.create(report=report, kind="official", code="x", by="1", at=clock.now())


@pytest.mark.parametrize("path", ["/sorting/report/{}/", "/sorting/report/{}/answer/", "/sorting/report/{}/transfer/"])
def test_by_no_address_another_office_learns_of_a_report(rows: Any, offices: Offices, path: str) -> None:
    from django.test import Client

    from liem.intake.models import Report

    with acting_as_system():
        number = Report.objects.order_by("number").first().register_number  # type: ignore[union-attr]
    client = Client()
    client.force_login(offices.binh.account)
    answers = [client.get(path.format(one)) if path.endswith("{}/") else client.post(path.format(one)) for one in
               (number, "2026-999999", "2026-0", "abc", "9999999999-1")]  # fmt: skip
    assert {one.status_code for one in answers} == {404}


def test_reviews_and_protections_of_others_are_not_found(rows: Any, offices: Offices) -> None:
    from django.test import Client

    from liem.sorting.models import Protection, Watch, WatchReview

    with acting_as_system():
        numbers = {
            "review": WatchReview.objects.first(),
            "protect": Watch.objects.first(),
            "decide": Protection.objects.first(),
        }
    for officer, status in ((offices.binh, 404), (offices.hoa, 302)):
        client = Client()
        client.force_login(officer.account)
        for verb, row in numbers.items():
            assert client.post(f"/sorting/watch/{verb}/{row.pk}/", {}).status_code == status  # type: ignore[union-attr]
