"""The committee's list on its pages: each move by a decision, what was known then, the pack, and who may."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from docx import Document
from tests.oversight.conftest import Somebody, account_of

from liem.base import clock
from liem.base.errors import UserError
from liem.oversight import actions, queries
from liem.oversight.models import WatchDecision, WatchEntry
from liem.oversight.states import Watched, WatchVerb
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, Role
from liem.trail.models import TrailEntry

GROUND = "Theo kết luận của Trưởng ban."


def a_decision(**changed: str) -> dict[str, str]:
    day = (clock.today() - timedelta(days=3)).isoformat()
    return {"number": "01-TB/BCĐ", "decided_on": day, "ground": GROUND, "asked_of": "", "due_on": "", **changed}


def put(client: object, **changed: str) -> object:
    wish = {"title": "Vụ việc thu phí", "kind": "incident", "matter": ""}
    return client.post("/oversight/watch/put-on/", {**wish, **a_decision(), **changed})  # type: ignore[attr-defined]


def test_an_entry_from_being_put_on_to_being_removed(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    with transaction.atomic(), acting_as_system():
        number = WatchEntry.objects.get().pk
    today = clock.today().isoformat()
    directed = a_decision(verb="direct", number="02-TB/BCĐ", asked_of="U1", due_on=clock.today().isoformat())
    staff.post(f"/oversight/watch/{number}/", directed)
    page = somebody("steering_committee").get("/oversight/watch/").content.decode()
    assert "Vụ việc thu phí" in page
    assert "U1" in page
    staff.post(f"/oversight/watch/{number}/", a_decision(verb="remove", number="03-TB/BCĐ", decided_on=today))
    assert 'value="put_on"' in staff.get(f"/oversight/watch/{number}/").content.decode()
    context = staff.get("/oversight/watch/").context
    both = context["balances"][-1][1]
    assert (both.opening, both.added, both.removed, both.closing) == (0, 1, 1, 0)
    events = list(TrailEntry.objects.filter(stream="oversight").order_by("pk").values_list("event", flat=True))
    assert events == ["watch_put_on", "watch_direct", "watch_remove"]
    assert GROUND not in str(list(TrailEntry.objects.values_list("after", flat=True)))


def test_what_was_known_then_is_shown_as_it_was(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    now = staff.get("/oversight/watch/").context["watched"]
    then = staff.get(f"/oversight/watch/?known={yesterday}").context["watched"]
    assert (len(now), len(then)) == (1, 0), "the decision is of three days ago, but was written down today"


def test_cases_and_incidents_are_counted_apart(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    put(staff, kind="case", title="Vụ án lộ thông tin")
    rows = {name: one.closing for name, one in staff.get("/oversight/watch/").context["balances"]}
    assert sorted(rows.values()) == [1, 1, 2]


def test_the_pack_for_the_meeting_holds_the_list_and_is_the_same_each_time(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    first, second = (staff.get("/oversight/watch/meeting.docx").content for _ in range(2))
    assert first == second
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None
    paper = Document(io.BytesIO(first))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "Vụ việc thu phí" in cells
    assert TrailEntry.objects.filter(event="meeting_pack_taken").count() == 2


@pytest.mark.parametrize(
    "changed",
    [{"number": ""}, {"ground": "ngắn"}, {"decided_on": "2999-01-01"}, {"decided_on": ""}, {"title": ""}],
)
def test_a_decision_that_lacks_something_leaves_nothing_behind(changed: dict[str, str], somebody: Somebody) -> None:
    assert put(somebody("internal_affairs"), **changed).status_code == 422  # type: ignore[attr-defined]
    with transaction.atomic(), acting_as_system():
        assert not WatchEntry.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_the_list_and_who_decides(role: Role, somebody: Somebody) -> None:
    client = somebody(role, "U1" if role in (Role.HEAD_OF_UNIT, Role.CASE_OFFICER) else "*")
    sees = role in (Role.STEERING_COMMITTEE, Role.INTERNAL_AFFAIRS, Role.INSPECTOR)
    assert (client.get("/oversight/watch/").status_code == 200) is sees
    assert (client.get("/oversight/watch/meeting.docx").status_code == 200) is sees
    assert (client.get("/oversight/watch/put-on/").status_code == 200) is (role is Role.INTERNAL_AFFAIRS)


def test_a_member_reads_and_decides_nothing(somebody: Somebody) -> None:
    put(somebody("internal_affairs"))
    with transaction.atomic(), acting_as_system():
        number = WatchEntry.objects.get().pk
    member = somebody("steering_committee")
    assert member.get(f"/oversight/watch/{number}/").status_code == 200
    member.post(f"/oversight/watch/{number}/", a_decision(verb="remove", number="9"))
    with transaction.atomic(), acting_as_system():
        assert WatchDecision.objects.count() == 1


@pytest.mark.parametrize("role", ["internal_affairs", "steering_committee", "inspector", "system"])
def test_no_decision_is_changed_or_removed_in_the_database(role: str, somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    with transaction.atomic(), acting_as(account_of(staff), Scope(frozenset([role]), frozenset([EVERY_UNIT]))):
        assert WatchDecision.objects.update(ground="x") == 0
        assert WatchDecision.objects.all()._raw_delete("default") == 0
        assert WatchEntry.objects.update(title="x") == 0


@pytest.mark.parametrize("role", ["steering_committee", "inspector", "head_of_unit"])
def test_nobody_else_writes_a_decision_past_the_view(role: str, somebody: Somebody) -> None:
    staff = account_of(somebody("internal_affairs"))
    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        acting_as(staff, Scope(frozenset([role]), frozenset([EVERY_UNIT]))),
    ):
        WatchEntry.objects.create(title="x", kind="case")


def test_two_who_decide_at_once_do_not_both_remove(somebody: Somebody) -> None:
    staff = account_of(somebody("internal_affairs"))
    with transaction.atomic(), acting_as(staff, Scope(frozenset(["internal_affairs"]), frozenset([EVERY_UNIT]))):
        day = clock.today()
        wish = actions.WatchWish(WatchVerb.PUT_ON, "1", day, GROUND)
        entry = actions.put_on("x", Watched.CASE, "", wish, by=staff, now=clock.now()).entry
        remove = actions.WatchWish(WatchVerb.REMOVE, "2", day, GROUND)
        actions.decide(entry, remove, by=staff, now=clock.now())
        with pytest.raises(UserError):
            actions.decide(entry, remove, by=staff, now=clock.now())
        assert queries.watched(day) == []
