"""What is refused, as an officer meets it: a form that comes back with the sentence, the law and the article.

And of two officers who press at the same moment one does it and the other is told; nothing is done by halves.
"""

import threading
from typing import Any

import pytest
from django.db import connection
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified
from tests.cases.test_bad_input import acting_as_system_now, everything
from tests.cases.test_pages_of_a_matter import client_of

from liem.cases import actions
from liem.cases.models import Matter
from liem.cases.states import Outcome, Status, Verb
from liem.people.states import Role

WORDS = "Đã đối chiếu sổ và giấy hẹn."
LAW = "Luật Tố cáo 25/2018/QH14"


def ready(matter: Any, officer: Any, until: str) -> dict[str, Any]:
    """The matter, brought as far as ``until``; the values that name what stands in it."""
    if until == "received":
        return {}
    if until == "accepted":
        actions.accept(matter, by=officer, now=at("2026-03-02"))
        return {}
    person, allegation = verified(matter, officer)
    named = {"person": person.pk, "allegation": allegation.pk}
    if until == "unheard":
        return named
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    if until == "found":
        return named
    actions.conclude(matter, Outcome.WRONG, WORDS, by=officer, now=at("2026-03-18"))
    actions.mark(matter, Verb.ACT, by=officer, now=at("2026-03-18"))
    return named


FINDING = {"finding": "established", "proof": "documents", "words": WORDS}
EXTENSION = {"extension": "denunciation.resolve complex", "words": WORDS, "on": "2026-03-10"}
CONCLUSION = {"outcome": "wrong", "words": WORDS}
BAD: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "an illegal transition": ("received", "conclude", CONCLUSION, "điều 35"),
    "a decision dated before the receipt": ("received", "accept", {"on": "2025-03-02"}, "điều 29"),
    "a decision dated tomorrow": ("received", "accept", {"on": "2099-01-01"}, "điều 29"),
    "a conclusion dated before the hearing": ("found", "conclude", {**CONCLUSION, "on": "2026-03-06"}, "điều 35"),
    "a notice dated before the acceptance": (
        "unheard", "notify", {"words": WORDS, "on": "2026-02-26"}, "điều 31",
    ),
    "an extension beyond the ceiling": (
        "accepted", "extend", {**EXTENSION, "amount": 45, "document": "9/QĐ"}, "điều 30",
    ),
    "an extension without a decision": ("accepted", "extend", EXTENSION, "điều 30"),
    "a finding without a hearing": ("unheard", "find", FINDING, "điều 31"),
    "a conclusion without a hearing": ("unheard", "conclude", CONCLUSION, "điều 35"),
    "a conclusion against what was found": ("found", "conclude", {**CONCLUSION, "outcome": "right"}, "điều 35"),
    "a closing before the conclusion was sent": ("concluded", "close", {}, "điều 35"),
    "a withdrawal after the conclusion": ("concluded", "withdraw", {"words": WORDS, "whole": "on"}, "điều 33"),
    "a discipline dated before the conclusion": (
        "concluded", "discipline", {"ladder": "administrative", "form": "warning", "decided_on": "2026-03-09"}, "36",
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("what", BAD)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_form_comes_back_with_the_sentence_and_nothing_is_half_done(matter, officer, chief, what, language):
    until, verb, values, article = BAD[what]
    named = ready(matter, officer, until)
    client = client_of(officer)
    client.cookies["liem_language"] = language
    before = everything()
    answer = client.post(f"/cases/{matter.pk}/do/{verb}/", {**named, **values})
    page = answer.content.decode()
    assert answer.status_code == 422, what
    said = page.partition("error-summary")[2].partition("</div>")[0]
    assert LAW in said
    assert article in said
    assert everything() == before


@pytest.mark.django_db
def test_whoever_left_is_refused_by_the_page_and_their_successor_goes_on(matter, officer, chief):
    taker = appointed("taker", Role.CASE_OFFICER, "U1")
    client = client_of(officer)
    assert client.get(f"/cases/{matter.pk}/do/accept/").status_code == 200
    page = client_of(chief).post("/cases/hand-over/", {"leaver": officer.pk, "taker": taker.pk}, follow=True)
    assert "1 matter was handed over" in page.content.decode()
    before = everything()
    assert client.post(f"/cases/{matter.pk}/do/accept/", {}).status_code == 404, "they see it no longer"
    assert everything() == before
    assert client_of(taker).post(f"/cases/{matter.pk}/do/accept/", {}).status_code == 302


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("accept", {}), ("refuse", {"words": "Không đủ điều kiện thụ lý."})),
        (("accept", {}), ("accept", {"document": "2/QĐ"})),
        (("transfer", {"to_unit": "U2", "words": "Thuộc thẩm quyền nơi khác."}), ("accept", {})),
        (("terminate", {"words": "Người tố cáo đã rút đơn."}), ("accept", {})),
    ],
    ids=["accept and refuse", "accept twice", "hand on and accept", "terminate and accept"],
)
def test_of_two_who_press_at_once_one_does_it_and_the_other_is_told(own_database: Any, first: Any, second: Any) -> None:
    from liem.agencies.models import Agency

    officer, chief = appointed("officer", Role.CASE_OFFICER, "U1"), appointed("chief", Role.HEAD_OF_UNIT, "U1")
    with acting_as_system_now():
        Agency.objects.create(code="U2", name_vi="Đơn vị hai", level="commune", valid_from=at("2025-01-01"))
    for _round in range(3):
        one = matter_of(handler=officer.number)
        start, answers = threading.Barrier(2), {}

        def press(who: Any, verb: str, values: Any, one: Any = one, start: Any = start, answers: Any = answers) -> None:
            client = client_of(who)
            client.get(f"/cases/{one.pk}/")
            start.wait()
            try:
                answers[who.number] = client.post(f"/cases/{one.pk}/do/{verb}/", values)
            finally:
                connection.close()

        both = [threading.Thread(target=press, args=(who, *what)) for who, what in ((officer, first), (chief, second))]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(60)
        codes = sorted(answer.status_code for answer in answers.values())
        with acting_as_system_now():
            kept = Matter.objects.get(pk=one.pk)
            moves = list(kept.events.exclude(new="").order_by("pk").values_list("new", flat=True))
        assert moves[-1] == kept.status
        if codes == [302, 302]:  # it was taken up first, after which the other is lawful, too
            assert (first[0] == "accept", second[0]) == (False, "accept")
            assert moves[0] == Status.ACCEPTED
            assert len(moves) == 2
            continue
        assert codes in ([302, 422], [302, 404]), codes  # 404: it was handed on and is theirs no longer
        assert len(moves) == 1
        for answer in answers.values():
            if answer.status_code == 422:
                assert "is not possible while" in answer.content.decode() or "another unit" in answer.content.decode()
                assert LAW in answer.content.decode()
