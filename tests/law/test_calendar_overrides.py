"""An administrator's own calendar file: what it may change, and what nonsense in it is answered with."""

from datetime import date

import pytest

from liem.base.errors import InputError
from liem.law.calendar import WorkingCalendar, lay_over
from liem.law.exceptional_days import read_table

DAY = """
[[days]]
date = {date}
kind = "{kind}"
reason_vi = "nghỉ theo thông báo"
reason_en = "day off by announcement"
source = "Thông báo 1/TB"
confidence = "SP"
"""


@pytest.fixture
def written(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "days.toml"
        path.write_text(text, encoding=encoding)
        return path

    return write


def entry(day: str, kind: str = "holiday") -> str:
    return DAY.format(date=day, kind=kind)


def test_a_day_off_announced_late_is_laid_over_the_table(written):
    calendar = WorkingCalendar.load(
        overrides=written(entry("2027-02-03", "swap_off") + entry("2027-02-20", "makeup_work"))
    )
    assert not calendar.is_working_day(date(2027, 2, 3))
    assert calendar.is_working_day(date(2027, 2, 20))
    assert calendar.why(date(2027, 2, 3)).endswith("(Thông báo 1/TB).")
    assert WorkingCalendar.load().is_working_day(date(2027, 2, 3)), "the shipped calendar is not touched"


def test_an_estimated_holiday_can_be_taken_back(written):
    assert not WorkingCalendar.load().is_working_day(date(2027, 9, 3))
    calendar = WorkingCalendar.load(overrides=written(entry("2027-09-03", "ordinary") + entry("2027-09-01")))
    assert calendar.is_working_day(date(2027, 9, 3))
    assert not calendar.is_working_day(date(2027, 9, 1))


def test_days_the_file_does_not_name_stay_as_they_are(written):
    calendar = WorkingCalendar.load(overrides=written(entry("2027-09-01")))
    changed = {date(2027, 9, 1)}
    pairs = zip(calendar.table(), WorkingCalendar.load().table(), strict=True)
    assert {mine.day for mine, shipped in pairs if mine.is_working != shipped.is_working} == changed


def test_an_empty_file_changes_nothing(written):
    assert WorkingCalendar.load(overrides=written("")).table() == WorkingCalendar.load().table()
    assert len(WorkingCalendar.load().exceptional_days()) == len(read_table())


NONSENSE = [
    ("[[days]\ndate = 2027-01-01", "line 1", "is not valid TOML"),
    ("days = 3", "days.toml", "is not a list of tables"),
    ("days = [1, 2]", "days.toml", "is not a list of tables"),
    (entry("2027-02-03") + entry("2036-01-01"), "entry 2", "is outside the calendar"),
    (entry("2027-02-03") + entry("2027-02-03"), "entry 2", "stands there twice"),
    (entry("2027-02-03", "makeup_work"), "entry 1", "2027-02-03 is a Wednesday: only a weekly day off"),
    (entry("2027-02-06", "swap_off"), "entry 1", "already off"),
    (entry("2027-02-03", "feast"), "entry 1", "unknown kind 'feast'"),
    (entry("2027-02-03T10:00:00"), "entry 1", "is not a day"),
    (entry('"3/2/2027"'), "entry 1", "is not a day"),
    (entry("2027-02-03").replace('"SP"', '"sure"'), "entry 1", "unknown confidence 'sure'"),
    (entry("2027-02-03").replace('source = "Thông báo 1/TB"', ""), "entry 1", "no source"),
    (entry("2027-02-03").replace('source = "Thông báo 1/TB"', "source = 7"), "entry 1", "source 7 is not a text"),
    (entry("2027-02-03") + 'colour = "red"', "entry 1", "unknown field 'colour'"),
]


@pytest.mark.parametrize(("text", "where", "what"), NONSENSE, ids=[row[2] for row in NONSENSE])
def test_nonsense_is_answered_in_one_line_with_file_entry_and_remedy(written, text, where, what):
    with pytest.raises(InputError) as refused:
        WorkingCalendar.load(overrides=written(text))
    said = str(refused.value)
    assert "days.toml" in said
    assert where in said
    assert what in said
    assert "\n" not in said
    assert refused.value.remedy


def test_a_file_that_is_not_there_or_not_text_is_answered_in_one_line(written, tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        WorkingCalendar.load(overrides=tmp_path / "absent.toml")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        WorkingCalendar.load(overrides=written("# " + "ă" * 9, encoding="utf-16"))


def test_a_file_laid_over_the_house_holds_for_every_question_until_taken_off(written):
    try:
        lay_over(written(entry("2027-09-01")))
        assert not WorkingCalendar.load().is_working_day(date(2027, 9, 1))
        with pytest.raises(InputError):
            lay_over(written("days = 3"))
    finally:
        lay_over(None)
    assert WorkingCalendar.load().is_working_day(date(2027, 9, 1))
