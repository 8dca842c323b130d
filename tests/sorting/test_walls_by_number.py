"""Officers who try what they may not: numbers of another office, SQL in every filter, markup in a code."""

import pytest
from django.db import transaction
from django.test import Client

from liem.base import clock
from liem.people.row_security import acting_as_system
from liem.sorting import actions
from liem.sorting.models import Link, Protection, WatchReview
from tests.conftest import open_account
from tests.sorting.office import Offices

SQL = (
    "' OR 1=1 --",
    "x'); DELETE FROM sorting_link; --",
    "%' UNION SELECT sealed FROM intake_sealedkey --",
    "\\",
    "1e9999",
)
FILTERS = {
    "/sorting/": ("state", "kind", "page"),
    "/sorting/quarantine/": ("page",),
    "/sorting/overview/": ("page",),
    "/sorting/watch/": ("page",),
    "/agencies/": ("q", "state"),
    "/agencies/manage/": ("state",),
    "/channels/enter/reception/": ("gathering",),
    "/leads/": ("text", "unit", "act", "grade", "since", "sort", "looked", "page"),
    "/cases/": ("text", "unit", "state", "sort", "page"),
    "/records/": ("page",),
}


@pytest.fixture
def inspector(offices: Offices) -> Client:
    client = Client()
    client.force_login(open_account("thanh", "inspector", "*"))
    return client


@pytest.mark.parametrize("address", FILTERS)
def test_sql_in_a_filter_is_a_word_like_others(address: str, inspector: Client, offices: Offices) -> None:
    report = offices.send().opened.report
    with transaction.atomic(), offices.hoa.acting():
        actions.link(report, "official", "CC-1", by=offices.hoa.number, now=clock.now())
    for name in FILTERS[address]:
        for words in SQL:
            answer = inspector.get(address, {name: words})
            assert answer.status_code in (200, 302, 400, 404), (name, words)
    with transaction.atomic(), acting_as_system():
        assert Link.objects.filter(code="CC-1").count() == 1


def test_numbers_of_another_office_s_report_open_and_change_nothing(offices: Offices) -> None:
    mine, theirs = offices.send(office="UB01").opened.report, offices.send().opened.report
    with transaction.atomic(), offices.hoa.acting():
        actions.link(theirs, "official", "CC-1", by=offices.hoa.number, now=clock.now())
    with transaction.atomic(), acting_as_system():
        link = Link.objects.get(code="CC-1")
    binh = offices.binh.window()
    assert binh.get(f"/sorting/report/{mine.register_number}/").status_code == 200
    assert binh.get(f"/sorting/report/{theirs.register_number}/").status_code == 404
    for verb in ("classify", "consider", "accept", "answer", "unlink", "join", "transfer", "confirm", "harm"):
        sent = {"link": link.pk, "number": mine.register_number, "text": "x" * 30, "kind": "complaint"}
        assert binh.post(f"/sorting/report/{theirs.register_number}/{verb}/", sent).status_code == 404, verb
    assert binh.post(f"/sorting/report/{mine.register_number}/unlink/", {"link": link.pk}).status_code == 404
    joined = binh.post(f"/sorting/report/{mine.register_number}/join/", {"number": theirs.register_number})
    assert joined.status_code == 400, "told as a number that is not there"
    with transaction.atomic(), acting_as_system():
        assert Link.objects.get(pk=link.pk).removed_at is None
        theirs.refresh_from_db()
    assert (theirs.state, theirs.kind) == ("received", "reflection")


def test_reviews_and_protections_of_another_office_are_not_touched(offices: Offices) -> None:
    report = offices.send().opened.report
    with transaction.atomic(), offices.hoa.acting():
        stamp = {"by": offices.hoa.number, "now": clock.now()}
        watch = actions.report_consequence_to_officer(report, "threat", "safety", **stamp)
    with transaction.atomic(), acting_as_system():
        review, protection = WatchReview.objects.filter(watch=watch)[0], Protection.objects.get(watch=watch)
    binh = offices.binh.window()
    for address, sent in (
        (f"/sorting/watch/review/{review.pk}/", {"result": "quiet"}),
        (f"/sorting/watch/protect/{watch.pk}/", {"what": "work"}),
        (f"/sorting/watch/decide/{protection.pk}/", {"decision": "refused", "measure": "không cần"}),
    ):
        assert binh.post(address, sent).status_code == 404, address
    with transaction.atomic(), acting_as_system():
        review.refresh_from_db()
        protection.refresh_from_db()
    assert (review.done_at, protection.decision) == (None, "asked")


def test_an_officer_s_forms_ask_for_their_token(offices: Offices) -> None:
    report = offices.send().opened.report
    client = Client(enforce_csrf_checks=True)
    client.force_login(offices.hoa.account)
    for address in (f"/sorting/report/{report.register_number}/accept/", "/channels/gathering/", "/channels/systems/"):
        assert client.post(address, {}).status_code == 403, address


def test_the_table_that_could_hold_a_script_shows_it_as_words(offices: Offices) -> None:
    code = "<svg onload=alert(1)>"
    report = offices.send(f"Nội dung {code} trong lời kể của người dân.").opened.report
    hoa = offices.hoa.window()
    hoa.post(f"/sorting/report/{report.register_number}/link/", {"kind": "official", "code": code})
    page = hoa.get(f"/sorting/report/{report.register_number}/").content.decode()
    assert "&lt;svg onload=alert(1)&gt;" in page
    assert code not in page
