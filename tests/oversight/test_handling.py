"""How units handle: counts with their denominators, in the order of codes, and no share of few."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from tests.oversight.conftest import Somebody

from liem.base import clock
from liem.cases.models import Deadline, Matter
from liem.oversight import figures
from liem.people.row_security import acting_as_system
from liem.people.states import Role


def matters(unit: str, kept: int, late: int, running: int, now: datetime) -> None:
    """Matters of one unit whose clocks were kept, were not, or still run."""
    for number in range(kept + late + running):
        received = now - timedelta(days=30)
        name = f"{unit}-{number}"
        matter = Matter.objects.create(
            number=name, kind="reflection", unit=unit, origin="voters", received_at=received, opened_at=received
        )
        due = now + timedelta(days=9) if number >= kept + late else now - timedelta(days=5)
        met = due - timedelta(days=1) if number < kept else None
        standing = "met" if met else "running"
        Deadline.objects.create(matter=matter, rule="x", started_at=received, standing=standing, due_at=due, met_at=met)


@pytest.fixture
def handled(db: None) -> list[figures.Handling]:
    now = clock.now()
    with transaction.atomic(), acting_as_system():
        matters("U2", kept=18, late=6, running=3, now=now)
        matters("U1", kept=2, late=0, running=1, now=now)
        return figures.handling((now - timedelta(days=60)).date(), now.date(), now)


def test_only_clocks_that_can_be_judged_are_in_the_denominator(handled: list[figures.Handling]) -> None:
    assert [one.unit for one in handled] == ["U1", "U2"]
    one = handled[1]
    assert (one.received, one.open, one.timed, one.kept, one.overdue_now) == (27, 27, 24, 18, 6)
    assert round(one.clocks.share or 0, 2) == 0.75
    assert one.clocks.low < 0.75 < one.clocks.high


def test_of_few_no_share_is_shown(handled: list[figures.Handling], somebody: Somebody) -> None:
    answer = somebody("inspector").get("/oversight/handling/")
    page = answer.content.decode()
    assert "75,0 %" in page
    assert page.count("100,0 %") == 0, "two of two says nothing"
    assert [row.now.unit for row in answer.context["page"]] == ["U1", "U2"]


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_how_units_handle(role: Role, somebody: Somebody) -> None:
    client = somebody(role, "U1" if role in (Role.HEAD_OF_UNIT, Role.CASE_OFFICER) else "*")
    assert (client.get("/oversight/handling/").status_code == 200) is (role in (Role.INSPECTOR, Role.INTERNAL_AFFAIRS))


def test_from_what_is_over_time_the_letter_that_urges_the_unit_is_filled_in_and_its_reply_followed(
    somebody: Somebody,
) -> None:
    inspector = somebody("inspector")
    with transaction.atomic(), acting_as_system():
        matters("U2", kept=3, late=2, running=1, now=clock.now())
        matters("U3", kept=3, late=0, running=0, now=clock.now())
    urging = inspector.get("/oversight/handling/").context["urging"]
    late = {row.now.unit for row in inspector.get("/oversight/handling/").context["page"] if row.now.overdue_now}
    assert set(urging) == late == {"U2"}
    form = inspector.get(urging["U2"]).context["form"]
    today = clock.today()
    sent = {name: form[name].value() or "" for name in form.fields} | {
        "number": "90/TTr", "issuer": "Thanh tra tỉnh", "issued_on": today.isoformat(),
        "due_on": (today + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    assert inspector.post("/oversight/duties/record/", sent).status_code == 302
    [owed] = somebody("head_of_unit", "U2").get("/oversight/duties/").context["page"]
    assert (owed.duty.paper.number, owed.duty.kind, owed.due) == ("90/TTr", "answer", today + timedelta(days=7))
    assert list(somebody("head_of_unit", "U3").get("/oversight/duties/").context["page"]) == []
