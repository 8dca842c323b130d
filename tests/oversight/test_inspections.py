"""Inspections from programme to what follows: unannounced means unseen, by lot means drawn, found means followed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from tests.oversight.conftest import Somebody, account_of

from liem.base import clock
from liem.base.errors import UserError
from liem.cases.models import Matter
from liem.oversight import actions, inspecting
from liem.oversight.models import Duty, Inspection, InspectionEvent, InspectionFinding, Paper
from liem.oversight.states import INSPECTION_MOVES, Course, HeadsPart, InspectionVerb
from liem.people.access import scope_of
from liem.people.row_security import acting_as, acting_as_system

WORDS = "Nội dung đủ dài để đọc lại."


def day(ago: int) -> str:
    return (clock.today() - timedelta(days=ago)).isoformat()


def planned(client: Any, **changed: str) -> int:
    wish = {
        "year": str(clock.today().year),
        "programme": "02/QĐ-TTr",
        "title": "Thanh tra việc thu phí",
        "unit": "U1",
        "planned": "yes",
        "chosen": "risk",
        "ground": WORDS,
        "draw": "",
        "begins_on": day(30),
        "ends_on": day(5),
    }
    client.post("/oversight/inspections/plan/", wish | changed)
    with transaction.atomic(), acting_as_system():
        one = Inspection.objects.order_by("-pk").first()
        return one.pk if one else 0


def did(client: Any, which: int, verb: str, ago: int, **more: str) -> int:
    wish = {"verb": verb, "on": day(ago), "number": "", "note": "", "issuer": "", "due_on": ""}
    answer = client.post(f"/oversight/inspections/{which}/", wish | more)
    assert answer.status_code in (302, 422)
    return int(answer.status_code)


def test_from_the_programme_to_what_the_head_owes(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = planned(inspector)
    said = "Yêu cầu giấy tờ ngoài thành phần hồ sơ."
    finding = {"act": "D", "what": said, "head": "supervision", "proposal": "rectify", "handler": "S-09"}
    page = f"/oversight/inspections/{number}/find/"
    assert inspector.post(page, finding).status_code == 422, "before it began"
    assert did(inspector, number, "begin", 29, number="29/QĐ-TTr") == 302
    assert inspector.post(page, finding).status_code == 302
    assert inspector.post(page, finding | {"head": "none"}).status_code == 422, "no part, no recommendation"
    assert did(inspector, number, "conclude", 4, number="18/KL-TTr") == 422, "not finished on the spot"
    assert did(inspector, number, "finish", 6) == 302
    assert said not in head.get(f"/oversight/inspections/{number}/").content.decode(), "not before the conclusion"
    assert did(inspector, number, "conclude", 4, number="18/KL-TTr", issuer="Thanh tra tỉnh", due_on=day(-9)) == 302
    assert said in head.get(f"/oversight/inspections/{number}/").content.decode()
    with transaction.atomic(), acting_as_system():
        duty, matter = Duty.objects.get(), Matter.objects.get()
        assert (duty.kind, duty.unit, duty.paper.number) == ("rectify", "U1", "18/KL-TTr")
        assert (matter.origin, matter.origin_ref, matter.about_unit, matter.act) == (
            "inspection",
            f"TTR-{number}",
            "U1",
            "D",
        )
        assert InspectionFinding.objects.get().matter == matter.number
    assert [one.duty.pk for one in head.get("/oversight/duties/").context["page"]] == [duty.pk]
    accepted = {"verb": "accept", "on": day(0), "number": "", "due_on": "", "amount": "", "note": WORDS}
    head.post(f"/oversight/duties/{duty.pk}/", accepted | {"verb": "say_done"})
    refused = inspector.post(f"/oversight/duties/{duty.pk}/", accepted)
    assert refused.status_code == 422, "how the head answered needs a number"
    assert inspector.post(f"/oversight/duties/{duty.pk}/", accepted | {"number": "7/QĐ"}).status_code == 302
    shown = somebody("steering_committee").get("/oversight/heads/").context
    assert [(one.unit, one.grounds["supervision"], len(one.open), one.ended) for one in shown["page"]] == [
        ("U1", 1, 0, 1)
    ]


def test_an_unannounced_inspection_is_unseen_until_it_begins(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = planned(inspector, planned="no")
    assert head.get(f"/oversight/inspections/{number}/").status_code == 404
    assert list(head.get("/oversight/inspections/").context["page"]) == []
    account = account_of(head)
    with transaction.atomic(), acting_as(account, scope_of(account, "inspections.see")):
        assert not Inspection.objects.exists()
    assert did(inspector, number, "announce", 31) == 422
    did(inspector, number, "begin", 29, number="29/QĐ-TTr")
    assert head.get(f"/oversight/inspections/{number}/").status_code == 200
    assert somebody("head_of_unit", "U2").get(f"/oversight/inspections/{number}/").status_code == 404


def test_a_cancelled_unannounced_inspection_stays_unseen(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = planned(inspector, planned="no")
    did(inspector, number, "cancel", 1, number="3/QĐ", note=WORDS)
    account = account_of(head)
    with transaction.atomic(), acting_as(account, scope_of(account, "inspections.see")):
        assert not Inspection.objects.exists()
        assert not InspectionEvent.objects.exists()


def test_by_lot_means_drawn(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    assert planned(inspector, chosen="lot") == 0
    by = account_of(inspector)
    with transaction.atomic(), acting_as(by, scope_of(by, "checks.draw")):
        early = clock.now() - timedelta(days=2)
        draw = actions.prepare_draw("Đơn vị", ["U1", "U2", "U3"], 2, WORDS, planned=False, unit="", by=by, now=early)
        drawn = actions.make_draw(draw, "12345 67890 13579", "Xổ số", by=by, now=clock.now())
        wish: dict[str, Any] = {
            "year": 2026, "programme": "2", "title": "x", "ground": WORDS, "planned": False,
            "begins_on": clock.today(), "ends_on": clock.today(),
        }  # fmt: skip
        left = next(unit for unit in ("U1", "U2", "U3") if unit not in drawn.sample)
        with pytest.raises(UserError):
            inspecting.put_into_programme(
                Inspection(unit=left, draw=draw, chosen="lot", **wish), by=by, now=clock.now()
            )
    assert inspector.get(f"/oversight/inspections/plan/?draw={draw.pk}").status_code == 200
    sent = {name: str(value) for name, value in wish.items()} | {"planned": "no", "chosen": "lot", "draw": str(draw.pk)}
    assert inspector.post(f"/oversight/inspections/plan/?draw={draw.pk}", sent).status_code == 302
    assert inspector.post(f"/oversight/inspections/plan/?draw={draw.pk}", sent).status_code == 302, "once each"
    with transaction.atomic(), acting_as_system():
        assert sorted(Inspection.objects.values_list("unit", flat=True)) == sorted(drawn.sample)


@pytest.mark.parametrize("changed", [{"ground": "ngắn"}, {"ends_on": day(40)}, {"unit": ""}, {"year": "x"}])
def test_a_half_inspection_is_not_put_in(changed: dict[str, str], somebody: Somebody) -> None:
    assert planned(somebody("inspector"), **changed) == 0


def test_every_way_through_the_table_ends() -> None:
    ends = {Course.PUBLISHED, Course.CANCELLED}
    assert {there for there, _verb in INSPECTION_MOVES} == set(Course) - ends
    assert inspecting.course([]) is Course.PLANNED
    found = inspecting.course(["begin", "finish", "conclude", "publish"])
    assert found is Course.PUBLISHED


@pytest.mark.parametrize("model", [Inspection, InspectionEvent, InspectionFinding, Paper])
@pytest.mark.parametrize("role", ["inspector", "internal_affairs", "steering_committee", "head_of_unit"])
def test_nothing_of_an_inspection_is_changed_or_removed(model: Any, role: str, somebody: Somebody) -> None:
    inspector = somebody("inspector")
    number = planned(inspector)
    did(inspector, number, "begin", 29, number="29/QĐ-TTr")
    account = account_of(somebody(role, "U1" if role == "head_of_unit" else "*"))
    with transaction.atomic(), acting_as(account, scope_of(account, "inspections.see")):
        assert model.objects.all().update(recorded_by="x") == 0
        assert model.objects.all()._raw_delete("default") == 0


@pytest.mark.parametrize("role", ["internal_affairs", "steering_committee", "head_of_unit"])
def test_only_an_inspector_records_past_the_view(role: str, somebody: Somebody) -> None:
    number = planned(somebody("inspector"))
    account = account_of(somebody(role, "U1" if role == "head_of_unit" else "*"))
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting_as(account, scope_of(account, "inspections.see")),
    ):
        InspectionFinding.objects.create(
            inspection_id=number, unit="U1", what="x", head=HeadsPart.NONE, recorded_at=clock.now(), recorded_by="x"
        )


def test_the_days_follow_one_another() -> None:
    wish = inspecting.Wish(InspectionVerb.FINISH, date(2026, 3, 1))
    told = inspecting.why_not_record(wish, ["begin"], date(2026, 3, 5), date(2026, 4, 1), planned=True, findings=0)
    assert told
    late = inspecting.Wish(InspectionVerb.FINISH, date(2026, 3, 9))
    assert not inspecting.why_not_record(late, ["begin"], date(2026, 3, 5), date(2026, 4, 1), planned=True, findings=0)
    empty = inspecting.Wish(InspectionVerb.CONCLUDE, date(2026, 3, 9), "1/KL")
    assert inspecting.why_not_record(empty, ["begin", "finish"], None, date(2026, 4, 1), planned=True, findings=0)
