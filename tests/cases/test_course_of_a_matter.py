"""A matter from birth to end: what moves it, what is refused and why, what the database refuses by itself."""

from datetime import date

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified

from liem.base.errors import UserError
from liem.cases import actions, filing, queries
from liem.cases.models import AllowedMove, Event, Matter
from liem.cases.states import MOVES, Capacity, Cause, Finding, Outcome, Proof, Status, Verb
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry

pytestmark = pytest.mark.django_db


def state(matter):
    with acting_as_system():
        return Matter.objects.get(pk=matter.pk).status


def due(matter, rule):
    with acting_as_system():
        return matter.deadlines.get(rule=rule)


def test_a_denunciation_goes_its_way_to_the_end(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    actions.conclude(
        matter, Outcome.WRONG, "Không có cơ sở.", causes=[Cause.OVERLOAD], by=officer, now=at("2026-03-18")
    )
    actions.mark(matter, Verb.SEND, by=officer, now=at("2026-03-19"))
    actions.mark(matter, Verb.ACT, "Không phải xử lý.", by=officer, now=at("2026-03-19"))
    actions.mark(matter, Verb.PUBLICISE, by=officer, now=at("2026-03-19"))
    actions.close(matter, by=officer, now=at("2026-03-20"))
    assert state(matter) == Status.CLOSED
    with acting_as_system():
        assert {one.standing for one in matter.deadlines.all()} == {"met"}
        assert Matter.objects.get(pk=matter.pk).next_due is None
        verbs = list(Event.objects.filter(matter=matter).exclude(new="").order_by("id").values_list("old", "new"))
    assert [old for old, _new in verbs[1:]] == [new for _old, new in verbs[:-1]], "the status is the sum of its events"


def test_each_verb_is_one_entry_in_the_trail_without_content(matter, officer):
    before = TrailEntry.objects.count()
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    assert TrailEntry.objects.count() == before + 1
    filing.add_person(matter, "Nguyễn Văn Tên Riêng", Capacity.STAFF, by=officer, now=at("2026-03-03"))
    assert "Riêng" not in "".join(str(entry.after) for entry in TrailEntry.objects.all())


def test_what_was_known_on_a_day_can_be_told(matter, officer):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    with acting_as_system():
        assert queries.as_of(matter, date(2026, 3, 1)) == Status.RECEIVED
        assert queries.as_of(matter, date(2026, 3, 2)) == Status.ACCEPTED


def test_clocks_start_stop_and_are_met(matter, officer):
    assert due(matter, "denunciation.intake").due_at == at("2026-03-06", 0)
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    assert due(matter, "denunciation.intake").standing == "met"
    assert due(matter, "denunciation.resolve").due_at == at("2026-04-02", 0)
    actions.plan(matter, [("Xem sổ", None)], by=officer, now=at("2026-03-03"))
    actions.suspend(matter, "Chờ kết quả giám định.", by=officer, now=at("2026-03-10"))
    assert due(matter, "denunciation.resolve").standing == "standing_still"
    actions.resume(matter, by=officer, now=at("2026-03-20"))
    assert due(matter, "denunciation.resolve").due_at == at("2026-04-14", 0)
    actions.extend(
        matter,
        "denunciation.resolve",
        "complex",
        "Phải xác minh ở ba xã.",
        by=officer,
        now=at("2026-04-10"),
        document="9/QĐ",
    )
    assert due(matter, "denunciation.resolve").due_at == at("2026-05-12", 0)


DAY = at("2026-03-02")
RESOLVE = "denunciation.resolve"
OTHERS = "Không thuộc thẩm quyền"
REFUSED = {
    "conclude too early": (lambda m, **by: actions.conclude(m, Outcome.RIGHT, OTHERS, **by), "not possible while"),
    "close without outcome": (lambda m, **by: actions.close(m, **by), "not possible while"),
    "dated before its receipt": (lambda m, **by: actions.accept(m, on=date(2026, 2, 1), **by), "was received"),
    "dated in the future": (lambda m, **by: actions.accept(m, on=date(2026, 4, 1), **by), "in the future"),
    "refuse without reason": (lambda m, **by: actions.refuse(m, "không", **by), "at least 10 characters"),
    "hand to itself": (lambda m, **by: actions.transfer(m, "U1", OTHERS, **by), "there already"),
    "extend what does not run": (
        lambda m, **by: actions.extend(m, RESOLVE, "complex", OTHERS, document="1", **by),
        "does not run",
    ),
    "set a day the law sets": (
        lambda m, **by: actions.set_due(m, "denunciation.intake", date(2026, 5, 1), **by),
        "not set by hand",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_says_why_and_leaves_nothing_half_done(matter, officer, what):
    deed, says = REFUSED[what]
    with acting_as_system():
        events, entries = Event.objects.count(), TrailEntry.objects.count()
    with pytest.raises(UserError, match=says):
        deed(matter, by=officer, now=DAY)
    with acting_as_system():
        assert (Event.objects.count(), TrailEntry.objects.count(), state(matter)) == (events, entries, Status.RECEIVED)


def test_nobody_is_found_upon_unheard_and_no_conclusion_without_hearing(matter, officer):
    person, allegation = verified(matter, officer)
    with pytest.raises(UserError, match="has not been heard"):
        actions.find(
            matter,
            allegation,
            person,
            Finding.ESTABLISHED,
            Proof.DOCUMENTS,
            "Có biên nhận viết tay.",
            by=officer,
            now=at("2026-03-05"),
        )
    with pytest.raises(UserError, match="was not heard"):
        actions.conclude(matter, Outcome.RIGHT, "Đã rõ ràng cả.", by=officer, now=at("2026-03-05"))
    heard(matter, officer, person)
    with pytest.raises(UserError, match="no finding yet"):
        actions.conclude(matter, Outcome.RIGHT, "Đã rõ ràng cả.", by=officer, now=at("2026-03-12"))


def test_motive_context_and_impact_come_before_the_conclusion(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    actions.find(
        matter,
        allegation,
        person,
        Finding.EXPLAINED,
        Proof.DOCUMENTS,
        "Phí đúng theo biểu.",
        by=officer,
        now=at("2026-03-16"),
    )
    with pytest.raises(UserError, match="motive, context and social impact"):
        actions.conclude(matter, Outcome.WRONG, "Không có cơ sở.", by=officer, now=at("2026-03-16"))


def test_likelihood_alone_establishes_nothing_against_a_person(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    with pytest.raises(UserError, match="Likelihood alone"):
        actions.find(
            matter,
            allegation,
            person,
            Finding.ESTABLISHED,
            Proof.BALANCE,
            "Có vẻ như vậy.",
            by=officer,
            now=at("2026-03-16"),
        )


def test_an_extension_beyond_the_ceiling_names_the_article(matter, officer):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    with pytest.raises(UserError, match=r"more than the law allows.*điều 30"):
        actions.extend(
            matter,
            "denunciation.resolve",
            "complex",
            "Vụ việc phức tạp",
            amount=45,
            by=officer,
            now=at("2026-03-10"),
            document="1",
        )
    with pytest.raises(UserError, match="give its number"):
        actions.extend(matter, "denunciation.resolve", "complex", "Vụ việc phức tạp", by=officer, now=at("2026-03-10"))
    with pytest.raises(UserError, match="after the limit had passed"):
        actions.extend(
            matter,
            "denunciation.resolve",
            "complex",
            "Vụ việc phức tạp",
            by=officer,
            now=at("2026-04-06"),
            document="1",
        )


def test_a_complaint_received_before_the_new_law_does_not_stand_still(officer, chief):
    old = matter_of("complaint_first", "2026-06-29", handler=officer.number)
    new = matter_of("complaint_first", "2026-07-02", handler=officer.number)
    for matter in (old, new):
        actions.accept(matter, by=officer, now=at("2026-07-06"))
    with pytest.raises(UserError, match="does not let its limit stand still"):
        actions.suspend(old, "Chờ kết quả giám định.", by=officer, now=at("2026-07-10"))
    actions.suspend(new, "Chờ kết quả giám định.", by=officer, now=at("2026-07-10"))
    assert state(new) == Status.SUSPENDED


def test_a_withdrawn_denunciation_with_signs_of_pressure_goes_on(matter, officer):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    actions.withdraw(
        matter,
        "Người tố cáo rút đơn sau khi bị gọi điện.",
        whole=True,
        continued=True,
        by=officer,
        now=at("2026-03-03"),
    )
    with pytest.raises(UserError, match=r"handled to its end.*điều 33"):
        actions.terminate(matter, "Người tố cáo đã rút đơn.", by=officer, now=at("2026-03-04"))


def test_two_officers_at_once_the_second_is_told(matter, officer, chief):
    first, second = Matter(pk=matter.pk), Matter(pk=matter.pk)
    actions.accept(first, by=officer, now=at("2026-03-02"))
    with pytest.raises(UserError, match="not possible while"):
        actions.refuse(second, "Không đủ điều kiện.", by=chief, now=at("2026-03-02"))


def test_a_lead_without_a_number_in_law_is_due_when_the_head_says(officer, chief):
    matter = matter_of("lead", origin_ref="L-1", handler=officer.number)
    assert due(matter, "lead.verify").standing == "unknown"
    actions.assign(matter, officer, by=chief, now=at("2026-02-25"), due_on=date(2026, 3, 31))
    found_ = due(matter, "lead.verify")
    assert (found_.standing, found_.due_at, found_.set_by_hand) == ("running", at("2026-04-01", 0), True)


def test_a_hand_over_lets_the_limits_of_the_new_body_run(matter, officer):
    with acting_as_system():
        other = appointed("other", "head_of_unit", "U2")
    actions.transfer(matter, "U2", "Thuộc thẩm quyền của đơn vị khác.", by=officer, now=at("2026-03-02"))
    with pytest.raises(UserError, match="another unit"):
        actions.take_over(matter, by=officer, now=at("2026-03-03"))
    actions.take_over(matter, by=other, now=at("2026-03-09"))
    assert due(matter, "denunciation.intake").due_at == at("2026-03-19", 0)


def test_an_officer_who_leaves_hands_over_everything(matter, officer, chief):
    taker = appointed("taker", "case_officer", "U1")
    second = matter_of(handler=officer.number)
    with acting_as_system():
        actions.shut_out(second, {taker.number}, "relative", by="system", now=at("2026-03-01"))
    assert actions.hand_over_everything(officer, taker, by=chief, now=at("2026-03-02")) == 2
    with acting_as_system():
        assert Matter.objects.get(pk=matter.pk).handler == taker.number
        assert Matter.objects.get(pk=second.pk).handler == "", "an excluded officer gets nothing; the head assigns it"


# -- what the database refuses by itself


def test_the_database_holds_the_table_of_moves():
    kept = set(AllowedMove.objects.values_list("kind", "verb", "old", "new"))
    assert kept == {(move.kind, move.verb, move.old, move.new) for move in MOVES}


def refused(sql, *values):
    errors = (InternalError, IntegrityError, ProgrammingError)
    with pytest.raises(errors) as error, acting_as_system(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return str(error.value)


def test_the_database_refuses_a_status_without_its_event(matter):
    assert "without an event" in refused(
        "UPDATE cases_matter SET status = 'closed', outcome = 'right' WHERE id = %s", matter.pk
    )


def test_the_database_refuses_an_event_the_table_does_not_have(matter):
    sql = """INSERT INTO cases_event (matter_id, verb, at, recorded_at, by, old, new, document, data)
             VALUES (%s, 'close', now(), now(), 'x', 'received', 'closed', '', '{}')"""
    assert "does not go from received to closed" in refused(sql, matter.pk)


def test_the_database_refuses_to_forget(matter):
    assert "keeps what happened" in refused("DELETE FROM cases_event WHERE matter_id = %s", matter.pk)
    assert "keeps what happened" in refused("UPDATE cases_event SET by = 'x' WHERE matter_id = %s", matter.pk)
    assert "keeps what happened" in refused("DELETE FROM cases_matter WHERE id = %s", matter.pk)
    assert "do not change" in refused("UPDATE cases_matter SET kind = 'lead' WHERE id = %s", matter.pk)


def test_the_database_lets_no_matter_be_born_concluded():
    sql = """INSERT INTO cases_matter (number, kind, status, outcome, visibility, unit, handler, origin, origin_ref,
             about_unit, act, leader, remote, received_at, opened_at, barred_units, causes)
             VALUES ('X', 'lead', 'closed', 'right', 'normal', 'U1', '', 'lead', '', '', '', false, false, now(), now(),
             '{}', '{}')"""
    assert "begins as received" in refused(sql)
