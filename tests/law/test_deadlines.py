"""The last day of a limit, in working days, calendar days and months."""

from datetime import date

import pytest

from liem.base.errors import UserError
from liem.law.calendar import WorkingCalendar
from liem.law.deadlines import last_day
from liem.law.limits import Limits

CALENDAR, LAW = WorkingCalendar.load(), Limits.load()

WORKED = [
    ("denunciation.intake", date(2026, 2, 10), 0, date(2026, 2, 26)),  # seven working days across the Lunar New Year
    (
        "denunciation.resolve",
        date(2026, 1, 16),
        0,
        date(2026, 2, 23),
    ),  # 15 Feb: the Sunday before Tết
    ("denunciation.resolve", date(2026, 3, 2), 0, date(2026, 4, 1)),
    ("denunciation.resolve", date(2026, 3, 2), 10, date(2026, 4, 13)),  # ten days suspended: 11 Apr is a Saturday
    ("crime_report.resumed", date(2026, 1, 31), 0, date(2026, 3, 2)),  # 28 Feb is a Saturday
    ("crime_report.resumed", date(2026, 12, 15), 0, date(2027, 1, 15)),
]


@pytest.mark.parametrize(("id_", "start", "stopped", "end"), WORKED)
def test_worked_examples(id_, start, stopped, end):
    assert last_day(LAW.rule(id_, on=start), start, CALENDAR, stopped) == end


def test_a_rule_without_a_number_has_no_last_day():
    with pytest.raises(UserError, match="has no number"):
        last_day(LAW.rule("inspection.publish", date(2026, 1, 1)), date(2026, 1, 1), CALENDAR)


@pytest.mark.parametrize("id_", ["crime_report.transfer", "one_stop.supplement_requests", "one_stop.guidance"])
def test_a_rule_not_counted_in_days_has_no_last_day(id_):
    with pytest.raises(UserError, match="is not counted in days or months"):
        last_day(LAW.rule(id_, date(2025, 1, 1)), date(2025, 1, 1), CALENDAR)
