"""The banner of a matter: one step, by when, by which article; whoever follows it comes to the end."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cases.conftest import appointed, at, matter_of, verified

from liem.cases import actions, filing, next_step, outcomes, queries
from liem.cases.deeds import BY_CODE
from liem.cases.models import Matter
from liem.cases.on_file import on_file
from liem.cases.rules import OUTCOMES
from liem.cases.states import Capacity, CrimeStep, Finding, Kind, Proof, RemedyKind, Verb
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db
WORDS = "Đã đối chiếu sổ và giấy hẹn."


def step_of(one: Any, day: str) -> next_step.NextStep | None:
    with acting_as_system():
        one = Matter.objects.get(pk=one.pk)
        return next_step.next_step(
            one,
            list(one.deadlines.all()),
            on_file([one])[one.pk],
            law=queries.law(),
            calendar=queries.calendar(),
            now=at(day),
        )


def take(verb: str, one: Any, officer: Any, chief: Any, day: str) -> None:
    """Do what the banner says, as its form would."""
    now = at(day)
    with acting_as_system():
        one = Matter.objects.get(pk=one.pk)
        person, allegation = one.concerned.first(), one.allegations.first()
        remedy, sent = one.remedies.filter(done_on=None).first(), one.crime_transfers.first()
    usual: dict[str, Any] = {"by": officer, "now": now}
    of_person = person if verb in ("notify", "hear") else None
    outcome = OUTCOMES[Kind(one.kind)][-1]
    none, documents = Finding.NOT_ESTABLISHED, Proof.DOCUMENTS
    does: dict[str, Callable[[], Any]] = {
        "assign": lambda: actions.assign(one, officer, by=chief, now=now),
        "person": lambda: filing.add_person(one, "Người A", Capacity.STAFF, **usual),
        "allegation": lambda: filing.add_allegation(one, WORDS, [person] if person else [], **usual),
        "plan": lambda: actions.plan(one, [("Đối chiếu sổ", None)], **usual),
        "find": lambda: actions.find(one, allegation, person, none, documents, WORDS, **usual),
        "conclude": lambda: actions.conclude(one, outcome, WORDS, **usual),
        "answer": lambda: actions.answer(one, WORDS, **usual),
        "transfer": lambda: actions.transfer(one, "CQDT", WORDS, **usual),
        "remedy_done": lambda: outcomes.done(remedy, now.date(), **usual),
        "crime_sent": lambda: outcomes.send_to_investigators(sent, **usual),
        "crime_step": lambda: outcomes.crime_step(sent, CrimeStep.NOT_PROSECUTED, now.date(), **usual),
        **{name: lambda: actions.mark(one, Verb(verb), **usual) for name in ("send", "publicise", "act")},
        **{
            name: lambda: actions.record_step(one, Verb(verb), WORDS, of_person, **usual)
            for name in ("notify", "hear", "circumstances", "dialogue")
        },
        "accept": lambda: actions.accept(one, **usual),
        "close": lambda: actions.close(one, **usual),
    }
    does[verb]()


@pytest.mark.parametrize("kind", Kind)
def test_whoever_follows_the_banner_comes_to_the_end_of_a_matter_of_every_kind(kind, officer, chief):
    one = matter_of(kind, "2026-03-02")
    day, taken = date(2026, 3, 3), []
    while (step := step_of(one, day.isoformat())) and len(taken) < 25:
        assert step.verb in BY_CODE
        assert step.law, "every step names its law"
        take(step.verb, one, officer, chief, day.isoformat())
        taken.append(step.verb)
        day += timedelta(days=step.days_left == 0)
    with acting_as_system():
        assert not Matter.objects.get(pk=one.pk).is_open, taken
    assert taken[:2] == ["assign", "transfer" if kind == Kind.CRIME_REPORT else "accept"]
    if kind == Kind.DENUNCIATION:
        assert taken == [
            "assign",
            "accept",
            "person",
            "notify",
            "allegation",
            "plan",
            "hear",
            "find",
            "circumstances",
            "conclude",
            "act",
            "send",
            "publicise",
            "close",
        ] or set(taken) >= {"notify", "hear", "find", "circumstances", "conclude", "act", "send", "publicise", "close"}
        assert taken.index("hear") < taken.index("find") < taken.index("conclude"), "nobody is found upon unheard"


def test_signs_of_crime_come_before_everything_else(matter, officer):
    verified(matter, officer)
    outcomes.confirm_crime_sign(matter, "CQĐT", "Có dấu hiệu tội phạm.", by=officer, now=at("2026-03-16"))
    step = step_of(matter, "2026-03-16")
    assert step is not None
    assert step.verb == "crime_sent"


def test_what_is_owed_to_a_citizen_comes_before_closing(officer, chief):
    one = matter_of("reflection", "2026-03-02", handler=officer.number)
    for verb in ("accept", "answer", "publicise"):
        take(verb, one, officer, chief, "2026-03-03")
    outcomes.owe(one, RemedyKind.APOLOGY, date(2026, 3, 3), by=officer, now=at("2026-03-03"))
    assert step_of(one, "2026-03-03").verb == "remedy_done"


def test_a_matter_that_stands_still_says_so_and_counts_no_days(officer, chief):
    one = matter_of("complaint_first", "2026-07-02", handler=officer.number)
    actions.accept(one, by=officer, now=at("2026-07-03"))
    actions.suspend(one, "Chờ kết luận giám định.", by=officer, now=at("2026-07-06"))
    step = step_of(one, "2026-07-10")
    assert (step.verb, step.days_left) == ("resume", None)


@pytest.mark.parametrize(
    ("day", "left"), [("2026-03-05", 3), ("2026-03-10", 0), ("2026-03-11", -1), ("2026-03-14", -3)]
)
def test_days_left_are_working_days_to_the_last_day(matter, officer, day, left):
    with acting_as_system():
        row = matter.deadlines.get(rule="denunciation.intake")
        row.due_at = at("2026-03-11", 0)
    found = next_step._days_left(row, queries.calendar(), at(day))
    assert found == left


def banner(account: Any, one: Any, language: str = "en") -> str:
    client = Client()
    client.cookies["liem_language"] = language
    client.force_login(account)
    page = client.get(f"/cases/{one.pk}/").content.decode()
    return page.partition('aria-labelledby="next-step"')[2].partition("</section>")[0]


def test_the_page_says_step_day_and_article_and_has_the_form_one_click_away(matter, officer, chief):
    shown = banner(officer, matter)
    assert "Next step: Accept" in shown
    assert "điều 24" in shown
    assert "working days late" in shown, "the demonstration's day is long past the limit"
    assert f'accesskey="k" href="{reverse("cases:do", args=[matter.pk, "accept"])}"' in shown
    assert "Bước tiếp theo" in banner(officer, matter, "vi")


def test_whoever_may_not_take_it_is_told_whose_it_is(officer, chief):
    one = matter_of()
    shown = banner(chief, one)
    assert "Next step: Assign" in shown
    assert "accesskey" in shown
    given = matter_of(handler=officer.number)
    reader = appointed("reader", "internal_affairs")
    actions.entitle(given, reader, "Theo dõi vụ việc.", by=chief, now=at("2026-03-16"))
    shown = banner(reader, given)
    assert "Next step: Accept" in shown
    assert "for the officer who handles it" in shown
    assert "accesskey" not in shown


def test_who_sees_the_register_alone_is_not_told_what_is_done_with_whom(matter, inspector):
    assert banner(inspector, matter) == ""


def test_a_closed_matter_owes_nothing(officer, chief):
    one = matter_of("reflection", "2026-03-02", handler=officer.number)
    for verb in ("accept", "answer", "publicise", "close"):
        take(verb, one, officer, chief, "2026-03-03")
    assert step_of(one, "2026-03-04") is None
    assert banner(officer, one) == ""


def test_a_crime_report_stays_with_its_officer_until_the_investigating_body_has_told_how_it_ended(officer, chief):
    one = matter_of("crime_report", "2026-03-02", handler=officer.number)
    taken = []
    while step := step_of(one, "2026-03-03"):
        taken.append(step.verb)
        take(step.verb, one, officer, chief, "2026-03-03")
    assert taken == ["transfer", "crime_step", "close"]
    with acting_as_system():
        found = Matter.objects.get(pk=one.pk)
        assert (found.status, found.outcome, found.handler) == ("closed", "handed_on", officer.number)
        assert found.crime_transfers.get().to_body == "CQDT", "it stands in the ledger that is reconciled"
