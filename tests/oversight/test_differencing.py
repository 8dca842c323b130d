"""Nobody outside works out a single matter: not from a small number, not from a total less its parts, not from two
looks at the same figures, and not from two overlapping periods. Written as the one who tries."""

import itertools
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.oversight.conftest import Somebody, account_of
from tests.oversight.test_watch_list_pages import put
from tests.shown import shown

from liem.base import clock
from liem.base.disclosure import protected, share, spans
from liem.cases.models import Matter
from liem.oversight import supervising
from liem.oversight.figures import Handling
from liem.oversight.supervising import Told
from liem.people.row_security import acting_as_system
from liem.trail.models import TrailEntry


def arrived(unit: str, n: int, day: date) -> None:
    at = datetime.combine(day, datetime.min.time(), clock.VIETNAM)
    with transaction.atomic(), acting_as_system():
        there = Matter.objects.count()
        for number in range(there, there + n):
            Matter.objects.create(
                number=f"{unit}-{number}", kind="denunciation", unit=unit, origin="report", received_at=at, opened_at=at
            )


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``today(date)``: the clock of the house stands at noon of that day."""

    def set_to(day: date) -> None:
        noon = datetime.combine(day, datetime.min.time(), clock.VIETNAM) + timedelta(hours=12)
        monkeypatch.setattr("liem.base.clock.now", lambda: noon)

    return set_to


def seen(client: Any, query: str = "") -> Any:
    found = client.get(f"/oversight/supervision/{query}").context["found"]
    return found.lines, found.rows, found.balances, found.followed


def test_no_unit_can_be_worked_out_from_the_totals_beside_it() -> None:
    worlds = defaultdict(list)
    for counts in itertools.product(range(18), repeat=3):
        units = [Handling(f"U{place}", received=n, ended=n, timed=n, kept=n) for place, n in enumerate(counts) if n]
        groups = supervising.told(units)
        told = (
            Told.summed((one.kept, one.timed) for one in groups),
            Told.summed((one.ended, one.ended) for one in groups),
        )
        worlds[tuple(supervising.rows(units)), told].append(counts)
    for view, possible in worlds.items():
        for place in range(3):
            assert len({counts[place] for counts in possible}) >= 3, (view, place)


def test_a_share_tells_nothing_that_the_rounded_numbers_do_not() -> None:
    told = {}
    for whole in range(150):
        for part in range(whole + 1):
            key = protected(part), protected(whole)
            assert told.setdefault(key, share(part, whole)) == share(part, whole)


def test_two_periods_that_may_be_asked_for_never_differ_by_less_than_a_month() -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 1), date(2026, 11, 30), date(2028, 3, 1), date(2027, 2, 28)):
        asked = [one for span in spans(day) for one in (span, span.year_before())]
        for one, other in itertools.combinations(asked, 2):
            for ends in ((one.first, other.first), (one.last, other.last)):
                assert ends[0] == ends[1] or abs((ends[0] - ends[1]).days) >= 28, (day, one, other)
        assert max(span.last for span in asked) < day.replace(day=1)


def test_two_looks_within_a_month_see_the_same_whatever_came_in_between(somebody: Somebody, today: Any) -> None:
    today(date(2026, 11, 3))
    front = somebody("external_supervisor", "MTTQ")
    arrived("U1", 7, date(2026, 5, 4))
    before = {query: seen(front, query) for query in ("", "?period=2026-2", "?period=2025")}
    arrived("U1", 1, date(2026, 5, 4))
    put(somebody("internal_affairs"), decided_on="2026-11-02")
    today(date(2026, 11, 28))
    assert {query: seen(front, query) for query in before} == before, "not even what would turn 5 into 10"
    today(date(2026, 12, 1))
    assert [row.received for row in seen(front)[1]] == [10]
    assert seen(front)[2][-1][1].closing == 1


def test_days_cannot_be_chosen(somebody: Somebody, today: Any) -> None:
    today(date(2026, 11, 3))
    front = somebody("external_supervisor", "MTTQ")
    arrived("U1", 12, date(2026, 5, 4))
    for query in ("?first=2026-05-04&last=2026-05-04", "?period=2026-05", "?period=%00", "?period=9999"):
        assert seen(front, query) == seen(front), query


def test_a_small_number_does_not_reach_a_supervisor_nor_the_table_to_be_passed_on(
    somebody: Somebody, today: Any
) -> None:
    today(date(2026, 11, 3))
    arrived("U1", 3, date(2026, 5, 4))
    arrived("U2", 1, date(2026, 5, 4))
    arrived("U3", 12, date(2026, 5, 4))
    put(somebody("internal_affairs"), decided_on="2026-10-02")
    front = somebody("external_supervisor", "MTTQ")
    assert [(row.unit, row.received) for row in seen(front)[1]] == [("U3", 10)]
    page = shown(front.get("/oversight/supervision/"))
    assert "Vụ việc thu phí" not in page
    assert "U1" not in page
    csv = b"".join(front.get("/oversight/supervision/export/csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "U3,,10," in csv
    assert "U1" not in csv
    assert front.get("/oversight/supervision/export/xlsx").status_code == 200
    assert front.get("/oversight/supervision/export/pdf").status_code == 404


def test_who_takes_the_exact_table_is_recorded(somebody: Somebody) -> None:
    inspector = somebody("inspector")
    assert inspector.get("/oversight/handling/export/csv?first=2026-01-01&last=2026-10-31").status_code == 200
    entry = TrailEntry.objects.get(event="handling_taken")
    assert (entry.by, entry.subject_id) == (account_of(inspector).number, "2026-01-01/2026-10-31")


def test_a_supervisor_sees_words_of_the_own_body_alone_and_that_is_recorded(somebody: Somebody) -> None:
    from tests.oversight.test_committee import RECOMMENDED

    front, press = somebody("external_supervisor", "MTTQ"), somebody("external_supervisor", "BAOCHI")
    front.post("/oversight/supervision/recommend/", RECOMMENDED)
    press.get("/oversight/supervision/")
    assert not TrailEntry.objects.filter(stream="access").exists(), "figures alone are no content"
    assert RECOMMENDED["what"] in front.get("/oversight/supervision/").content.decode()
    entry = TrailEntry.objects.get(stream="access")
    assert (entry.by, entry.subject_kind, entry.subject_id) == (account_of(front).number, "recommendations", "MTTQ")
