"""The public page of results: after they took effect alone, small numbers protected, nobody named."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cases.conftest import at, matter_of

from liem.cases.models import Matter
from liem.cases.queries import Decided, in_effect
from liem.people.models import Account
from liem.people.row_security import acting_as, acting_as_system
from liem.people.rules import Scope
from liem.people.states import Role
from liem.publication.models import Edition
from liem.publication.results import table

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    cache.clear()
    monkeypatch.setattr("liem.base.clock.now", lambda: at("2026-11-20"))
    yield
    cache.clear()


def ended(kind="denunciation", outcome="right", unit="U1", *, public=True, review="", concluded="2026-03-02", **more):
    """A matter brought to its end: the way there is tested with the cases."""
    one = matter_of(kind, unit=unit, **more)
    course = [("accept", "received", "accepted"), ("plan", "accepted", "verifying")]
    course += [("conclude", "verifying", "concluded"), ("act", "concluded", "acting"), ("close", "acting", "closed")]
    with transaction.atomic(), acting_as_system():
        one = Matter.objects.get(pk=one.pk)
        for verb, old, new in course:
            one.events.create(verb=verb, at=at(concluded), recorded_at=at(concluded), by="1", old=old, new=new)
            one.status, one.outcome = new, outcome if new in ("concluded", "acting", "closed") else ""
            one.closed_at = at(concluded) if new == "closed" else None
            one.save()
        if public:
            one.events.create(verb="publicise", at=at(concluded), recorded_at=at(concluded), by="1")
        if review:
            one.events.create(verb="review", at=at(review), recorded_at=at(review), by="1")
    return one


def counted(last=YEAR[1]):
    with transaction.atomic(), acting_as_system():
        return in_effect(YEAR[0], last)


def test_only_what_was_publicised_took_effect_and_is_under_no_review_counts():
    ended()
    ended(public=False)
    ended(review="2026-03-20")
    matter_of()
    assert counted() == [Decided("U1", "denunciation", "right", 1)]


def test_a_complaint_counts_thirty_days_after_its_decision_and_forty_five_where_it_is_far():
    ended("complaint_first")
    ended("complaint_first", remote=True)
    assert counted(date(2026, 3, 25)) == []
    assert counted(date(2026, 4, 5)) == [Decided("U1", "complaint_first", "right", 1)]
    assert counted(date(2026, 4, 20)) == [Decided("U1", "complaint_first", "right", 2)]


def test_units_with_few_stand_together_and_no_small_number_can_be_worked_out():
    rows = table(
        [Decided("U1", "lead", "right", 11), Decided("U1", "lead", "explained", 3), Decided("U2", "lead", "right", 4)]
    )
    assert [(row.unit, row.n, row.outcomes) for row in rows] == [
        ("U1", 15, {"explained": None, "right": 10}),
        ("", None, {"right": None}),
    ]


def test_the_page_names_nobody_and_no_matter(settings):
    made = [ended(title="Ông Nguyễn Văn Bí Mật đòi tiền") for _one in range(6)]
    for language in ("vi", "en"):
        client = Client()
        client.cookies["liem_language"] = language
        page = client.get("/results/?year=2026").content.decode()
        assert "U1" in page
        assert "Bí Mật" not in page
        assert made[0].number not in page
        assert ">5<" in page.replace(" ", "")
        assert "tham nhũng" not in page.lower()
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/results/?year=2026").status_code == 200
    assert not [one for one in asked if "cases_" in one["sql"]], "read from the edition, not counted anew"


def numbers(year=2026):
    return Client().get(f"/results/?year={year}").context["rows"]


def test_the_difference_of_two_days_tells_of_no_decision(monkeypatch):
    for _one in range(7):
        ended()
    first = numbers()
    assert first[0]["n"] == 5
    ended(concluded="2026-10-30")
    monkeypatch.setattr("liem.base.clock.now", lambda: at("2026-11-30"))
    assert numbers() == first, "not before the month has ended, though it took effect and would round to ten"
    monkeypatch.setattr("liem.base.clock.now", lambda: at("2026-12-01"))
    assert numbers()[0]["n"] == 10


def test_what_ends_in_december_and_takes_effect_in_january_is_published(monkeypatch):
    for _one in range(5):
        ended("complaint_first", concluded="2026-12-20")
    monkeypatch.setattr("liem.base.clock.now", lambda: at("2027-01-10"))
    assert numbers() == []
    monkeypatch.setattr("liem.base.clock.now", lambda: at("2027-02-10"))
    assert [row["n"] for row in numbers()] == [5]


def test_no_role_reads_the_exact_numbers_of_an_edition():
    ended()
    numbers()
    scope = Scope(frozenset(set(Role)), frozenset(["*"]))
    account = Account.objects.create(sign_in_name="curious", display_name="x")
    with transaction.atomic(), acting_as(account, scope):
        assert not Edition.objects.exists()
    with transaction.atomic(), acting_as_system():
        assert Edition.objects.exists()


@pytest.mark.parametrize("year", ["", "x", "1", "99999", "2019", "3000", "%00"])
def test_a_strange_year_is_the_nearest_one(year):
    assert Client().get(f"/results/?year={year}").status_code == 200


def test_who_is_not_signed_in_still_sees_no_matter_in_the_database():
    ended()
    with transaction.atomic():
        assert Matter.objects.count() == 0
