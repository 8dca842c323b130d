"""The second wall: what the database shows each role of every table of this room when no view stands before it."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import F
from tests.oversight.conftest import Somebody, account_of

from liem.base import clock
from liem.oversight import tallies
from liem.oversight.demonstration import make_oversight
from liem.people import actions as people
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope, scope_for
from liem.people.states import Role

COMMITTEE = {Role.INSPECTOR, Role.INTERNAL_AFFAIRS, Role.STEERING_COMMITTEE}
INSPECTORATE = {Role.INSPECTOR, Role.INTERNAL_AFFAIRS}
WITH_UNITS = COMMITTEE | {Role.HEAD_OF_UNIT}
WITH_SUPERVISORS = WITH_UNITS | {Role.EXTERNAL_SUPERVISOR}
SEES: dict[str, set[Role]] = {
    "WatchEntry": COMMITTEE,
    "WatchDecision": COMMITTEE,
    "Meeting": COMMITTEE,
    "Paper": WITH_SUPERVISORS,
    "Duty": WITH_SUPERVISORS,
    "DutyEvent": WITH_SUPERVISORS,
    "Draw": INSPECTORATE,
    "Drawn": INSPECTORATE,
    "Checked": INSPECTORATE,
    "PublishedDraw": set(Role),
    "Inspection": WITH_UNITS,
    "InspectionEvent": WITH_UNITS,
    "InspectionFinding": WITH_UNITS,
    "Clock": WITH_UNITS,
    "Notice": set(),
    "PeriodTally": set(),
}
"""Table → the roles that see any row of it (a head those of the unit, a supervisor those of the body)."""
UNITS = {Role.HEAD_OF_UNIT: "U1", Role.CASE_OFFICER: "U1", Role.EXTERNAL_SUPERVISOR: "MTTQ"}


def everything(account: Any) -> Scope:
    """The widest scope an account can ever act in: all its posts at once."""
    return scope_for("all", account.posts(), {"all": frozenset(Role)}, clock.today())


@pytest.fixture
def filled(somebody: Somebody) -> Somebody:
    """Rows in every table, of the unit U1, of U2, and of the Fatherland Front."""
    inspector = somebody("inspector")
    make_oversight("U1", "U2", by=account_of(inspector), now=clock.now())
    tallies.renew(clock.now(), many=0)
    return somebody


def test_every_table_of_this_room_has_its_row() -> None:
    assert set(SEES) == {model.__name__ for model in apps.get_app_config("oversight").get_models()}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_the_table_says_and_changes_nothing(role: Role, filled: Somebody) -> None:
    account = account_of(filled(role, UNITS.get(role, "*")))
    for name, roles in SEES.items():
        model: Any = apps.get_model("oversight", name)
        with transaction.atomic(), acting_as(account, everything(account)):
            assert model.objects.exists() is (role in roles), name
            field = next(one.attname for one in model._meta.concrete_fields if not one.primary_key)
            assert model.objects.update(**{field: F(field)}) == 0, name
            assert model.objects.all()._raw_delete("default") == 0, name


@pytest.mark.parametrize("name", ["Duty", "DutyEvent", "Inspection", "InspectionEvent", "InspectionFinding", "Clock"])
def test_a_head_sees_rows_of_the_own_unit_alone(name: str, filled: Somebody) -> None:
    model: Any = apps.get_model("oversight", name)
    account = account_of(filled("head_of_unit", "U1"))
    with transaction.atomic(), acting_as(account, everything(account)):
        assert set(model.objects.values_list("unit", flat=True)) == {"U1"}


@pytest.mark.parametrize("name", ["Paper", "Duty"])
def test_a_supervisor_sees_rows_of_the_own_body_alone(name: str, filled: Somebody) -> None:
    model: Any = apps.get_model("oversight", name)
    for body, seen in (("MTTQ", True), ("BAOCHI", False)):
        account = account_of(filled("external_supervisor", body))
        with transaction.atomic(), acting_as(account, everything(account)):
            assert model.objects.exists() is seen
            assert set(model.objects.values_list("supervisor", flat=True)) <= {body}


def test_not_even_the_house_changes_what_is_written_once(filled: Somebody) -> None:
    kept_by_the_house = {"Clock", "Notice", "PeriodTally", "PublishedDraw"}
    for name in set(SEES) - kept_by_the_house:
        model: Any = apps.get_model("oversight", name)
        with transaction.atomic(), acting_as_system():
            assert model.objects.exists(), f"{name}: nothing to try it on"
            assert model.objects.all()._raw_delete("default") == 0, name


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.INTERNAL_AFFAIRS, Role.STEERING_COMMITTEE])
def test_a_role_held_in_one_unit_opens_nothing_of_another_even_with_a_second_post_there(
    role: Role, filled: Somebody
) -> None:
    account = account_of(filled(role, "U1"))
    people.appoint(account, Role.CASE_OFFICER, unit="U2", valid_from=date(2026, 1, 1), by="system", now=clock.now())
    with transaction.atomic(), acting_as(account, everything(account)):
        for name in ("Duty", "DutyEvent", "Inspection", "InspectionEvent", "InspectionFinding"):
            model: Any = apps.get_model("oversight", name)
            assert set(model.objects.values_list("unit", flat=True)) == {"U1"}, name
        for name in ("WatchEntry", "WatchDecision", "Meeting"):
            assert not apps.get_model("oversight", name).objects.exists(), name
        papers = set(apps.get_model("oversight", "Duty").objects.values_list("paper", flat=True))
        assert set(apps.get_model("oversight", "Paper").objects.values_list("pk", flat=True)) == papers


def test_an_inspector_of_one_unit_writes_nothing_about_another(filled: Somebody) -> None:
    account = account_of(filled("inspector", "U1"))
    people.appoint(account, Role.CASE_OFFICER, unit="U2", valid_from=date(2026, 1, 1), by="system", now=clock.now())
    with transaction.atomic(), acting_as_system():
        paper = apps.get_model("oversight", "Duty").objects.filter(unit="U1").first().paper_id
    for unit in ("U1", "U2"):
        wish = {"paper_id": paper, "kind": "task", "unit": unit, "what": "x", "recorded_at": clock.now()}
        with transaction.atomic(), acting_as(account, everything(account)):
            if unit == "U1":
                assert apps.get_model("oversight", "Duty").objects.create(**wish).pk
                continue
            with pytest.raises(DatabaseError), transaction.atomic():
                apps.get_model("oversight", "Duty").objects.create(**wish)
