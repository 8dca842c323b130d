"""Past the views: every table of the four rooms × role × unit × relation to the report, asked of the database."""

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
    "intake_sealedkey", "intake_sealedpart", "intake_sealedfile", "intake_vaultedidentity",
)  # fmt: skip
"""Rows about a report: for officers of the very office that handles it, not excused."""
REGISTER = ("intake_report", "intake_reportstep")
"""Numbers, kinds, days: also for the provincial inspectorate and internal affairs, unless they are excused."""
VAULT = ("intake_identityrequest",)
HOUSE = ("intake_recusal", "sorting_sketch", "sorting_sketchband", "channels_collectedmail")
"""The house's own, for nobody."""
DESK = {"channels_mailboxstate": {"intake_officer", "inspector", "system_administrator"},
        "channels_othersystem": {"system_administrator"}}  # fmt: skip
OWN_UNIT = {"channels_gathering": {"intake_officer", "inspector", "internal_affairs"},
            "channels_gatheringsource": {"intake_officer", "inspector", "internal_affairs"},
            "sorting_handover": {"intake_officer", "inspector", "internal_affairs"}}  # fmt: skip
PUBLIC = ("intake_counter", "intake_acknowledgementkey", "agencies_agency", "agencies_contact", "agencies_trial")
READERS = {"intake_officer", "case_officer", "inspector", "head_of_unit"}
ALL = (*CONTENT, *REGISTER, *VAULT, *HOUSE, *DESK, *OWN_UNIT, *PUBLIC)
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
    if table in REGISTER:
        return role in READERS | {"internal_affairs"} and unit in ("TTT", "*") and not excused
    if table in VAULT:
        return not excused and (role == "identity_custodian" or (role in READERS and unit == "TTT"))
    if table in DESK:
        return role in DESK[table]
    if table in OWN_UNIT:
        return role in OWN_UNIT[table] and unit in ("TTT", "*")
    return False


def test_every_table_of_the_four_rooms_stands_in_this_test() -> None:
    tables = {
        model._meta.db_table
        for room in ("agencies", "intake", "channels", "sorting")
        for model in apps.get_app_config(room).get_models()
    }
    assert tables == set(ALL)


def test_each_table_by_role_unit_and_relation(rows: Any, new_account: Any) -> None:
    stranger = new_account("nguoila")
    wrong = []
    for table in ALL:
        for role in Role.values:
            for unit in UNITS:
                for account in (stranger, rows):
                    with acting_as(account, Scope(frozenset([role]), frozenset([unit]) if unit else frozenset())):
                        found = seen(table)
                    if found != expected(table, role, unit, account is rows):
                        wrong.append((table, role, unit, account.sign_in_name, found))
    assert wrong == []


OF_THE_REPORT = (*CONTENT, *REGISTER, *VAULT)


def test_who_is_accused_related_or_recused_sees_nothing_even_as_inspector_of_that_very_office(
    offices: Offices,
) -> None:
    """From the citizen's words to the database: accused person, accused head, declared relative, who stepped aside."""
    from datetime import timedelta

    from liem.agencies import actions as agencies
    from liem.intake import actions as intake
    from liem.intake.content import ReportContent
    from liem.intake.routing import destination
    from liem.people import actions as people
    from liem.people.relatives import actions as kin
    from liem.sorting import actions
    from tests.conftest import open_account

    now, stamp = clock.now(), {"by": "system", "now": clock.now()}
    agencies.keep_agency("UB01", name_vi="Xã Một", level="commune", head="CC-HEAD", **stamp)
    kin.take_over([("CC-BROTHER", "CC-1")])
    accounts = {code: open_account(code.lower()) for code in ("CC-1", "CC-HEAD", "CC-BROTHER", "CC-OTHER")}
    for code, account in accounts.items():
        people.declare_codes(account, [code], **stamp)
    said = ReportContent(what="Đòi ba triệu đồng.", kind="denunciation", unit="UB01", accused=("CC-1", "CC-HEAD"),
                         accused_as="staff")  # fmt: skip
    where = destination(said, clock.today())
    assert "UB01" not in where.offices  # led by one of the accused
    received = intake.receive(said, channel="web", offices=["TTT"], excused=where.excused, now=now)
    stepped = open_account("tranh")
    with acting_as_system():
        actions.step_aside_oneself(received.opened.report, "relative", by=stepped.number, now=now)
    former = open_account("cuu")
    post = people.appoint(
        former, Role.INTAKE_OFFICER, unit="TTT", valid_from=clock.today() - timedelta(days=9),
        valid_to=clock.today() - timedelta(days=1), **stamp,
    )  # fmt: skip
    here = Scope(frozenset(["inspector", "intake_officer"]), frozenset(["TTT"]))
    for name in ("CC-1", "CC-HEAD", "CC-BROTHER"):
        with acting_as(accounts[name], here):
            assert [table for table in OF_THE_REPORT if seen(table)] == [], name
    with acting_as(stepped, here):
        assert [table for table in OF_THE_REPORT if seen(table)] == []
    with acting_as(accounts["CC-OTHER"], here):
        assert {"intake_report", "intake_sealedpart"} <= {table for table in OF_THE_REPORT if seen(table)}
    from django.test import Client

    from liem.people.access import scope_of

    assert post.valid_to
    with acting_as(former, scope_of(former, "sorting.sort")):
        assert [table for table in ALL if seen(table) and table not in PUBLIC] == []
    client = Client()
    client.force_login(former)
    for path in ("/sorting/", "/sorting/watch/", f"/sorting/report/{received.register_number}/", "/sorting/hand-over/"):
        assert client.get(path).status_code == 403


def test_nobody_writes_an_excuse_away(rows: Any, offices: Offices) -> None:
    """By SQL, an officer can neither look up who is excused nor undo it."""
    with offices.hoa.acting(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake_recusal")
        assert cursor.rowcount == 0
    with acting_as_system():
        assert seen("intake_recusal")


def test_without_anybody_acting_nothing_but_the_directory_is_seen(rows: Any) -> None:
    open_ones = {table for table in ALL if seen(table)}
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
