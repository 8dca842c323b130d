"""The ledgers: the same figures live and from tallies, for everybody, and none of what is hidden from somebody."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from tests.cases.conftest import appointed, at, matter_of
from tests.cases.test_pages_of_a_matter import client_of

from liem.cases import actions, filing, ledgers, outcomes, rules
from liem.cases.models import Concerned, CrimeTransfer, Discipline, Event, Matter, Money, Tally
from liem.cases.states import Capacity, CrimeStep, Ladder, MoneyStep
from liem.people.access import scope_of
from liem.people.row_security import acting_as, acting_as_system

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)


def figures_of(account):
    with transaction.atomic():
        scope = scope_of(account, "cases.see")
        with acting_as(account, scope):
            found = ledgers.ledgers(account, scope, TODAY)
            return {key: one for key, one in found.figures.items() if one[0]}, found


@pytest.fixture
def province(officer, chief, inspector):
    """Matters of three units with entries; one about the leader of U1, one from which the chief is excluded."""
    other = appointed("other", "case_officer", "U2")
    made = []
    for number, (unit, handler) in enumerate(
        [("U1", officer), ("U1", officer), ("U1", officer), ("U2", other), ("U3", None)]
    ):
        one = matter_of(unit=unit, handler=handler.number if handler else "")
        by = handler or inspector
        outcomes.enter_money(one, MoneyStep.DAMAGE, 1000 * 10**number, date(2026, 3, 2), by=by, now=at("2026-03-03"))
        transfer = outcomes.confirm_crime_sign(one, "CQĐT", "Có dấu hiệu tội phạm.", by=by, now=at("2026-03-03"))
        outcomes.send_to_investigators(transfer, by=by, now=at("2026-03-03"))
        outcomes.ask_appraisal(one, "Hội đồng", date(2026, 3, 2), date(2026, 3, 10), by=by, now=at("2026-03-03"))
        with acting_as_system():
            Matter.objects.filter(pk=one.pk).update(causes=["gain", "overload"])
        made.append(one)
    with acting_as_system():
        actions.shut_out(made[1], {chief.number}, "relative", by="system", now=at("2026-03-03"))
    filing.add_person(made[2], "Trưởng đơn vị", Capacity.HEAD, unit="U1", by=officer, now=at("2026-03-03"))
    return made


def test_tallies_and_live_counting_say_the_same_to_each(province, officer, chief, inspector):
    people = [
        officer,
        chief,
        inspector,
        appointed("affairs", "internal_affairs"),
        appointed("far", "head_of_unit", "U2"),
    ]
    live = [figures_of(one)[0] for one in people]
    assert live[1]["money", "damage"] == (1, 1000), "neither the excluded matter nor the one about the leader"
    assert live[2]["money", "damage"] == (5, 11_111_000)
    assert live[2]["transfer", "sent"][0] == live[2]["appraisal", "late"][0] == live[2]["cause", "gain"][0] == 5
    assert ledgers.renew(now=at("2026-03-20"), today=TODAY, many=3)
    tallied = [figures_of(one) for one in people]
    assert [one for one, _found in tallied] == live
    assert all(found.counted_at == at("2026-03-20") for _figures, found in tallied)


def test_a_head_here_who_handles_matters_there_sees_both_and_no_more(province, inspector):
    from liem.people import actions as people

    double = appointed("double", "head_of_unit", "U3")
    people.appoint(double, "case_officer", unit="U2", valid_from=date(2024, 1, 1), by="system", now=at("2026-01-05"))
    double.refresh_from_db()
    actions.assign(province[3], double, by=inspector, now=at("2026-03-04"))
    live = figures_of(double)[0]
    assert live["money", "damage"] == (2, 11_000_000)
    ledgers.renew(now=at("2026-03-20"), today=TODAY, many=3)
    assert figures_of(double)[0] == live


def test_tallies_are_counted_anew_only_when_something_happened(province, officer):
    assert ledgers.renew(now=at("2026-03-20"), today=TODAY, many=3)
    assert not ledgers.renew(now=at("2026-03-20") + timedelta(minutes=1), today=TODAY, many=3)
    assert not ledgers.renew(now=at("2026-03-20") + timedelta(minutes=10), today=TODAY, many=3), "nothing happened"
    outcomes.enter_money(province[0], MoneyStep.DAMAGE, 5, date(2026, 3, 3), by=officer, now=at("2026-03-20"))
    assert ledgers.renew(now=at("2026-03-20") + timedelta(minutes=20), today=TODAY, many=3)
    assert not ledgers.renew(now=at("2026-03-20"), today=TODAY), "few matters are counted live"
    with acting_as_system():
        assert not Tally.objects.exists()


def test_recovery_is_measured_by_what_each_matter_owes(province, officer, inspector):
    day, now = date(2026, 3, 3), at("2026-03-03")
    first, second = province[:2]  # damage: 1,000 and 10,000
    outcomes.enter_money(first, MoneyStep.RECOVERED, 1000, day, by=officer, now=now)  # paid back before any order
    outcomes.enter_money(second, MoneyStep.ORDERED, 4000, day, by=officer, now=now)
    with transaction.atomic():
        scope = scope_of(officer, "cases.see")
        with acting_as(officer, scope):
            found = ledgers.ledgers(officer, scope, TODAY)
    assert found.owed == 1000 + 4000, "the third is about the leader of the unit and not theirs to see"
    assert found.amount("recovered") == 1000
    page = client_of(officer).get("/cases/ledgers/").content.decode()
    assert "Recovered of what is owed" in page
    assert rules.recovered_share(1000, 0) is None


def test_an_appraisal_that_came_back_is_waited_for_no_longer(province, officer, inspector):
    one = province[0]
    client = client_of(officer)
    with acting_as_system():
        row = one.appraisals.get()
    address = f"/cases/{one.pk}/do/appraisal_returned/"
    refused = client.post(address, {"appraisal": row.pk, "decided_on": "2026-03-01"})
    assert refused.status_code == 422
    assert "Luật Tố cáo 25/2018/QH14" in refused.content.decode()
    assert client.post(address, {"appraisal": row.pk, "decided_on": "2026-03-12"}).status_code == 302
    assert figures_of(inspector)[0]["appraisal", "late"][0] == 4
    page = client.get(f"/cases/{one.pk}/").content.decode()
    assert "came back" in page
    assert "/do/appraisal_returned/" not in page, "nothing is waited for any more"


def test_nobody_reads_tallies_past_the_page(province, inspector, seen_by):
    ledgers.renew(now=at("2026-03-20"), today=TODAY, many=3)
    assert seen_by(inspector, Tally.objects.count) == 0


@pytest.mark.parametrize(
    ("party", "office", "state"),
    [
        ([], [("warning", 1)], None),
        ([("party_warning", 1)], [("warning", 2)], "in_step"),
        ([("party_removal", 1)], [("warning", 2)], "lighter"),
        ([("party_warning", 5)], [], "waiting"),
        ([("party_warning", 60)], [], "late"),
        ([("party_reprimand", 60), ("party_warning", 3)], [], "waiting"),
    ],
)
def test_the_two_orders_are_compared_in_the_database_as_the_rule_says(matter, party, office, state):
    given = {
        ladder: [(form, TODAY - timedelta(days=days)) for form, days in rows]
        for ladder, rows in ((Ladder.PARTY, party), (Ladder.ADMINISTRATIVE, office))
    }
    by_rule = rules.in_step(
        *[[(rules.FORMS_OF_DISCIPLINE[form][1], day) for form, day in rows] for rows in given.values()], TODAY
    )
    assert by_rule == (state or "none")
    with transaction.atomic(), acting_as_system():
        person = Concerned.objects.create(matter=matter, name="B", capacity="staff", added_at=at("2026-03-01"))
        for ladder, rows in given.items():
            for form, day in rows:
                Discipline.objects.create(matter=matter, person=person, ladder=ladder, form=form, decided_on=day)
    with transaction.atomic(), acting_as_system():
        found = ledgers._live("true", TODAY)
    assert {code for (ledger, code) in found if ledger == "discipline"} == ({state} if state else set())


def test_counts_are_reconciled_with_what_the_others_report(province, inspector):
    with acting_as_system():
        CrimeTransfer.objects.filter(matter=province[0]).update(step=CrimeStep.PROSECUTED, step_on=date(2026, 3, 9))
    client = client_of(inspector)
    page = client.get("/cases/ledgers/", {"year": 2026, "sent": 4, "prosecuted": 2}).content.decode()
    assert "Theirs" in page
    assert page.count('<td class="num">') == 2, "the one step that differs: ours and theirs"
    agreed = client.get("/cases/ledgers/", {"year": 2026, "sent": 4, "prosecuted": 1}).content.decode()
    assert "The counts agree" in agreed
    assert client.get("/cases/ledgers/", {"year": "x"}).status_code == 200
    with acting_as_system():
        assert Money.objects.count() == 5
        assert Event.objects.exists()
