"""What the law and the table of moves forbid: a sentence that names the law, and nothing half-done. One test each."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified

from liem.base import clock
from liem.base.errors import UserError
from liem.cases import actions, outcomes
from liem.cases.models import Deadline, Event, FindingOf, Matter, Notice, Writing
from liem.cases.states import CrimeStep, Finding, Ladder, Outcome, Proof, Status, Verb
from liem.people import actions as people
from liem.people.models import Appointment
from liem.people.row_security import acting_as_system
from liem.people.states import Role
from liem.trail.models import TrailEntry

LAW = r"Luật Tố cáo 25/2018/QH14"
WORDS = "Có biên nhận viết tay và sổ tiếp nhận."
RESOLVE = "denunciation.resolve"


def everything() -> tuple[Any, ...]:
    """All that an action could leave behind."""
    with acting_as_system():
        counts = [model.objects.count() for model in (Event, Writing, FindingOf, Notice, TrailEntry)]
        matters = list(Matter.objects.order_by("pk").values_list("pk", "status", "outcome", "handler", "next_due"))
        clocks = list(Deadline.objects.order_by("pk").values_list("pk", "standing", "due_at", "next_at"))
    return counts, matters, clocks


class Refused:
    """``with Refused("what it says"):`` a sentence with the law, and the same state after as before."""

    def __init__(self, says: str) -> None:
        self.says = says

    def __enter__(self) -> None:
        self.before = everything()

    def __exit__(self, kind: Any, error: BaseException | None, trace: object) -> bool:
        assert isinstance(error, UserError), f"not refused: {error!r}"
        sentence = str(error)
        assert self.says in sentence
        assert LAW in sentence, sentence
        assert everything() == self.before, "something was left half-done"
        return True


@pytest.mark.django_db
def test_an_illegal_transition_names_what_is_possible_and_the_law(matter, officer):
    with Refused("while the matter is “Received” (Luật Tố cáo 25/2018/QH14, điều 35, not compared with the text)"):
        actions.conclude(matter, Outcome.RIGHT, WORDS, by=officer, now=at("2026-03-02"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 2, 1), "before the matter was received. Look at the year. (Luật Tố cáo 25/2018/QH14, điều 28)"),
        (date(2026, 3, 1), "A decision is not dated before its fact. (Luật Tố cáo 25/2018/QH14, điều 28)"),
        (
            date(2026, 4, 1),
            "on which it happened. (Luật Tố cáo 25/2018/QH14, điều 28)",
        ),
    ],
)
def test_a_decision_is_not_dated_before_its_fact_nor_after_today(matter, officer, day, says):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    with Refused(says):
        actions.plan(matter, [("Đối chiếu sổ", None)], on=day, by=officer, now=at("2026-03-10"))


@pytest.mark.django_db
def test_an_extension_beyond_the_ceiling_is_refused_with_its_article(matter, officer):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    usual: dict[str, Any] = {"by": officer, "now": at("2026-03-10"), "document": "9/QĐ"}
    with Refused("điều 30"):
        actions.extend(matter, RESOLVE, "complex", WORDS, amount=45, **usual)
    with Refused("give its number. (Luật Tố cáo 25/2018/QH14, điều 30)"):
        actions.extend(matter, RESOLVE, "complex", WORDS, **{**usual, "document": ""})
    with Refused("does not run now, so it cannot be extended. (Luật Tố cáo 25/2018/QH14, điều 30)"):
        actions.extend(matter, "denunciation.intake", "complex", WORDS, **usual)


@pytest.mark.django_db
def test_neither_finding_nor_conclusion_without_hearing(matter, officer):
    person, allegation = verified(matter, officer)
    usual: dict[str, Any] = {"by": officer, "now": at("2026-03-16")}
    with Refused("only then a finding is possible."):
        actions.find(matter, allegation, person, Finding.ESTABLISHED, Proof.DOCUMENTS, WORDS, **usual)
    with Refused("no conclusion before that (Luật Tố cáo 25/2018/QH14, điều 35, not compared with the text)"):
        actions.conclude(matter, Outcome.RIGHT, WORDS, **usual)


@pytest.mark.django_db
def test_a_person_who_had_no_notice_is_not_found_upon_though_they_spoke(matter, officer):
    person, allegation = verified(matter, officer)
    actions.record_step(matter, Verb.HEAR, "Tự đến trình bày.", person, by=officer, now=at("2026-03-10"))
    usual: dict[str, Any] = {"by": officer, "now": at("2026-03-16")}
    with Refused("only then a finding is possible. (Luật Tố cáo 25/2018/QH14, điều 31, not compared with the text)"):
        actions.find(matter, allegation, person, Finding.ESTABLISHED, Proof.DOCUMENTS, WORDS, **usual)


@pytest.mark.django_db
def test_no_conclusion_is_dated_before_the_hearing_it_rests_on_nor_a_hearing_before_its_notice(matter, officer):
    person, allegation = verified(matter, officer)
    told: dict[str, Any] = {"by": officer, "now": at("2026-03-11")}
    actions.record_step(matter, Verb.NOTIFY, WORDS, person, on=date(2026, 3, 6), **told)
    with Refused("A decision is not dated before its fact."):
        actions.record_step(matter, Verb.HEAR, WORDS, person, on=date(2026, 3, 5), **told)
    actions.record_step(matter, Verb.HEAR, WORDS, person, on=date(2026, 3, 10), **told)
    found(matter, officer, person, allegation)
    with Refused("A decision is not dated before its fact. (Luật Tố cáo 25/2018/QH14, điều 35"):
        actions.conclude(matter, Outcome.WRONG, WORDS, on=date(2026, 3, 9), by=officer, now=at("2026-03-18"))


@pytest.mark.django_db
def test_what_happened_before_the_last_step_may_be_entered_after_it(matter, officer):
    person, allegation = verified(matter, officer)  # accepted on 2 March, planned on 4 March
    actions.record_step(matter, Verb.NOTIFY, WORDS, person, on=date(2026, 3, 3), by=officer, now=at("2026-03-05"))
    actions.record_step(matter, Verb.HEAR, WORDS, person, by=officer, now=at("2026-03-10"))
    found(matter, officer, person, allegation)
    actions.conclude(matter, Outcome.WRONG, WORDS, by=officer, now=at("2026-03-17"))
    actions.mark(matter, Verb.ACT, by=officer, now=at("2026-03-19"))
    with Refused("A decision is not dated before its fact."):
        actions.mark(matter, Verb.SEND, on=date(2026, 3, 16), by=officer, now=at("2026-03-19"))
    actions.mark(matter, Verb.SEND, on=date(2026, 3, 18), by=officer, now=at("2026-03-19"))
    with Refused("A decision is not dated before its fact."):
        actions.close(matter, on=date(2026, 3, 17), by=officer, now=at("2026-03-19"))
    with acting_as_system():
        sent = matter.events.get(verb=Verb.SEND)
        assert sent.at.date() == date(2026, 3, 18), "the clock of sending counts the day it was sent"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("finding", "refused", "possible"),
    [
        ("not_established", [Outcome.RIGHT, Outcome.PARTLY], Outcome.WRONG),
        ("explained", [Outcome.RIGHT, Outcome.PARTLY], Outcome.WRONG),
        ("established", [Outcome.WRONG], Outcome.RIGHT),
        ("partly", [Outcome.WRONG, Outcome.RIGHT], Outcome.PARTLY),
    ],
)
def test_a_conclusion_does_not_go_against_what_was_found(matter, officer, finding, refused, possible):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation, finding)
    for outcome in refused:
        with Refused("Look at the findings again. (Luật Tố cáo 25/2018/QH14, điều 35"):
            actions.conclude(matter, outcome, WORDS, by=officer, now=at("2026-03-18"))
    actions.conclude(matter, possible, WORDS, by=officer, now=at("2026-03-18"))


@pytest.mark.django_db
def test_after_a_reopening_the_former_sending_and_the_former_finding_do_not_do(matter, officer, chief):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    actions.conclude(matter, Outcome.WRONG, WORDS, by=officer, now=at("2026-03-17"))
    for verb in (Verb.SEND, Verb.ACT):
        actions.mark(matter, verb, by=officer, now=at("2026-03-17"))
    actions.close(matter, by=officer, now=at("2026-03-17"))
    actions.reopen(matter, "Có tài liệu mới chưa được xem.", by=chief, now=at("2026-03-18"))
    with Refused("Look at the findings again."):
        actions.conclude(matter, Outcome.RIGHT, WORDS, by=officer, now=at("2026-03-18"))
    usual: dict[str, Any] = {"by": officer, "now": at("2026-03-18")}
    actions.find(matter, allegation, person, Finding.ESTABLISHED, Proof.DOCUMENTS, WORDS, **usual)
    actions.conclude(matter, Outcome.RIGHT, WORDS, **usual)
    actions.mark(matter, Verb.ACT, **usual)
    with Refused("not sent to those it concerns"):
        actions.close(matter, **usual)


@pytest.mark.django_db
def test_nothing_that_follows_a_conclusion_is_dated_before_it(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation, "established")
    actions.conclude(matter, Outcome.RIGHT, WORDS, by=officer, now=at("2026-03-17"))
    usual: dict[str, Any] = {"by": officer, "now": at("2026-03-18")}
    with Refused("A decision is not dated before its fact."):
        outcomes.discipline(matter, person, Ladder.ADMINISTRATIVE, "warning", date(2026, 3, 16), **usual)
    with Refused("A decision is not dated before its fact."):
        outcomes.head_answers(matter, "U9", "criticised", "supervision", date(2026, 3, 16), **usual)
    sent = outcomes.confirm_crime_sign(matter, "CQĐT", WORDS, by=officer, now=at("2026-03-17"))
    outcomes.send_to_investigators(sent, **usual)
    with Refused("A decision is not dated before its fact."):
        outcomes.crime_step(sent, CrimeStep.PROSECUTED, date(2026, 3, 17), **usual)


@pytest.mark.django_db
def test_no_closing_without_an_outcome_or_before_the_conclusion_was_sent(matter, officer):
    with Refused("“Close” is not possible"):
        actions.close(matter, by=officer, now=at("2026-03-02"))
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    actions.conclude(matter, Outcome.WRONG, WORDS, by=officer, now=at("2026-03-18"))
    actions.mark(matter, Verb.ACT, by=officer, now=at("2026-03-18"))
    with Refused("not sent to those it concerns"):
        actions.close(matter, by=officer, now=at("2026-03-19"))


@pytest.mark.django_db
def test_a_withdrawal_under_pressure_ends_nothing_and_one_after_the_conclusion_is_none(matter, officer):
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    told: dict[str, Any] = {"whole": True, "continued": True, "by": officer, "now": at("2026-03-03")}
    actions.withdraw(matter, "Rút đơn sau khi bị gọi điện.", **told)
    with Refused("handled to its end (Luật Tố cáo 25/2018/QH14, điều 33)"):
        actions.terminate(matter, "Người tố cáo đã rút đơn.", by=officer, now=at("2026-03-04"))
    other = matter_of(handler=officer.number)
    person, allegation = verified(other, officer)
    heard(other, officer, person)
    found(other, officer, person, allegation)
    actions.conclude(other, Outcome.WRONG, WORDS, by=officer, now=at("2026-03-18"))
    with Refused("before the conclusion alone. (Luật Tố cáo 25/2018/QH14, điều 33)"):
        actions.withdraw(other, "Người tố cáo rút đơn.", **{**told, "now": at("2026-03-19")})


@pytest.mark.django_db
def test_an_officer_who_left_does_nothing_more_and_everything_has_another(matter, officer, chief):
    taker = appointed("taker", Role.CASE_OFFICER, "U1")
    actions.accept(matter, by=officer, now=at("2026-03-02"))
    far = appointed("far", Role.CASE_OFFICER, "U2")
    with Refused(f"{matter.number}: This account is no officer of the unit today. ({LAW}"):
        actions.hand_over_everything(officer, far, by=chief, now=at("2026-03-03"))
    assert actions.hand_over_everything(officer, taker, by=chief, now=at("2026-03-03")) == 1
    with Refused("handled by another officer. (Luật Tố cáo 25/2018/QH14)"):
        actions.plan(matter, [("Đối chiếu sổ", None)], by=officer, now=at("2026-03-04"))
    actions.plan(matter, [("Đối chiếu sổ", None)], by=taker, now=at("2026-03-04"))


@pytest.mark.django_db
def test_an_officer_whose_post_has_ended_does_nothing_though_the_matter_still_has_their_name(matter, officer):
    Appointment.objects.filter(account=officer).update(valid_to=clock.today() - timedelta(days=2))
    officer.refresh_from_db()
    with Refused("handled by another unit."):
        actions.accept(matter, by=officer, now=at("2026-03-02"))


@pytest.mark.django_db
def test_a_hand_over_that_fails_for_one_matter_hands_over_none(matter, officer, chief):
    people.appoint(
        officer, Role.CASE_OFFICER, unit="U2", valid_from=date(2024, 1, 1), by="system", now=at("2026-03-01")
    )
    matter_of(unit="U2", handler=officer.number)
    people.appoint(chief, Role.HEAD_OF_UNIT, unit="U2", valid_from=date(2024, 1, 1), by="system", now=at("2026-03-01"))
    chief.refresh_from_db()
    taker = appointed("taker", Role.CASE_OFFICER, "U1")
    before = everything()
    with pytest.raises(UserError, match="no officer of the unit"):
        actions.hand_over_everything(officer, taker, by=chief, now=at("2026-03-03"))
    assert everything() == before


@pytest.mark.django_db
def test_a_head_hands_over_what_lies_in_their_unit_and_the_head_of_the_other_unit_the_rest(matter, officer, chief):
    day = {"valid_from": date(2024, 1, 1), "by": "system", "now": at("2026-03-01")}
    people.appoint(officer, Role.CASE_OFFICER, unit="U2", **day)
    far = matter_of(unit="U2", handler=officer.number)
    taker = appointed("taker", Role.CASE_OFFICER, "U1")
    assert actions.hand_over_everything(officer, taker, by=chief, now=at("2026-03-03")) == 1
    head, other = appointed("head2", Role.HEAD_OF_UNIT, "U2"), appointed("other2", Role.CASE_OFFICER, "U2")
    with acting_as_system():
        assert Matter.objects.get(pk=matter.pk).handler == taker.number
        assert Matter.objects.get(pk=far.pk).handler == officer.number
    assert actions.hand_over_everything(officer, other, by=head, now=at("2026-03-03")) == 1
    with acting_as_system():
        assert not Matter.objects.filter(handler=officer.number).exists()


@pytest.mark.slow
def test_of_two_officers_acting_at_the_same_moment_one_is_told_what_the_other_did(own_database: Any) -> None:
    officer, chief = appointed("officer", Role.CASE_OFFICER, "U1"), appointed("chief", Role.HEAD_OF_UNIT, "U1")
    for _round in range(6):
        one = matter_of(handler=officer.number)
        start, told = threading.Barrier(2), []

        def act(accepts: bool, one: Any = one, start: Any = start, told: Any = told) -> None:
            start.wait()
            try:
                if accepts:
                    actions.accept(one, by=officer, now=at("2026-03-02"))
                else:
                    actions.refuse(one, "Không đủ điều kiện thụ lý.", by=chief, now=at("2026-03-02"))
            except UserError as error:
                told.append(str(error))
            finally:
                connection.close()

        both = [threading.Thread(target=act, args=(accepts,)) for accepts in (True, False)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(30)
        assert len(told) == 1, told
        assert LAW in told[0]
        with acting_as_system_now():
            kept = Matter.objects.get(pk=one.pk)
            assert kept.status in (Status.ACCEPTED, Status.REFUSED)
            assert kept.events.exclude(new="").count() == 1


def acting_as_system_now() -> Any:
    from contextlib import ExitStack

    from django.db import transaction

    stack = ExitStack()
    stack.enter_context(transaction.atomic())
    stack.enter_context(acting_as_system())
    return stack
