"""Each role sees what it may and nothing else: by the view, and by the database when the view is gone around."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests.shown import shown

from liem.leads.models import DaysFigure, IndicatorResult, Lead, Look, MonthFigure, Run, Signal
from liem.people.models import Account
from liem.people.row_security import acting_as
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, Role

Somebody = Callable[..., Client]

PAGES = {
    "/leads/": {"inspector", "internal_affairs", "head_of_unit", "case_officer"},
    "/leads/leads.csv": {"inspector", "internal_affairs"},
    "/leads/leads.xlsx": {"inspector", "internal_affairs"},
    "/leads/lead/l-person/": {"inspector", "internal_affairs"},
    "/leads/dossier/D1": {"inspector", "internal_affairs"},
    "/leads/units/": {
        *{"inspector", "internal_affairs", "head_of_unit", "case_officer"},
        *{"prevention_officer", "steering_committee"},
    },
    "/leads/procedures/P1": {
        *{"inspector", "internal_affairs", "head_of_unit", "case_officer"},
        *{"prevention_officer", "steering_committee"},
    },
    "/leads/runs/": {"inspector", "internal_affairs", "data_steward"},
    "/leads/detect/": {"inspector", "data_steward"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_its_pages_and_no_other(role: Role, office: Run, somebody: Somebody) -> None:
    client = somebody(role, EVERY_UNIT if role not in (Role.HEAD_OF_UNIT, Role.CASE_OFFICER) else "U2")
    opened = {page for page in PAGES if client.get(page).status_code == 200}
    assert opened == {page for page, roles in PAGES.items() if role.value in roles}


@pytest.mark.parametrize("page", [*PAGES, "/leads/lead/l-unit/"])
def test_strangers_are_sent_to_sign_in(page: str, office: Run, client: Client) -> None:
    answer = client.get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


def test_the_method_is_public(office: Run, client: Client) -> None:
    assert client.get("/leads/method/").status_code == 200


def test_a_head_of_unit_sees_the_own_unit_alone(office: Run, somebody: Somebody) -> None:
    head = somebody(Role.HEAD_OF_UNIT, "U2")
    desk = head.get("/leads/").content.decode()
    assert "l-unit" in desk
    assert "l-person" not in desk
    assert "l-dossier" not in desk
    assert "l-procedure" not in desk, "what no unit answers for is for those who see the whole province"
    assert head.get("/leads/lead/l-unit/").status_code == 200
    assert head.get("/leads/lead/l-person/").status_code == 404
    assert head.get("/leads/dossier/D2").status_code == 200
    assert head.get("/leads/dossier/D1").status_code == 404
    assert head.get("/leads/units/U1").status_code == 404
    assert "Xã Một" not in head.get("/leads/units/").content.decode()


def test_figures_of_a_procedure_are_those_of_the_own_unit_alone(office: Run, somebody: Somebody) -> None:
    answer = somebody(Role.HEAD_OF_UNIT, "U2").get("/leads/procedures/P1")
    assert answer.context["volume"].received == 1
    assert answer.context["partial"]
    assert somebody(Role.INSPECTOR).get("/leads/procedures/P1").context["volume"].received == 4


def test_those_who_see_figures_see_no_lead(office: Run, somebody: Somebody) -> None:
    page = shown(somebody(Role.STEERING_COMMITTEE).get("/leads/units/U2"))
    assert "Xã Hai" in page
    assert "l-unit" not in page
    assert "C2" not in page


@pytest.mark.parametrize("lead", ["l-unit", "l-procedure"])
def test_a_single_pattern_names_no_person(lead: str, office: Run, somebody: Somebody) -> None:
    inspector = somebody(Role.INSPECTOR)
    assert "C2" not in shown(inspector.get("/leads/"))
    assert "C2" not in shown(inspector.get(f"/leads/lead/{lead}/"))


# -- the second wall


ROWS = (Signal, Lead, IndicatorResult, MonthFigure, DaysFigure)


def seen(role: str, units: set[str], model: type) -> set[str]:
    with transaction.atomic():
        account = Account.objects.first() or Account.objects.create(sign_in_name="x", display_name="X")
        with acting_as(account, Scope(frozenset([role]), frozenset(units))):
            return set(model.objects.values_list("unit", flat=True))


@pytest.mark.parametrize("model", ROWS)
def test_the_database_itself_keeps_units_apart(model: type, office: Run) -> None:
    assert seen("head_of_unit", {"U2"}, model) == {"U2"}
    assert seen("inspector", {EVERY_UNIT}, model) >= {"U1", "U2"}
    assert seen("auditor", {EVERY_UNIT}, model) == set()
    assert model.objects.count() == 0, "without saying who one is one sees nothing"


def test_the_database_lets_no_role_write_what_detection_found(office: Run) -> None:
    account = Account.objects.create(sign_in_name="y", display_name="Y")
    with transaction.atomic(), acting_as(account, Scope(frozenset(["inspector"]), frozenset([EVERY_UNIT]))):
        assert Lead.objects.update(priority=1) == 0
        assert Lead.objects.filter(lead="l-person").delete()[0] == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Signal.objects.create(run=office, signal="s-9", kind="breach", indicator="D0", subject_kind="unit")


def test_a_head_of_unit_cannot_write_a_look_behind_the_views_back(office: Run) -> None:
    account = Account.objects.create(sign_in_name="z", display_name="Z")
    look = Look(run=office, lead="l-unit", unit="U2", result="explained", reason="x", by="1", at=office.loaded_at)
    with (
        transaction.atomic(),
        acting_as(account, Scope(frozenset(["head_of_unit"]), frozenset(["U2"]))),
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        look.save()


def test_the_role_that_serves_pages_cannot_step_around_the_wall(office: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'leads_%%' AND relrowsecurity AND relforcerowsecurity"
        )
        walled = {row[0] for row in cursor.fetchall()}
    assert walled >= {f"leads_{model._meta.model_name}" for model in (*ROWS, Look)}
