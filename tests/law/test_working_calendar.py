"""The working-day calendar: named days, arithmetic against a slow loop, the range, the reasons."""

import subprocess
import sys
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liem.base.errors import UserError
from liem.law.calendar import FIRST, LAST, WorkingCalendar
from liem.law.exceptional_days import read_table

CALENDAR = WorkingCalendar.load()

OFF, WORK = False, True
NAMED = [
    (date(2026, 1, 1), OFF, "holiday"),
    (date(2026, 1, 2), OFF, "swap_off"),
    (date(2026, 1, 3), OFF, "weekend"),
    (date(2026, 1, 10), WORK, "makeup_work"),
    (date(2026, 4, 26), OFF, "holiday"),
    (date(2026, 4, 27), OFF, "observed"),
    (date(2026, 4, 28), WORK, "weekday"),
    (date(2026, 8, 22), WORK, "makeup_work"),
    (date(2026, 8, 31), OFF, "swap_off"),
    (date(2026, 9, 1), OFF, "holiday"),
    (date(2026, 9, 2), OFF, "holiday"),
    (date(2026, 9, 3), WORK, "weekday"),
    (date(2026, 11, 24), OFF, "holiday"),
    (date(2025, 11, 24), WORK, "weekday"),
    (date(2025, 4, 26), WORK, "makeup_work"),
    (date(2025, 5, 2), OFF, "swap_off"),
    (date(2024, 4, 29), OFF, "swap_off"),
    (date(2024, 5, 4), WORK, "makeup_work"),
]
TET = {
    2024: (date(2024, 2, 7), date(2024, 2, 15)),
    2025: (date(2025, 1, 24), date(2025, 2, 3)),
    2026: (date(2026, 2, 13), date(2026, 2, 23)),
}
"""Last working day before the Lunar New Year, first one after it."""

days = st.dates(FIRST, LAST)
near = st.tuples(st.dates(date(2008, 1, 1), date(2032, 1, 1)), st.integers(-600, 600))


def slow_between(start: date, end: date) -> int:
    """The definition, day by day."""
    if end < start:
        return -slow_between(end, start)
    return sum(CALENDAR.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def slow_add(start: date, n: int) -> date:
    """Walk one day at a time until ``n`` working days have been passed, or given back."""
    day = start
    while n > 0:
        day += timedelta(days=1)
        n -= CALENDAR.is_working_day(day)
    while n < 0 or (day != start and not CALENDAR.is_working_day(day)):
        n += CALENDAR.is_working_day(day)
        day -= timedelta(days=1)
    return day


@pytest.mark.parametrize(("day", "working", "kind"), NAMED, ids=[str(row[0]) for row in NAMED])
def test_each_announced_day_is_what_the_documents_say(day, working, kind):
    row = CALENDAR.table()[(day - FIRST).days]
    assert (row.day, row.is_working, row.kind) == (day, working, kind)
    assert CALENDAR.is_working_day(day) is working


@pytest.mark.parametrize("year", TET)
def test_the_lunar_new_year_ends_on_the_right_days(year):
    before, after = TET[year]
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    assert CALENDAR.working_days_between(before, after) == 1
    assert CALENDAR.add_working_days(before, 1) == after
    assert CALENDAR.add_working_days(after, -1) == before


@given(near)
def test_counting_agrees_with_walking_day_by_day(pair):
    start, distance = pair
    end = start + timedelta(days=distance)
    assert CALENDAR.working_days_between(start, end) == slow_between(start, end)


@given(st.dates(date(2008, 1, 1), date(2034, 1, 1)), st.integers(-250, 250))
def test_adding_agrees_with_walking_day_by_day(start, n):
    assert CALENDAR.add_working_days(start, n) == slow_add(start, n)


@given(days, days, days)
def test_counts_add_up_over_any_stop_on_the_way(a, b, c):
    between = CALENDAR.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
    assert between(a, b) == -between(b, a)
    assert between(a, a) == 0


@given(near)
def test_adding_and_counting_are_inverse(pair):
    start, n = pair
    end = CALENDAR.add_working_days(start, n)
    assert CALENDAR.working_days_between(start, end) == n
    assert n == 0 or CALENDAR.is_working_day(end)


def test_the_table_holds_every_day_and_its_running_count():
    table = CALENDAR.table()
    assert [table[0].day, table[-1].day] == [FIRST, LAST]
    assert len(table) == (LAST - FIRST).days + 1
    count = 0
    for row in table:
        count += row.is_working
        assert row.ordinal == count
    assert CALENDAR.ordinals() == [row.ordinal for row in table]
    assert CALENDAR.ordinal(table[5000].day) == table[5000].ordinal
    assert date(2009, 1, 1) >= FIRST
    assert date(2035, 12, 31) <= LAST


def test_the_table_gives_reasons_in_the_language_asked_for():
    offset = (date(2026, 11, 24) - FIRST).days
    assert CALENDAR.table()[offset].reason == "Ngày Văn hóa Việt Nam"
    assert CALENDAR.table("en")[offset].reason == "Vietnam Culture Day"
    assert CALENDAR.table()[offset].source == "Nghị quyết 28/2026/QH16"


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_working_day(date(1999, 12, 31)),
        lambda: CALENDAR.working_days_between(date(2026, 1, 1), date(2036, 1, 1)),
        lambda: CALENDAR.add_working_days(date(2035, 12, 28), 2),
        lambda: CALENDAR.add_working_days(date(2000, 1, 4), -1),
        lambda: CALENDAR.on_or_after(date(2202, 2, 2)),
        lambda: CALENDAR.why(date(1026, 2, 2)),
    ],
)
def test_a_day_outside_the_calendar_is_refused_in_one_line_naming_the_range(ask):
    with pytest.raises(UserError, match="2000-01-01 to 2035-12-31") as refused:
        ask()
    assert "\n" not in str(refused.value)


def test_a_limit_in_calendar_days_that_ends_on_a_day_off_ends_on_the_next_working_day():
    assert CALENDAR.on_or_after(date(2026, 2, 14)) == date(2026, 2, 23)
    assert CALENDAR.on_or_after(date(2026, 1, 10)) == date(2026, 1, 10)


SENTENCES = [
    (
        date(2026, 1, 2),
        "Thứ Sáu 02/01/2026 không phải là ngày làm việc: nghỉ hoán đổi dịp Tết Dương lịch, làm bù ngày 10/01/2026 "
        "(Công văn 12729/VPCP-KGVX ngày 25/12/2025).",
        "Friday 2 Jan 2026 is not a working day: day off swapped with 10 Jan 2026 for New Year's Day "
        "(Công văn 12729/VPCP-KGVX ngày 25/12/2025).",
    ),
    (
        date(2026, 3, 7),
        "Thứ Bảy 07/03/2026 không phải là ngày làm việc: ngày nghỉ hằng tuần.",
        "Saturday 7 Mar 2026 is not a working day: weekly day off.",
    ),
    (
        date(2026, 3, 5),
        "Thứ Năm 05/03/2026 là ngày làm việc: ngày làm việc bình thường.",
        "Thursday 5 Mar 2026 is a working day: ordinary working day.",
    ),
]


@pytest.mark.parametrize(("day", "vi", "en"), SENTENCES, ids=[str(row[0]) for row in SENTENCES])
def test_why_says_it_in_one_sentence(day, vi, en):
    assert CALENDAR.why(day) == vi
    assert CALENDAR.why(day, "en") == en


def test_every_exceptional_day_after_the_last_announcement_says_that_it_is_an_estimate():
    later = [day for day in read_table() if day.day.year > 2026]
    assert len(later) > 100
    assert {day.confidence for day in later} == {"estimated"}
    assert CALENDAR.why(later[0].day).endswith("ngày dự kiến, chưa có thông báo chính thức của năm đó.")
    assert CALENDAR.why(later[0].day, "en").endswith("an estimate: the announcement for that year is not out.")
    assert not [day for day in read_table() if day.day.year <= 2026 and day.confidence == "estimated"]


def test_each_swap_takes_as_many_days_as_it_gives():
    off = [day for day in read_table() if day.kind == "swap_off"]
    worked = [day for day in read_table() if day.kind == "makeup_work"]
    assert len(off) == len(worked) >= 14
    assert all(f"{day.day:%d/%m/%Y}" in " ".join(other.reason_vi for other in worked) for day in off)


def test_the_calendar_loads_in_a_few_milliseconds_without_the_library_or_a_socket():
    code = (
        "import time, sys, socket\n"
        "def refuse(*a, **k): raise SystemExit('a socket was opened')\n"
        "socket.socket = refuse\n"
        "from liem.law.calendar import WorkingCalendar\n"
        "best = 9.0\n"
        "for _ in range(5):\n"
        "    WorkingCalendar.load.__func__.__globals__['_present'].cache_clear()\n"
        "    started = time.process_time(); WorkingCalendar.load(); best = min(best, time.process_time() - started)\n"
        "assert 'holidays' not in sys.modules, 'the library was imported'\n"
        "print(best)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 0.1


def test_the_distance_asked_about_costs_nothing():
    start, end = date(2011, 3, 1), date(2026, 3, 2)
    began = time.process_time()
    for _ in range(100_000):
        CALENDAR.working_days_between(start, end)
        CALENDAR.add_working_days(start, 3000)
    assert time.process_time() - began < 3
