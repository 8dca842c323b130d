"""Who may open what about a sign: one table of routes and one of relations. A route that is not in it fails a test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from liem.base import clock
from liem.house.roles import PERMISSIONS
from liem.leads import expiry, recusals
from liem.leads.models import IndicatorResult, Lead, Look, Recusal, Run, Signal, Term
from liem.leads.urls import urlpatterns
from liem.people import actions as people
from liem.people.access import scope_of
from liem.people.models import Account
from liem.people.relatives import actions as kin
from liem.people.row_security import acting_as, acting_as_system
from liem.people.states import Role

Somebody = Callable[..., Client]
REASON = "Người thân làm việc ở đó."
R = Role
NOTHING, UNIT, LEAD = range(3)
"""What a route shows: figures and desks; one unit's rows; one sign with the person it is about."""


@dataclass(frozen=True)
class Route:
    """The permission it needs, what it shows, what is sent to it, its arguments."""

    needs: str
    shows: int = NOTHING
    post: bool = False
    may_lack: bool = False
    """Whether there may be nothing yet: a calibration that was not done."""
    names: tuple[tuple[str, str], ...] = ()


ROUTES = {
    "desk": Route("leads.see"),
    "export": Route("leads.export", names=(("form", "csv"),)),
    "sheet": Route("leads.see", LEAD, names=(("number", "l-person"),)),
    "document": Route("leads.see", LEAD, names=(("number", "l-person"), ("paper", "docx"))),
    "aside": Route("leads.see", LEAD, names=(("number", "l-person"),)),
    "recusals": Route("leads.see"),
    "dossier": Route("leads.see", UNIT, names=(("code", "D1"),)),
    "units": Route("units.see"),
    "unit": Route("units.see", UNIT, names=(("code", "U1"),)),
    "procedures": Route("procedures.see"),
    "procedure": Route("procedures.see", names=(("code", "P1"),)),
    "own": Route("leads.answer"),
    "put_away": Route("leads.look"),
    "method": Route("anybody"),
    "runs": Route("imports.see"),
    "run": Route("imports.see", names=(("number", "run"),)),
    "placebo": Route("leads.detect", post=True, names=(("number", "run"),)),
    "calibration": Route("leads.detect", may_lack=True, names=(("number", "run"),)),
    "detect": Route("leads.detect"),
}


@dataclass(frozen=True)
class Relation:
    """A post, what it sees of a sign about official C1 in unit U1, and what makes it so."""

    role: Role | None
    unit: str = "*"
    sees: int = NOTHING
    codes: tuple[str, ...] = ()
    former: bool = False
    relatives: tuple[str, ...] = ()
    """Declared at the account."""
    kin: tuple[str, str] = ("", "")
    """Declared in the records."""
    declared_by: str = ""
    """A code whose account declares the account's own code a relative."""
    aside: bool = False


RELATIONS = {
    "inspector": Relation(R.INSPECTOR, sees=LEAD),
    "internal affairs": Relation(R.INTERNAL_AFFAIRS, sees=LEAD),
    "head of the unit": Relation(R.HEAD_OF_UNIT, "U1", LEAD),
    "officer of the unit": Relation(R.CASE_OFFICER, "U1", LEAD),
    "head of another unit": Relation(R.HEAD_OF_UNIT, "U2"),
    "officer of another unit": Relation(R.CASE_OFFICER, "U2"),
    "accused, who leads the unit": Relation(R.HEAD_OF_UNIT, "U1", UNIT, ("C1",)),
    "accused, who inspects": Relation(R.INSPECTOR, "*", UNIT, ("C1",)),
    "relative who inspects": Relation(R.INSPECTOR, "*", UNIT, relatives=("C1",)),
    "relative in internal affairs": Relation(R.INTERNAL_AFFAIRS, "*", UNIT, relatives=("C1", "X")),
    "relative who leads the unit": Relation(R.HEAD_OF_UNIT, "U1", UNIT, ("C9",), kin=("C1", "C9")),
    "relative who handles matters": Relation(R.CASE_OFFICER, "U1", UNIT, ("C9",), kin=("C9", "C1")),
    "relative whom the accused declared": Relation(R.INSPECTOR, "*", UNIT, ("C9",), declared_by="C1"),
    "relative of somebody else": Relation(R.INSPECTOR, "*", LEAD, ("C9",), relatives=("C2",), kin=("C3", "C9")),
    "who stepped aside, inspecting": Relation(R.INSPECTOR, "*", UNIT, aside=True),
    "who stepped aside, leading the unit": Relation(R.HEAD_OF_UNIT, "U1", UNIT, aside=True),
    "who stepped aside, handling matters": Relation(R.CASE_OFFICER, "U1", UNIT, aside=True),
    "former officer of the unit": Relation(R.CASE_OFFICER, "U1", former=True),
    "prevention officer": Relation(R.PREVENTION_OFFICER, sees=UNIT),
    "committee": Relation(R.STEERING_COMMITTEE, sees=UNIT),
    **{
        str(role): Relation(role)
        for role in Role
        if role
        not in (
            *(R.INSPECTOR, R.INTERNAL_AFFAIRS, R.HEAD_OF_UNIT, R.CASE_OFFICER),
            *(R.PREVENTION_OFFICER, R.STEERING_COMMITTEE),
        )
    },
    "no role at all": Relation(None),
}


def test_every_route_and_every_role_stand_in_the_table() -> None:
    assert {one.name for one in urlpatterns} == set(ROUTES)
    assert {relation.role for relation in RELATIONS.values()} == {*Role, None}


def become(relation: Relation, somebody: Somebody) -> tuple[Client, Account]:
    client = somebody(relation.role, relation.unit)
    account = Account.objects.get(pk=client.session["_auth_user_id"])
    if relation.codes or relation.relatives:
        people.declare_codes(account, relation.codes, relation.relatives, by="system", now=clock.now())
    if relation.kin[0]:
        kin.take_over([relation.kin])
    if relation.declared_by:
        other = people.open_account("other", "Other", "mot mat khau that dai", by="system", now=clock.now())
        people.declare_codes(other, [relation.declared_by], relation.codes, by="system", now=clock.now())
    if relation.aside:
        with transaction.atomic(), acting_as(account, scope_of(account, "leads.see")):
            recusals.step_aside(Lead.objects.get(lead="l-person"), REASON, by=account, now=clock.now())
    if relation.former:
        account.appointments.update(valid_from=date(2020, 1, 1), valid_to=date(2021, 1, 1))
    account.refresh_from_db()
    client.cookies["liem_language"] = "en"
    return client, account


def expected(route: Route, relation: Relation) -> set[int]:
    if route.needs == "anybody":
        return {200}
    held = relation.role is not None and not relation.former and relation.role in PERMISSIONS[route.needs]
    if not held:
        return {403}
    return {404} if route.shows > relation.sees else {404} if route.may_lack else {302} if route.post else {200}


@pytest.mark.parametrize("name", RELATIONS)
def test_each_relation_opens_what_the_tables_say_and_nothing_else(name: str, office: Run, somebody: Somebody) -> None:
    relation = RELATIONS[name]
    client, _account = become(relation, somebody)
    wrong = {}
    for route_name, route in ROUTES.items():
        names = {key: office.pk if value == "run" else value for key, value in route.names}
        address = reverse(f"leads:{route_name}", kwargs=names)
        answer = client.post(address) if route.post else client.get(address)
        if answer.status_code not in expected(route, relation):
            wrong[route_name] = answer.status_code
        body = b"".join(answer) if answer.streaming else answer.content
        if relation.sees < LEAD and answer.status_code == 200 and not (relation.aside and route_name == "recusals"):
            shown = body.decode(errors="replace")
            assert "l-person" not in shown, f"the sign on {route_name}"
            assert "official C1" not in shown, f"the person on {route_name}"
    assert wrong == {}


def looks() -> set[str]:
    return {f"{look.unit} {look.subject}" for look in Look.objects.all()}


def written_look(office: Run, account: Account) -> str:
    """What an account could write down about the person by plain SQL, which asks for nothing back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                """INSERT INTO leads_look
                (lead, run_id, subject_kind, subject, act, unit, result, reason, by, by_name, own_unit, at)
                VALUES ('l-person', %s, 'official', 'C1', 'D', 'U1', 'explained', 'x', %s, 'x', %s, now())""",
                [office.pk, account.number, "head_of_unit" in {post.role for post in account.posts()}],
            )
            return f"{cursor.rowcount} rows"
    except DatabaseError:
        return ""


@pytest.mark.parametrize("name", RELATIONS)
def test_the_database_shows_each_relation_the_same_past_every_view(name: str, office: Run, somebody: Somebody) -> None:
    relation = RELATIONS[name]
    with transaction.atomic(), acting_as_system():
        subject = {"subject_kind": "official", "subject": "C1", "act": "D", "unit": "U1", "lead": "l-person"}
        Look.objects.create(run=office, result="explained", reason="x", by="1", at=clock.now(), **subject)
    _client, account = become(relation, somebody)
    with transaction.atomic(), acting_as(account, scope_of(account, "leads.see")):
        assert Lead.objects.filter(lead="l-person").exists() is (relation.sees == LEAD)
        seen = set(Signal.objects.values_list("signal", flat=True))
        assert ("s-1" in seen) is (relation.sees == LEAD), "the signal about the person"
        results = set(IndicatorResult.objects.values_list("subject", flat=True))
        assert ("C1" in results) is (relation.sees == LEAD), "the figures about the person"
        assert ("U1 C1" in looks()) is (relation.sees == LEAD), "what was found about the person"
        assert Recusal.objects.update(lifted_at=clock.now(), lifted_by="0", lifted_reason="x") == 0
        assert Recusal.objects.all().delete()[0] == 0
        if relation.sees < LEAD:
            assert written_look(office, account) == "", "and nothing is said of it past the views"
        assert Look.objects.update(reason="x" * 20) == 0
        assert Lead.objects.update(put_away_at=None) == 0
        assert Term.objects.update(ending="looked", ended_at=clock.now()) == 0, "no time is ended past the actions"
    with transaction.atomic(), acting_as_system():
        expiry.put_away("l-person", by="system", now=clock.now())
    with transaction.atomic(), acting_as(account, scope_of(account, "leads.see")):
        assert not Lead.objects.filter(lead="l-person").exists(), "put away, it is nobody's"
        assert not Signal.objects.filter(signal="s-1").exists()
