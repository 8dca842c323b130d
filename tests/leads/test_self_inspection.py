"""A unit looks at its own patterns first, answers, and the answer stays; nobody sees what is about themself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from liem.base import clock
from liem.leads import actions
from liem.leads.models import FirstLook, IndicatorResult, Lead, Look, Run, Signal
from liem.leads.rules import first_look_ends
from liem.people import actions as people
from liem.people.models import Account
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, Role
from liem.trail.models import TrailEntry

Somebody = Callable[..., Client]
REASON = "Hệ thống ngừng hai ngày, có biên bản kèm theo."


def account_of(client: Client) -> Account:
    return Account.objects.get(pk=client.session["_auth_user_id"])


def declare(client: Client, *codes: str) -> None:
    people.declare_codes(account_of(client), codes, by="system", now=clock.now())


@contextmanager
def as_role(role: str, *units: str, account: Account | None = None) -> Iterator[None]:
    """What the database shows and allows, past all views."""
    account = account or Account.objects.first()
    assert account is not None
    with transaction.atomic(), acting_as(account, Scope(frozenset([role]), frozenset(units))):
        yield


@pytest.fixture
def head(somebody: Somebody) -> Client:
    return somebody(Role.HEAD_OF_UNIT, "U2")


@pytest.fixture
def waiting(head: Client, office: Run) -> Run:
    """The small office, looked through again now that unit U2 has a head: its pattern waits for the head."""
    return actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())


def time_is_over() -> None:
    """The unit's time passes: an hour ago."""
    past = clock.now() - timedelta(hours=1)
    with transaction.atomic(), acting_as_system():
        FirstLook.objects.update(opened_at=past - timedelta(days=20), until=past)
        Lead.objects.filter(held_until__isnull=False).update(held_until=past)
        Signal.objects.filter(held_until__isnull=False).update(held_until=past)


def test_the_unit_sees_its_pattern_first_and_the_inspectorate_only_that_something_waits(
    waiting: Run, head: Client, somebody: Somebody
) -> None:
    inspector = somebody(Role.INSPECTOR)
    assert head.get("/leads/lead/l-unit/").status_code == 200
    assert "Xã Hai" in head.get("/leads/own/").content.decode()
    assert inspector.get("/leads/lead/l-unit/").status_code == 404
    assert inspector.get("/leads/lead/l-unit/sheet.docx").status_code == 404
    desk = inspector.get("/leads/").content.decode()
    assert "l-unit" not in desk
    assert "Xã Hai" in desk
    assert "l-unit" not in inspector.get("/leads/leads.csv").getvalue().decode()
    assert list(inspector.get("/leads/units/U2").context["leads"]) == []


@pytest.mark.parametrize("lead", ["l-person", "l-dossier", "l-procedure"])
def test_breaches_and_agreeing_sources_are_shown_to_the_inspectorate_at_once(
    lead: str, waiting: Run, somebody: Somebody
) -> None:
    assert somebody(Role.INSPECTOR).get(f"/leads/lead/{lead}/").status_code == 200


def test_who_became_head_today_is_head_from_midnight_in_vietnam_on(office: Run, head: Client) -> None:
    midnight = datetime.combine(clock.today(), time(0, 30), clock.VIETNAM).astimezone(UTC)
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=midnight)
    with as_role("head_of_unit", "U2"):
        assert Lead.objects.filter(unit="U2", held_until__isnull=False).exists()


def test_when_the_time_is_over_the_inspectorate_sees_the_pattern_without_anybody_doing_anything(
    waiting: Run, somebody: Somebody
) -> None:
    time_is_over()
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 200


def test_new_records_give_the_unit_no_second_time(waiting: Run, somebody: Somebody) -> None:
    time_is_over()
    actions.detect_now(waiting.snapshot, actions.Wish(fdr=0.01), by="system", now=clock.now())
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 200


def test_what_waits_goes_on_waiting_when_new_records_renew_it(waiting: Run, somebody: Somebody) -> None:
    actions.detect_now(waiting.snapshot, actions.Wish(fdr=0.01), by="system", now=clock.now())
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 404


def test_the_answer_of_the_unit_shows_the_pattern_with_its_reason_and_stays(
    waiting: Run, head: Client, somebody: Somebody
) -> None:
    answer = head.post("/leads/lead/l-unit/", {"result": "corrected", "reason": REASON}, follow=True)
    assert "Đơn vị tự kiểm tra" in answer.content.decode()
    inspector = somebody(Role.INSPECTOR)
    sheet = inspector.get("/leads/lead/l-unit/").content.decode()
    assert REASON in sheet
    assert "Đơn vị tự kiểm tra" in sheet
    later = actions.detect_now(waiting.snapshot, actions.Wish(fdr=0.01), by="system", now=clock.now())
    assert later.pk != waiting.pk
    assert REASON in inspector.get("/leads/lead/l-unit/").content.decode()
    entry = TrailEntry.objects.get(event="lead_looked_at")
    assert entry.after is not None
    assert (entry.after["own_unit"], entry.after["result"]) == (True, "corrected")
    assert REASON not in str(entry.after)


def test_the_inspectorate_opens_again_what_the_unit_closed(waiting: Run, head: Client, somebody: Somebody) -> None:
    inspector = somebody(Role.INSPECTOR)
    head.post("/leads/lead/l-unit/", {"result": "explained", "reason": REASON})
    assert 'value="reopened"' in inspector.get("/leads/lead/l-unit/").content.decode()
    inspector.post("/leads/lead/l-unit/", {"result": "reopened", "reason": "Biên bản không có dấu."})
    assert "Biên bản không có dấu." in head.get("/leads/lead/l-unit/").content.decode()
    assert "Mở lại" in head.get("/leads/own/").content.decode()
    with transaction.atomic(), acting_as_system():
        assert list(Look.objects.order_by("pk").values_list("result", "own_unit")) == [
            ("explained", True),
            ("reopened", False),
        ]


@pytest.mark.parametrize(
    ("who", "result"), [("inspector", "reopened"), ("head", "reopened"), ("inspector", "corrected")]
)
def test_nobody_says_what_is_not_theirs_to_say(
    who: str, result: str, office: Run, head: Client, somebody: Somebody
) -> None:
    client = head if who == "head" else somebody(Role.INSPECTOR)
    assert client.post("/leads/lead/l-unit/", {"result": result, "reason": REASON}).status_code == 422
    with transaction.atomic(), acting_as_system():
        assert Look.objects.count() == 0


def test_a_unit_without_a_head_who_may_sign_in_is_not_waited_for(office: Run, head: Client, somebody: Somebody) -> None:
    people.close_account(account_of(head), by="system", now=clock.now())
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 200


def test_a_house_may_show_everything_to_all_at_once(
    office: Run, head: Client, somebody: Somebody, settings: Any
) -> None:
    settings.LIEM_SELF_INSPECTION_DAYS = 0
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 200


def test_the_time_is_counted_in_days() -> None:
    assert first_look_ends(clock.now(), 15) - clock.now() <= timedelta(days=15)


# -- as the attacker


def test_the_head_of_another_unit_sees_and_answers_nothing(waiting: Run, somebody: Somebody) -> None:
    other = somebody(Role.HEAD_OF_UNIT, "U1")
    assert other.get("/leads/lead/l-unit/").status_code == 404
    assert other.post("/leads/lead/l-unit/", {"result": "explained", "reason": REASON}).status_code == 404
    assert other.get("/leads/lead/l-unit/sheet.json").status_code == 404
    assert "Xã Hai" not in other.get("/leads/own/").content.decode()
    with as_role("head_of_unit", "U1"):
        assert not Lead.objects.filter(lead="l-unit").exists()
        assert not FirstLook.objects.exists()


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.INTERNAL_AFFAIRS, Role.INSPECTOR])
def test_nobody_else_gets_at_what_waits_past_the_view(role: str, waiting: Run) -> None:
    with as_role(role, "U2" if role == Role.CASE_OFFICER else EVERY_UNIT):
        assert not Lead.objects.filter(lead="l-unit").exists()
        assert not Signal.objects.filter(signal="s-3").exists()


def test_nobody_shortens_or_lengthens_the_time_in_the_database(waiting: Run) -> None:
    for role in ("head_of_unit", "inspector"):
        with as_role(role, "U2"):
            assert FirstLook.objects.update(until=clock.now()) == 0
            assert Lead.objects.update(held_until=None) == 0


@pytest.mark.parametrize(
    ("role", "units", "look"),
    [
        ("head_of_unit", ("U1",), {"unit": "U2", "own_unit": True}),
        ("head_of_unit", ("U2",), {"unit": "U2", "own_unit": False}),
        ("inspector", (EVERY_UNIT,), {"unit": "U2", "own_unit": True}),
        ("case_officer", ("U2",), {"unit": "U2", "own_unit": True}),
    ],
)
def test_nobody_writes_in_anothers_name(role: str, units: tuple[str, ...], look: dict[str, Any], waiting: Run) -> None:
    row = Look(run=waiting, lead="l-unit", result="explained", reason=REASON, by="1", at=clock.now(), **look)
    with pytest.raises(DatabaseError), as_role(role, *units):
        row.save()


@pytest.mark.parametrize("role", ["inspector", "head_of_unit", "system"])
def test_what_was_found_can_be_neither_changed_nor_removed(role: str, waiting: Run, head: Client) -> None:
    head.post("/leads/lead/l-unit/", {"result": "explained", "reason": REASON})
    with as_role(role, EVERY_UNIT, "U2"):
        assert Look.objects.update(reason="x") == 0
        assert Look.objects.all()._raw_delete("default") == 0


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.INTERNAL_AFFAIRS, Role.HEAD_OF_UNIT, Role.CASE_OFFICER])
def test_nobody_sees_what_is_about_themself_by_any_road(role: Role, office: Run, somebody: Somebody) -> None:
    unit = EVERY_UNIT if role in (Role.INSPECTOR, Role.INTERNAL_AFFAIRS) else "U1"
    one = somebody(role, unit)
    assert one.get("/leads/lead/l-person/").status_code == 200
    declare(one, "C1", "C1-old")
    assert one.get("/leads/lead/l-person/").status_code == 404
    assert one.get("/leads/lead/l-person/sheet.docx").status_code == 404
    assert one.post("/leads/lead/l-person/", {"result": "explained", "reason": REASON}).status_code == 404
    assert "l-person" not in one.get("/leads/").content.decode()
    assert "l-person" not in one.get("/leads/units/U1").content.decode()
    assert "l-person" not in one.get("/leads/?text=C1").content.decode()
    if role in (Role.INSPECTOR, Role.INTERNAL_AFFAIRS):
        assert "l-person" not in one.get("/leads/leads.csv").getvalue().decode()
    with as_role(role, unit, account=account_of(one)):
        assert not Lead.objects.filter(lead="l-person").exists()
        assert not Signal.objects.filter(subject="C1").exists()
        assert not IndicatorResult.objects.filter(subject="C1").exists()
        assert Lead.objects.filter(lead="l-dossier").exists()


def test_a_head_does_not_look_first_at_what_is_about_the_head(office: Run, head: Client, somebody: Somebody) -> None:
    declare(head, "C2")
    actions.detect_now(office.snapshot, actions.Wish(fdr=0.1), by="system", now=clock.now())
    assert head.get("/leads/lead/l-unit/").status_code == 404
    assert somebody(Role.INSPECTOR).get("/leads/lead/l-unit/").status_code == 200


def test_a_look_at_oneself_is_not_read_either(office: Run, somebody: Somebody) -> None:
    somebody(Role.INSPECTOR).post("/leads/lead/l-person/", {"result": "needs_verification", "reason": REASON})
    one = somebody(Role.HEAD_OF_UNIT, "U1")
    declare(one, "C1")
    with as_role("head_of_unit", "U1", account=account_of(one)):
        assert not Look.objects.exists()


def test_without_a_unit_named_the_wall_stands(waiting: Run) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM leads_firstlook")
        assert cursor.fetchone() == (0,)


def test_who_heads_another_unit_and_handles_matters_here_sees_nothing_that_waits_for_the_head(waiting: Run) -> None:
    account = Account.objects.first()
    assert account is not None
    posts = frozenset([("head_of_unit", "U1"), ("case_officer", "U2")])
    scope = Scope(frozenset(["head_of_unit", "case_officer"]), frozenset(["U1", "U2"]), posts)
    with transaction.atomic(), acting_as(account, scope):
        assert not Lead.objects.filter(unit="U2", held_until__isnull=False).exists()
    with as_role("head_of_unit", "U2"):
        assert Lead.objects.filter(unit="U2", held_until__isnull=False).exists()
