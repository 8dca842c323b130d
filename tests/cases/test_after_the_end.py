"""What may still happen: a decision annulled, replaced, appealed; a knowingly false report; a sign that expires."""

from datetime import date, timedelta

import pytest
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified
from tests.cases.test_pages_of_a_matter import client_of

from liem.base.errors import UserError
from liem.cases import actions, expiry, outcomes
from liem.cases.models import Discipline, Exclusion, Matter, Notice
from liem.cases.states import Ladder, Outcome, Verb
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db
EIGHTEENTH, NINETEENTH = date(2026, 3, 18), date(2026, 3, 19)
LATER = at("2026-03-19")


@pytest.fixture
def closed(matter, officer):
    """Closed as not right."""
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    actions.conclude(matter, Outcome.WRONG, "Không có cơ sở.", by=officer, now=at("2026-03-18"))
    for verb in (Verb.SEND, Verb.ACT, Verb.PUBLICISE):
        actions.mark(matter, verb, by=officer, now=at("2026-03-18"))
    actions.close(matter, by=officer, now=at("2026-03-18"))
    return matter


# -- discipline


@pytest.fixture
def decision(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation, "established")
    actions.conclude(matter, Outcome.RIGHT, "Nội dung nêu có cơ sở.", by=officer, now=at("2026-03-17"))
    return outcomes.discipline(
        matter, person, Ladder.ADMINISTRATIVE, "warning", date(2026, 3, 17), by=officer, now=at("2026-03-17")
    )


def in_force(matter):
    with acting_as_system():
        return list(Discipline.objects.filter(matter=matter, set_aside_on=None).values_list("form", flat=True))


def test_a_decision_that_was_annulled_counts_no_more_and_stays_on_the_file(decision, matter, officer):
    outcomes.appeal_discipline(decision, EIGHTEENTH, "Người bị kỷ luật khiếu nại.", by=officer, now=at("2026-03-18"))
    assert in_force(matter) == ["warning"], "it stands until the appeal is decided"
    outcomes.set_discipline_aside(
        decision,
        "Hủy theo quyết định.",
        NINETEENTH,
        document="9/QĐ",
        by=officer,
        now=LATER,
    )
    assert in_force(matter) == []
    page = client_of(officer).get(f"/cases/{matter.pk}/").content.decode()
    assert "was set aside" in page
    assert "9/QĐ" in page
    with pytest.raises(UserError, match="set aside already"):
        outcomes.set_discipline_aside(decision, "Hủy lần nữa cho chắc.", NINETEENTH, by=officer, now=LATER)


def test_a_decision_that_was_replaced_leaves_the_new_one_alone_in_force(decision, matter, officer):
    new = outcomes.replace_discipline(
        decision,
        "reprimand",
        NINETEENTH,
        "Giảm nhẹ sau khiếu nại.",
        document="10/QĐ",
        by=officer,
        now=LATER,
    )
    assert in_force(matter) == ["reprimand"]
    assert new.decided_on == NINETEENTH


@pytest.mark.parametrize(
    ("form", "day", "why"),
    [
        ("party_warning", NINETEENTH, "does not belong"),
        ("demotion", NINETEENTH, "abolished"),
        ("warning", NINETEENTH, "the former one"),
        ("reprimand", date(2026, 3, 1), "before the"),
    ],
)
def test_a_replacement_that_cannot_be_leaves_the_former_standing(decision, matter, officer, form, day, why):
    with pytest.raises(UserError, match=why):
        outcomes.replace_discipline(decision, form, day, "Thay hình thức kỷ luật.", by=officer, now=LATER)
    assert in_force(matter) == ["warning"]


def test_the_three_are_offered_on_the_page_only_where_a_decision_stands(decision, matter, officer):
    page = client_of(officer).get(f"/cases/{matter.pk}/").content.decode()
    assert "/do/discipline_changed/" in page
    values = {"decision": decision.pk, "decided_on": "2026-03-19", "words": "Hủy theo quyết định giải quyết."}
    assert client_of(officer).post(f"/cases/{matter.pk}/do/discipline_aside/", values).status_code == 302
    page = client_of(officer).get(f"/cases/{matter.pk}/").content.decode()
    assert "/do/discipline_changed/" not in page


# -- knowingly false reports


def test_only_another_officer_and_only_after_it_was_closed_as_not_right(closed, officer, chief, inspector):
    other = appointed("other", "case_officer", "U1")
    with pytest.raises(UserError, match="another officer"):
        actions.open_false_report(closed, "Có tài liệu giả mạo.", officer, by=chief, now=LATER)
    with pytest.raises(UserError, match="head of the unit"):
        actions.open_false_report(closed, "Có tài liệu giả mạo.", other, by=other, now=LATER)
    born = actions.open_false_report(closed, "Có tài liệu giả mạo.", other, by=chief, now=LATER)
    assert (born.kind, born.origin_ref) == ("lead", closed.number)
    with pytest.raises(UserError, match="looked into already"):
        actions.open_false_report(closed, "Có tài liệu giả mạo.", other, by=chief, now=LATER)
    still_open = matter_of(handler=officer.number)
    with pytest.raises(UserError, match="made in good faith"):
        actions.open_false_report(still_open, "Có tài liệu giả mạo.", other, by=chief, now=LATER)


def test_who_was_shut_out_of_the_matter_is_shut_out_of_who_spoke(closed, officer, chief, inspector, seen_by):
    accused, other = appointed("accused", "head_of_unit", "U1"), appointed("other", "case_officer", "U1")
    with acting_as_system():
        actions.shut_out(closed, {accused.number}, "concerned", by="system", now=at("2026-03-18"))
    with pytest.raises(UserError, match="head of the unit or the inspectorate"):
        actions.open_false_report(closed, "Tôi bị vu khống trắng trợn.", other, by=accused, now=LATER)
    with pytest.raises(UserError, match="excluded"):
        actions.open_false_report(closed, "Có tài liệu giả mạo.", accused, by=inspector, now=LATER)
    born = actions.open_false_report(closed, "Có tài liệu giả mạo.", other, by=inspector, now=LATER)
    assert seen_by(accused, lambda: Matter.objects.filter(pk=born.pk).exists()) is False
    assert seen_by(other, lambda: Matter.objects.filter(pk=born.pk).exists()) is True
    with acting_as_system():
        assert Exclusion.objects.filter(matter=born, account=accused.number).exists()


def test_the_form_is_offered_to_the_head_alone_and_opens_the_new_matter(closed, officer, chief):
    other = appointed("other", "case_officer", "U1")
    assert "/do/false_report/" not in client_of(officer).get(f"/cases/{closed.pk}/").content.decode()
    assert client_of(officer).get(f"/cases/{closed.pk}/do/false_report/").status_code == 403
    client = client_of(chief)
    assert "/do/false_report/" in client.get(f"/cases/{closed.pk}/").content.decode()
    answer = client.post(
        f"/cases/{closed.pk}/do/false_report/", {"handler": other.pk, "words": "Tài liệu bị làm giả."}, follow=True
    )
    assert "DH-" in answer.redirect_chain[-1][0] + answer.content.decode()
    assert closed.number in answer.content.decode()


# -- signs expire


def lead(officer, **more):
    from liem.cases.states import Origin

    return matter_of(
        "lead", received="2026-01-05", origin=Origin.LEAD, origin_ref="l-1", handler=officer.number, **more
    )


def notices(matter):
    with acting_as_system():
        return sorted(Notice.objects.filter(matter=matter).values_list("reminder", "account"))


def test_a_sign_nobody_verified_expires_after_ninety_days_with_notice_before(officer, chief, inspector):
    one = lead(officer)
    assert expiry.expire(now=at("2026-03-15")) == 0
    assert notices(one) == []
    for _again in range(3):
        assert expiry.expire(now=at("2026-03-23")) == 0
    assert notices(one) == sorted([("expires", officer.number), ("expires", chief.number)]), "told once"
    assert expiry.expire(now=at("2026-04-06")) == 1
    assert expiry.expire(now=at("2026-04-07")) == 0
    with acting_as_system():
        one.refresh_from_db()
    assert (one.status, one.outcome) == ("terminated", "not_taken")
    assert ("expired", inspector.number) in notices(one)
    page = client_of(officer).get(f"/cases/{one.pk}/").content.decode()
    assert "hết giá trị" in page


def test_it_is_reopened_with_a_reason_and_has_ninety_days_again(officer, chief):
    one = lead(officer)
    expiry.expire(now=at("2026-04-06"))
    with pytest.raises(UserError, match="at least"):
        actions.reopen(one, "vì", by=chief, now=at("2026-04-08"))
    actions.reopen(one, "Có thêm nguồn độc lập cần xác minh.", by=chief, now=at("2026-04-08"))
    assert expiry.expire(now=at("2026-04-30")) == 0
    assert expiry.expire(now=at("2026-04-08") + timedelta(days=91)) == 1


def test_what_the_head_gave_a_later_day_is_concluded_or_comes_from_a_person_does_not_expire(officer, chief):
    later, done, from_a_person = (
        lead(officer),
        lead(officer),
        matter_of("lead", received="2026-01-05", handler=officer.number),
    )
    actions.set_due(later, "lead.verify", date(2026, 6, 30), by=chief, now=at("2026-02-02"))
    person, allegation = _verified_lead(done, officer)
    found(done, officer, person, allegation, "explained")
    actions.conclude(done, Outcome.EXPLAINED, "Có lý do chính đáng.", by=officer, now=at("2026-03-18"))
    assert expiry.expire(now=at("2026-04-20")) == 0
    with acting_as_system():
        assert {one.status for one in Matter.objects.filter(pk__in=[later.pk, from_a_person.pk])} == {"received"}


def _verified_lead(one, officer):
    person, allegation = verified(one, officer)
    heard(one, officer, person)
    return person, allegation
