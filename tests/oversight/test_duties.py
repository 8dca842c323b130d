"""Who owes what by when: reported, urged, extended, accepted; each by whom it is for, and nothing is forgotten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.oversight.conftest import Somebody, account_of

from liem.base import clock
from liem.oversight import rules
from liem.oversight.models import Duty, DutyEvent, Paper
from liem.oversight.rules import Happened, Wish
from liem.oversight.states import DUTY_MOVES, DutyVerb, Standing
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import EVERY_UNIT, Role

ISSUED = date(2026, 3, 2)
NOTE = "Đã nộp vào tài khoản tạm giữ."


def ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def a_paper(client: object, **changed: str) -> int:
    wish = {
        "source": "inspection",
        "number": "15/KL-TTr",
        "issuer": "Thanh tra tỉnh",
        "issued_on": ago(40),
        "title": "Kết luận về thu phí",
        "kind": "money",
        "unit": "U1",
        "what": "Hoàn trả số thu vượt.",
        "amount": "12000000",
        "due_on": ago(10),
    }
    client.post("/oversight/duties/record/", wish | changed)  # type: ignore[attr-defined]
    with transaction.atomic(), acting_as_system():
        duty = Duty.objects.order_by("-pk").first()
        return duty.pk if duty else 0


def record(client: object, duty: int, verb: str, **changed: str) -> int:
    wish = {"verb": verb, "on": ago(5), "number": "", "due_on": "", "amount": "", "note": NOTE}
    return client.post(f"/oversight/duties/{duty}/", wish | changed).status_code  # type: ignore[attr-defined, no-any-return]


def test_money_owed_from_the_conclusion_to_its_acceptance(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = a_paper(inspector)
    assert inspector.get("/oversight/duties/").context["page"][0].late
    assert record(inspector, number, "urge", on=ago(6), due_on=ago(2), number="80/TTr") == 302
    assert inspector.get(f"/oversight/duties/{number}/").context["owed"].silent
    assert record(head, number, "say_done", on=ago(1), amount="12000000") == 302
    assert not inspector.get(f"/oversight/duties/{number}/").context["owed"].silent
    assert record(inspector, number, "return", on=ago(1)) == 302
    assert record(head, number, "say_done", on=ago(0), amount="12000000") == 302
    assert record(inspector, number, "accept", on=ago(0), amount="12000000") == 302
    owed = inspector.get(f"/oversight/duties/{number}/").context["owed"]
    assert (owed.standing, owed.accepted, owed.late) == (Standing.DONE, 12_000_000, False)
    rows = {one.kind: one for one in inspector.get("/oversight/duties/").context["followed"]}
    assert [(one.n, one.done, one.amount, one.accepted) for one in rows.values()] == [(1, 1, 12_000_000, 12_000_000)]


@pytest.mark.parametrize(
    ("who", "verb"), [("head", "accept"), ("head", "extend"), ("head", "urge"), ("inspector", "say_done")]
)
def test_each_records_what_is_theirs(who: str, verb: str, somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = a_paper(inspector)
    client = head if who == "head" else inspector
    assert record(client, number, verb, due_on=clock.today().isoformat(), number="1", amount="1") == 422


def test_the_head_of_another_unit_sees_nothing_of_it(somebody: Somebody) -> None:
    number = a_paper(somebody("inspector"))
    other = somebody("head_of_unit", "U2")
    assert other.get(f"/oversight/duties/{number}/").status_code == 404
    assert "Hoàn trả" not in other.get("/oversight/duties/").content.decode()
    with transaction.atomic(), acting_as_system():
        paper = Paper.objects.get().pk
    assert other.get(f"/oversight/duties/papers/{paper}/").status_code == 404
    assert record(other, number, "say_done") == 404
    with transaction.atomic(), acting_as(account_of(other), Scope(frozenset(["head_of_unit"]), frozenset(["U2"]))):
        assert not Duty.objects.exists()
        assert not Paper.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            DutyEvent.objects.create(
                duty_id=number, unit="U1", verb="say_done", on=clock.today(), note=NOTE, recorded_at=clock.now()
            )


def test_a_head_cannot_accept_past_the_view(somebody: Somebody) -> None:
    number, head = a_paper(somebody("inspector")), somebody("head_of_unit", "U1")
    with transaction.atomic(), acting_as(account_of(head), Scope(frozenset(["head_of_unit"]), frozenset(["U1"]))):
        with pytest.raises(DatabaseError), transaction.atomic():
            DutyEvent.objects.create(
                duty_id=number, unit="U1", verb="accept", on=clock.today(), note=NOTE, recorded_at=clock.now()
            )
        assert Duty.objects.update(amount=1) == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"issued_on": "2999-01-01"},
        {"due_on": ago(60)},
        {"amount": ""},
        {"amount": "-5"},
        {"unit": ""},
        {"number": ""},
    ],
)
def test_a_paper_that_lacks_something_is_not_half_recorded(changed: dict[str, str], somebody: Somebody) -> None:
    assert a_paper(somebody("inspector"), **changed) == 0
    with transaction.atomic(), acting_as_system():
        assert not Paper.objects.exists()


def test_a_directive_lays_the_same_on_several_units_each_for_itself(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    a_paper(inspector, source="directive", kind="task", amount="", unit="U1; U2;U2; U3")
    assert [one.duty.unit for one in inspector.get("/oversight/duties/").context["page"]] == ["U1", "U2", "U3"]
    assert len(somebody("head_of_unit", "U2").get("/oversight/duties/").context["page"]) == 1


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_what_is_owed(role: Role, somebody: Somebody) -> None:
    client = somebody(role, "U1" if role in (Role.HEAD_OF_UNIT, Role.CASE_OFFICER) else "*")
    sees = role in (Role.INSPECTOR, Role.INTERNAL_AFFAIRS, Role.STEERING_COMMITTEE, Role.HEAD_OF_UNIT)
    assert (client.get("/oversight/duties/").status_code == 200) is sees
    records = role in (Role.INSPECTOR, Role.INTERNAL_AFFAIRS)
    assert (client.get("/oversight/duties/record/").status_code == 200) is records


def test_a_steering_member_sees_all_units(somebody: Somebody) -> None:
    a_paper(somebody("inspector"))
    member = account_of(somebody("steering_committee"))
    with transaction.atomic(), acting_as(member, Scope(frozenset(["steering_committee"]), frozenset([EVERY_UNIT]))):
        assert Duty.objects.count() == 1


# -- the rules alone


def wish(verb: DutyVerb, day: date = date(2026, 4, 1), **changed: object) -> Wish:
    values: dict[str, object] = {"note": NOTE, "number": "1", "due": date(2026, 5, 1), "amount": 1, **changed}
    return Wish(verb, day, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("verb", list(DutyVerb))
def test_what_is_not_in_the_table_is_not_possible(standing: Standing, verb: DutyVerb) -> None:
    former = {
        Standing.OWED: [],
        Standing.SAID_DONE: [Happened(DutyVerb.SAY_DONE, ISSUED)],
        Standing.DONE: [Happened(DutyVerb.SAY_DONE, ISSUED), Happened(DutyVerb.ACCEPT, ISSUED)],
        Standing.RELEASED: [Happened(DutyVerb.RELEASE, ISSUED)],
    }[standing]
    assert rules.standing(former) is standing
    owes = verb in (DutyVerb.REPORT, DutyVerb.SAY_DONE)
    refusal = rules.why_not_record(wish(verb), former, ISSUED, date(2026, 6, 1), "money", owes=owes)
    assert (refusal is None) is ((standing, verb) in DUTY_MOVES)


@pytest.mark.parametrize(
    "bad",
    [
        wish(DutyVerb.URGE, date(2026, 6, 2)),
        wish(DutyVerb.URGE, date(2026, 1, 1)),
        wish(DutyVerb.URGE, due=None),
        wish(DutyVerb.EXTEND, due=date(2026, 4, 1)),
        wish(DutyVerb.EXTEND, number=" "),
        wish(DutyVerb.RELEASE, number=""),
        wish(DutyVerb.URGE, note="ngắn"),
    ],
)
def test_a_day_or_a_word_that_lacks_is_named(bad: Wish) -> None:
    assert rules.why_not_record(bad, [], ISSUED, date(2026, 6, 1), "task", owes=False)


def test_an_extension_moves_the_day_and_an_answer_ends_an_urging() -> None:
    urged = Happened(DutyVerb.URGE, date(2026, 4, 1), due=date(2026, 4, 10))
    extended = Happened(DutyVerb.EXTEND, date(2026, 4, 2), due=date(2026, 6, 1))
    assert rules.unanswered([urged]) == date(2026, 4, 10)
    assert rules.unanswered([urged, Happened(DutyVerb.REPORT, date(2026, 4, 5))]) is None
    assert rules.due_day(date(2026, 4, 1), [urged, extended]) == date(2026, 6, 1)
