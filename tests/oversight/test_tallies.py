"""Where matters are many the counts of a period are kept: the same numbers, for minutes; the page says since when."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.oversight.conftest import Somebody, account_of
from tests.oversight.test_handling import matters

from liem.base import clock
from liem.oversight import figures, tallies
from liem.oversight.models import PeriodTally
from liem.oversight.rules import usual_beginning
from liem.people.access import scope_of
from liem.people.row_security import acting_as, acting_as_system


@pytest.fixture
def few(db: None) -> None:
    with transaction.atomic(), acting_as_system():
        matters("U1", kept=21, late=4, running=2, now=clock.now())
        matters("U2", kept=1, late=1, running=0, now=clock.now())


def test_kept_counts_are_those_counted_live(few: None) -> None:
    now, day = clock.now(), clock.today()
    live, at = tallies.counts(day.replace(month=1, day=1), day, now)
    kept, kept_at = tallies.counts(day.replace(month=1, day=1), day, now, many=3)
    assert (at, kept_at, live) == (None, now, kept)


def test_they_are_shown_for_minutes_and_then_counted_anew(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now, day = clock.now(), clock.today()
    first = day - timedelta(days=100)
    tallies.counts(first, day, now, many=3)
    with transaction.atomic(), acting_as_system():
        matters("U3", kept=1, late=0, running=0, now=now)
    again, at = tallies.counts(first, day, now + timedelta(minutes=9), many=3)
    assert ("U3" in again["units"], at) == (False, now)
    later, at = tallies.counts(first, day, now + timedelta(minutes=11), many=3)
    assert ("U3" in later["units"], at) == (True, now + timedelta(minutes=11))


def test_the_job_keeps_the_year_so_far_and_the_one_before(few: None) -> None:
    now, today = clock.now(), clock.today()
    assert tallies.renew(now) == 0, "of few matters nothing is kept"
    assert tallies.renew(now, many=3) == 2
    assert tallies.renew(now + timedelta(minutes=4), many=3) == 0
    assert tallies.renew(now + timedelta(minutes=6), many=3) == 2
    with transaction.atomic(), acting_as_system():
        kept = set(PeriodTally.objects.filter(outside=False).values_list("first", "last"))
    first = usual_beginning(today)
    assert kept == {(first, today), (tallies.year_before(first), tallies.year_before(today))}
    tallies.renew(now + timedelta(days=3), many=10**9)
    with transaction.atomic(), acting_as_system():
        assert not PeriodTally.objects.filter(outside=False).exists(), "what nobody asked for is forgotten"


def test_the_page_says_when_it_was_counted(few: None, somebody: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    inspector = somebody("inspector")
    assert "Số liệu đếm lúc" not in inspector.get("/oversight/handling/").content.decode()
    monkeypatch.setattr(tallies.counts, "__defaults__", (3,))
    page = inspector.get("/oversight/handling/")
    assert "Số liệu đếm lúc" in page.content.decode()
    assert [row.now.unit for row in page.context["page"]] == ["U1", "U2"]


@pytest.mark.parametrize("role", ["inspector", "internal_affairs", "steering_committee", "external_supervisor"])
def test_nobody_reads_or_writes_what_is_kept_past_the_house(few: None, role: str, somebody: Somebody) -> None:
    tallies.renew(clock.now(), many=3)
    account = account_of(somebody(role))
    with transaction.atomic(), acting_as(account, scope_of(account, "supervision.see")):
        assert not PeriodTally.objects.exists()
        assert PeriodTally.objects.update(counts={}) == 0


def test_of_the_year_before_the_leap_day_is_the_28th() -> None:
    from datetime import date

    assert tallies.year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert figures.Part(18, 19).share is None
    assert figures.Part(18, 20).share == 0.9
