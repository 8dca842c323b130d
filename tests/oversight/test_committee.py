"""The first page of a member; what supervisors from outside see: aggregates, the own recommendations, nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.oversight.conftest import Somebody, account_of
from tests.oversight.test_duties import a_paper, ago, record
from tests.oversight.test_watch_list_pages import a_decision, put

from liem.base import clock
from liem.oversight.models import Duty, Paper, WatchEntry
from liem.people.access import scope_of
from liem.people.row_security import acting_as, acting_as_system

RECOMMENDED = {
    "number": "12/KN",
    "issuer": "Ủy ban MTTQ tỉnh",
    "issued_on": ago(20),
    "title": "Niêm yết hồ sơ",
    "unit": "U1",
    "what": "Niêm yết lại thành phần hồ sơ.",
    "due_on": ago(3),
}


def entry_number() -> int:
    with transaction.atomic(), acting_as_system():
        return WatchEntry.objects.get().pk


def test_what_is_stuck_stands_with_the_unit_that_answers(somebody: Somebody) -> None:
    staff, inspector = somebody("internal_affairs"), somebody("inspector")
    put(staff)
    asked = a_decision(verb="direct", number="2", asked_of="U7", due_on=ago(2), decided_on=ago(3))
    staff.post(f"/oversight/watch/{entry_number()}/", asked)
    a_paper(inspector)
    found = somebody("steering_committee").get("/oversight/").context["stuck"]
    assert [(one.unit, one.things, one.oldest) for one in found] == [("U1", 1, 10), ("U7", 1, 2)]
    assert record(inspector, duty_number(), "urge", on=ago(6), due_on=ago(2)) == 302
    again = somebody("steering_committee").get("/oversight/").context
    assert again["silent"] == 1


def duty_number() -> int:
    with transaction.atomic(), acting_as_system():
        return Duty.objects.latest("pk").pk


def test_changes_are_told_since_the_last_meeting(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff, decided_on=ago(30))
    put(staff, title="Vụ việc mới", decided_on=ago(3))
    context = staff.get("/oversight/").context
    assert len(context["changes"].decisions) == 2, "no meeting yet: the last ninety days"
    assert staff.post("/oversight/meetings/record/", {"held_on": ago(10), "number": "05-TB"}).status_code == 302
    assert staff.post("/oversight/meetings/record/", {"held_on": ago(10), "number": "05-TB"}).status_code == 422
    assert staff.post("/oversight/meetings/record/", {"held_on": "2999-01-01", "number": "05"}).status_code == 422
    context = staff.get("/oversight/").context
    assert [one.entry.title for one in context["changes"].decisions] == ["Vụ việc mới"]
    whole = context["whole"]
    assert (whole.opening, whole.added, whole.removed, whole.closing) == (1, 1, 0, 2)


def test_the_page_as_of_a_day_leaves_out_what_came_later(somebody: Somebody) -> None:
    staff, inspector = somebody("internal_affairs"), somebody("inspector")
    put(staff)
    a_paper(inspector)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    context = staff.get(f"/oversight/?day={yesterday}&known={yesterday}").context
    assert (context["watched"], context["stuck"], context["whole"].closing) == ([], [], 0)
    assert len(staff.get(f"/oversight/?day={yesterday}").context["stuck"]) == 1


def test_a_supervisor_recommends_and_sees_what_became_of_it(somebody: Somebody) -> None:
    front, head, inspector = (
        somebody("external_supervisor", "MTTQ"),
        somebody("head_of_unit", "U1"),
        somebody("inspector"),
    )
    a_paper(inspector)
    assert front.post("/oversight/supervision/recommend/", RECOMMENDED).status_code == 302
    with transaction.atomic(), acting_as_system():
        number = Duty.objects.get(supervisor="MTTQ").pk
    assert record(head, number, "say_done", on=ago(1), note="Đã niêm yết tại quầy số 2.") == 302
    page = front.get("/oversight/supervision/")
    assert "Đã niêm yết tại quầy số 2." in page.content.decode()
    assert [one.duty.pk for one, _events in page.context["recommended"]] == [number], (
        "not what the inspectorate laid on the unit"
    )
    other = somebody("external_supervisor", "BAOCHI").get("/oversight/supervision/")
    assert other.context["recommended"] == []
    assert "Niêm yết" not in other.content.decode()


def test_an_appointment_without_a_body_recommends_nothing(somebody: Somebody) -> None:
    somewhere = somebody("external_supervisor", "*")
    assert somewhere.post("/oversight/supervision/recommend/", RECOMMENDED).status_code == 422
    with transaction.atomic(), acting_as_system():
        assert not Paper.objects.exists()


@pytest.mark.parametrize("table", ["WatchEntry", "WatchDecision", "Duty", "Paper", "DutyEvent", "Draw", "Meeting"])
def test_past_the_view_a_supervisor_reads_nothing_of_others(table: str, somebody: Somebody) -> None:
    from django.apps import apps

    put(somebody("internal_affairs"))
    number = a_paper(somebody("inspector"))
    record(somebody("inspector"), number, "urge", on=ago(6), due_on=ago(2))
    account = account_of(somebody("external_supervisor", "MTTQ"))
    model: Any = apps.get_model("oversight", table)
    with transaction.atomic(), acting_as(account, scope_of(account, "supervision.see")):
        assert not model.objects.exists()


def test_past_the_view_a_supervisor_writes_in_nobody_elses_name(somebody: Somebody) -> None:
    account = account_of(somebody("external_supervisor", "MTTQ"))
    for supervisor, source in (("BAOCHI", "supervisor"), ("MTTQ", "inspection"), ("", "supervisor")):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            acting_as(account, scope_of(account, "supervision.recommend")),
        ):
            Paper.objects.create(
                source=source, number="1", issuer="x", issued_on=clock.today(), title="x", supervisor=supervisor,
                recorded_at=clock.now(), recorded_by=account.number,
            )  # fmt: skip
