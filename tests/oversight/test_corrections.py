"""What was written down wrongly is corrected by another row: both stay visible, the list still closes, and what was
known before the correction is shown as it was."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.oversight.conftest import Somebody, account_of
from tests.oversight.test_duties import a_paper, ago, record
from tests.oversight.test_inspections import did, planned
from tests.oversight.test_watch_list_pages import a_decision, put

from liem.base import clock
from liem.oversight import committee
from liem.oversight.models import (
    Duty,
    DutyEvent,
    Inspection,
    InspectionEvent,
    InspectionFinding,
    Meeting,
    WatchDecision,
)
from liem.oversight.rules import Decision, balance, on_list, told, why_not_correct
from liem.oversight.states import Standing, WatchVerb
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope

START = date(2026, 1, 1)
WHY = "Ghi nhầm ngày của quyết định."


def day(number: int) -> date:
    return START + timedelta(days=number)


@st.composite
def corrected_histories(draw: st.DrawFn) -> list[Decision]:
    """Entries put on, directed and removed; then some decisions corrected, as far as the rules let them be."""
    rows: list[Decision] = []
    for entry in range(draw(st.integers(1, 4))):
        on, when = False, 0
        for _ in range(draw(st.integers(0, 5))):
            when += draw(st.integers(0, 20))
            verb = draw(st.sampled_from([WatchVerb.DIRECT, WatchVerb.REMOVE])) if on else WatchVerb.PUT_ON
            on = verb is not WatchVerb.REMOVE
            rows.append(Decision(day(when), day(when + draw(st.integers(0, 9))), entry, verb, row=len(rows) + 1))
    for _ in range(draw(st.integers(0, 5))):
        if not rows:
            break
        wrong = draw(st.sampled_from(rows))
        verb = draw(st.sampled_from(list(WatchVerb)))
        decided, recorded = day(draw(st.integers(0, 100))), day(draw(st.integers(100, 140)))
        right = Decision(decided, recorded, wrong.entry, verb, row=len(rows) + 1, corrects=wrong.row)
        own = [one for one in rows if one.entry == wrong.entry]
        if why_not_correct(right, own, day(200), "1", "căn cứ đầy đủ", WHY) is None:
            rows.append(right)
    return rows


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(corrected_histories(), st.integers(-5, 120), st.integers(0, 60), st.integers(0, 150))
def test_the_list_still_closes_and_what_was_known_is_kept(
    rows: list[Decision], first: int, length: int, known: int
) -> None:
    for limit in (None, day(known)):
        one = balance(rows, day(first), day(first + length), limit)
        assert one.opening + one.added - one.removed == one.closing
        assert one.closing == len(on_list(rows, day(first + length), limit))
    assert told(rows, day(known)) == told([one for one in rows if one.recorded <= day(known)])
    assert all(one.verb is not WatchVerb.ANNUL for one in told(rows))


def test_a_correction_after_which_the_rest_would_not_follow_is_refused() -> None:
    rows = [
        Decision(day(1), day(1), 1, WatchVerb.PUT_ON, row=1),
        Decision(day(5), day(5), 1, WatchVerb.REMOVE, row=2),
    ]
    struck = Decision(day(1), day(9), 1, WatchVerb.ANNUL, row=3, corrects=1)
    assert str(WatchVerb.REMOVE.label) in str(why_not_correct(struck, rows, day(9), "1", "căn cứ đầy đủ", WHY))
    again = Decision(day(2), day(9), 1, WatchVerb.PUT_ON, row=3, corrects=1)
    assert why_not_correct(again, rows, day(9), "1", "căn cứ đầy đủ", WHY) is None
    assert why_not_correct(again, rows, day(9), "1", "căn cứ đầy đủ", "sai")
    assert why_not_correct(Decision(day(3), day(9), 1, WatchVerb.PUT_ON, row=4, corrects=1), [*rows, again], day(9),
                           "1", "căn cứ đầy đủ", WHY)  # fmt: skip


def test_a_decision_is_corrected_on_its_page_and_both_stay(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    with transaction.atomic(), acting_as_system():
        wrong = WatchDecision.objects.get()
    page = f"/oversight/watch/decisions/{wrong.pk}/correct/"
    assert wrong.number in staff.get(page).content.decode()
    assert staff.post(page, a_decision(verb="put_on", number="07-TB/BCĐ", why="")).status_code == 422
    assert staff.post(page, a_decision(verb="put_on", number="07-TB/BCĐ", why=WHY)).status_code == 302
    shown = staff.get(f"/oversight/watch/{wrong.entry_id}/").content.decode()
    assert "01-TB/BCĐ" in shown
    assert "07-TB/BCĐ" in shown
    assert WHY in shown
    listed = staff.get("/oversight/watch/").context
    assert [one.last.number for one in listed["watched"]] == ["07-TB/BCĐ"]
    assert len(listed["corrections"]) == 1
    assert staff.post(page, a_decision(verb="put_on", number="8", why=WHY)).status_code == 422, "corrected already"


def test_a_decision_that_never_was_is_struck_out(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    put(staff)
    with transaction.atomic(), acting_as_system():
        wrong = WatchDecision.objects.get()
    staff.post(f"/oversight/watch/decisions/{wrong.pk}/correct/", a_decision(verb="annul", why=WHY))
    context = staff.get("/oversight/watch/").context
    assert context["watched"] == []
    both = context["balances"][-1][1]
    assert (both.opening, both.added, both.removed, both.closing) == (0, 0, 0, 0)


@pytest.mark.parametrize("role", ["steering_committee", "inspector"])
def test_who_only_reads_the_list_corrects_nothing(role: str, somebody: Somebody) -> None:
    put(somebody("internal_affairs"))
    with transaction.atomic(), acting_as_system():
        wrong = WatchDecision.objects.get().pk
    assert somebody(role).post(f"/oversight/watch/decisions/{wrong}/correct/", a_decision(why=WHY)).status_code == 403


def test_an_acceptance_by_mistake_is_struck_out_and_the_duty_is_owed_again(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = a_paper(inspector)
    record(head, number, "say_done", amount="12000000")
    record(inspector, number, "accept", on=ago(1), amount="12000000")
    with transaction.atomic(), acting_as_system():
        said, accepted = DutyEvent.objects.order_by("pk")
    assert head.post(f"/oversight/duties/entries/{said.pk}/strike/", {"note": WHY}).status_code == 422, (
        "it was accepted"
    )
    assert head.post(f"/oversight/duties/entries/{accepted.pk}/strike/", {"note": WHY}).status_code == 422, "not theirs"
    assert inspector.post(f"/oversight/duties/entries/{accepted.pk}/strike/", {"note": WHY}).status_code == 302
    owed = inspector.get(f"/oversight/duties/{number}/").context["owed"]
    assert (owed.standing, owed.accepted) == (Standing.SAID_DONE, 0)
    assert head.post(f"/oversight/duties/entries/{said.pk}/strike/", {"note": WHY}).status_code == 302
    assert inspector.get(f"/oversight/duties/{number}/").context["owed"].standing is Standing.OWED
    shown = inspector.get(f"/oversight/duties/{number}/").content.decode()
    assert shown.count("<s>") >= 2
    assert inspector.post(f"/oversight/duties/entries/{accepted.pk}/strike/", {"note": WHY}).status_code == 422


def test_what_was_laid_on_the_wrong_unit_is_laid_on_the_right_one(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    number = a_paper(inspector)
    wish = {"kind": "money", "unit": "U2", "what": "Hoàn trả.", "amount": "1000", "due_on": ago(10), "why": WHY}
    assert inspector.post(f"/oversight/duties/{number}/correct/", wish | {"unit": "U2;U3"}).status_code == 422
    assert inspector.post(f"/oversight/duties/{number}/correct/", wish).status_code == 302
    assert [one.duty.unit for one in inspector.get("/oversight/duties/").context["page"]] == ["U2"]
    assert inspector.post(f"/oversight/duties/{number}/correct/", wish).status_code == 422
    record(inspector, number, "urge", due_on=ago(0))
    with transaction.atomic(), acting_as_system():
        assert not DutyEvent.objects.exists(), "written to what stands in its place"
    with transaction.atomic(), acting_as_system():
        new = Duty.objects.get(corrects=number).pk
    assert f"/oversight/duties/{number}/" in inspector.get(f"/oversight/duties/{new}/").content.decode()


def test_the_unit_on_which_something_was_laid_by_mistake_owes_nothing(somebody: Somebody) -> None:
    """It does not see what stands in its place: that is another unit's."""
    inspector, wrongly, rightly = somebody("inspector"), somebody("head_of_unit", "U1"), somebody("head_of_unit", "U2")
    number = a_paper(inspector)
    assert len(wrongly.get("/oversight/duties/").context["page"]) == 1
    wish = {"kind": "money", "unit": "U2", "what": "Của đơn vị kia.", "amount": "1000", "due_on": ago(10), "why": WHY}
    assert inspector.post(f"/oversight/duties/{number}/correct/", wish).status_code == 302
    assert list(wrongly.get("/oversight/duties/").context["page"]) == []
    page = wrongly.get(f"/oversight/duties/{number}/")
    assert page.context["corrected"]
    assert "Của đơn vị kia." not in page.content.decode()
    assert record(wrongly, number, "say_done", amount="12000000") == 200
    paper = wrongly.get(f"/oversight/duties/papers/{page.context['duty'].paper_id}/")
    assert paper.context["all"] == 0
    with transaction.atomic(), acting_as_system():
        assert not DutyEvent.objects.exists()
    assert [one.duty.unit for one in rightly.get("/oversight/duties/").context["page"]] == ["U2"]


def test_no_unit_strikes_out_what_the_inspectorate_wrote_past_the_view(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = a_paper(inspector)
    record(inspector, number, "urge", on=ago(6), due_on=ago(2))
    with transaction.atomic(), acting_as_system():
        urged = DutyEvent.objects.get()
    scope = Scope(frozenset(["head_of_unit"]), frozenset(["U1"]))
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(account_of(head), scope):
        DutyEvent.objects.create(
            duty_id=number,
            unit="U1",
            verb="strike",
            on=clock.today(),
            note=WHY,
            corrects=urged,
            recorded_at=clock.now(),
        )


def test_a_meeting_is_corrected_and_what_was_known_then_stays(somebody: Somebody) -> None:
    staff, member = somebody("internal_affairs"), somebody("steering_committee")
    today = clock.today()
    assert staff.post("/oversight/meetings/record/", {"held_on": ago(20), "number": "05-TB"}).status_code == 302
    with transaction.atomic(), acting_as_system():
        wrong = Meeting.objects.get()
    page = f"/oversight/meetings/{wrong.pk}/correct/"
    assert staff.post(page, {"held_on": ago(10), "number": "05-TB", "why": ""}).status_code == 422
    assert staff.post(page, {"held_on": ago(-3), "number": "05-TB", "why": WHY}).status_code == 422, "to come"
    assert member.post(page, {"held_on": ago(10), "number": "05-TB", "why": WHY}).status_code == 403
    assert staff.post(page, {"held_on": ago(10), "number": "05-TB", "why": WHY}).status_code == 302
    assert member.get("/oversight/").context["since"] == today - timedelta(days=10)
    assert staff.post(page, {"held_on": ago(8), "number": "05-TB", "why": WHY}).status_code == 422, "corrected already"
    shown = staff.get("/oversight/meetings/record/").content.decode()
    assert WHY in shown
    assert "<s>" in shown
    with transaction.atomic(), acting_as_system():
        right = Meeting.objects.get(corrects=wrong)
    struck = {"held_on": ago(10), "number": "05-TB", "why": WHY, "is_struck": "on"}
    assert staff.post(f"/oversight/meetings/{right.pk}/correct/", struck).status_code == 302
    assert member.get("/oversight/").context["meeting"] is None
    assert staff.post("/oversight/meetings/record/", {"held_on": ago(10), "number": "06-TB"}).status_code == 302


@pytest.mark.django_db
def test_as_known_before_its_correction_the_former_meeting_stands() -> None:
    early, late = (datetime(2026, 5, one, 12, tzinfo=UTC) for one in (3, 20))
    with transaction.atomic(), acting_as_system():
        wrong = Meeting.objects.create(held_on=date(2026, 5, 1), number="5", recorded_at=early)
        Meeting.objects.create(held_on=date(2026, 5, 2), number="5", recorded_at=late, corrects=wrong, why=WHY)
        assert [one.held_on.day for one in committee.meetings(date(2026, 5, 10))] == [1]
        assert [one.held_on.day for one in committee.meetings()] == [2]


def test_what_was_written_about_an_inspection_by_mistake_is_struck_out(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = planned(inspector)
    did(inspector, number, "begin", 29, number="29/QĐ")
    did(inspector, number, "finish", 6)
    with transaction.atomic(), acting_as_system():
        began, finished = InspectionEvent.objects.order_by("pk")
    page = "/oversight/inspections/entries/{}/strike/"
    assert inspector.post(page.format(began.pk), {"note": WHY}).status_code == 422, "the rest would not follow"
    assert inspector.post(page.format(finished.pk), {"note": "sai"}).status_code == 422
    assert head.post(page.format(finished.pk), {"note": WHY}).status_code == 403
    assert inspector.post(page.format(finished.pk), {"note": WHY}).status_code == 302
    assert inspector.post(page.format(finished.pk), {"note": WHY}).status_code == 422, "struck out already"
    answer = inspector.get(f"/oversight/inspections/{number}/")
    assert answer.context["standing"].course == "under_way"
    assert "<s>" in answer.content.decode()
    assert did(inspector, number, "finish", 4) == 302


def test_a_conclusion_that_laid_something_on_somebody_is_not_struck_out(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    number = planned(inspector)
    did(inspector, number, "begin", 29, number="29/QĐ")
    finding = {"act": "D", "what": "Thu thêm giấy tờ.", "head": "supervision", "proposal": "rectify", "handler": ""}
    inspector.post(f"/oversight/inspections/{number}/find/", finding)
    did(inspector, number, "finish", 6)
    did(inspector, number, "conclude", 4, number="18/KL")
    with transaction.atomic(), acting_as_system():
        event = InspectionEvent.objects.get(verb="conclude")
    assert inspector.post(f"/oversight/inspections/entries/{event.pk}/strike/", {"note": WHY}).status_code == 422


def test_a_finding_is_corrected_and_the_former_counts_no_more(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    number = planned(inspector)
    did(inspector, number, "begin", 29, number="29/QĐ")
    finding = {"act": "D", "what": "Thu thêm giấy tờ.", "head": "supervision", "proposal": "rectify", "handler": ""}
    inspector.post(f"/oversight/inspections/{number}/find/", finding)
    with transaction.atomic(), acting_as_system():
        wrong = InspectionFinding.objects.get()
    page = f"/oversight/inspections/findings/{wrong.pk}/correct/"
    right = {"act": "C", "what": "Không có phiếu hướng dẫn.", "head": "none", "proposal": "", "why": WHY}
    assert inspector.post(page, right | {"why": ""}).status_code == 422
    assert inspector.post(page, right).status_code == 302
    assert inspector.post(page, right).status_code == 422, "corrected already"
    answer = inspector.get(f"/oversight/inspections/{number}/")
    assert (answer.context["standing"].findings, answer.context["standing"].of_heads) == (1, 0)
    assert WHY in answer.content.decode()
    did(inspector, number, "finish", 6)
    assert did(inspector, number, "conclude", 4, number="18/KL") == 302
    with transaction.atomic(), acting_as_system():
        assert not Duty.objects.exists(), "what was recommended by mistake is laid on nobody"


def test_a_struck_cancellation_of_an_unannounced_inspection_stays_unseen(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = planned(inspector, planned="no")
    did(inspector, number, "cancel", 1, number="3/QĐ", note=WHY)
    with transaction.atomic(), acting_as_system():
        event = InspectionEvent.objects.get()
    assert inspector.post(f"/oversight/inspections/entries/{event.pk}/strike/", {"note": WHY}).status_code == 302
    account = account_of(head)
    with transaction.atomic(), acting_as(account, Scope(frozenset(["head_of_unit"]), frozenset(["U1"]))):
        assert not InspectionEvent.objects.exists()


def test_a_row_of_the_programme_is_corrected_and_the_unit_named_by_mistake_finds_it_struck(somebody: Somebody) -> None:
    inspector, wrongly, rightly = somebody("inspector"), somebody("head_of_unit", "U1"), somebody("head_of_unit", "U2")
    number = planned(inspector)
    sent = {
        "year": str(clock.today().year), "programme": "02/QĐ-TTr", "title": "Thanh tra việc thu phí", "unit": "U2",
        "planned": "yes", "chosen": "risk", "ground": WHY, "draw": "", "begins_on": ago(20), "ends_on": ago(2),
    }  # fmt: skip
    address = f"/oversight/inspections/{number}/correct/"
    assert inspector.get(address).status_code == 200
    assert inspector.post(address, sent | {"why": "ngắn"}).status_code == 422
    assert inspector.post(address, sent | {"why": WHY}).status_code == 302
    assert inspector.post(address, sent | {"why": WHY}).status_code == 422, "once"
    units = [one.inspection.unit for one in inspector.get("/oversight/inspections/").context["page"]]
    assert units == ["U2"]
    assert list(wrongly.get("/oversight/inspections/").context["page"]) == []
    assert wrongly.get(f"/oversight/inspections/{number}/").context["corrected"]
    assert len(rightly.get("/oversight/inspections/").context["page"]) == 1
    begun = {"verb": "begin", "on": ago(19), "number": "29/QĐ-TTr", "note": "", "issuer": "", "due_on": ""}
    assert inspector.post(f"/oversight/inspections/{number}/", begun).status_code == 200, "no form, nothing recorded"
    with transaction.atomic(), acting_as_system():
        assert not InspectionEvent.objects.exists(), "written to what stands in its place"
        new = Inspection.objects.get(corrects=number).pk
    did(inspector, new, "begin", 19, number="29/QĐ-TTr")
    assert inspector.post(f"/oversight/inspections/{new}/correct/", sent | {"why": WHY}).status_code == 422, "begun"


def test_what_was_never_in_the_programme_is_struck_out_of_it(somebody: Somebody) -> None:
    inspector, head = somebody("inspector"), somebody("head_of_unit", "U1")
    number = planned(inspector)
    sent = {
        "year": str(clock.today().year), "programme": "02/QĐ-TTr", "title": "Thanh tra việc thu phí", "unit": "U1",
        "planned": "yes", "chosen": "risk", "ground": WHY, "draw": "", "begins_on": ago(20), "ends_on": ago(2),
        "is_struck": "on", "why": WHY,
    }  # fmt: skip
    assert inspector.post(f"/oversight/inspections/{number}/correct/", sent).status_code == 302
    for client in (inspector, head):
        context = client.get("/oversight/inspections/").context
        assert (list(context["page"]), context["tally"]["all"]) == ([], 0)
