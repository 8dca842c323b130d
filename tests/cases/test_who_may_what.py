"""Who may open what, and what the database shows past every view: two tables, checked against the addresses and models.

A route or a table that stands in neither makes the first tests fail.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified
from tests.intake.test_files import with_exif

from liem.cases import actions, filing, outcomes
from liem.cases.custody import actions as custody
from liem.cases.mail.models import MailWish
from liem.cases.models import CalendarFeed, Discipline, Drawn, Matter, Notice, Tally
from liem.cases.states import MoneyStep, RemedyKind
from liem.cases.urls import urlpatterns
from liem.house.roles import PERMISSIONS
from liem.intake.files import InMemory
from liem.people import actions as people
from liem.people.row_security import acting_as_system
from liem.people.states import Role

pytestmark = pytest.mark.django_db

# -- the first table: what a route needs

NOTHING, REGISTER, CONTENT = range(3)
"""How much of a matter one sees."""
ANYBODY = "anybody"


@dataclass(frozen=True)
class Route:
    """The permission it needs, how much of the matter, what is sent to it."""

    needs: str
    of_the_matter: int = NOTHING
    post: dict[str, Any] | None = None
    names: dict[str, Any] = field(default_factory=dict)


ROUTES = {
    "desk": Route("cases.see"),
    "new": Route("cases.handle"),
    "waiting": Route("cases.handle"),
    "assign_many": Route("cases.assign", post={}),
    "read": Route("cases.see", post={}),
    "hand_over": Route("cases.assign"),
    "ledgers": Route("cases.see"),
    "batches": Route("cases.draw"),
    "mail": Route("cases.see"),
    "calendar": Route("cases.see"),
    "feed": Route(ANYBODY, names={"token": "nobody's"}),
    "matter": Route("cases.see", REGISTER, names={"number": "matter"}),
    "why": Route("cases.see", REGISTER, names={"number": "matter", "rule": "denunciation.resolve"}),
    "do": Route("cases.handle", CONTENT, names={"number": "matter", "verb": "note"}),
    "document": Route("cases.handle", CONTENT, names={"number": "matter", "form": "accept"}),
    "evidence": Route("cases.see", CONTENT, names={"number": "matter", "piece": "piece"}),
    "put_in": Route("cases.handle", CONTENT, {}, {"number": "matter", "piece": "piece"}),
    "evidence_file": Route("cases.see", CONTENT, names={"number": "matter", "piece": "piece", "file": "file"}),
    "take_out": Route("cases.handle", CONTENT, {}, {"number": "matter", "piece": "piece", "file": "file"}),
}


def test_every_route_stands_in_the_table() -> None:
    assert {one.name for one in urlpatterns} == set(ROUTES)


# -- the second: what each relation sees


@dataclass(frozen=True)
class Relation:
    """Posts, what of the matter it sees, and what made it so."""

    posts: tuple[tuple[Role, str], ...]
    sees: int = NOTHING
    shut_out: str = ""


R = Role
RELATIONS = {
    "handler": Relation(((R.CASE_OFFICER, "U1"),), CONTENT),
    "head of the unit": Relation(((R.HEAD_OF_UNIT, "U1"),), CONTENT),
    "colleague": Relation(((R.CASE_OFFICER, "U1"),)),
    "officer of another unit": Relation(((R.CASE_OFFICER, "U2"),)),
    "head of another unit": Relation(((R.HEAD_OF_UNIT, "U2"),)),
    "head elsewhere, officer here": Relation(((R.HEAD_OF_UNIT, "U2"), (R.CASE_OFFICER, "U1"))),
    "accused": Relation(((R.HEAD_OF_UNIT, "U1"),), shut_out="concerned"),
    "relative": Relation(((R.HEAD_OF_UNIT, "U1"),), shut_out="relative"),
    "relative who inspects": Relation(((R.INSPECTOR, "*"),), shut_out="relative"),
    "who stepped aside": Relation(((R.CASE_OFFICER, "U1"),), shut_out="recused"),
    "former officer": Relation(((R.CASE_OFFICER, "U1"),)),
    "inspector": Relation(((R.INSPECTOR, "*"),), REGISTER),
    "inspector let in": Relation(((R.INSPECTOR, "*"),), CONTENT),
    "inspector whose right has ended": Relation(((R.INSPECTOR, "*"),), REGISTER),
    "internal affairs": Relation(((R.INTERNAL_AFFAIRS, "*"),), REGISTER),
    "internal affairs let in": Relation(((R.INTERNAL_AFFAIRS, "*"),), CONTENT),
    **{
        str(role): Relation(((role, "*"),))
        for role in Role
        if role not in (R.CASE_OFFICER, R.HEAD_OF_UNIT, R.INSPECTOR, R.INTERNAL_AFFAIRS)
    },
    "no role at all": Relation(()),
}


def test_every_role_stands_in_the_table() -> None:
    assert {role for relation in RELATIONS.values() for role, _unit in relation.posts} == set(Role)


@pytest.fixture
def file(matter, officer, chief):
    """The matter with something in every table."""
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    piece = filing.add_evidence(
        matter, "Biên lai", date(2026, 3, 2), supports=[allegation], contradicts=[allegation], by=officer,
        now=at("2026-03-16"),
    )  # fmt: skip
    put = custody.put_in(piece, InMemory("a.jpg", with_exif()), by=officer, now=at("2026-03-16"))
    now, day = at("2026-03-16"), date(2026, 3, 16)
    outcomes.enter_money(matter, MoneyStep.DAMAGE, 500_000, day, by=officer, now=now)
    outcomes.confirm_crime_sign(matter, "CQĐT", "Có dấu hiệu tội phạm.", by=officer, now=now)
    outcomes.ask_appraisal(matter, "Hội đồng", day, day, by=officer, now=now)
    outcomes.owe(matter, RemedyKind.REFUND, day, by=officer, now=now)
    other = appointed("somebody_else", "inspector")
    actions.entitle(matter, other, "Kiểm tra đột xuất.", by=chief, now=now)
    with acting_as_system():
        actions.shut_out(matter, {other.number}, "relative", by="system", now=now)
        Discipline.objects.create(matter=matter, person=person, ladder="party", form="party_warning", decided_on=day)
        matter.head_answers.create(unit="U1", form="none", ground="direct", decided_on=day)
        for number in ("0", other.number):
            Notice.objects.create(matter=matter, reminder="assigned", account=number, at=now)
        CalendarFeed.objects.create(account="0", digest="d", made_at=now)
        MailWish.objects.create(account="0", address="a@b.example")
        Drawn.objects.create(code="d", run="r", indicator="C1", subject_kind="unit", subject="U", arm="random", at=now)
        Tally.objects.create(unit="U1", ledger="money", counted_at=now, newest_event=0, today=day)
    return {"matter": matter.pk, "piece": piece.pk, "file": put.pk}


def become(name: str, matter: Any, officer: Any, chief: Any) -> Any:
    relation = RELATIONS[name]
    if name in ("handler", "head of the unit"):
        return officer if name == "handler" else chief
    (role, unit), *more = relation.posts or ((R.CASE_OFFICER, "U9"),)
    somebody = appointed("somebody", role, unit)
    for other, place in more:
        people.appoint(somebody, other, unit=place, valid_from=date(2024, 1, 1), by="system", now=at("2026-01-05"))
    if not relation.posts:
        somebody.appointments.update(valid_to=date(2025, 1, 1))
    somebody.refresh_from_db()
    if relation.shut_out:
        with acting_as_system():
            actions.shut_out(matter, {somebody.number}, relation.shut_out, by="system", now=at("2026-03-16"))
    if name == "former officer":
        actions.assign(matter, somebody, by=chief, now=at("2026-03-16"))
        actions.hand_over_everything(somebody, officer, by=chief, now=at("2026-03-16"))
    if name.endswith("let in"):
        actions.entitle(matter, somebody, "Theo dõi vụ việc.", by=chief, now=at("2026-03-16"))
    if name.endswith("has ended"):
        until = at("2026-03-18")
        actions.entitle(matter, somebody, "Theo dõi vụ việc.", until=until, by=chief, now=at("2026-03-16"))
    return somebody


def expected(route: Route, relation: Relation) -> set[int]:
    held = {role for role, _unit in relation.posts}
    if route.needs == ANYBODY:
        return {404}
    if not held & set(PERMISSIONS[route.needs]):
        return {403}
    if route.of_the_matter > relation.sees:
        return {404}
    return {200, 302, 422}


@pytest.mark.parametrize("name", RELATIONS)
def test_each_relation_opens_what_the_tables_say_and_nothing_else(file, matter, officer, chief, name):
    client = Client()
    client.cookies["liem_language"] = "en"
    client.force_login(become(name, matter, officer, chief))
    wrong = {}
    for route_name, route in ROUTES.items():
        names = {key: file.get(value, value) for key, value in route.names.items()}
        address = reverse(f"cases:{route_name}", kwargs=names)
        answer = client.get(address) if route.post is None else client.post(address, route.post)
        if answer.status_code not in expected(route, RELATIONS[name]):
            wrong[route_name] = answer.status_code
        if not answer.streaming and RELATIONS[name].sees < CONTENT:
            assert "Đòi tiền" not in answer.content.decode(), f"content on {route_name}"
        if not answer.streaming and RELATIONS[name].sees < REGISTER:
            assert matter.number not in answer.content.decode(), f"the number on {route_name}"
    assert wrong == {}


# -- and the database, past every view

OF_THE_REGISTER = {
    "matter", "event", "deadline", "crimetransfer", "discipline", "money", "appraisal", "remedy", "headanswer",
    "entitlement",
}  # fmt: skip
OF_THE_CONTENT = {
    "content", "concerned", "allegation", "evidence", "findingof", "writing", "planstep", "evidencefile", "custodystep",
    "allegation_persons", "evidence_supports", "evidence_contradicts",
}  # fmt: skip
OF_ITS_OWNER = {"notice", "calendarfeed", "mailwish"}
OF_THE_HOUSE = {"exclusion", "drawn", "tally"}
OF_EVERYBODY = {"allowedmove"}


def tables() -> dict[str, str]:
    """Model → its table, those between models included."""
    models = apps.get_app_config("cases").get_models(include_auto_created=True)
    return {model._meta.model_name: model._meta.db_table for model in models}


def test_every_table_stands_behind_a_known_wall() -> None:
    assert set(tables()) == OF_THE_REGISTER | OF_THE_CONTENT | OF_ITS_OWNER | OF_THE_HOUSE | OF_EVERYBODY


@pytest.mark.parametrize("name", RELATIONS)
def test_the_database_shows_each_relation_what_is_theirs_and_lets_nobody_write(
    file, matter, officer, chief, seen_by, name
):
    somebody, sees = become(name, matter, officer, chief), RELATIONS[name].sees
    own = {"notice"} if name == "handler" else set()
    rows = seen_by(somebody, lambda: {model: _count(table) for model, table in tables().items()})
    shown = {model for model, n in rows.items() if n}
    allowed = (OF_THE_REGISTER if sees else set()) | (OF_THE_CONTENT if sees == CONTENT else set()) | OF_EVERYBODY
    assert shown - own - {"notice"} == allowed
    written = seen_by(somebody, lambda: {model: _write(table) for model, table in tables().items()})
    assert {model: what for model, what in written.items() if what} == {}


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        return int(cursor.fetchone()[0])


def _write(table: str) -> str:
    """What could be written of a table, or nothing."""
    done = ""
    for sql in (f'UPDATE "{table}" SET "{_key(table)}" = "{_key(table)}"', f'DELETE FROM "{table}"'):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
                done += f"{sql}: {cursor.rowcount} rows; " if cursor.rowcount else ""
        except DatabaseError:
            continue
    return done


def _key(table: str) -> str:
    return "matter_id" if table == "cases_content" else "id"


def test_a_number_that_belongs_to_another_matter_opens_nothing_by_way_of_ones_own(file, matter, officer):
    own = matter_of(unit="U2", handler=appointed("stranger", "case_officer", "U2").number)
    with acting_as_system():
        stranger = people.Account.objects.get(sign_in_name="stranger")
        assert Matter.objects.filter(pk=own.pk).exists()
    client = Client()
    client.force_login(stranger)
    for route_name in ("evidence", "evidence_file"):
        names = {key: file.get(value, value) for key, value in ROUTES[route_name].names.items()} | {"number": own.pk}
        assert client.get(reverse(f"cases:{route_name}", kwargs=names)).status_code == 404
