"""The pages: every form opens, every document is a DOCX, and every route gives each person exactly what is theirs."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.cases.conftest import appointed, at, found, heard, matter_of, verified

from liem.base.clock import local
from liem.cases import actions, deeds, filing
from liem.cases.models import Matter
from liem.cases.states import Capacity, Outcome, Standing, Verb
from liem.cases.templatetags.cases import last_day
from liem.people.row_security import acting_as_system

pytestmark = pytest.mark.django_db


def client_of(account: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["liem_language"] = "en"
    client.force_login(account)
    return client


@pytest.fixture
def concluded(matter, officer):
    person, allegation = verified(matter, officer)
    heard(matter, officer, person)
    found(matter, officer, person, allegation)
    actions.conclude(matter, Outcome.WRONG, "Không có cơ sở.", by=officer, now=at("2026-03-18"))
    return matter


@pytest.mark.parametrize("act", deeds.ACTS, ids=lambda act: act.code)
def test_every_form_opens_and_refuses_emptiness_with_a_sentence(matter, officer, chief, act):
    verified(matter, officer)
    client = client_of(chief)
    address = f"/cases/{matter.pk}/do/{act.code}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, {})
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert "error-summary" in answer.content.decode()


def test_who_hands_a_denunciation_on_is_told_by_when_and_the_file_says_whether_it_was_in_time(officer, chief):
    matter = matter_of(received="2026-03-02", handler=officer.number)
    client = client_of(officer)
    form = client.get(f"/cases/{matter.pk}/do/transfer/").content.decode()
    assert "by 9 Mar 2026 at the latest, counted from receipt" in form
    assert "điều 24" in form
    assert "counted from receipt" not in client.get(f"/cases/{matter.pk}/do/refuse/").content.decode()
    accepted = matter_of(received="2026-03-02", handler=officer.number)
    actions.accept(accepted, by=officer, now=at("2026-03-04"))
    assert "counted from receipt" not in client.get(f"/cases/{accepted.pk}/do/transfer/").content.decode()

    actions.transfer(matter, "U2", "Không thuộc thẩm quyền.", by=officer, now=at("2026-03-12"))
    with acting_as_system():
        row = matter.deadlines.get(rule="denunciation.transfer")
    assert row.standing == Standing.MET
    assert local(row.met_at).date() > last_day(row.due_at).date() == date(2026, 3, 9), "three days late"


def test_the_desk_shows_the_next_due_first_and_finds_words_without_accents(matter, officer):
    client = client_of(officer)
    page = client.get("/cases/").content.decode()
    assert matter.number in page
    assert "Đòi tiền khi cấp giấy chứng nhận" in page
    for words in ("doi tien", "ĐÒI TIỀN", "giay chung nhan", matter.number.lower()):
        assert matter.number in client.get("/cases/", {"text": words}).content.decode(), words
    assert matter.number not in client.get("/cases/", {"text": "khong co gi"}).content.decode()


def test_a_whole_step_by_the_form(matter, officer):
    client = client_of(officer)
    answer = client.post(f"/cases/{matter.pk}/do/accept/", {"on": "2026-03-02", "document": "12/QĐ"})
    assert answer.status_code == 302
    with acting_as_system():
        assert Matter.objects.get(pk=matter.pk).status == "accepted"
    again = client.post(f"/cases/{matter.pk}/do/accept/", {})
    assert again.status_code == 422
    assert "is not possible while" in again.content.decode()


def test_why_is_this_the_date_says_it_day_by_day(matter, officer):
    page = client_of(officer).get(f"/cases/{matter.pk}/why/denunciation.intake/").content.decode()
    assert "điều 24" in page
    assert "does not count" in page
    assert page.count("<tr") >= 8


def test_the_calendar_feed_has_days_and_no_content(matter, officer):
    client = client_of(officer)
    page = client.post("/cases/calendar/").content.decode()
    link = re.search(r"/cases/calendar/[\w-]+\.ics", page)
    assert link
    feed = Client().get(link[0])
    text = feed.content.decode().replace("\r\n ", "")
    assert feed["Content-Type"].startswith("text/calendar")
    assert matter.number in text
    assert "DTSTART;VALUE=DATE:20260305" in text
    assert "Đòi tiền" not in text
    assert all(len(line.encode()) <= 75 for line in feed.content.decode().split("\r\n"))
    client.post("/cases/calendar/")
    assert Client().get(link[0]).status_code == 404, "a new address ends the former one"


def test_several_matters_are_assigned_at_once_and_a_refused_one_says_why(officer, chief):
    from tests.cases.conftest import matter_of

    first, second = matter_of(), matter_of()
    with acting_as_system():
        actions.shut_out(second, {officer.number}, "relative", by="system", now=at("2026-03-01"))
    client = client_of(chief)
    assert 'name="matter"' in client.get("/cases/", {"whose": "unassigned"}).content.decode()
    page = client.post("/cases/assign/", {"matter": [first.pk, second.pk], "handler": officer.pk}, follow=True)
    assert "excluded from the matter" in page.content.decode()
    with acting_as_system():
        assert Matter.objects.get(pk=first.pk).handler == officer.number
        assert Matter.objects.get(pk=second.pk).handler == ""


def test_notices_are_read_by_their_owner_alone(matter, officer, chief):
    from liem.cases.models import Notice

    actions.assign(matter, officer, by=chief, now=at("2026-02-25"))
    with acting_as_system():
        number = Notice.objects.get(account=officer.number).pk
    client_of(chief).post("/cases/notices/read/", {"notice": [number]})
    with acting_as_system():
        assert Notice.objects.get(pk=number).read_at is None
    client_of(officer).post("/cases/notices/read/", {"notice": [number]})
    with acting_as_system():
        assert Notice.objects.get(pk=number).read_at is not None


# -- who gets what: one table for routes, roles and relations

SHOWN, HIDDEN, REFUSED = "shown", "hidden", "refused"
"""200 with the content, 404 (or without content), 403."""
ROUTES = {
    "register": "/cases/{pk}/",
    "why": "/cases/{pk}/why/denunciation.intake/",
    "do": "/cases/{pk}/do/note/",
    "document": "/cases/{pk}/documents/accept/",
}
RELATIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "handler": ("case_officer", "U1", {"register": SHOWN, "why": SHOWN, "do": SHOWN, "document": SHOWN}),
    "head of own unit": ("head_of_unit", "U1", {"register": SHOWN, "why": SHOWN, "do": SHOWN, "document": SHOWN}),
    "colleague": ("case_officer", "U1", dict.fromkeys(ROUTES, HIDDEN)),
    "other unit": ("head_of_unit", "U2", dict.fromkeys(ROUTES, HIDDEN)),
    "accused": ("head_of_unit", "U1", dict.fromkeys(ROUTES, HIDDEN)),
    "relative": ("head_of_unit", "U1", dict.fromkeys(ROUTES, HIDDEN)),
    "recused": ("case_officer", "U1", dict.fromkeys(ROUTES, HIDDEN)),
    "former officer": ("case_officer", "U1", dict.fromkeys(ROUTES, HIDDEN)),
    "inspector": ("inspector", "*", {"register": SHOWN, "why": SHOWN, "do": HIDDEN, "document": HIDDEN}),
    "entitled inspector": ("inspector", "*", dict.fromkeys(ROUTES, SHOWN)),
    "internal affairs": (
        "internal_affairs",
        "*",
        {"register": SHOWN, "why": SHOWN, "do": REFUSED, "document": REFUSED},
    ),
    "steering committee": ("steering_committee", "*", dict.fromkeys(ROUTES, REFUSED)),
    "intake officer": ("intake_officer", "*", dict.fromkeys(ROUTES, REFUSED)),
    "auditor": ("auditor", "*", dict.fromkeys(ROUTES, REFUSED)),
    "administrator": ("system_administrator", "*", dict.fromkeys(ROUTES, REFUSED)),
}
STATUS = {SHOWN: 200, HIDDEN: 404, REFUSED: 403}


@pytest.mark.parametrize("relation", RELATIONS)
def test_each_route_gives_each_relation_what_is_theirs(matter, officer, chief, relation):
    role, unit, expected = RELATIONS[relation]
    person = {"handler": officer, "head of own unit": chief}.get(relation) or appointed("somebody", role, unit)
    _relate(relation, person, matter, officer, chief)
    client = client_of(person)
    answers = {name: client.get(path.format(pk=matter.pk)) for name, path in ROUTES.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: STATUS[wanted] for name, wanted in expected.items()
    }
    sees_words = "Đòi tiền" in answers["register"].content.decode()
    assert sees_words == (expected["do"] == SHOWN), "content is for those who may work with it"


def _relate(relation: str, person: Any, matter: Any, officer: Any, chief: Any) -> None:
    if relation in ("accused", "relative", "recused"):
        with acting_as_system():
            actions.shut_out(matter, {person.number}, relation, by="system", now=at("2026-03-01"))
    elif relation == "former officer":
        actions.assign(matter, person, by=chief, now=at("2026-02-25"))
        actions.hand_over_everything(person, officer, by=chief, now=at("2026-02-26"))
    elif relation == "entitled inspector":
        actions.entitle(matter, person, "Kiểm tra hồ sơ.", by=chief, now=at("2026-02-25"))


WORD = re.compile(r"tham nhũng|corrupt", re.IGNORECASE)


def test_no_page_shows_the_word_beside_a_name(concluded, officer, chief):
    """Before and after a conclusion: only the law's own name holds the word, and it stands beside nobody."""
    with acting_as_system():
        name = concluded.concerned.get().name
    for path in ("/cases/", f"/cases/{concluded.pk}/", f"/cases/{concluded.pk}/do/find/", "/cases/ledgers/"):
        for language in ("vi", "en"):
            client = client_of(officer)
            client.cookies["liem_language"] = language
            main = client.get(path).content.decode().split("<main")[1].split("</main>")[0]
            assert not WORD.search(main), path
    assert name in client_of(chief).get(f"/cases/{concluded.pk}/").content.decode()


def test_an_unfounded_matter_is_put_away(concluded, officer, chief):
    actions.mark(concluded, Verb.SEND, by=officer, now=at("2026-03-19"))
    actions.mark(concluded, Verb.ACT, by=officer, now=at("2026-03-19"))
    actions.close(concluded, by=officer, now=at("2026-03-19"))
    actions.rehabilitate(concluded, "Không có cơ sở, khôi phục danh dự.", by=officer, now=at("2026-03-20"))
    page = client_of(chief).get(f"/cases/{concluded.pk}/").content.decode()
    assert concluded.number in page
    assert "Người được nêu tên" not in page
    assert "Đòi tiền" not in page


def test_an_accused_leader_is_marked_and_nobody_below_reads_it(matter, officer, chief):
    filing.add_person(matter, "Trưởng", Capacity.HEAD, unit="U1", by=officer, now=at("2026-03-02"))
    assert client_of(chief).get(f"/cases/{matter.pk}/").status_code == 404
    assert client_of(officer).get(f"/cases/{matter.pk}/").status_code == 404
