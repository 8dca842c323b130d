"""What was known on a day, where the day is Vietnam's: just after midnight there it is yesterday elsewhere, and at New
Year still last year."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.oversight.conftest import Somebody

from liem.base import clock
from liem.oversight import committee, owing, queries
from liem.oversight.forms import PeriodForm
from liem.oversight.models import Duty, DutyEvent, Meeting, Paper, WatchDecision, WatchEntry
from liem.people.row_security import acting_as_system

LAST, FIRST = date(2026, 12, 31), date(2027, 1, 1)
BEFORE, AFTER = datetime(2026, 12, 31, 16, 59, tzinfo=UTC), datetime(2026, 12, 31, 17, 1, tzinfo=UTC)
"""A minute before and a minute after midnight in Vietnam."""
WHY = "Ghi nhầm số của quyết định."


def entry(recorded: datetime, decided: date, verb: str = "put_on", **more: Any) -> WatchDecision:
    one = more.pop("entry", None) or WatchEntry.objects.create(title="Vụ việc", kind=more.pop("kind", "incident"))
    return WatchDecision.objects.create(
        entry=one, verb=verb, number="1", decided_on=decided, ground="Căn cứ.", recorded_at=recorded, recorded_by="1",
        **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_what_was_written_after_midnight_was_not_known_the_day_before() -> None:
    with transaction.atomic(), acting_as_system():
        known, not_yet = entry(BEFORE, LAST), entry(AFTER, LAST)
        assert [one.entry.pk for one in queries.watched(LAST, LAST)] == [known.entry_id]
        assert {one.entry.pk for one in queries.watched(LAST, FIRST)} == {known.entry_id, not_yet.entry_id}
        assert [one.pk for one in queries.decisions_between(LAST, LAST, LAST)] == [known.pk]
        entry(AFTER, LAST, entry=known.entry, corrects=known, why=WHY)
        assert queries.corrections_between(LAST, LAST) == []
        assert len(queries.corrections_between(FIRST, FIRST)) == 1
        assert queries.corrections_between(LAST, FIRST, LAST) == []
        Meeting.objects.create(held_on=date(2026, 12, 1), number="5", recorded_at=AFTER, recorded_by="1")
        assert committee.last_meeting(FIRST, LAST) is None
        assert committee.last_meeting(FIRST, FIRST) is not None


@pytest.mark.django_db
def test_what_is_owed_is_as_known_at_the_end_of_the_day_in_vietnam() -> None:
    with transaction.atomic(), acting_as_system():
        paper = Paper.objects.create(source="plan", number="1", issuer="x", issued_on=date(2026, 12, 1), title="x",
                                     recorded_at=BEFORE, recorded_by="1")  # fmt: skip
        for recorded in (BEFORE, AFTER):
            Duty.objects.create(paper=paper, kind="task", unit="U1", what="x", recorded_at=recorded,
                                due_on=LAST, recorded_by="1")  # fmt: skip
        first = Duty.objects.order_by("pk").first()
        for verb in ("say_done", "accept"):
            DutyEvent.objects.create(duty=first, unit="U1", verb=verb, on=LAST, note="x", recorded_at=AFTER,
                                     recorded_by="1")  # fmt: skip
        then = owing.counts(owing.Asked(LAST, known=LAST))
        assert (then.n, sum(one.done for one in then.followed), then.late) == (1, 0, 0)
        now = owing.counts(owing.Asked(FIRST, known=FIRST))
        assert (now.n, sum(one.done for one in now.followed), now.late) == (2, 1, 1)
        assert committee.changes(LAST, LAST, LAST).accepted == 0
        assert committee.changes(LAST, LAST, FIRST).accepted == 1


@pytest.mark.django_db
def test_the_list_closes_over_new_year_as_it_opens() -> None:
    with transaction.atomic(), acting_as_system():
        for decided in (date(2026, 11, 3), LAST, FIRST):
            one = entry(AFTER + timedelta(days=3), decided, kind="case" if decided == LAST else "incident")
        entry(AFTER + timedelta(days=3), FIRST, "remove", entry=one.entry)
        old = queries.balances(date(2026, 1, 1), LAST)
        new = queries.balances(FIRST, date(2027, 12, 31))
        assert [row.closing for _name, row in old] == [row.opening for _name, row in new] == [1, 1, 2]
        assert [(row.added, row.removed, row.closing) for _name, row in new] == [(0, 0, 1), (1, 1, 1), (1, 1, 2)]
    first, last, known = PeriodForm({}).period(FIRST)
    assert (first, last, known) == (date(2026, 1, 1), FIRST, None), "on New Year's Day the year before is told too"


def test_the_corrections_known_by_then_stand_on_the_list_as_known_then(somebody: Somebody) -> None:
    today = clock.today()
    with transaction.atomic(), acting_as_system():
        wrong = entry(clock.now() - timedelta(days=9), today - timedelta(days=9))
        entry(clock.now() - timedelta(days=4), today - timedelta(days=8), entry=wrong.entry, corrects=wrong, why=WHY)
    staff = somebody("internal_affairs")
    for days, n in ((5, 0), (4, 1), (0, 1)):
        known = (today - timedelta(days=days)).isoformat()
        assert len(staff.get(f"/oversight/watch/?known={known}").context["corrections"]) == n


def test_the_first_page_as_known_says_which_figures_are_not(somebody: Somebody) -> None:
    staff = somebody("internal_affairs")
    words = "tính theo sổ đăng ký hiện nay"
    assert words in staff.get(f"/oversight/?known={clock.today().isoformat()}").content.decode()
    assert words not in staff.get("/oversight/").content.decode()
